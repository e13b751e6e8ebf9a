"""Derivatives along a parameter, for the rule ``mean_value``.

A term in a real parameter s is differentiated formally.  ``f`` is C^1, its gradient ``grad`` is
locally Lipschitz, and ``hv`` is the derivative of the gradient in a direction, which exists almost everywhere on
a line; ``flow`` is its gradient flow.  Where min, max, abs or norm occurs the term is
only Lipschitz; at almost every s each of them is differentiable, and its derivative is that of one branch, so
the caller must treat every branch under the branch's own condition.
"""

from collections.abc import Mapping

from verify.kernel.errors import KernelError
from verify.kernel.terms import VECTOR, ZERO, Atom, Term, free, show, signature

__all__ = ["FLOW", "branches", "choices", "derivative", "divisors", "flows", "smooth"]

FLOW = "calculus/gradient-flow"
ONE: Term = ("num", ZERO[1] + 1)
MINUS: Term = ("num", ZERO[1] - 1)

BRANCHES_LIMIT = 10
"""More nodes with branches than this are refused: each doubles the number of proofs."""

Choice = Mapping[Term, str]
"""For each node min, max, abs or norm that depends on s: which branch is taken."""


def _depends(t: Term, s: str) -> bool:
    return s in free(t)


def _parts(t: Term) -> tuple[Term, ...]:
    head = t[0]
    if head in ("num", "sym"):
        return ()
    return t[2:] if head == "app" else t[1:2] if head == "**" else t[1:]


def _nodes(t: Term, s: str) -> list[Term]:
    """Subterms that depend on s, innermost first, each once."""
    found: list[Term] = []
    for part in _parts(t):
        found.extend(_nodes(part, s))
    if _depends(t, s):
        found.append(t)
    return list(dict.fromkeys(found))


def branches(t: Term, s: str) -> list[tuple[Term, dict[str, Atom]]]:
    """The nodes at which t is only Lipschitz, each with its branches and their conditions."""
    result: list[tuple[Term, dict[str, Atom]]] = []
    for node in _nodes(t, s):
        if node[0] != "app":
            continue
        if node[1] in ("min", "max"):
            a, b = node[2:]
            low, high = ("first", "second") if node[1] == "min" else ("second", "first")
            result.append((node, {low: Atom("<=", a, b), high: Atom("<=", b, a)}))
        elif node[1] == "abs":
            result.append((node, {"plus": Atom("<=", ZERO, node[2]), "minus": Atom("<=", node[2], ZERO)}))
        elif node[1] == "norm":
            result.append((node, {"positive": Atom("<", ZERO, node), "zero": Atom("==", node, ZERO)}))
    return result


def choices(t: Term, s: str) -> list[list[tuple[Term, str, Atom]]]:
    """Every choice of one branch (node, label, condition) for each node, the first node's changing slowest."""
    nodes, found = branches(t, s), [list[tuple[Term, str, Atom]]()]
    if len(nodes) > BRANCHES_LIMIT:
        raise KernelError(f"{len(nodes)} terms with branches in one function are too many.")
    for node, options in nodes:
        found = [[*c, (node, label, condition)] for c in found for label, condition in options.items()]
    return found


def divisors(t: Term, s: str) -> list[Term]:
    """Terms in s that must be positive for t to be Lipschitz: divisors, arguments of log and sqrt."""
    result: list[Term] = []
    for node in _nodes(t, s):
        divides = node[0] == "/" and _depends(node[2], s)
        if divides or (node[0] == "**" and node[2] < 0):
            result.append(node[2] if divides else node[1])
        elif node[0] == "app" and node[1] in ("log", "sqrt"):
            result.append(node[2])
    return list(dict.fromkeys(result))


def smooth(t: Term, s: str) -> bool:
    """Whether t has a continuous derivative in s everywhere; a gradient is only known to be Lipschitz."""
    bends = any(node[:2] == ("app", "grad") for node in _nodes(t, s))
    return not (bends or divisors(t, s) or branches(t, s))


def flows(t: Term, s: str) -> bool:
    """Whether a gradient flow runs in t as s grows: it exists for all time only if the objective is bounded below."""
    return any(node[:2] == ("app", "flow") for node in _nodes(t, s))


def _times(a: Term, b: Term) -> Term:
    return ZERO if ZERO in (a, b) else b if a == ONE else a if b == ONE else ("*", a, b)


def _plus(a: Term, b: Term) -> Term:
    return b if a == ZERO else a if b == ZERO else ("+", a, b)


def derivative(t: Term, s: str, choice: Choice, used: set[str]) -> Term:
    """The derivative of t in s on the chosen branches; adds to ``used`` the axioms that it rests on."""

    def d(u: Term) -> Term:
        return derivative(u, s, choice, used)

    head = t[0]
    if not _depends(t, s):
        return ZERO
    if head == "sym":
        return ONE
    if head == "+":
        return _plus(d(t[1]), d(t[2]))
    if head == "*":
        return _plus(_times(d(t[1]), t[2]), _times(t[1], d(t[2])))
    if head == "/":
        return _plus(("/", d(t[1]), t[2]), _times(MINUS, ("/", _times(t[1], d(t[2])), ("**", t[2], 2))))
    if head == "**":
        return _times(("*", ("num", ZERO[1] + t[2]), ("**", t[1], t[2] - 1)), d(t[1]))
    return _application(t, s, choice, used)


def _application(t: Term, s: str, choice: Choice, used: set[str]) -> Term:
    name, arguments = t[1], t[2:]
    inside = [derivative(a, s, choice, used) for a in arguments]
    if name == "f":
        used.add("calculus/hessian-along-segment")
        return ("app", "inner", ("app", "grad", arguments[0]), inside[0])
    if name == "grad":
        used.add("calculus/hessian-along-segment")
        return ("app", "hv", arguments[0], inside[0])
    if name == "inner":
        first = ("app", "inner", inside[0], arguments[1]) if inside[0] != ZERO else ZERO
        second = ("app", "inner", arguments[0], inside[1]) if inside[1] != ZERO else ZERO
        return _plus(first, second)
    if name == "flow" and not _depends(arguments[0], s):
        if arguments[1][:2] != ("sym", s):
            # at another time it could be asked for before time 0, where it need not exist
            raise KernelError(f"{show(t)[:80]!r}: a flow is differentiated in its own time only.")
        used.add(FLOW)
        return _times(MINUS, ("app", "grad", t))
    if name == "exp":
        return _times(t, inside[0])
    if name == "log":
        return ("/", inside[0], arguments[0])
    if name == "sqrt":
        return ("/", inside[0], _times(("num", ZERO[1] + 2), t))
    if name in ("min", "max", "abs", "norm"):
        branch = choice.get(t)
        if branch == "zero":
            return ZERO
        if branch == "positive":
            return ("/", ("app", "inner", arguments[0], inside[0]), t)
        if branch in ("plus", "minus"):
            return inside[0] if branch == "plus" else _times(MINUS, inside[0])
        if branch in ("first", "second"):
            return inside[0] if branch == "first" else inside[1]
        raise KernelError(f"no branch is chosen for {show(t)[:80]!r}.")
    kind = "vector" if signature(name, len(arguments))[1] == VECTOR else "real"
    raise KernelError(f"{show(t)[:80]!r}: the {kind} function {name} has no derivative that the kernel knows.")
