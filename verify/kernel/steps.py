"""Proof steps: natural deduction over formulas, with the number rules at the leaves.

A proof is a list of steps; each adds one named fact, computed or checked from earlier ones.  The rules are
exactly the functions registered in ``RULES``; SPEC.md describes each with its fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from verify.kernel import arith, calculus
from verify.kernel.errors import KernelError
from verify.kernel.numeric import leaves, multipliers
from verify.kernel.polynomial import key, normal
from verify.kernel.prelude import MEAN_VALUE, fact
from verify.kernel.terms import (
    REAL,
    VECTOR,
    ZERO,
    All,
    Atom,
    Formula,
    Scope,
    Term,
    affordable,
    as_json,
    declare,
    formula,
    free,
    instantiate,
    show,
    substitute,
    term,
    variable,
)  # fmt: skip

__all__ = ["RULES", "Context", "prove"]


@dataclass(frozen=True)
class Context:
    """What is in force at one point of a proof.

    Attributes:
        scope: declared names and their sorts.
        facts: formulas that hold here, by name.
        lemmas: statements of other claims that may be applied, by label.
        axioms: collects the labels of the axioms used (shared by the whole proof).
        used: collects the labels of the lemmas used (shared by the whole proof).
    """

    scope: Scope
    facts: dict[str, Formula]
    lemmas: dict[str, Formula] = field(default_factory=dict)
    axioms: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def inside(self, names: Scope, facts: Mapping[str, Formula]) -> "Context":
        """The context of a sub-proof; its names must be new."""
        for name in names:
            if name in self.scope:
                raise KernelError(f"{name!r} is declared already; a sub-proof must choose a new name.")
        for name in facts:
            if name in self.facts:
                raise KernelError(f"the fact name {name!r} is taken.")
        return Context(self.scope | names, self.facts | dict(facts), self.lemmas, self.axioms, self.used)

    def find(self, name: Any) -> Formula:
        """The fact, lemma or library fact of that name."""
        if not isinstance(name, str):
            raise KernelError(f"a fact is named by a string, not {name!r}.")
        if name in self.facts:
            return self.facts[name]
        if name in self.lemmas:
            self.used.add(name.partition("#")[0])
            return self.lemmas[name]
        known = fact(name)
        if known is None:
            raise KernelError(f"there is no fact {name!r} here.")
        if known[1] is not None:
            self.axioms.add(known[1])
        return known[0]


def prove(steps: Any, context: Context) -> Formula:
    """Run the steps and return the last fact; every earlier fact stays visible to later steps only."""
    if not isinstance(steps, list) or not steps:
        raise KernelError("a proof is a non-empty list of steps.")
    here = Context(context.scope, dict(context.facts), context.lemmas, context.axioms, context.used)
    result: Formula | None = None
    for step in steps:
        if not isinstance(step, dict) or not isinstance(step.get("rule"), str) or step["rule"] not in RULES:
            raise KernelError(f"unknown rule in {str(step)[:100]!r}.")
        run, fields = RULES[step["rule"]]
        name = _name(step.get("name"))
        if name in here.facts or name in here.lemmas or fact(name):
            raise KernelError(f"step name {name!r} is taken.")
        required = {"rule", "name"} | fields
        wrong = (required - set(step)) | (set(step) - required - {"why"})
        if wrong:
            raise KernelError(f"step {name!r} ({step['rule']}): extra or missing fields {sorted(wrong)}.")
        if not isinstance(step.get("why", ""), str):
            raise KernelError(f"step {name!r}: 'why' is prose.")
        try:
            result = run(step, here)
        except KernelError as error:
            raise KernelError(f"{name}: {error}") from None
        here.facts[name] = result
    assert result is not None
    return result


def _name(name: Any) -> str:
    if not isinstance(name, str) or not 0 < len(name) <= 200 or not name.isascii() or not name.isprintable():
        raise KernelError(f"the name {str(name)[:60]!r} is missing or bad: 1 to 200 printable ASCII characters.")
    return name


def _goal(data: Any, context: Context) -> Atom:
    goal = formula(data, context.scope)
    if not isinstance(goal, Atom) or goal.rel == "nat":
        raise KernelError(f"a relation is wanted, not {str(data)[:80]}.")
    return goal


def _same(found: Formula, wanted: Formula, what: str) -> None:
    if key(found) != key(wanted):
        raise KernelError(f"{what}: found {str(as_json(found))[:160]}, wanted {str(as_json(wanted))[:160]}.")


def _strings(data: Any) -> list[str]:
    if not isinstance(data, list) or not all(isinstance(item, str) for item in data):
        raise KernelError(f"a list of names is wanted, not {str(data)[:80]}.")
    return data


def _apply(step: dict[str, Any], context: Context) -> Formula:
    rule = context.find(step["fact"])
    values, using = step["with"], _strings(step["using"])
    if not isinstance(rule, All):
        raise KernelError(f"{step['fact']!r} is not a rule to apply.")
    if not isinstance(values, dict) or set(values) != {name for name, _ in rule.fix}:
        raise KernelError(f"'with' must give a term for each of {[name for name, _ in rule.fix]}.")
    by: dict[str, Term] = {}
    for name, sort in rule.fix:
        by[name] = term(values[name], context.scope, sort)
    if len(using) != len(rule.given):
        raise KernelError(f"{step['fact']!r} has {len(rule.given)} hypotheses, {len(using)} facts are given.")
    for name, hypothesis in zip(using, rule.given, strict=True):
        _same(context.find(name), instantiate(hypothesis, by), f"fact {name!r} is not the hypothesis")
    return instantiate(rule.then, by)


def _arith(step: dict[str, Any], context: Context) -> Formula:
    goal = _goal(step["show"], context)
    facts = {name: context.find(name) for name in _strings(step["from"])}
    arith.check(goal, facts, step["certificate"], context.scope)
    return goal


def _block(step: dict[str, Any], context: Context) -> Formula:
    declare(step["fix"])
    scope = context.scope | step["fix"]
    named = step["assume"]
    if not isinstance(named, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in named):
        raise KernelError("'assume' is a list of [name, formula].")
    assumed = {_name(name): formula(data, scope) for name, data in named}
    if len(assumed) != len(named):
        raise KernelError("assumptions need different names.")
    then = prove(step["steps"], context.inside(step["fix"], assumed))
    return All(tuple(step["fix"].items()), tuple(assumed.values()), then)


def _cases(step: dict[str, Any], context: Context) -> Formula:
    ends = _strings(step["on"])
    if len(ends) != 2:
        raise KernelError("'on' is a pair of terms.")
    goal = formula(step["show"], context.scope)
    left, right = (term(text, context.scope) for text in ends)
    for branch, condition in (("le", Atom("<=", left, right)), ("gt", Atom("<", right, left))):
        formula(as_json(condition), context.scope)
        then = prove(step[branch], context.inside({}, {f"{step['name']}.{branch}": condition}))
        _same(then, goal, f"case {branch} ends elsewhere")
    return goal


def _induct(step: dict[str, Any], context: Context) -> Formula:
    var, name = step["var"], step["name"]
    bound = variable(var)
    k: Term = ("sym", var, REAL)
    goal = formula(step["show"], context.scope | bound)
    next_k: Term = ("+", k, ("num", ZERO[1] + 1))
    base = prove(step["base"], context)
    _same(base, instantiate(goal, {var: ZERO}), "the base case ends elsewhere")
    here = context.inside({var: REAL}, {f"{name}.nat": Atom("nat", k, ZERO), f"{name}.ih": goal})
    _same(prove(step["step"], here), instantiate(goal, {var: next_k}), "the induction step ends elsewhere")
    return All(((var, REAL),), (Atom("nat", k, ZERO),), goal)


def _rewrite(step: dict[str, Any], context: Context) -> Formula:
    """From u == v and P conclude P with occurrences of u replaced by v, both written out."""
    goal = formula(step["show"], context.scope)
    by, source = context.find(step["by"]), context.find(step["fact"])
    if not isinstance(by, Atom) or by.rel != "==":
        raise KernelError(f"{step['by']!r} is not an equality.")
    if not _speaks(by.left):
        # 0 is both a real and a vector: replaced by a term of one sort it would end up where the other is meant
        raise KernelError(f"{step['by']!r} has a number on its left side; only what names something is replaced.")
    _same(_replace(source, by.left, by.right), _replace(goal, by.left, by.right), "rewriting does not lead there")
    return goal


def _speaks(t: Term) -> bool:
    return t[0] in ("sym", "app") or any(isinstance(part, tuple) and _speaks(part) for part in t[1:])


def _bounded_below(context: Context) -> bool:
    """Whether some fact in force says that one number lies below all values of the objective."""
    for phi in context.facts.values():
        if isinstance(phi, All) and not phi.given and len(phi.fix) == 1 and isinstance(phi.then, Atom):
            (z, sort), then = phi.fix[0], phi.then
            below = sort == VECTOR and then.rel == "<=" and then.right == ("app", "f", ("sym", z, VECTOR))
            if below and z not in free(then.left):
                return True
    return False


def _flowing(phi: Term, var: str, context: Context) -> None:
    if calculus.flows(phi, var) and not _bounded_below(context):
        raise KernelError("a gradient flow is followed, but no fact says that b <= f(z) for all z.")


def _replace(phi: Formula, old: Term, new: Term) -> Formula:
    if isinstance(phi, All):
        if any(name in free(old) | free(new) for name, _ in phi.fix):
            raise KernelError("cannot rewrite under a binder of the same name.")
        return All(phi.fix, tuple(_replace(g, old, new) for g in phi.given), _replace(phi.then, old, new))
    left, right = (affordable(_swap(side, old, new)) for side in (phi.left, phi.right))
    return Atom(phi.rel, left, right)


def _swap(t: Term, old: Term, new: Term) -> Term:
    if t == old or (t[0] == old[0] == "app" and t[1] == old[1] and normal(t) == normal(old)):
        return new
    if t[0] in ("num", "sym"):
        return t
    if t[0] == "app":
        return ("app", t[1], *(_swap(a, old, new) for a in t[2:]))
    if t[0] == "**":
        return ("**", _swap(t[1], old, new), t[2])
    return (t[0], _swap(t[1], old, new), _swap(t[2], old, new))


def _mean_value(step: dict[str, Any], context: Context) -> Formula:
    """A Lipschitz term whose derivative is at least m almost everywhere on [0, to] grows by at least m*to."""
    name, var = step["name"], step["var"]
    phi = term(step["function"], context.scope | variable(var), REAL)
    slope, to = (term(step[field], context.scope, REAL) for field in ("slope", "to"))
    s: Term = ("sym", var, REAL)
    _flowing(phi, var, context)
    _same(context.find(step["length"]), Atom("<=", ZERO, to), "'length' must be the fact 0 <= to")
    on = {f"{name}.lo": Atom("<=", ZERO, s), f"{name}.hi": Atom("<=", s, to)}
    wanted = calculus.divisors(phi, var)
    if not isinstance(step["positive"], list) or len(step["positive"]) != len(wanted):
        raise KernelError(f"'positive' needs one proof for each of {[show(t) for t in wanted]}.")
    for proof, divisor in zip(step["positive"], wanted, strict=True):
        found = prove(proof, context.inside({var: REAL}, dict(on)))
        _same(found, Atom("<", ZERO, divisor), "a divisor is not shown positive")
    choices = calculus.choices(phi, var)
    if not isinstance(step["branches"], list) or len(step["branches"]) != len(choices):
        raise KernelError(f"'branches' needs {len(choices)} proofs, one for each choice of branches.")
    context.axioms.add(MEAN_VALUE)
    for proof, choice in zip(step["branches"], choices, strict=True):
        facts = on | {f"{name}.{i}": condition for i, (_, _, condition) in enumerate(choice)}
        slope_here = calculus.derivative(phi, var, {node: label for node, label, _ in choice}, context.axioms)
        found = prove(proof, context.inside({var: REAL}, facts))
        _same(found, Atom("<=", slope, slope_here), "the derivative is not bounded as claimed")
    ends = [substitute(phi, {var: value}) for value in (ZERO, to)]
    return Atom("<=", ("+", ends[0], ("*", slope, to)), ends[1])


def _continuation(step: dict[str, Any], context: Context) -> Formula:
    """Real induction: a C^1 term stays <= 0 on [0, to] if it cannot leave.

    It starts <= 0, and at every t before the end, if it was <= 0 on [0, t], then it or its derivative is < 0 at t.
    """
    name, var = step["name"], step["var"]
    scope = context.scope | variable(var)
    phi, to = term(step["function"], scope, REAL), term(step["to"], context.scope, REAL)
    s: Term = ("sym", var, REAL)
    _flowing(phi, var, context)
    if not calculus.smooth(phi, var):
        raise KernelError("the term must be C^1: no grad, min, max, abs, norm, log, sqrt or division in its variable.")
    _same(context.find(step["start"]), Atom("<=", substitute(phi, {var: ZERO}), ZERO), "'start' must be the fact")
    r: Term = ("sym", f"{var}_before", REAL)
    if r[1] in scope:
        raise KernelError(f"{r[1]!r} is declared already.")
    before = All(((r[1], REAL),), (Atom("<=", ZERO, r), Atom("<=", r, s)), Atom("<=", substitute(phi, {var: r}), ZERO))
    ends: dict[str, Formula] = {f"{name}.lo": Atom("<=", ZERO, s), f"{name}.hi": Atom("<", s, to)}
    facts = ends | {f"{name}.before": before}
    context.axioms.add(MEAN_VALUE)
    slope = calculus.derivative(phi, var, {}, context.axioms)
    found = prove(step["steps"], context.inside({var: REAL}, facts))
    _same(found, Atom("<", ("app", "min", phi, slope), ZERO), "the term is not shown to stay")
    return All(((var, REAL),), (Atom("<=", ZERO, s), Atom("<=", s, to)), Atom("<=", phi, ZERO))


def _enclose(step: dict[str, Any], context: Context) -> Formula:
    goal = _goal(step["show"], context)
    leaves.ground(goal, step["bits"])
    return goal


def _univariate(step: dict[str, Any], context: Context) -> Formula:
    goal = _goal(step["show"], context)
    bounds = [context.find(name) for name in _strings(step["from"])]
    leaves.on_interval(goal, bounds)
    return goal


def _gram(step: dict[str, Any], context: Context) -> Formula:
    vectors = [term(text, context.scope, VECTOR) for text in _strings(step["vectors"])]
    return leaves.gram(vectors, step["matrix"])


def _multipliers(step: dict[str, Any], context: Context) -> Formula:
    goal = _goal(step["show"], context)
    multipliers.check(goal, step, context.find, context.scope)
    return goal


Rule = Callable[[dict[str, Any], Context], Formula]

RULES: dict[str, tuple[Rule, frozenset[str]]] = {
    "apply": (_apply, frozenset({"fact", "with", "using"})),
    "arith": (_arith, frozenset({"show", "from", "certificate"})),
    "block": (_block, frozenset({"fix", "assume", "steps"})),
    "cases": (_cases, frozenset({"on", "show", "le", "gt"})),
    "induct": (_induct, frozenset({"var", "show", "base", "step"})),
    "rewrite": (_rewrite, frozenset({"show", "fact", "by"})),
    "mean_value": (_mean_value, frozenset({"var", "function", "slope", "to", "length", "positive", "branches"})),
    "continuation": (_continuation, frozenset({"var", "function", "to", "start", "steps"})),
    "enclose": (_enclose, frozenset({"show", "bits"})),
    "univariate": (_univariate, frozenset({"show", "from"})),
    "gram": (_gram, frozenset({"vectors", "matrix"})),
    "multipliers": (_multipliers, multipliers.FIELDS),
}
