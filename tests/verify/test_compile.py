"""Claims to obligations: each form says what it should, and what cannot be said is refused, never dropped."""

from random import Random

import pytest
import sympy as sp
from sympy import Piecewise, Rational, sqrt

from theory import (
    ForAll,
    L0L1Smooth,
    N,
    Paper,
    Smooth,
    SmoothConvex,
    best_gradient_norm,
    gap,
    gradient_norm,
    hitting_time,
    squared_distance,
    symbols,
)
from theory.classes import Cocoercive, Monotone, StronglyConvex
from theory.methods import gradient_descent, krasnoselskii_mann
from theory.statement import Run
from theory.symbols import f, grad, inner, norm, x
from verify.compile import Unsupported, formula, obligation, printing

a, b = symbols("a b")
L, L0, L1, R, Delta, eps, h = symbols("L L0 L1 R Delta eps h", positive=True)


def compiled(statement):
    return obligation(Paper("doe2026", title="Trial").claim("trial", statement, kind="remark"))["claim"]


def run(functions, then, **fields):
    return Run(functions=functions, method=gradient_descent, parameters={"step": 1 / L}, then=then, **fields)


def test_assumptions_of_symbols_become_hypotheses():
    i = sp.Symbol("i", integer=True, nonnegative=True)
    d = symbols("d", nonnegative=True)
    (claim,) = compiled(ForAll(then=a * L + i + d >= 0))
    assert claim["if"] == ["0 < L", "0 <= d", "nat(i)"]
    assert claim["for"] == {"L": "real", "a": "real", "d": "real", "i": "real"}


@pytest.mark.parametrize("symbol", [
    sp.Symbol("m", integer=True), sp.Symbol("m", negative=True), sp.Symbol("m", nonpositive=True),
    sp.Symbol("m", real=True, nonzero=True),
])  # fmt: skip
def test_an_assumption_that_would_be_lost_is_refused(symbol):
    with pytest.raises(Unsupported, match="assumed of the symbol"):
        formula(ForAll(then=symbol + a <= 3))


def test_two_symbols_of_one_name_are_refused():
    with pytest.raises(Unsupported, match="two symbols"):
        compiled(ForAll(then=L + sp.Symbol("L", real=True) + a <= 3))


@pytest.mark.parametrize("expr", [
    sp.Derivative(sp.Function("y")(a), a), sp.Sum(a**b, (b, 0, 3)), sp.Integral(sp.Function("y")(a), a),
    sp.Heaviside(a), sp.sign(a), sp.sin(a), a**Rational(3, 2), sp.pi * a, sp.I * a, a**b,
])  # fmt: skip
def test_what_the_language_cannot_say_is_refused(expr):
    with pytest.raises(Unsupported):
        compiled(ForAll(then=sp.Le(expr, b, evaluate=False)))


def test_pieces_of_a_conclusion_are_closed():
    claims = compiled(ForAll(then=Piecewise((a, a < 1), (a**2, True)) <= 3))
    assert [(c["if"], c["then"]) for c in claims] == [(["a <= 1"], "a <= 3"), (["1 <= a"], "a**2 <= 3")]


def test_pieces_that_jump_are_told_apart_at_the_joint():
    # with both ends closed, the step function would be 0 and 1 at its step: refuted where it is 1, and a hypothesis
    # on it could never hold there
    step = Piecewise((0, a < 1), (1, a <= b), (2, True))
    claims = compiled(ForAll(given=(step <= 3,), then=step <= 1))
    cases = [["a < 1"], ["1 <= a", "a <= b"], ["1 <= a", "b < a"]]
    assert [c["if"][-len(case) :] for c, case in zip(claims, cases, strict=True)] == cases
    assert [g["if"] for g in claims[0]["if"] if isinstance(g, dict)] == cases


def test_a_bound_name_is_not_taken_for_another_of_that_name():
    # for all u >= u0: y(u) <= 0, with u0 called u as well, read: for all u >= u
    outer, y = sp.Symbol("a", positive=True), sp.Function("y", real=True)
    hypothesis = ForAll(over=(a,), given=(a >= outer,), then=y(a) <= 0)
    with pytest.raises(Unsupported, match="two symbols of one name"):
        compiled(ForAll(given=(hypothesis,), then=y(0) <= 0))


def test_a_hitting_time_is_a_number_of_failing_steps():
    (claim,) = compiled(run(L0L1Smooth(L0, L1), hitting_time(eps) <= Delta / eps, given=(gap(0) <= Delta,)))
    assert claim["then"] == "K <= Delta/eps"
    assert {"for": {"k": "real"}, "if": ["nat(k)", "k < K"], "then": "eps < norm(grad(x(k)))"} in claim["if"]
    assert {"for": {"z": "vector"}, "if": [], "then": "fstar <= f(z)"} in claim["if"]
    assert {"for": {"k": "real"}, "if": ["nat(k)"], "then": "x(k + 1) == x(k) - grad(x(k))/L"} in claim["if"]
    assert "f(x(0)) - fstar <= Delta" in [
        g.replace("-fstar + f(x(0))", "f(x(0)) - fstar") for g in claim["if"] if isinstance(g, str)
    ]
    assert "nat(K)" in claim["if"]


def test_a_hitting_time_needs_a_class_that_speaks_of_single_points():
    with pytest.raises(Unsupported, match="between points only"):
        compiled(run(Smooth(L), hitting_time(eps) <= Delta / eps))


def test_a_distance_needs_a_minimiser():
    with pytest.raises(Unsupported, match="minimiser"):
        compiled(run(L0L1Smooth(L0, L1), hitting_time(eps) <= R, given=(squared_distance(0) <= R**2,)))


