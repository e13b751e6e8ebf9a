"""Derivations: proofs as a reader would write them, step by step, each step by a named rule.

A derivation is data.  Relations are written in the kernel's concrete syntax (``verify/kernel/SPEC.md``), which
is that of Python.  A derivation names the facts that each step uses; the *certificate* of a step (multipliers,
branches, instances) is looked for by the untrusted finders, and the kernel rechecks the finished chain.

``using`` is a list of names of earlier facts, or of instances written as ``fact(variable=term, ...)``, where the
fact is a hypothesis, a library fact such as ``exp_positive``, or the label of a claim.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "Derivation",
    "Step",
    "bound",
    "by_cases",
    "close",
    "fix",
    "gram",
    "grows",
    "have",
    "hitting_time",
    "induct",
    "instance",
    "numbers",
    "polynomial",
    "rewrite",
    "stays",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step.

    Attributes:
        rule: the name of the rule, as printed.
        name: what later steps call the fact.
        show: the fact, where the rule does not compute it.
        using: facts and instances that the step uses.
        why: a sentence for the reader.
        data: what else the rule needs.
        inside: sub-proofs, in the rule's order.
    """

    rule: str
    name: str
    show: Any = None
    using: tuple[str, ...] = ()
    why: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    inside: tuple[tuple["Step", ...], ...] = ()


@dataclass(frozen=True)
class Derivation:
    """The proofs of a claim's obligations, one for each, in order; a missing one is left to the automatic prover."""

    parts: tuple[tuple[Step, ...] | None, ...]

    @staticmethod
    def of(*steps: Step) -> "Derivation":
        """The derivation of a claim with one obligation."""
        return Derivation((steps,))

    @property
    def labels(self) -> tuple[str, ...]:
        """The claims and axioms that the steps apply, in order of appearance."""
        found: dict[str, None] = {}

        def visit(steps: Iterable[Step]) -> None:
            for step in steps:
                for text in (*step.using, str(step.data.get("fact", ""))):
                    name = text.partition("(")[0]
                    if "/" in name:
                        found[name.partition("#")[0].partition(".")[0]] = None
                for inner in step.inside:
                    visit(inner)

        for part in self.parts:
            visit(part or ())
        return tuple(found)


def _names(using: str | Iterable[str]) -> tuple[str, ...]:
    """Names separated by blanks; blanks inside parentheses belong to an instance."""
    if not isinstance(using, str):
        return tuple(using)
    names, depth = [""], 0
    for letter in using:
        depth += (letter == "(") - (letter == ")")
        if letter == " " and not depth:
            names.append("")
        else:
            names[-1] += letter
    return tuple(name for name in names if name)


def have(name: str, show: str, using: str | Iterable[str] = (), why: str = "", **hints: Any) -> Step:
    """A relation that follows from the facts named by polynomial arithmetic.

    Args:
        name: of the new fact.
        show: the relation.
        using: facts and instances; a plain string is split at blanks.
        why: prose.
        **hints: ``squares`` (terms whose squares help), ``degree``.
    """
    return Step(rule="bound", name=name, show=show, using=_names(using), why=why, data=hints)


bound = have


def close(using: str | Iterable[str] = (), why: str = "", name: str = "end", **hints: Any) -> Step:
    """The goal of this proof follows by polynomial arithmetic from the facts named."""
    return Step(rule="bound", name=name, using=_names(using), why=why, data=hints)


def instance(name: str, fact: str, why: str = "", using: str | Iterable[str] = (), **values: str) -> Step:
    """An instance of a hypothesis, library fact, or claim; its hypotheses are found among the facts at hand."""
    return Step(rule="substitute", name=name, using=_names(using), why=why, data={"fact": fact, "with": values})


def fix(name: str, variables: Mapping[str, str], assume: Mapping[str, Any], *steps: Step, why: str = "") -> Step:
    """Fix new variables (name -> "real" or "vector"), assume, prove; the result is quantified."""
    return Step(rule="fix", name=name, why=why, data={"fix": variables, "assume": assume}, inside=(steps,))


def by_cases(
    name: str, left: str, right: str, show: Any, below: Iterable[Step], above: Iterable[Step], why: str = ""
) -> Step:
    """Prove ``show`` when left <= right (fact ``name.le``) and when right < left (fact ``name.gt``)."""
    return Step(
        rule="cases", name=name, show=show, why=why, data={"on": (left, right)}, inside=(tuple(below), tuple(above))
    )


def induct(name: str, variable: str, show: Any, base: Iterable[Step], step: Iterable[Step], why: str = "") -> Step:
    """Induction over the natural numbers; the step may use ``name.nat`` and the hypothesis ``name.ih``."""
    return Step(
        rule="telescope", name=name, show=show, why=why, data={"var": variable}, inside=(tuple(base), tuple(step))
    )


def rewrite(name: str, show: Any, fact: str, by: str, why: str = "") -> Step:
    """From the equality ``by`` (u == v) and ``fact``, the relation ``show`` with u replaced by v."""
    return Step(rule="rewrite", name=name, show=show, using=(fact, by), why=why)


