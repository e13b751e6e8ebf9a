"""What is called false is refuted at its witness, what is not refuted there is not; an instance proves nothing."""

import pytest
from sympy import Max, Min, Rational, exp, sqrt

from theory import ForAll, L0L1Smooth, N, Paper, SmoothConvex, gap, hitting_time, squared_distance, symbols
from theory.catalog import Catalog, built_in
from theory.derivation import Derivation, close, instance
from theory.methods import gradient_descent
from verify import certify
from verify.checkers import exact
from verify.kernel.certificate import check
from verify.kernel.errors import KernelError
from verify.task import Task

CATALOG = Catalog(built_in())
FALSE = [claim.label for claim in CATALOG if claim.expect == "false"]
a, b, u = symbols("a b u")
L, L0, L1, R, Delta, eps, tau = symbols("L L0 L1 R Delta eps tau", positive=True)


def finding(then, given=(), **fields):
    paper = Paper("doe2026", title="Trial")
    claim = paper.claim("trial", ForAll(given=given, then=then), kind="remark", **fields)
    return exact.check(Task(claim=claim, catalog=Catalog([paper])))


@pytest.mark.parametrize("label", FALSE)
def test_what_the_papers_call_false_is_refuted(label):
    result = exact.check(Task(claim=CATALOG[label], catalog=CATALOG))
    assert (result.outcome, result.rigour, result.scope) == ("refuted", "exact", "at the witness"), result.reason
    assert result.evidence["witness"] and not result.axioms


def test_a_claim_called_true_is_refuted_by_its_own_witness():
    assert finding(a**2 <= 4, given=(a <= 2,), witness={a: -3}).outcome == "refuted"


def test_a_true_claim_with_an_idle_witness_is_proved():
    assert finding(2 * a * b <= a**2 + b**2, witness={a: 1, b: 2}).outcome == "proved"


def test_a_claim_called_false_that_has_a_proof_is_proved():
    assert finding(2 * a * b <= a**2 + b**2, expect="false", witness={a: 1, b: 2}).outcome == "proved"
    assert finding(2 * a * b <= a**2 + b**2, expect="false").outcome == "proved"


@pytest.mark.parametrize(
    ("then", "given", "witness"),
    [
        (a**2 <= 4, (a <= 2,), {a: 1}),  # the conclusion holds there
        (a**2 <= 4, (a <= 2,), {a: 3}),  # a hypothesis fails there
        (a**2 <= 4, (a <= 2,), {b: 3}),  # it says nothing about a
        (a**2 <= 4, (a <= 2,), {}),
    ],
)
def test_a_wrong_witness_refutes_nothing(then, given, witness):
    result = finding(then, given=given, expect="false", witness=witness)
    assert result.outcome == "undecided" and result.reason


def test_numbers_with_exponentials_and_roots_are_enclosed():
    assert finding(exp(a) <= 2 + a, given=(a <= sqrt(2),), witness={a: sqrt(2)}).outcome == "refuted"
    # 2**(1/2) is above 14142135623730950488/10**19: the difference is below 10**-20
    close_call = Rational(14142135623730950488, 10**19)
    assert finding(a <= close_call, given=(a**2 <= 2,), witness={a: sqrt(2)}).outcome == "refuted"


def test_a_hypothesis_about_all_points_is_proved_at_the_witness():
    below = ForAll(over=(u,), then=b <= exp(u) + exp(-u))
    assert finding(b <= 1, given=(below,), witness={b: 2}).outcome == "refuted"
    assert finding(b <= 1, given=(below,), witness={b: 3}, expect="false").outcome == "undecided"


def rate(width, bound):
    """Gradient descent for one and two steps from 1 on a function that is quadratic up to the width, then linear."""
    slope = Max(-width, Min(width, u))
    paper = Paper("doe2026", title="Trial")
    claim = paper.theorem(
        "trial", functions=SmoothConvex(L), method=gradient_descent, step=1 / L, given=squared_distance(0) <= R**2,
        then=gap(N) <= bound,
        witness={"function": slope * u - slope**2 / 2, "gradient": slope, "variable": u, "start": 1, "minimiser": 0,
                 L: 1, R: 1},
    )  # fmt: skip
    return claim


def test_a_rate_is_refuted_by_a_function_run_exactly():
    claim = rate(Rational(1, 3), L * R**2 / (5 * N + 2))
    assert check(certify.certificate(claim, {}), {}).kind == "refutation"


def test_a_function_that_obeys_the_rate_refutes_nothing():
    claim = rate(Rational(1, 2), L * R**2 / (N + 6))
    with pytest.raises(certify.NotFound, match="not refuted at the witness"):
        certify._refutation(claim, certify.obligation(claim), {})


def test_a_gradient_that_is_not_the_derivative_is_refused():
    paper = Paper("doe2026", title="Trial")
    claim = paper.theorem(
        "trial", functions=SmoothConvex(L), method=gradient_descent, step=1 / L, given=squared_distance(0) <= R**2,
        then=gap(N) <= L * R**2 / (5 * N + 2), expect="false",
        witness={"function": u**2, "gradient": u, "variable": u, "start": 1, "minimiser": 0, L: 1, R: 1},
    )  # fmt: skip
    with pytest.raises(certify.NotFound, match="not refuted"):
        certify._refutation(claim, certify.obligation(claim), {})


def noisy(**fields):
    paper = Paper("doe2026", title="Trial")
    claim = paper.theorem(
        "trial", functions=L0L1Smooth(L0, L1), method=gradient_descent, step=1 / L0, noise=tau,
        given=(gap(0) <= Delta,), then=hitting_time(eps) <= Delta / eps,
        **fields,
    )  # fmt: skip
    return claim, Catalog([paper])


def test_a_stochastic_statement_is_expressible_only_to_be_refuted(monkeypatch):
    claim, _ = noisy()
    assert not exact.applies(claim)
    claim, catalog = noisy(witness={L0: 1, L1: 1})
    assert exact.applies(claim)
    monkeypatch.setattr(certify, "certificate", lambda *_: _instance_proved(claim))
    monkeypatch.setattr(exact, "kernel_check", lambda data, known, target: data)
    result = exact.check(Task(claim=claim, catalog=catalog))
    assert result.outcome == "undecided" and "proves nothing" in result.reason


def _instance_proved(claim):
    from verify.kernel.certificate import Accepted

    return Accepted(claim.label, "proof", (), (), ())


def test_the_trap_holds_at_its_own_numbers_only():
    """The proof that Theorem 7's run is trapped is of this run: with a weaker lemma or another start it is refused."""
    claim = CATALOG["zhang2020/thm7"]
    known = {"ours/thm7-trap": check(certify.certificate(CATALOG["ours/thm7-trap"], {}), {})}
    data = certify.certificate(claim, known)
    moved = data | {"witness": data["witness"] | {"model": data["witness"]["model"] | {
        "x": data["witness"]["model"]["x"] | {"start": "6"}}}}  # fmt: skip
    with pytest.raises(KernelError):
        check(moved, known)
    with pytest.raises(KernelError):
        check(data | {"proofs": [*data["proofs"][:-2], *data["proofs"][-1:], data["proofs"][-2]]}, known)


def test_a_written_refutation_is_used_for_its_goals():
    """Goals in order: two hypotheses, then the denial; only the second needs a written proof."""
    below = ForAll(over=(u,), then=b <= exp(u) - u)
    script = Derivation((None, (instance("t", "exp_tangent", a="u"), close("t")), None))
    assert finding(b <= 0, given=(b <= 1, below), witness={b: 1}, expect="false", proof=script).outcome == "refuted"
