"""From a derivation to kernel steps: fills in instances, branches and arithmetic certificates.

Untrusted: whatever comes out is checked by the kernel, which sees neither this file nor the derivation.
"""

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from theory.derivation import Step
from verify.finders.proofs import arithmetic
from verify.kernel import calculus
from verify.kernel.errors import KernelError
from verify.kernel.polynomial import key
from verify.kernel.steps import RULES, Context
from verify.kernel.terms import (
    ZERO,
    All,
    Atom,
    Formula,
    Scope,
    Term,
    as_json,
    formula,
    instantiate,
    show,
    substitute,
    term,
)

__all__ = ["NotFound", "Writer", "elaborate", "is_relation"]


class NotFound(Exception):
    """No certificate was found for a step; says which, from what."""


class Writer:
    """Writes the kernel steps of one (sub-)proof, keeping the kernel's own view of what holds."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.steps: list[dict[str, Any]] = []
        self.known = {key(phi): name for name, phi in context.facts.items()}

    def add(self, **step: Any) -> str:
        """Run one kernel step, keep it and return its name."""
        run, _ = RULES[step["rule"]]
        result = run(step, self.context)
        self.context.facts[step["name"]] = result
        self.known.setdefault(key(result), step["name"])
        self.steps.append(step)
        return str(step["name"])

    def fresh(self, stem: str) -> str:
        """A fact name that is not taken."""
        i = 1
        while f"{stem}'{i}" in self.context.facts:
            i += 1
        return f"{stem}'{i}"

    def inner(self, names: Scope, facts: Mapping[str, Formula]) -> "Writer":
        """A writer for a sub-proof."""
        return Writer(self.context.inside(names, dict(facts)))

    def cite(self, text: str, stem: str) -> str:
        """The name of a fact, or of a new instance written as fact(variable=term, ...)."""
        name, opening, rest = text.partition("(")
        if not opening:
            self.context.find(name)
            return name
        call = ast.parse(f"f({rest}", mode="eval").body
        if not isinstance(call, ast.Call) or call.args:
            raise NotFound(f"{text!r}: write instances as fact(variable=term, ...).")
        return self.apply(self.fresh(stem), name, {str(k.arg): ast.unparse(k.value) for k in call.keywords})

    def apply(
        self, name: str, fact: str, values: Mapping[str, str], helpers: Sequence[str] = (), known: bool = False
    ) -> str:
        """Apply a rule; hypotheses are looked up or, unless ``known``, shown by arithmetic from ``helpers``.

        A variable without a value stands for itself where a name like it is declared.
        """
        rule = self.context.find(fact)
        if not isinstance(rule, All):
            raise NotFound(f"{fact!r} is not a rule.")
        wanted = [n for n, _ in rule.fix]
        given = {n: n for n in wanted if n in self.context.scope} | dict(values)
        if set(given) != set(wanted):
            raise NotFound(f"{fact!r} wants terms for {wanted}, given {sorted(given)}.")
        by: dict[str, Term] = {n: term(v, self.context.scope) for n, v in given.items()}
        wanted_facts = [instantiate(h, by) for h in rule.given]
        if known and any(key(h) not in self.known for h in wanted_facts):
            raise NotFound(f"the hypotheses of {fact!r} are not all known.")
        using = [self.establish(h, name, helpers) for h in wanted_facts]
        return self.add(rule="apply", name=name, fact=fact, **{"with": {n: given[n] for n in wanted}}, using=using)

    def establish(self, wanted: Formula, stem: str, helpers: Sequence[str]) -> str:
        """The name of a fact that states ``wanted``."""
        if key(wanted) in self.known:
            return self.known[key(wanted)]
        if isinstance(wanted, All):
            raise NotFound(f"hypothesis {str(as_json(wanted))[:200]} is not among the facts.")
        if wanted.rel == "nat":
            return self.natural(wanted.left, stem)
        if not helpers:
            helpers = [n for n, p in self.context.facts.items() if is_relation(p)]
        return self.arith(self.fresh(stem), wanted, helpers, {})

    def natural(self, number: Term, stem: str) -> str:
        """The name of the fact that a number, or a successor of one, is natural."""
        wanted = key(Atom("nat", number, ZERO))
        if wanted in self.known:
            return self.known[wanted]
        value = number[1] if number[0] == "num" else None
        if value == 0:
            return "nat_zero"
        if value is not None and value > 1 and value.denominator == 1:
            parts: list[Term] = [("num", Fraction(value // 2)), ("num", value - value // 2)]
            halves = {name: show(part) for name, part in zip("ab", parts, strict=True)}
            for part in parts:
                self.natural(part, stem)
            return self.apply(self.fresh(stem), "nat_sum", halves)
        if value == 1:
            return self.apply(self.fresh(stem), "nat_successor", {"a": "0"})
        if number[0] == "+" and number[2] == calculus.ONE:
            return self.apply(self.fresh(stem), "nat_successor", {"a": show(number[1])})
        raise NotFound(f"nat({show(number)}) is not among the facts.")

    def arith(self, name: str, goal: Atom, facts: Iterable[str], hints: Mapping[str, Any]) -> str:
        """Conclude a relation by a certificate that the finder proposes."""
        cited = {n: self.context.find(n) for n in facts}
        found = arithmetic.find(goal, cited, self.context.scope, **hints)
        if found is None:
            lines = "".join(f"\n    {n}: {as_json(p)}" for n, p in cited.items())
            raise NotFound(f"no certificate for {name}: {as_json(goal)}\n  from{lines}")
        used = [n for n in cited if n in _names_in(found)]
        return self.add(rule="arith", name=name, show=as_json(goal), **{"from": used}, certificate=found)

    def run(self, steps: Sequence[Step], goal: Formula | None) -> list[dict[str, Any]]:
        """Elaborate the steps of a proof whose last fact must be the goal, if one is given."""
        for i, step in enumerate(steps):
            before = len(self.steps)
            try:
                _RULES[step.rule](self, step, goal if i == len(steps) - 1 else None)
            except (KernelError, NotFound) as error:
                sign = ">" if isinstance(error, NotFound) else ":"
                raise NotFound(f"{step.name} {sign} {error}") from None
            if step.why and len(self.steps) > before:
                self.steps[-1]["why"] = step.why
        return self.steps

    def term(self, text: str) -> Term:
        """Parse a term in the scope of this proof."""
        return term(text, self.context.scope)

    def wanted(self, step: Step, goal: Formula | None) -> Formula:
        """What the step shows: as written, or the goal of the proof that it ends."""
        if step.show is not None:
            return formula(step.show, self.context.scope)
        if goal is None:
            raise NotFound("a step without a relation must end a proof whose goal is known.")
        return goal


def is_relation(phi: Formula) -> bool:
    """Whether a formula is a relation between reals, which arithmetic may use."""
    return isinstance(phi, Atom) and phi.rel != "nat" and not key(phi).startswith("vector")


def _names_in(certificate: Mapping[str, Any]) -> set[str]:
    names = {n for _, used, _ in certificate.get("sum", []) for n in used}
    names |= {n for _, n in certificate.get("equal", [])}
    return names | set(certificate.get("scale", [])) | set(certificate.get("nonzero", []))


def _bound(w: Writer, step: Step, goal: Formula | None) -> None:
    wanted = w.wanted(step, goal)
    if not isinstance(wanted, Atom):
        raise NotFound(f"{as_json(wanted)} is not a relation.")
    w.arith(step.name, wanted, [w.cite(text, step.name) for text in step.using], step.data)


def _substitute(w: Writer, step: Step, goal: Formula | None) -> None:
    w.apply(step.name, step.data["fact"], step.data["with"], [w.cite(text, step.name) for text in step.using])


def _fix(w: Writer, step: Step, goal: Formula | None) -> None:
    names = dict(step.data["fix"])
    scope = w.context.scope | names
    assumed = {n: formula(d, scope) for n, d in step.data["assume"].items()}
    end = goal.then if isinstance(goal, All) and [n for n, _ in goal.fix] == list(names) else None
    steps = w.inner(names, assumed).run(step.inside[0], end)
    w.add(rule="block", name=step.name, fix=names, assume=[[n, as_json(p)] for n, p in assumed.items()], steps=steps)


def _by_cases(w: Writer, step: Step, goal: Formula | None) -> None:
    wanted = w.wanted(step, goal)
    left, right = (term(t, w.context.scope) for t in step.data["on"])
    conditions = {"le": Atom("<=", left, right), "gt": Atom("<", right, left)}
    proofs = {
        label: w.inner({}, {f"{step.name}.{label}": condition}).run(steps, wanted)
        for (label, condition), steps in zip(conditions.items(), step.inside, strict=True)
    }
    w.add(rule="cases", name=step.name, on=[show(left), show(right)], show=as_json(wanted), **proofs)


def _telescope(w: Writer, step: Step, goal: Formula | None) -> None:
    var = step.data["var"]
    k: Term = ("sym", var, "real")
    wanted = formula(step.show, w.context.scope | {var: "real"})
    base = w.inner({}, {}).run(step.inside[0], instantiate(wanted, {var: ZERO}))
    facts: dict[str, Formula] = {f"{step.name}.nat": Atom("nat", k, ZERO), f"{step.name}.ih": wanted}
    after = w.inner({var: "real"}, facts).run(step.inside[1], instantiate(wanted, {var: ("+", k, calculus.ONE)}))
    w.add(rule="induct", name=step.name, var=var, show=as_json(wanted), base=base, step=after)


def _rewrite(w: Writer, step: Step, goal: Formula | None) -> None:
    fact, by = (w.cite(text, step.name) for text in step.using)
    w.add(rule="rewrite", name=step.name, show=as_json(w.wanted(step, goal)), fact=fact, by=by)


def _mean_value(w: Writer, step: Step, goal: Formula | None) -> None:
    var, name = step.data["var"], step.name
    scope = w.context.scope | {var: "real"}
    phi, slope = term(step.data["function"], scope), term(step.data["slope"], w.context.scope)
    to = term(step.data["to"], w.context.scope)
    length = step.data["length"] or w.establish(Atom("<=", ZERO, to), name, ())
    s: Term = ("sym", var, "real")
    on: dict[str, Formula] = {f"{name}.lo": Atom("<=", ZERO, s), f"{name}.hi": Atom("<=", s, to)}
    divisors, choices = calculus.divisors(phi, var), calculus.choices(phi, var)
    if len(divisors) + len(choices) != len(step.inside) or len(divisors) != step.data["divisors"]:
        needed = [f"0 < {show(t)}" for t in divisors] + [[f"{label}: {show(n)}" for n, label, _ in c] for c in choices]
        raise NotFound(f"sub-proofs are needed for {needed}")
    positive = [
        w.inner({var: "real"}, on).run(proof, Atom("<", ZERO, divisor))
        for proof, divisor in zip(step.inside, divisors, strict=False)
    ]
    branches = []
    for proof, choice in zip(step.inside[len(divisors) :], choices, strict=True):
        facts: dict[str, Formula] = {f"{name}.{i}": condition for i, (_, _, condition) in enumerate(choice)}
        slope_here = calculus.derivative(phi, var, {n: label for n, label, _ in choice}, set())
        branches.append(w.inner({var: "real"}, on | facts).run(proof, Atom("<=", slope, slope_here)))
    w.add(
        rule="mean_value", name=name, var=var, function=show(phi), slope=show(slope), to=show(to), length=length,
        positive=positive, branches=branches,
    )  # fmt: skip


def _continuation(w: Writer, step: Step, goal: Formula | None) -> None:
    var, name = step.data["var"], step.name
    phi, to = term(step.data["function"], w.context.scope | {var: "real"}), w.term(step.data["to"])
    s: Term = ("sym", var, "real")
    start = w.establish(Atom("<=", substitute(phi, {var: ZERO}), ZERO), name, ())
    r: Term = ("sym", f"{var}_before", "real")
    given: tuple[Formula, ...] = (Atom("<=", ZERO, r), Atom("<=", r, s))
    before = All(((r[1], "real"),), given, Atom("<=", substitute(phi, {var: r}), ZERO))
    facts: dict[str, Formula] = {f"{name}.lo": Atom("<=", ZERO, s), f"{name}.hi": Atom("<", s, to)}
    stays = Atom("<", ("app", "min", phi, calculus.derivative(phi, var, {}, set())), ZERO)
    steps = w.inner({var: "real"}, facts | {f"{name}.before": before}).run(step.inside[0], stays)
    w.add(rule="continuation", name=name, var=var, function=show(phi), to=show(to), start=start, steps=steps)


def _enclosure(w: Writer, step: Step, goal: Formula | None) -> None:
    w.add(rule="enclose", name=step.name, show=as_json(w.wanted(step, goal)), bits=step.data["bits"])


def _polynomial(w: Writer, step: Step, goal: Formula | None) -> None:
    facts = [w.cite(text, step.name) for text in step.using]
    w.add(rule="univariate", name=step.name, show=as_json(w.wanted(step, goal)), **{"from": facts})


def _gram(w: Writer, step: Step, goal: Formula | None) -> None:
    matrix = [list(row) for row in step.data["matrix"]]
    w.add(rule="gram", name=step.name, vectors=list(step.data["vectors"]), matrix=matrix)


_RULES: dict[str, Callable[[Writer, Step, Formula | None], None]] = {
    "bound": _bound,
    "substitute": _substitute,
    "fix": _fix,
    "cases": _by_cases,
    "telescope": _telescope,
    "rewrite": _rewrite,
    "mean value": _mean_value,
    "continuation": _continuation,
    "enclosure": _enclosure,
    "polynomial": _polynomial,
    "gram": _gram,
}


def elaborate(steps: Sequence[Step], goal: Formula, context: Context) -> list[dict[str, Any]]:
    """The kernel steps of a proof of ``goal``.

    Args:
        steps: the derivation.
        goal: what the last step must show.
        context: declared names and hypotheses.

    Raises:
        NotFound: naming the step that no finder could certify.
    """
    inner = Context(context.scope, dict(context.facts), context.lemmas, context.axioms, context.used)
    return Writer(inner).run(steps, goal)