def grows(
    name: str,
    function: str,
    branches: Iterable[Iterable[Step]],
    *,
    var: str = "s",
    slope: str = "0",
    to: str = "1",
    length: str | None = None,
    positive: Iterable[Iterable[Step]] = (),
    why: str = "",
) -> Step:
    """The mean value inequality: function(0) + slope*to <= function(to).

    Args:
        name: of the new fact; in the branches ``name.lo`` and ``name.hi`` bound the variable and ``name.i`` is the
            condition of the i-th node min, max, abs or norm.
        function: a term in ``var``.
        branches: for each choice of branches a proof that slope <= derivative, ending in ``close``.
        var: the parameter.
        slope: the bound on the derivative.
        to: the end of the interval [0, to].
        length: name of the fact 0 <= to; not needed for constants.
        positive: for each divisor in ``function`` a proof that it is positive, ending in ``close``.
        why: prose.
    """
    data = {"var": var, "function": function, "slope": slope, "to": to, "length": length}
    proofs = tuple(tuple(p) for p in positive)
    return Step(
        rule="mean value", name=name, why=why, data={**data, "divisors": len(proofs)},
        inside=(*proofs, *(tuple(b) for b in branches)),
    )  # fmt: skip


def stays(name: str, function: str, *steps: Step, to: str, var: str = "s", why: str = "") -> Step:
    """Real induction: a C^1 term that starts <= 0 stays <= 0 on [0, to].

    Args:
        name: of the new fact, for every var in [0, to]: function <= 0.  In the proof ``name.lo`` and ``name.hi`` bound
            the variable and ``name.before`` says that the term was <= 0 up to there.
        function: a term in ``var``; that it starts <= 0 is found among the facts or by arithmetic.
        *steps: a proof that the smaller of the term and its derivative is negative, ending in ``close``.
        to: the end of the interval [0, to].
        var: the parameter.
        why: prose.
    """
    data = {"var": var, "function": function, "to": to}
    return Step(rule="continuation", name=name, why=why, data=data, inside=(steps,))


def numbers(name: str, show: str, bits: int = 64, why: str = "") -> Step:
    """A relation between closed terms, by rational enclosures."""
    return Step(rule="enclosure", name=name, show=show, why=why, data={"bits": bits})


def polynomial(name: str, show: str, using: str | Iterable[str] = (), why: str = "") -> Step:
    """A polynomial inequality in one atom under rational bounds on it, by Sturm sequences."""
    return Step(rule="polynomial", name=name, show=show, using=_names(using), why=why)


def gram(name: str, vectors: Iterable[str], matrix: Iterable[Iterable[str]], why: str = "") -> Step:
    """0 <= sum M_ij <v_i, v_j> for a positive semidefinite rational matrix M."""
    return Step(
        rule="gram", name=name, why=why, data={"vectors": tuple(vectors), "matrix": tuple(tuple(r) for r in matrix)}
    )



def hitting_time(decrease: str, one_step: Iterable[Step], count: Iterable[Step]) -> tuple[Step, ...]:
    """The rules *telescope* and *hitting time*: from a decrease per step to a bound on the number K of failing steps.

    Args:
        decrease: a term d, not depending on the step, for which an earlier fact ``positive`` says 0 < d.
        one_step: under ``k.nat`` (nat(k)), ``k.before`` (k < K) and ``k.level`` (f(x(k)) <= f(x(0))), a proof of
            f(x(k + 1)) <= f(x(k)) - d, ending in ``close`` or ``rewrite``.
        count: from ``total`` (f(x(K)) <= f(x(0)) - K*d), a proof of the goal.
    """
    falls = f"f(x(k)) - ({decrease})"
    goal = f"f(x(k + 1)) <= {falls}"
    *body, last = one_step
    ending = Step(
        rule=last.rule, name=last.name, show=last.show or goal, using=last.using, why=last.why, data=last.data,
        inside=last.inside,
    )  # fmt: skip
    total = {"if": ["k <= K"], "then": f"f(x(k)) <= f(x(0)) - k*({decrease})"}
    return (
        fix(
            "one-step", {"k": "real"}, {"k.nat": "nat(k)", "k.before": "k < K", "k.level": "f(x(k)) <= f(x(0))"},
            *body, ending, why=f"while it fails, a step from the sublevel set decreases f by {decrease}",
        ),
        induct(
            "sum", "k", total,
            [fix("start", {}, {"start.le": "0 <= K"}, close())],
            [
                fix(
                    "next", {}, {"next.le": "k + 1 <= K"},
                    have("k.index", "0 <= k", "nat_nonnegative(a=k)"),
                    have("k.lt", "k < K", "next.le"),
                    instance("so-far", "sum.ih", using="next.le"),
                    have("level", "f(x(k)) <= f(x(0))", "so-far k.index positive"),
                    instance("one", "one-step", k="k"),
                    close("so-far one"),
                )
            ],
            why="telescope",
        ),
        instance("all", "sum", k="K"),
        instance("total", "all"),
        have("steps", "0 <= K", "nat_nonnegative(a=K)"),
        *count,
    )  # fmt: skip
