"""Terms and formulas: parsing, sorts, substitution, printing.

Concrete syntax is that of Python expressions (parsed by the standard library's ``ast``, never evaluated):
rationals, names, ``+ - * / **`` with integer exponents, and applications ``name(argument, ...)``.
Division is total: ``a/0`` is 0, as in most proof assistants, so every term has a value.

A formula is an atom, written as a string ``"a <= b"``, ``"a < b"``, ``"a == b"`` or ``"nat(k)"``, or
``{"for": {name: sort}, "if": [formulas], "then": formula}``.
"""

import ast
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from verify.kernel.errors import KernelError

__all__ = [
    "REAL",
    "SIGNATURES",
    "VECTOR",
    "ZERO",
    "All",
    "Atom",
    "Formula",
    "Scope",
    "Term",
    "affordable",
    "as_json",
    "declare",
    "formula",
    "free",
    "instantiate",
    "show",
    "signature",
    "substitute",
    "term",
    "variable",
]  # fmt: skip

Term = tuple[Any, ...]
"""("num", Fraction) | ("sym", name, sort) | ("app", name, *args) | (op, a, b), op in + * / | ("**", a, int)."""

Scope = dict[str, str]
"""Declared names and their sorts."""

REAL, VECTOR = "real", "vector"
ZERO: Term = ("num", Fraction(0))

SIGNATURES: dict[str, tuple[tuple[str, ...], str]] = {
    "f": ((VECTOR,), REAL),  # the objective
    "grad": ((VECTOR,), VECTOR),  # its gradient
    "hess": ((VECTOR,), REAL),  # the operator norm of its Hessian
    "hv": ((VECTOR, VECTOR), VECTOR),  # its Hessian at a point, applied to a direction
    "norm": ((VECTOR,), REAL),
    "inner": ((VECTOR, VECTOR), REAL),
    "x": ((REAL,), VECTOR),  # the iterates
    "iterate": ((REAL, REAL), VECTOR),  # the iterates of a random method, at an index and an outcome
    "disturbance": ((REAL, REAL), VECTOR),  # the error of the stochastic gradient there
    "flow": ((VECTOR, REAL), VECTOR),  # the gradient flow from a point, at a time
    "rest": ((VECTOR, REAL), REAL),  # a time at which the gradient along the flow is below a bound
    "min": ((REAL, REAL), REAL),
    "max": ((REAL, REAL), REAL),
    "abs": ((REAL,), REAL),
    "exp": ((REAL,), REAL),
    "log": ((REAL,), REAL),
    "sqrt": ((REAL,), REAL),
    "alternate": ((REAL,), REAL),  # (-1)^k for natural k
}


def signature(name: str, arity: int) -> tuple[tuple[str, ...], str]:
    """Argument sorts and result sort; a name not in the table is a real sequence or function of reals."""
    arguments, result = SIGNATURES.get(name, ((REAL,) * arity, REAL))
    if len(arguments) != arity:
        raise KernelError(f"{name} takes {len(arguments)} arguments, not {arity}.")
    return arguments, result


@dataclass(frozen=True)
class Atom:
    """``left rel right`` with rel one of <=, <, ==; or nat(left) with rel "nat" and right 0."""

    rel: str
    left: Term
    right: Term


@dataclass(frozen=True)
class All:
    """For all ``fix`` (name, sort): if all of ``given`` hold then ``then`` holds."""

    fix: tuple[tuple[str, str], ...]
    given: tuple["Formula", ...]
    then: "Formula"


Formula = Atom | All

_RELATIONS = {ast.LtE: "<=", ast.Lt: "<", ast.Eq: "=="}
_OPERATORS = {ast.Add: "+", ast.Mult: "*", ast.Div: "/"}


LENGTH_LIMIT = 20_000
"""Terms, relations and numbers longer than this many characters are refused."""


def term(text: Any, scope: Scope, wanted: str | None = None) -> Term:
    """Parse one term in a scope; refuses undeclared names, wrong sorts, and another sort than the one wanted."""
    _readable(text)
    found, sort = _typed(_raw_term(text), scope)
    if wanted not in (None, sort) and found != ZERO:
        raise KernelError(f"{text[:60]!r} is a {sort}, but a {wanted} is wanted.")
    return found


