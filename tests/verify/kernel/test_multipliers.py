"""The rule ``multipliers``: what it accepts is true, also after corruption; what it cannot read it refuses."""

import copy
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.quality.second_look import weighed
from verify.brackets.fixed_step import find
from verify.kernel import steps
from verify.kernel.certificate import check, opened, parts
from verify.kernel.errors import KernelError
from verify.kernel.steps import Context, prove
from verify.kernel.terms import formula

ROOT = Path(__file__).resolve().parents[3]
SCOPE = {"L": "real", "s": "real", "a": "vector", "b": "vector"}
FACTS = {
    "L": "0 < L",
    "low": "s <= inner(a, a)",
    "near": "inner(a, a) <= L**2",
    "below": {"for": {"u": "vector"}, "then": "f(b) <= f(u)"},
    "tangent": {"for": {"u": "vector", "v": "vector"}, "then": "0 <= f(u) - f(v) - inner(grad(v), u - v)"},
    "conditional": {"for": {"u": "vector"}, "if": ["0 < L"], "then": "f(b) <= f(u)"},
    "of reals": {"for": {"r": "real"}, "then": "r <= r + L"},
    "mixed": "s + inner(a, a) <= L",
    "capture": {"for": {"b": "vector"}, "then": "f(a) <= f(b)"},
}
UNITS = {"square": "L**2", "value": "L**2", "s": "L**2"}


def context():
    return Context(SCOPE, {name: formula(data, SCOPE) for name, data in FACTS.items()})


def proved(show, rows, **fields):
    step = {"rule": "multipliers", "name": "m", "show": show, "positive": ["L"], "units": UNITS, "solve": [], "define": [],
            "basis": ["a", "b", "grad(a)", "grad(b)"], "rows": rows}  # fmt: skip
    return prove([{**step, **fields}], context())


def test_unknown_numbers_and_defined_points():
    assert proved("s <= L**2", [["1", "low"], ["1", "near"]])
    assert proved("f(b) <= f(a)", [["1", "below", "a"]])
    # a new point c = 2 a - b, its gradient and its value: those of c and of a in the same tangent inequality
    define = [["c", "2*a - b"]]
    both = [["1", "tangent", "c", "a"], ["1", "tangent", "b", "a"]]
    with pytest.raises(KernelError, match=r"leave .* times"):
        proved("2*f(a) <= f(b) + f(a)", both, define=define)
    assert proved("0 <= 2*L**2 - 2*s", [["2", "low"], ["2", "near"]], define=define)


@pytest.mark.parametrize("entry", ["f(a)", "L", "s", "c", "grad(L)"])
def test_the_basis_is_made_of_declared_vectors(entry):
    with pytest.raises(KernelError, match="is no vector"):
        proved("f(b) <= f(a)", [["1", "below", "a"]], basis=["a", "b", "grad(a)", "grad(b)", entry])


@pytest.mark.parametrize(
    ("show", "rows", "reason"),
    [
        ("f(b) <= f(a)", [["1", "conditional", "a"]], "no inequality for all points"),
        ("s <= L**2", [["1", "of reals", "a"]], "no inequality for all points"),
        ("s <= L", [["1", "mixed"]], "units do not fit"),
        ("s <= L**2", [["1", "low"]], "leave|not positive"),
        ("s <= L**2 + 0*inner(a, a)", [["1", "near"], ["2", "low"]], "leave"),
        ("f(a) <= f(a)", [["1", "capture", "a"], ["-1", "capture", "a"]], "negative"),
        ("f(a) <= f(b)", [["1", "below", "a"]], "leave"),
        ("f(a)**2 <= 2*f(a)**2", [], "no value, inner product or unknown"),
        ("L*s <= L**2", [["1", "low"], ["1", "near"]], "units do not fit"),
        ("norm(a) <= L", [["1", "near"]], "no value, inner product or unknown"),
        ("inner(a, hv(a, b)) <= L**2", [["1", "near"]], "no value, inner product or unknown"),
    ],
)
def test_what_is_refused(show, rows, reason):
    with pytest.raises(KernelError, match=reason):
        proved(show, rows)


def test_a_bound_variable_named_like_a_point_is_not_that_point():
    assert proved("f(a) <= f(b)", [["1", "capture", "b"]])
    with pytest.raises(KernelError, match="leave"):
        proved("f(b) <= f(a)", [["1", "capture", "b"]])


def test_a_parameter_that_is_not_said_to_be_positive_is_no_unit():
    with pytest.raises(KernelError, match="no monomial"):
        proved("s <= L**2", [["1", "low"], ["1", "near"]], positive=[])


