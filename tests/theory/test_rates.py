"""Derivations with symbolic constants: domains, best constants, and the kernel's word on each chain."""

from pathlib import Path

import pytest
import sympy as sp

from theory import rates
from theory.catalog import Catalog, built_in
from theory.claim import PaperError
from theory.rates.chain import linear_bound, maximiser
from verify.certify import recheck

CATALOG = Catalog(built_in())
a, b = sp.symbols("a b", real=True, positive=True)
R = sp.Rational


def derive(label, **settings):
    return rates.chains(CATALOG[label], {name: R(value) for name, value in settings.items()})


def test_theorem3_returns_decrease_domain_bound_and_best_steps():
    chain, printed = derive("zhang2020/thm3")
    L0, eps = sp.symbols("L0 eps", real=True, positive=True)
    share = 1 - (5 * a + 4 * b) / 2
    assert sp.simplify(chain.decrease["unclipped"] - share * a * eps**2 / L0) == 0
    assert chain.domain == (share > 0,)
    ((at, value), *_) = chain.best.values()
    assert at == {"a": R(1, 9), "b": R(1, 9)}
    assert value == 18
    expected = CATALOG["zhang2020/thm3"].statement.then.rhs
    assert sp.simplify(printed.bound - expected) == 0


def test_the_kernel_accepts_the_symbolic_chain_and_the_printed_end():
    for chain in derive("zhang2020/thm3"):
        assert recheck(chain.claim, CATALOG).startswith("accepted")


@pytest.mark.parametrize(
    ("label", "settings"),
    [
        ("zhang2020/thm3", {"a": "1/5", "b": "1/20"}),
        ("zhang2020/thm3", {"a": "1/9", "b": "1/9"}),
        ("ours/clipped-family", {}),
        ("ours/clipped-family", {"a": "1/2", "b": "1/2"}),
        ("zhang2020/thm6", {}),
        ("zhang2020/thm6", {"a": "1"}),
        ("zhang2020/thm8", {}),
        ("zhang2020/thm4", {}),
    ],
)
def test_the_kernel_accepts(label, settings):
    (chain, *_) = derive(label, **settings)
    assert recheck(chain.claim, CATALOG).startswith("accepted")


def test_a_chain_with_a_better_constant_is_refused():
    from dataclasses import replace

    (chain,) = derive("zhang2020/thm3", a="1/9", b="1/9")
    run = chain.claim.statement
    better = replace(chain.claim, statement=replace(run, then=run.then.func(run.then.lhs, run.then.rhs * R(999, 1000))))
    assert recheck(better, CATALOG).startswith("undecided")


def test_lemma_a_halves_what_the_published_lemma_gives():
    (chain,) = derive("ours/clipped-family")
    values = [value for _, value in chain.best.values()]
    assert values[0] == 4
    assert values[-1] == 2


@pytest.mark.parametrize(
    ("label", "settings", "says"),
    [
        ("zhang2020/thm3", {"a": "1", "b": "1"}, "outside the domain"),
        ("zhang2020/thm3", {"a": "2/5", "b": "0"}, "positive"),
        ("zhang2020/thm3", {"c": "1"}, "constants a and b"),
        ("ours/clipped-family", {"a": "1", "b": "1/10"}, "outside the domain"),
        ("zhang2020/thm6", {"a": "2"}, "outside the domain"),
        ("zhang2020/thm4", {"a": "2"}, "no free constants"),
        ("zhang2020/lemma9", {"a": "2"}, "no derivation with constants"),
    ],
)
def test_settings_that_cannot_be(label, settings, says):
    with pytest.raises(PaperError, match=says):
        derive(label, **settings)


def test_the_rule_bound_needs_nonnegative_multiples():
    g, h = sp.symbols("g h", positive=True)
    assert linear_bound(2 * h + 3 * g * h, {h: a, h * g: b}) == 2 * a + 3 * b
    with pytest.raises(PaperError, match="nonnegative multiple"):
        linear_bound(2 * h - 3 * g * h, {h: a, h * g: b})


def test_the_rule_optimise_wants_one_maximum():
    assert maximiser(a * (1 - a), a) == R(1, 2)
    with pytest.raises(PaperError, match="unique maximum"):
        maximiser(a**2, a)


def test_every_written_proof_can_be_printed():
    printed = {claim.label: rates.written(claim) for claim in CATALOG if claim.proof is not None}
    assert len(printed) > 60
    assert all(len(lines) > 1 for lines in printed.values())
    assert Path(CATALOG["zhang2020/thm3"].file).name == "clipped.py"
