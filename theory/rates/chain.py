"""Chains: a bound derived from a lemma by named rules, for the reader and for the kernel at once.

Each rule computes its conclusion with sympy, refuses if the computation does not come out, and appends one
``Link``: the relation a reader sees, the reason, and the kernel steps that establish it.  Nothing here is
trusted: the finished chain is a claim with a derivation, and the kernel rechecks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from theory.claim import Claim, PaperError
from theory.derivation import Step

__all__ = ["Chain", "Derived", "Link", "linear_bound", "maximiser"]


@dataclass(frozen=True, kw_only=True)
class Link:
    """One application of a rule.

    Attributes:
        rule: its name: lemma, substitute, bound, ring, cases, telescope, hitting time, round, optimise.
        says: the relation, as printed.
        because: the reason in words.
        steps: the kernel steps behind it.
        stage: "setup", "step" (inside one step of the method) or "count" (after telescoping).
    """

    rule: str
    says: str
    because: str = ""
    steps: tuple[Step, ...] = ()
    stage: str = "setup"


@dataclass
class Chain:
    """The links so far."""

    links: list[Link] = field(default_factory=list)

    def add(self, rule: str, says: Any, because: str = "", *steps: Step, stage: str = "setup") -> Any:
        """Append a link and return what it says."""
        shown = says if isinstance(says, str) else show(says)
        self.links.append(Link(rule=rule, says=shown, because=because, steps=steps, stage=stage))
        return says

    def steps(self, stage: str) -> tuple[Step, ...]:
        """The kernel steps of one stage, in order."""
        return tuple(step for link in self.links if link.stage == stage for step in link.steps)


@dataclass(frozen=True, kw_only=True)
class Derived:
    """What a derivation arrives at.

    Attributes:
        claim: the statement derived, with its derivation: what the kernel rechecks.
        links: the chain, for the reader.
        domain: the relations on the constants under which the bound holds.
        decrease: least decrease per step, by regime.
        bound: the bound.
        best: name -> (constants, value) of the best bounds that this chain can give.
    """

    claim: Claim
    links: tuple[Link, ...]
    domain: tuple[Any, ...]
    decrease: Mapping[str, sp.Expr]
    bound: sp.Expr
    best: Mapping[str, tuple[Mapping[str, sp.Expr], sp.Expr]]

    def __str__(self) -> str:
        width = max(len(link.rule) for link in self.links)
        lines = [f"{self.claim.label}: {self.claim.title}", ""]
        for i, link in enumerate(self.links, 1):
            reason = f"    [{link.because}]" if link.because else ""
            lines.append(f"{i:3}. {link.rule:<{width}}  {link.says}{reason}")
        lines += ["", "domain    " + (", ".join(map(show, self.domain)) or "all positive constants")]
        lines += [f"decrease  {regime}: at least {show(value)}" for regime, value in self.decrease.items()]
        lines += [f"bound     {show(self.bound)}"]
        for name, (constants, value) in self.best.items():
            at = ", ".join(f"{key} = {show(v)}" for key, v in constants.items())
            lines.append(f"best      {name}: {show(value)}" + (f" at {at}" if at else ""))
        return "\n".join(lines)


def show(expr: Any) -> str:
    """One line of plain text."""
    return str(expr).replace("**", "^").replace("Max", "max").replace("Min", "min")


def linear_bound(expr: sp.Expr, products: Mapping[sp.Expr, sp.Expr]) -> sp.Expr:
    """The rule *bound*: expr = sum c_i p_i with c_i >= 0 and p_i <= b_i gives expr <= sum c_i b_i.

    Args:
        expr: what is bounded.
        products: p_i -> b_i.

    Raises:
        PaperError: if expr is not such a combination.
    """
    bounded = set().union(*(product.free_symbols for product in products))
    total = sp.Integer(0)
    for item in sp.Add.make_args(sp.expand(expr)):
        for product, limit in products.items():
            coefficient = sp.simplify(item / product)
            if not coefficient.free_symbols & bounded and coefficient.is_nonnegative:
                total += coefficient * limit
                break
        else:
            raise PaperError(f"bound: {item} is not a nonnegative multiple of one of {', '.join(map(str, products))}.")
    return sp.expand(total)


def maximiser(expr: sp.Expr, variable: sp.Symbol) -> sp.Expr:
    """The rule *optimise*: the positive stationary point of a function that is concave in the variable."""
    points = [p for p in sp.solve(sp.diff(expr, variable), variable) if p.is_positive or not p.is_number]
    if len(points) != 1 or not sp.simplify(sp.diff(expr, variable, 2)).is_negative:
        raise PaperError(f"optimise: {expr} has no unique maximum in {variable} that the rule can find.")
    return sp.simplify(points[0])