NUMBERS = ("0", "1", "-1", "1/2", "3/2", "1/1000000000")


@pytest.mark.parametrize("functions", ["smooth-convex", "smooth"])
def test_whatever_corruption_is_accepted_is_a_proof_after_all(functions):
    certificate = find("gd", 2, {}, functions).certificate
    (phi,) = parts(certificate["obligation"])
    scope, facts, goal = opened(phi, {})
    (step,) = [s for s in certificate["proofs"][0] if s["rule"] == "multipliers"]
    here, draw = Context(scope, facts), random.Random(7)
    names = [*facts, *step["basis"], *scope, "inner_nonnegative", "cauchy_schwarz"]
    accepted = refused = 0
    for _ in range(400):
        bent = copy.deepcopy(step)
        field = bent[draw.choice(("rows", "rows", "rows", "basis", "solve", "define", "positive"))]
        if field and draw.random() < 0.8:
            line = field[draw.randrange(len(field))]
            if isinstance(line, list) and draw.random() < 0.8:
                k = draw.randrange(len(line))
                line[k] = draw.choice(NUMBERS if field is bent["rows"] and not k else names)
            elif draw.random() < 0.5:
                field.remove(line)
            else:
                field.append(copy.deepcopy(line))
        else:
            bent["units"][draw.choice(list(bent["units"]))] = draw.choice(("L", "L**2", "1", "Delta", "R", "L*R**2"))
        try:
            prove([bent], here)
        except KernelError:
            refused += 1
            continue
        weighed(goal, bent, here.find, scope)
        accepted += 1
    assert refused > 250
    assert accepted > 5  # an element of the basis twice, a row without weight


def test_a_thousand_steps_are_rechecked_by_the_standard_library_alone(tmp_path):
    import json

    file = tmp_path / "out.json"
    file.write_text(json.dumps(find("gd", 1000, {}).certificate))
    done = subprocess.run([sys.executable, "-I", "-S", "verify/kernel", file], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "accepted worst-case/gd-smooth-convex-n1000" in done.stdout


def test_the_fields_of_the_rule_are_those_of_the_specification():
    _, fields = steps.RULES["multipliers"]
    text = (ROOT / "verify" / "kernel" / "SPEC.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("| `multipliers` |"))
    assert all(f"`{field}`" in line for field in fields)
    assert check(find("gd", 1, {}).certificate, {}).axioms == ()


BENT = {"L": "0 < L", "below": {"for": {"u": "vector"}, "then": "f(u) <= L*inner(u, u)"},
        "captured": {"for": {"g": "vector"}, "then": "f(g) <= L*inner(g, g)"}, "at g": "f(g) <= inner(g, g)/L"}  # fmt: skip


def measured_like_a_gradient(show, row, value):
    scope = {"L": "real", "a": "vector", "g": "vector"}
    step = {"rule": "multipliers", "name": "m", "show": show, "positive": ["L"], "solve": [], "define": [],
            "units": {"square": "1", "value": value, "g": "gradient"}, "basis": ["a", "g"], "rows": [row]}  # fmt: skip
    return prove([step], Context(scope, {name: formula(data, scope) for name, data in BENT.items()}))


@pytest.mark.parametrize(
    ("show", "row", "value"),
    [
        ("f(g) <= inner(g, g)/L", ["1", "below", "g"], "L"),  # false for f = L ||.||^2, L = 2
        ("f(a) <= inner(a, a)/L", ["1", "captured", "a"], "1/L"),
    ],
)
def test_a_vector_measured_like_a_gradient_is_no_point(show, row, value):
    """With F = L and X = 1, ||g||^2 is measured in L^2 but stood where the variable's square is measured in 1."""
    with pytest.raises(KernelError, match="measured like a gradient"):
        measured_like_a_gradient(show, row, value)


def test_where_it_stands_for_itself_it_may_be_measured_so():
    assert measured_like_a_gradient("f(g) <= inner(g, g)/L", ["1", "at g"], "L")
    assert measured_like_a_gradient("f(a) <= L*inner(a, a)", ["1", "below", "a"], "L")


def test_the_units_of_lengths_and_values_are_monomials_whatever_the_vectors_are_called():
    scope = {"L": "real", "square": "vector"}
    step = {"rule": "multipliers", "name": "m", "show": "0 <= inner(square, square)", "positive": ["L"], "solve": [],
            "units": {"square": "gradient", "value": "L"}, "define": [], "basis": ["square"], "rows": []}  # fmt: skip
    with pytest.raises(KernelError):
        prove([step], Context(scope, {"L": formula("0 < L", scope)}))