def formula(data: Any, scope: Scope) -> Formula:
    """Parse a formula from its JSON form; refuses undeclared names and wrong sorts."""
    if isinstance(data, str):
        _readable(data)
        rel, left, right = _raw_atom(data)
        (a, sort), (b, other) = _typed(left, scope), _typed(right, scope)
        if sort != other and ZERO not in (a, b):
            raise KernelError(f"{data!r} compares a real with a vector.")
        if VECTOR in (sort, other) and rel != "==":
            raise KernelError(f"{data!r} orders vectors.")
        return Atom(rel, a, b)
    if not isinstance(data, dict) or set(data) - {"for", "if", "then"} or "then" not in data:
        raise KernelError(f"a formula is a string or an object with for, if, then; not {str(data)[:80]}.")
    fix, given = data.get("for", {}), data.get("if", [])
    if not isinstance(fix, dict) or not isinstance(given, list):
        raise KernelError(f"'for' is an object of sorts and 'if' a list; not {str(data)[:80]}.")
    declare(fix)
    inside = scope | fix
    return All(tuple(fix.items()), tuple(formula(g, inside) for g in given), formula(data["then"], inside))


def declare(names: Any) -> None:
    """Refuse a declaration that is not name -> real or vector, or that hides a function."""
    if not isinstance(names, dict):
        raise KernelError(f"a declaration is an object name -> sort, not {str(names)[:60]!r}.")
    for name, sort in names.items():
        if sort not in (REAL, VECTOR) or not _fresh(name):
            raise KernelError(f"{name!r}: {sort!r} is not a declaration; sorts are real and vector, names must be new.")


def variable(name: Any) -> Scope:
    """The declaration of one real variable, as the rules that bind one want it."""
    if not isinstance(name, str):
        raise KernelError(f"a variable is named by a string, not {str(name)[:60]!r}.")
    declare({name: REAL})
    return {name: REAL}


def _fresh(name: Any) -> bool:
    # names that start with an underscore are kept for bound variables in comparisons; other alphabets are out, because
    # Python's parser maps several spellings of one identifier to the same name
    plain = isinstance(name, str) and name.isascii() and name.isidentifier()
    return plain and not name.startswith("_") and name not in SIGNATURES


def _readable(text: Any) -> None:
    if not isinstance(text, str) or len(text) > LENGTH_LIMIT:
        shown = str(text)[:60]
        raise KernelError(f"a term or relation is a string of at most {LENGTH_LIMIT} characters, not {shown!r}.")


@lru_cache(maxsize=100_000)
def _raw_term(text: str) -> Term:
    return _term(_parse(text))


@lru_cache(maxsize=100_000)
def _raw_atom(text: str) -> tuple[str, Term, Term]:
    node = _parse(text)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "nat":
        if len(node.args) != 1 or node.keywords:
            raise KernelError(f"nat takes one argument: {text[:80]!r}.")
        return "nat", _term(node.args[0]), ZERO
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = _term(node.left), _term(node.comparators[0])
        op = type(node.ops[0])
        if op in _RELATIONS:
            return _RELATIONS[op], left, right
        if op in (ast.GtE, ast.Gt):
            return "<=" if op is ast.GtE else "<", right, left
    raise KernelError(f"not a relation a <= b, a < b, a == b or nat(k): {text[:80]!r}.")


