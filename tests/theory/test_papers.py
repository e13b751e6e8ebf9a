"""The built-in papers: what must be there, and that what is called false is false at its witness, exactly."""

import pytest
import sympy as sp
from flint import arb, ctx, fmpq

from theory.catalog import Catalog, built_in
from theory.claim import Claim
from theory.papers.ours.stochastic import high, low
from theory.papers.zhang2020.setting import L0, L1, Delta, eps, tau
from theory.papers.zhang2020.stochastic import thm7_bound, thm7_step
from theory.statement import Exists, ForAll, Inclusion, Run, Statement, Unformalised
from theory.symbols import T

CATALOG = Catalog(built_in())
# counterexamples to the rates of the classics are found by the finders, and stored in certificates
FALSE = [claim for claim in CATALOG if claim.expect == "false" and claim.paper != "classics"]
NAMED = [
    "zhang2020/def1",
    "zhang2020/lemma2",
    "zhang2020/lemma9",
    "zhang2020/local-descent",
    "zhang2020/thm3",
    "zhang2020/thm4",
    "zhang2020/thm4-f1-member",
    "zhang2020/thm6",
    "zhang2020/thm7",
    "zhang2020/thm8",
    "ours/thm4-repaired",
    "ours/thm7-intended-step",
    "ours/descent-local-constant",
    "ours/self-bounding",
    "ours/no-log-lower-bound",
]
PROOF_STEPS = [
    "lemma9-p1",
    "lemma9-p2",
    "lemma9-p3",
    "lemma9-p4",
    "thm3-p1",
    "thm3-p2",
    "thm3-p3",
    "thm3-p4",
    "thm3-p5-monotone",
    "thm3-p5-count",
    "thm4-divergence",
    "thm4-count",
    "thm6-p1",
    "thm8-p1",
    "thm8-p2",
]
# a witness that gives functions too is for the kernel: substituting numbers says nothing about it
FALSE_SCALAR = [c for c in FALSE if isinstance(c.statement, ForAll) and "function" not in c.witness]
FALSE_MEMBER = [claim for claim in FALSE if isinstance(claim.statement, Inclusion)]


def relations(statement: Statement) -> list[sp.Basic]:
    """Every relation that a statement contains, nested hypotheses included."""
    if isinstance(statement, ForAll):
        parts = [*statement.conclusions, *statement.given]
    elif isinstance(statement, Exists):
        parts = [*statement.that]
    elif isinstance(statement, Run):
        parts = [statement.then, *statement.given]
    elif isinstance(statement, Inclusion):
        parts = [*statement.given]
    else:
        parts = []
    found: list[sp.Basic] = []
    for part in parts:
        found += relations(part) if isinstance(part, Statement) else [part]
    return found


@pytest.mark.parametrize("label", NAMED)
def test_the_named_labels_exist(label: str) -> None:
    assert CATALOG[label].label == label


@pytest.mark.parametrize("slug", PROOF_STEPS)
def test_every_listed_proof_step_is_a_claim(slug: str) -> None:
    assert CATALOG[f"zhang2020/{slug}"].kind == "step"


def test_there_are_enough_claims() -> None:
    assert len(CATALOG.papers["zhang2020"]) + len(CATALOG.papers["ours"]) >= 45


def test_every_claim_has_locator_provenance_and_a_place() -> None:
    for claim in CATALOG:
        assert claim.locator and claim.title, claim.label
        assert claim.provenance in ("quoted", "reconstructed", "ours"), claim.label
        assert f"theory/papers/{claim.paper}" in claim.file and claim.line > 0, claim.label


def test_what_the_source_prints_is_never_called_ours() -> None:
    # of the measurements some are controls of ours
    printed = [claim for claim in CATALOG.papers["zhang2020"] if claim.kind != "experiment"]
    assert {claim.provenance for claim in printed} == {"quoted", "reconstructed"}


def test_at_most_three_axioms() -> None:
    axioms = [claim for claim in CATALOG if claim.kind == "axiom"]
    assert sorted(claim.label for claim in axioms) == [
        "calculus/gradient-flow",
        "calculus/hessian-along-segment",
        "calculus/mean-value",
    ]


@pytest.mark.parametrize("label", ["zhang2020/thm3", "ours/normalized-step"])
def test_theorems_rest_on_definition_1_and_axioms(label: str) -> None:
    below = CATALOG.closure(label)
    assert "zhang2020/def1" in below
    assert {name for name in below if name.startswith("calculus/")} <= {
        "calculus/hessian-along-segment",
        "calculus/mean-value",
    }


