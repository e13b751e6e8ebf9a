"""Rates stated at finitely many points: proved at the known constant, at no smaller one, refuted by an exact run."""

import copy
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from sympy import Rational, Symbol, sqrt, sympify

from theory import N, Paper
from theory.catalog import Catalog
from theory.classes import (
    BoundedSet,
    Convex,
    FiniteSum,
    FunctionClass,
    LipschitzConvex,
    Smooth,
    SmoothConvex,
    SmoothStronglyConvex,
    Sum,
    Triple,
)
from theory.measures import (
    best_gap,
    expected_squared_distance,
    gap,
    memory_distance,
    noise_at_minimiser,
    separation,
    squared_distance,
)
from theory.methods import (
    douglas_rachford,
    exact_line_search,
    frank_wolfe,
    gradient_descent,
    proximal_gradient,
    proximal_point,
    stochastic_gradient,
    subgradient_method,
)
from theory.papers.classics import paper as classics
from theory.symbols import inner, symbols
from verify.certify import certificate, searched
from verify.checkers import exact, gram
from verify.compile import Unsupported, obligation
from verify.compile.runs import is_point_by_point
from verify.finders.performance.witnesses.sampled import members, sampled_counterexample
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import check
from verify.kernel.errors import KernelError
from verify.task import Task

L, R, M, D, alpha = symbols("L R M D alpha", positive=True)
NEAR = squared_distance(0) <= R**2
PROX = dict(functions=Convex(), method=proximal_point, step=alpha)


def claim(then, *, given=NEAR, horizons=(1,), **fields):
    paper = Paper("doe2026", title="Trial")
    return paper.theorem("trial", given=given, then=then, horizons=horizons, locator="here", **fields)


def proved(stated):
    """Whether the finder proves it; what it finds is checked by the kernel."""
    data = certificate(stated, {})
    return check(data, {}, obligation(stated)).kind == "proof"