def _parse(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise KernelError(f"cannot read {text[:80]!r}: {error.__class__.__name__}.") from None


def _term(node: ast.expr) -> Term:
    if isinstance(node, ast.Constant):
        if type(node.value) is not int:
            raise KernelError(f"{str(node.value)[:60]!r} is not an integer; write rationals as p/q, never as floats.")
        if abs(node.value) >= 10**1000:
            raise KernelError("an integer has more than 1000 digits.")
        return ("num", Fraction(node.value))
    if isinstance(node, ast.Name):
        return ("sym", node.id)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return ("*", ("num", Fraction(-1)), _term(node.operand))
    if isinstance(node, ast.BinOp):
        left = _term(node.left)
        if isinstance(node.op, ast.Pow):
            exponent = _integer(node.right)
            if abs(exponent) > 200:
                raise KernelError("an exponent is beyond 200.")
            return ("**", left, exponent)
        right = _term(node.right)
        if isinstance(node.op, ast.Sub):
            return ("+", left, ("*", ("num", Fraction(-1)), right))
        if type(node.op) in _OPERATORS:
            return (_OPERATORS[type(node.op)], left, right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return ("app", node.func.id, *(_term(argument) for argument in node.args))
    raise KernelError(f"unknown construct {type(node).__name__} in a term.")


def _integer(node: ast.expr) -> int:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_integer(node.operand)
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    raise KernelError(f"exponents are integers, not a {type(node).__name__}.")


def _typed(t: Term, scope: Scope) -> tuple[Term, str]:
    """The term with its symbols' sorts filled in, and its own sort."""
    head = t[0]
    if head == "num":
        return t, REAL
    if head == "sym":
        if t[1] not in scope:
            raise KernelError(f"the name {t[1]!r} is not declared here.")
        return ("sym", t[1], scope[t[1]]), scope[t[1]]
    if head == "**":
        base, sort = _typed(t[1], scope)
        if sort != REAL:
            raise KernelError(f"{show(t)!r}: only a real can be raised to a power.")
        return ("**", base, t[2]), REAL
    parts = [_typed(part, scope) for part in (t[2:] if head == "app" else t[1:])]
    if head == "app":
        wanted, result = signature(t[1], len(parts))
        for (argument, sort), want in zip(parts, wanted, strict=True):
            if sort != want and argument != ZERO:
                raise KernelError(f"{t[1]} wants a {want} where it is given {show(argument)!r}.")
        return ("app", t[1], *(argument for argument, _ in parts)), result
    (left, a), (right, b) = parts
    if head == "+":
        if a != b and ZERO not in (left, right):
            raise KernelError(f"{show(t)!r} adds a real to a vector.")
    elif b == VECTOR and (head == "/" or a == VECTOR):
        raise KernelError(f"{show(t)!r} multiplies two vectors or divides by one.")
    return (head, left, right), VECTOR if VECTOR in (a, b) else REAL


SIZE_LIMIT = 100_000
"""A substitution that leads to a term of more parts than this is refused: each may double it, without a long text."""


def substitute(t: Term, by: dict[str, Term]) -> Term:
    """Replace free symbols by terms; refuses what would become too large."""
    _size(t, {name: _size(value, {}) for name, value in by.items()})
    return _substituted(t, by)


def affordable(t: Term) -> Term:
    """The term itself; refused if it has grown too large."""
    _size(t, {})
    return t


def _size(t: Term, sizes: dict[str, int]) -> int:
    head = t[0]
    if head == "num":
        return 1
    if head == "sym":
        return sizes.get(t[1], 1)
    parts = t[2:] if head == "app" else t[1:2] if head == "**" else t[1:]
    total = 1
    for part in parts:
        total += _size(part, sizes)
    if total > SIZE_LIMIT:
        raise KernelError(f"a substitution leads to a term of more than {SIZE_LIMIT} parts.")
    return total


def _substituted(t: Term, by: dict[str, Term]) -> Term:
    head = t[0]
    if head == "num":
        return t
    if head == "sym":
        return by.get(t[1], t)
    if head == "app":
        return ("app", t[1], *(_substituted(a, by) for a in t[2:]))
    if head == "**":
        return ("**", _substituted(t[1], by), t[2])
    return (head, _substituted(t[1], by), _substituted(t[2], by))


def instantiate(phi: Formula, by: dict[str, Term]) -> Formula:
    """Substitute in a formula; refuses a substitution that would capture a bound variable."""
    if isinstance(phi, Atom):
        return Atom(phi.rel, substitute(phi.left, by), substitute(phi.right, by))
    bound = {name for name, _ in phi.fix}
    inner = {name: value for name, value in by.items() if name not in bound}
    for name, value in inner.items():
        if free(value) & bound:
            raise KernelError(f"substituting {show(value)!r} for {name} would capture a bound variable.")
    return All(phi.fix, tuple(instantiate(g, inner) for g in phi.given), instantiate(phi.then, inner))


def free(t: Term) -> frozenset[str]:
    """Names of the free symbols of a term."""
    head = t[0]
    if head == "num":
        return frozenset()
    if head == "sym":
        return frozenset((t[1],))
    parts = t[2:] if head == "app" else t[1:2] if head == "**" else t[1:]
    return frozenset().union(*(free(part) for part in parts))


def show(t: Term) -> str:
    """Concrete syntax of a term."""
    head = t[0]
    if head == "num":
        value: Fraction = t[1]
        return str(value) if value >= 0 and value.denominator == 1 else f"({value})"
    if head == "sym":
        return str(t[1])
    if head == "app":
        return f"{t[1]}({', '.join(show(a) for a in t[2:])})"
    if head == "**":
        return f"({show(t[1])})**{t[2]}" if t[2] >= 0 else f"({show(t[1])})**({t[2]})"
    if head == "+":
        return f"({show(t[1])} + {show(t[2])})"
    return f"({show(t[1])}{head}{show(t[2])})"


def as_json(phi: Formula) -> Any:
    """The JSON form of a formula."""
    if isinstance(phi, Atom):
        return f"nat({show(phi.left)})" if phi.rel == "nat" else f"{show(phi.left)} {phi.rel} {show(phi.right)}"
    return {"for": dict(phi.fix), "if": [as_json(g) for g in phi.given], "then": as_json(phi.then)}