def test_no_relation_was_decided_by_sympy_when_it_was_written() -> None:
    """A relation that assumptions alone decide vanishes from the statement: nothing would be left to check."""
    for claim in CATALOG:
        for relation in relations(claim.statement):
            assert isinstance(relation, sp.core.relational.Relational), f"{claim.label}: {relation}"


def test_nested_hypotheses_do_not_capture_free_points() -> None:
    for claim in CATALOG:
        if isinstance(claim.statement, ForAll):
            for given in claim.statement.given:
                if isinstance(given, ForAll) and any(symbol.name in ("z", "y") for symbol in given.over):
                    assert not set(given.over) & set(claim.statement.points), claim.label


def test_only_remarks_conjectures_and_axioms_are_not_expressed() -> None:
    spine = [claim for claim in CATALOG if claim.paper in ("zhang2020", "ours", "classics") and claim.kind != "axiom"]
    unformal = {claim.label for claim in spine if isinstance(claim.statement, Unformalised)}
    assert unformal == {
        "zhang2020/remark1",
        "zhang2020/linear-network",
        "zhang2020/class-complexity",
        "ours/line-increase",
    }


def holds(relation: sp.Basic, values: dict[sp.Symbol, sp.Expr]) -> bool:
    """The truth value of a relation without free symbols, which sympy decides exactly or to any precision needed."""
    value = sp.simplify(relation.subs(values))
    assert value in (sp.true, sp.false), f"{relation} is not decided at {values}: {value}"
    return bool(value)


@pytest.mark.parametrize("claim", FALSE, ids=lambda claim: claim.label)
def test_a_false_claim_has_an_exact_witness(claim: Claim) -> None:
    assert claim.witness, f"{claim.label} has no witness"
    for value in claim.witness.values():
        assert isinstance(value, (sp.Basic, str)) and not (isinstance(value, sp.Basic) and value.has(sp.Float))


@pytest.mark.parametrize("claim", FALSE_SCALAR, ids=lambda claim: claim.label)
def test_the_witness_makes_the_statement_false(claim: Claim) -> None:
    statement = claim.statement
    assert isinstance(statement, ForAll)
    assert all(holds(relation, claim.witness) for relation in statement.given), "a hypothesis fails at the witness"
    assert not all(holds(relation, claim.witness) for relation in statement.conclusions)


@pytest.mark.parametrize("claim", FALSE_MEMBER, ids=lambda claim: claim.label)
def test_the_witness_is_a_point_outside_the_class(claim: Claim) -> None:
    statement = claim.statement
    assert isinstance(statement, Inclusion)
    first = sp.diff(statement.function, statement.variable)
    relations_there = statement.functions.pointwise(statement.variable, first, sp.diff(first, statement.variable))
    assert all(holds(relation, claim.witness) for relation in statement.given)
    assert not all(holds(relation, claim.witness) for relation in relations_there)


def ball(value: sp.Expr) -> arb:
    """An exact rational as a ball."""
    rational = sp.Rational(value)
    return arb(fmpq(int(rational.p), int(rational.q)))


def test_the_printed_step_of_theorem_7_is_trapped() -> None:
    """In ball arithmetic: the horizon is above the printed bound, the gap below Delta, and the run stays away."""
    witness = CATALOG["zhang2020/thm7"].witness
    values = {symbol: witness[symbol] for symbol in (L0, L1, tau, eps, T, Delta)}
    assert thm7_bound.subs(values) <= witness[T] == 4000
    eta = thm7_step.subs(values)
    assert eta == sp.Rational(1, 200)
    ctx.prec = 200
    radius, margin, step = ball(1 / (16 * eta * values[L1])), ball(values[tau]), ball(eta)
    distance = ball(witness["start"])
    assert 10 * (distance.cosh() - 1) <= ball(values[Delta])
    for _ in range(witness[T] + 1):
        slope = 10 * distance.sinh()
        assert ball(low) <= distance <= ball(high)
        assert slope > 2500 > ball(values[eps])
        assert radius / (slope + margin) <= step, "the step is clipped"
        # a step of length radius * slope/(slope + margin), written so that the ball does not grow
        distance = radius - radius * margin / (slope + margin) - distance
