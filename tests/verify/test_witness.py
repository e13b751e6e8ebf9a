"""From a claim's witness to the kernel's counterexample: which part it speaks about, and what is missing."""

import pytest
import sympy as sp
from sympy import Abs, Eq, Max, Min, Rational

from theory import ForAll, L0L1Smooth, N, Paper, SmoothConvex, gap, hitting_time, squared_distance, symbols
from theory.catalog import Catalog, built_in
from theory.methods import gradient_descent
from verify.compile import obligation
from verify.kernel.certificate import parts
from verify.witness import NoWitness, counterexamples

CATALOG = Catalog(built_in())
a, b, u, v = symbols("a b u v")
L, L0, L1, R, eps, Delta = symbols("L L0 L1 R eps Delta", positive=True)


def found(claim):
    return list(counterexamples(claim, parts(obligation(claim))))


def scalar(then, witness, given=()):
    return Paper("doe2026", title="Trial").claim("trial", ForAll(given=given, then=then), kind="remark", witness=witness)


def rate(**told):
    return Paper("doe2026", title="Trial").theorem(
        "trial", functions=SmoothConvex(L), method=gradient_descent, step=1 / L,
        given=squared_distance(0) <= R**2, then=gap(N) <= L * R**2 / (5 * N + 2), witness=told.pop("values", {}) | told,
    )  # fmt: skip


def test_scalar_values_for_exactly_the_names_of_each_part():
    assert found(scalar((a <= 1, b <= 1), {a: Rational(1, 2), b: 2, v: 7})) == [
        {"part": 0, "values": {"a": "(1/2)", "b": "2"}, "model": {}},
        {"part": 1, "values": {"a": "(1/2)", "b": "2"}, "model": {}},
    ]


def test_parts_without_a_value_for_a_name_are_left_out():
    claim = CATALOG["zhang2020/thm4-f1-member"]
    witnesses = found(claim)
    assert {tuple(w["values"]) for w in witnesses} == {("L0", "L1", "u"), ("L0", "L1")}
    assert len(witnesses) == len(parts(obligation(claim)))


def test_a_run_gets_a_model_and_one_step_more_than_the_bound():
    (witness,) = found(CATALOG["zhang2020/thm7"])
    assert witness["values"]["K"] == "4001" and witness["values"]["T"] == "4000"
    model = witness["model"]
    assert model["f"] == ["u", "5*exp(u) - 10 + 5*exp(-u)"] and model["grad"] == ["u", "5*exp(u) - 5*exp(-u)"]
    assert model["x"]["start"] == "(25/4)" and "abs(" in model["x"]["next"][1] and "orbit" not in model["x"]["next"][1]


def test_a_run_at_a_horizon_gets_its_iterates():
    slope = Max(-Rational(1, 3), Min(Rational(1, 3), u))
    told = {"function": slope * u - slope**2 / 2, "gradient": slope, "variable": u, "start": 1, "minimiser": 0}
    first, second = found(rate(values={L: 1, R: 1}, **told))
    assert first["values"] == {"L": "1", "R": "1", "x0": "1", "x1": "(2/3)", "xs": "0"}
    assert second["values"]["x2"] == "(1/3)" and set(second["model"]) == {"f", "grad"}


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (scalar(a <= 1, None), "no witness"),
        (scalar(a <= b, {a: 1}), "no value for b"),
        (rate(values={L: 1, R: 1}, function=u**2 / 2, start=1, minimiser=0), "no variable"),
        (rate(values={L: 1, R: 1}, function=u**2 / 2, variable=u, minimiser=0), "no value for x0"),
        (rate(values={L: 1, R: 1}, function=u**2 / 2, variable=u, start=1, noise=1), "noise"),
    ],
)
def test_what_is_missing_is_said(claim, reason):
    with pytest.raises(NoWitness, match=reason):
        found(claim)


def test_a_hitting_time_without_a_start_is_refused():
    claim = Paper("doe2026", title="Trial").theorem(
        "trial", functions=L0L1Smooth(L0, L1), method=gradient_descent, step=1 / L0, given=gap(0) <= Delta,
        then=hitting_time(eps) <= Delta / eps,
        witness={"function": u**2, "variable": u, L0: 2, L1: 1, Delta: 1, eps: 1, sp.Symbol("fstar"): 0},
    )  # fmt: skip
    with pytest.raises(NoWitness, match="no start"):
        found(claim)


def test_values_are_exact_terms_also_with_exponentials():
    (witness,) = found(scalar(Eq(Abs(a), 1), {a: sp.log(2) + sp.cosh(1)}))
    assert witness["values"]["a"] == "exp(-1)/2 + log(2) + exp(1)/2"


def test_a_sequence_is_given_as_a_term_in_its_index():
    k, b = sp.Symbol("k", integer=True, nonnegative=True), sp.Function("b", real=True)
    grows = ForAll(over=(k,), indices=(k,), then=Eq(b(k + 1), b(k) + 1, evaluate=False))
    assert found(scalar(b(0) <= a, {a: 1, b(k): 2 + k}, given=(grows,))) == [
        {"part": 0, "values": {"a": "1"}, "model": {"b": ["k", "k + 2"]}}
    ]
    with pytest.raises(NoWitness, match="at a symbol"):
        found(scalar(b(0) <= a, {a: 1, b(0): 2}, given=(grows,)))


def test_a_sequence_of_a_run_takes_the_place_of_a_recursion():
    claim = CATALOG["classics/adagrad-norm-sum-too-good"]
    (witness,) = found(claim)
    assert witness["model"]["x"][0] == "k" and set(witness["model"]) == {"b", "f", "grad", "x"}