def test_the_horizon_is_put_into_steps_and_hypotheses_too():
    statement = Run(
        functions=SmoothConvex(L), method=gradient_descent, parameters={"step": 1 / (L * sqrt(N))}, horizons=(4,),
        given=(squared_distance(0) <= R**2 * N,), then=gap(N) <= L * R**2,
    )  # fmt: skip
    (claim,) = compiled(statement)
    assert "N" not in claim["for"]
    assert any(str(g).startswith("x1 == x0 - grad(x0)/(2*L)") for g in claim["if"])
    assert any("4*R**2" in str(g) for g in claim["if"])


def test_a_best_gradient_is_any_number_below_all_gradients():
    L, Delta = symbols("L Delta", positive=True)
    ask = dict(functions=Smooth(L), method=gradient_descent, step=1 / L, given=gap(0) <= Delta, horizons=(1,))
    claim = Paper("doe2026", title="Trial").theorem("best", then=best_gradient_norm(N) ** 2 <= 4 * L * Delta / 5, **ask)
    (phi,) = obligation(claim)["claim"]
    assert phi["for"]["least"] == "real"
    assert {f"least <= inner(grad(x{i}), grad(x{i}))" for i in (0, 1)} <= {h for h in phi["if"] if isinstance(h, str)}
    assert phi["then"].startswith("least <= ")
    other = Paper("doe2026", title="Trial").theorem("other", then=best_gradient_norm(N) <= Delta, **ask)
    with pytest.raises(Unsupported, match="best gradient"):
        obligation(other)


@pytest.mark.parametrize("statement", [
    run(L0L1Smooth(L0, L1), hitting_time(eps) <= sp.Symbol("K", integer=True, nonnegative=True)),
    run(L0L1Smooth(L0, L1), hitting_time(eps) <= Delta, given=(sp.Symbol("K", integer=True, nonnegative=True) <= Delta,)),
    run(L0L1Smooth(L0, L1), best_gradient_norm(3) ** 2 <= sp.Symbol("least", real=True), noise=h),
    run(L0L1Smooth(L0, L1), best_gradient_norm(3) ** 2 <= sp.Function("mean_square", real=True)(0), noise=h),
    run(L0L1Smooth(L0, L1), best_gradient_norm(3) ** 2 <= Delta, noise=sp.Symbol("outcome", real=True)),
])  # fmt: skip
def test_a_parameter_is_not_taken_for_a_name_of_the_obligation(statement):
    # "at most K steps" once became K <= K, which is true of every method
    with pytest.raises(Unsupported, match="uses for something else"):
        compiled(statement)


@pytest.mark.parametrize("functions", [SmoothConvex(L), StronglyConvex(L)])
def test_a_method_yields_its_start_first(functions):
    # its first point was called x0 like the start: x0 == x0 - g/L says that the start is stationary
    def late(f, x, step):
        while True:
            x = x - step * f.grad(x)
            yield x

    fields = dict(given=(squared_distance(0) <= R**2,), horizons=(1,), parameters={"step": 1 / L})
    with pytest.raises(Unsupported, match="start first"):
        compiled(Run(functions=functions, method=late, then=gap(N) <= L * R**2 / 1000, **fields))


def test_convexity_is_part_of_a_class_that_declares_it():
    # without it a function that is not convex would refute a statement about convex ones
    (claim,) = compiled(run(L0L1Smooth(L0, L1, convex=True), hitting_time(eps) <= Delta))
    (convexity,) = [g for g in claim["if"] if isinstance(g, dict) and set(g["for"]) == {"z", "y"}]
    assert convexity["if"] == [] and "inner(grad(z), y - z)" in convexity["then"]


@pytest.mark.parametrize("functions", [Cocoercive(L), Monotone()])
def test_operators_are_no_gradients(functions):
    # the kernel knows of grad that it is the gradient of f: what it shows with that is false of a rotation
    fields = dict(given=(squared_distance(0) <= R**2,), horizons=(1,), parameters={"weight": Rational(1, 2)})
    (claim,) = compiled(Run(functions=functions, method=krasnoselskii_mann, then=gradient_norm(N) <= R, **fields))
    assert "grad(" not in str(claim) and "f(" not in str(claim)


def expressions(random, depth):
    """Sums, products and powers of names and formal functions, some left as they are written."""
    names = [sp.Symbol(name, real=True) for name in ("x0", "x1", "x10", "xs", "u", "L", "R", "least")]
    kind, evaluated = random.random(), random.random() < 0.9
    if not depth or kind < 0.15:
        return random.choice([*names, sp.Integer(random.randint(-3, 4)), Rational(random.randint(-5, 5), 3)])
    several = [expressions(random, depth - 1) for _ in range(random.randint(1, 4))]
    if kind < 0.45:
        return sp.Add(*several, evaluate=evaluated)
    if kind < 0.7:
        return sp.Mul(*several, evaluate=evaluated)
    if kind < 0.9:
        return random.choice([f, grad, norm, x, lambda v: inner(v, v)])(several[0])
    return sp.Pow(several[0], random.choice([2, 3, -1, -2, Rational(1, 2)]), evaluate=evaluated)


def test_what_is_printed_directly_is_what_sympy_prints():
    random, printed = Random(1), 0
    for _ in range(600):
        expression = expressions(random, random.randint(1, 4))
        try:
            directly = printing._plain(expression)
        except printing._NotPlain:
            continue
        assert directly == printing._printed(expression)
        printed += 1
    assert printed > 300