KNOWN = {
    "proximal point": lambda c: claim(gap(N) <= c * R**2 / (4 * alpha * N), horizons=(2,), **PROX),
    "subgradient": lambda c: claim(
        best_gap(N) <= c * M * R / sqrt(N + 1), functions=LipschitzConvex(M), method=subgradient_method,
        step=R / (M * sqrt(N + 1)), horizons=(3,),
    ),
    "proximal gradient": lambda c: claim(
        gap(N) <= c * L * R**2 / (4 * N), functions=Sum(SmoothConvex(L), Convex()), method=proximal_gradient, step=1 / L,
    ),
    "splitting": lambda c: claim(
        separation(N) <= c * Rational(10, 13) ** (2 * N) * R**2, given=separation(0) <= R**2, step=3 / L,
        functions=Sum(SmoothStronglyConvex(L / 10, L), Convex()), method=douglas_rachford,
    ),
    "line search": lambda c: claim(
        gap(N) <= c * Rational(9, 11) ** (2 * N) * alpha, given=gap(0) <= alpha,
        functions=SmoothStronglyConvex(L / 10, L), method=exact_line_search,
    ),
    "random": lambda c: claim(
        expected_squared_distance(N) <= c * Rational(36, 25) * R**2, step=1 / L, method=stochastic_gradient,
        given=(NEAR, noise_at_minimiser(0) <= Rational(9, 25) * L**2 * R**2),
        functions=FiniteSum(SmoothStronglyConvex(L / 10, L), 2),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_a_tight_rate_is_proved_and_a_smaller_one_is_not(name, monkeypatch):
    assert proved(KNOWN[name](1))
    monkeypatch.setattr("verify.certify.SECONDS", 0.1)
    with suppress(NotFound):
        assert certificate(KNOWN[name](1 - Rational(1, 1000)), {})["kind"] == "refutation"


def test_a_bent_multiplier_and_a_wrong_unit_are_refused():
    stated = KNOWN["proximal point"](1)
    data = certificate(stated, {})
    (step,) = [s for s in data["proofs"][0] if s["rule"] == "multipliers"]
    place = data["proofs"][0].index(step)
    assert [name for name, unit in step["units"].items() if unit == "gradient"]
    for i in range(len(step["rows"])):
        bent = copy.deepcopy(data)
        row = bent["proofs"][0][place]["rows"][i]
        row[0] = str(Rational(row[0]) + Rational(1, 10**9))
        with pytest.raises(KernelError):
            check(bent, {}, obligation(stated))
    bent = copy.deepcopy(data)
    units = bent["proofs"][0][place]["units"]
    bent["proofs"][0][place]["units"] = {name: unit for name, unit in units.items() if unit != "gradient"}
    with pytest.raises(KernelError, match="the units do not fit"):
        check(bent, {}, obligation(stated))
    bent["proofs"][0][place]["units"] = {**units, "alpha": "gradient"}
    with pytest.raises(KernelError):
        check(bent, {}, obligation(stated))


@pytest.mark.parametrize(
    "wrong",
    [
        claim(gap(N) <= R**2 / (5 * alpha * N), **PROX),
        claim(gap(N) <= L * D**2 / 20, given=(), functions=Sum(SmoothConvex(L), BoundedSet(D)), method=frank_wolfe),
        claim(gap(N) <= L * R**2 / 6, functions=Sum(Smooth(L)), method=gradient_descent, step=1 / L),
        claim(separation(N) <= R**2 / 2, given=separation(0) <= R**2, **PROX),
    ],
    ids=["constant", "set", "convexity", "contraction"],
)
def test_a_wrong_rate_is_refuted_by_numbers(wrong):
    witness = sampled_counterexample(wrong.statement, 1)
    assert witness is not None
    assert all(value.is_Rational for value in witness.values())
    data = searched(wrong, obligation(wrong), {})
    assert check(data, {}, obligation(wrong)).kind == "refutation"
    moved = copy.deepcopy(data)
    name = next(n for n in moved["witness"]["values"] if n.startswith("g"))
    moved["witness"]["values"][name] = "(1000)"
    with pytest.raises(KernelError):
        check(moved, {}, obligation(wrong))


def test_a_true_rate_has_no_counterexample():
    assert sampled_counterexample(KNOWN["proximal point"](1).statement, 1, tries=40) is None


def test_what_breaks_a_bound_is_no_witness_if_it_is_no_run_of_the_class():
    """Among the candidates are functions without a minimiser at 0: on SAGA they break the bound, and other hypotheses."""
    assert sampled_counterexample(classics["saga-2"].statement, 1) is None


def test_which_runs_are_stated_point_by_point():
    plain = dict(functions=SmoothConvex(L), method=gradient_descent, step=1 / L)
    assert not is_point_by_point(claim(gap(N) <= L * R**2, **plain).statement)
    assert is_point_by_point(claim(separation(N) <= R**2, given=separation(0) <= R**2, **plain).statement)
    assert is_point_by_point(claim(gap(N) <= L * R**2, functions=SmoothConvex(L), method=exact_line_search).statement)


def test_what_cannot_be_stated_is_said():
    drawn = dict(functions=FiniteSum(SmoothConvex(L), 2), method=stochastic_gradient, step=1 / L)
    for stated, words in [
        (claim(expected_squared_distance(N) <= R**2, horizons=(2,), **drawn), "more than one random step"),
        (claim(squared_distance(N) <= R**2, **drawn), "bound its expectation"),
        (claim(gap(N) <= R**2, **{**PROX, "functions": Sum(Smooth(L), Convex())}), "need not be convex"),
        (claim(memory_distance(N) <= R**2, **PROX), "a memory that the method does not yield"),
        (claim(gap(N) <= Symbol("y0", positive=True), **PROX), "a parameter called y0"),
    ]:
        with pytest.raises(Unsupported, match=words):
            obligation(stated)


@pytest.mark.parametrize(
    "functions", [Convex(), LipschitzConvex(1), SmoothConvex(1), SmoothStronglyConvex(Rational(1, 4), 1), Smooth(1)]
)
def test_candidates_belong_to_their_class(functions):
    points = [Rational(p, 3) for p in range(-4, 5)]
    for member in members(functions, 2):
        known = [Triple(p, member.slope(p), member.value(p)) for p in points if p in member]
        found = [e for t in known for e in functions.single(t)]
        found += [e for a in known for b in known if a is not b for e in functions.pair(a, b)]
        assert min(e.replace(inner, lambda u, v: u * v) for e in map(sympify, found)) >= 0, member


def test_the_gram_checker_supports_and_refutes():
    catalog = Catalog([])
    right, wrong = (claim(gap(N) <= R**2 / (c * alpha * N), **PROX) for c in (4, 5))
    assert gram.check(Task(claim=right, catalog=catalog)).outcome == "supported"
    assert gram.check(Task(claim=wrong, catalog=catalog)).outcome == "refuted"


@dataclass(frozen=True)
class Necessary(FunctionClass):
    """Smooth convex functions by two inequalities that hold for them, and for points that are on none of them."""

    L: Any

    @property
    def parameters(self):
        return {"L": sympify(self.L)}

    @property
    def is_convex(self):
        return True

    def pair(self, i, j):
        below = i.f - j.f - inner(j.g, i.x - j.x)
        return below, self.L * inner(i.x - j.x, i.x - j.x) / 2 - below


def test_points_that_no_function_need_interpolate_refute_nothing(tmp_path, monkeypatch):
    # true of smooth convex functions: L R^2/6 is the tight rate of one step
    fields = dict(method=gradient_descent, step=1 / L)
    weak = claim(gap(N) <= L * R**2 / 6, functions=Sum(Necessary(L)), **fields)
    data = searched(weak, obligation(weak), {})
    assert check(data, {}, obligation(weak)).kind == "refutation"  # of the obligation
    with pytest.raises(NotFound):
        certificate(weak, {})
    file = tmp_path / "trial.json"
    file.write_text(json.dumps(data))
    for checker in (exact, gram):
        monkeypatch.setattr(f"{checker.__name__}.certificate_file", lambda _: file)
    paper = Paper("doe2026", title="Trial")
    paper._claims["trial"] = weak
    finding = exact.check(Task(claim=weak, catalog=Catalog([paper])))
    assert finding.outcome == "undecided" and "refute nothing" in finding.reason
    assert gram.check(Task(claim=weak, catalog=Catalog([paper]))).outcome != "refuted"


@pytest.mark.parametrize(
    "then", [best_gap(N) >= 0, best_gap(N) <= 2 * best_gap(N) + R, 2 * best_gap(N) <= R, gap(N) <= best_gap(N)]
)
def test_the_best_of_several_is_bounded_from_above_only(then):
    # a number below all of them may be far below the least: these were refuted by it
    with pytest.raises(Unsupported, match="best of several"):
        obligation(claim(then, functions=LipschitzConvex(M), method=subgradient_method, step=R / M))


def test_the_best_of_several_is_no_hypothesis():
    with pytest.raises(Unsupported, match="best of several"):
        obligation(claim(gap(0) <= R, given=best_gap(0) <= R, functions=LipschitzConvex(M), method=subgradient_method,
                         step=R / M))  # fmt: skip


def test_a_line_search_without_convexity_is_not_stated():
    # a point where the gradient is orthogonal to the line may be higher than the start; a minimiser is not
    with pytest.raises(Unsupported, match="no minimiser"):
        obligation(claim(gap(N) <= gap(0), functions=Smooth(L), method=exact_line_search))
