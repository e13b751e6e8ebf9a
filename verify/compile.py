"""From claims to obligations: with the kernel, the whole trusted base.

An obligation is a list of formulas in the kernel's syntax.  It can be printed beside the statement, so that a
reader can compare the two (``rateproof show LABEL``).
"""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Eq, Ge, Gt, Le, Lt
from sympy.printing.str import StrPrinter

from theory import measures
from theory.claim import Claim
from theory.classes import L0L1Smooth, Triple
from theory.statement import Exists, ForAll, Inclusion, Run, Statement
from theory.symbols import f, fstar, grad, hess, inner, k, norm, x

__all__ = ["Unsupported", "formula", "instance_only", "obligation", "text"]

Formula = Any
_POINT_FUNCTIONS = (f, grad, hess)


K = sp.Symbol("K", integer=True, nonnegative=True)
"""The number of steps that start at a point that is not yet eps-stationary: at most T_eps."""


class Unsupported(Exception):
    """The statement has no obligation in the kernel's language; says which part is in the way."""


class _Text(StrPrinter):
    """Prints sympy expressions in the kernel's concrete syntax."""

    def _print_Rational(self, expr: sp.Rational) -> str:
        return str(expr.p) if expr.q == 1 else f"({expr.p}/{expr.q})"

    def _print_Float(self, expr: sp.Float) -> str:
        raise Unsupported(f"{expr} is a float")

    def _print_Exp1(self, expr: sp.Expr) -> str:
        return "exp(1)"

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        base, exponent = expr.as_base_exp() if not isinstance(expr, sp.exp) else (sp.E, expr.args[0])
        if base == sp.E:
            return f"exp({self._print(exponent)})"
        if exponent == sp.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        if exponent == sp.Rational(-1, 2):
            return f"(1/sqrt({self._print(base)}))"
        if not exponent.is_Integer:
            raise Unsupported(f"the power {expr}")
        inside = self._print(base)
        inside = inside if base.is_Symbol or base.is_Function else f"({inside})"
        power = inside if abs(exponent) == 1 else f"{inside}**{abs(exponent)}"
        return f"(1/{power})" if exponent < 0 else power

    def _print_exp(self, expr: sp.exp) -> str:
        return f"exp({self._print(expr.args[0])})"

    def _print_Abs(self, expr: sp.Abs) -> str:
        return f"abs({self._print(expr.args[0])})"

    def _nested(self, name: str, args: Iterable[sp.Expr]) -> str:
        first, *rest = (self._print(a) for a in sorted(args, key=sp.default_sort_key))
        for other in rest:
            first = f"{name}({first}, {other})"
        return str(first)

    def _print_Min(self, expr: sp.Min) -> str:
        return self._nested("min", expr.args)

    def _print_Max(self, expr: sp.Max) -> str:
        return self._nested("max", expr.args)


_KNOWN = (f, grad, hess, norm, inner, x, sp.exp, sp.log, sp.Abs, sp.Min, sp.Max)


def text(expr: Any) -> str:
    """An expression in the kernel's concrete syntax."""
    expr = sp.sympify(expr)
    if expr.has(sp.cosh, sp.sinh, sp.tanh):
        expr = expr.rewrite(sp.exp)
    if expr.has(sp.pi, sp.I, sp.oo, sp.nan, sp.Piecewise):
        raise Unsupported(f"the expression {expr}")
    for application in expr.atoms(sp.Function):
        if not isinstance(application, (*_KNOWN, AppliedUndef)):
            raise Unsupported(f"the function {application.func}")
    return str(_Text().doprint(expr))


_RELATIONS: dict[type, Callable[[str, str], str]] = {
    Le: lambda a, b: f"{a} <= {b}",
    Lt: lambda a, b: f"{a} < {b}",
    Ge: lambda a, b: f"{b} <= {a}",
    Gt: lambda a, b: f"{b} < {a}",
    Eq: lambda a, b: f"{a} == {b}",
}


def relation(rel: Any) -> str:
    """A sympy relation as a kernel atom."""
    if rel is sp.true or rel is True:
        return "0 <= 0"
    if rel is sp.false or rel is False:
        return "1 <= 0"
    if type(rel) not in _RELATIONS:
        raise Unsupported(f"{rel} is not a relation <=, <, >=, >, ==")
    return _RELATIONS[type(rel)](text(rel.lhs), text(rel.rhs))


def _cases(rel: Any) -> list[tuple[list[Any], Any]]:
    """A relation without ``Piecewise``: for each choice of pieces the conditions (on closed intervals) and the rest."""
    pieces = rel.atoms(sp.Piecewise) if isinstance(rel, sp.Basic) else set()
    if not pieces:
        return [([], rel)]
    piecewise = min(pieces, key=lambda item: (sp.count_ops(item), str(item)))
    result = []
    for expr, where in _pieces(piecewise):
        for more, rest in _cases(rel.xreplace({piecewise: expr})):
            result.append(([*where, *more], rest))
    return result


def _symbols(statement: Any) -> set[sp.Symbol]:
    """Free symbols of a relation or of a nested statement."""
    if isinstance(statement, ForAll):
        inside = set().union(*(_symbols(p) for p in (*statement.given, *statement.conclusions)))
        return inside - set(statement.over)
    return set(statement.free_symbols) if isinstance(statement, sp.Basic) else set()


def _points(statement: Any) -> set[sp.Symbol]:
    if not isinstance(statement, ForAll):
        return set()
    return set(statement.points).union(*(_points(p) for p in statement.given))


def _sort(symbol: sp.Symbol, points: set[sp.Symbol]) -> str:
    return "vector" if symbol in points else "real"


def _facts(symbols: Iterable[sp.Symbol], points: set[sp.Symbol], indices: Iterable[sp.Symbol]) -> list[str]:
    """What a symbol's assumptions say: natural number, positive, nonnegative."""
    facts = []
    for symbol in symbols:
        if symbol in points:
            continue
        if symbol in indices or symbol.is_integer:
            facts.append(f"nat({symbol})")
        if symbol.is_positive:
            facts.append(f"0 < {symbol}")
        elif symbol.is_nonnegative and not symbol.is_integer:
            facts.append(f"0 <= {symbol}")
    return facts


def formula(statement: ForAll, points: set[sp.Symbol] | None = None, top: bool = True) -> list[Formula]:
    """The formulas of a ``ForAll``, one for each conclusion."""
    points = _points(statement) | (points or set())
    bound = sorted(_symbols(statement) | set(statement.over), key=str) if top else list(statement.over)
    names = {str(s): _sort(s, points) for s in bound}
    given: list[Formula] = _facts(bound, points, statement.indices)
    for part in statement.given:
        given.extend(formula(part, points, top=False) if isinstance(part, ForAll) else _atoms(part))
    return [
        {"for": names, "if": [*given, *(relation(c) for c in where)], "then": relation(rest)}
        for then in statement.conclusions
        for where, rest in _cases(then)
    ]


def _atoms(rel: Any) -> list[Formula]:
    """A hypothesis that is a relation; with pieces it becomes one implication for each."""
    cases = _cases(rel)
    if len(cases) == 1 and not cases[0][0]:
        return [relation(rel)]
    return [{"for": {}, "if": [relation(c) for c in where], "then": relation(rest)} for where, rest in cases]


# -- runs ----------------------------------------------------------------------------------------------------


class _Oracle:
    """The formal oracle a method is traced with; ``error`` is added to every gradient."""

    def __init__(self, error: Any = 0) -> None:
        self.error = error

    def __call__(self, point: sp.Expr) -> sp.Expr:
        return f(point)

    def grad(self, point: sp.Expr) -> sp.Expr:
        return grad(point) + self.error


def update(run: Run, error: Any = 0) -> sp.Expr:
    """x(k+1) as an expression in x(k), for a method without memory.

    Raises:
        Unsupported: when the method keeps memory, or ends.
    """
    iterates = run.method(_Oracle(error), x(k), **run.parameters)
    found = []
    for _ in range(3):
        value = next(iterates, None)
        if value is None:
            raise Unsupported("the method yields fewer than three iterates")
        found.append(value)
    if found[0] != x(k) or sp.expand(found[2] - found[1].subs(x(k), found[1])) != 0:
        raise Unsupported("the method keeps memory between its steps")
    return found[1]


def _measured(expr: Any, star: sp.Symbol | None, points: Callable[[Any], sp.Expr]) -> Any:
    """Replace measures by formal expressions in the iterates."""
    low = fstar if star is None else f(star)
    table = {
        measures.gap: lambda i: f(points(i)) - low,
        measures.gradient_norm: lambda i: norm(grad(points(i))),
        measures.squared_distance: lambda i: inner(points(i) - star, points(i) - star),
    }
    for measure, meaning in table.items():
        expr = expr.replace(measure, meaning)
    if expr.has(measures.Measure):
        raise Unsupported(f"the measure in {expr}")
    return expr


def run_obligation(run: Run) -> list[Formula]:
    """The obligation of a run: a hitting time for every horizon, or a rate at each listed horizon."""
    hitting = run.then.atoms(measures.hitting_time)
    if run.noise is not None and not hitting:
        return _expected(run)
    return _hitting(run, hitting.pop()) if hitting else [part for n in run.horizons for part in _rate(run, n)]


def _below() -> ForAll:
    z = sp.Symbol("z", real=True)
    return ForAll(over=(z,), points=(z,), then=fstar <= f(z))


def _hitting(run: Run, measure: sp.Expr) -> list[Formula]:
    eps = measure.args[0]
    if not (isinstance(run.then, Le) and run.then.lhs == measure):
        raise Unsupported("a bound on a hitting time other than hitting_time(eps) <= bound")
    steps = ForAll(over=(k,), then=Eq(x(k + 1), update(run), evaluate=False))
    failing = ForAll(over=(k,), given=(k < K,), then=eps < norm(grad(x(k))))
    given = [part if isinstance(part, ForAll) else _measured(part, None, x) for part in run.given]
    hypotheses = (*run.functions.conditions, *run.functions.assumptions, _below(), *given, steps, failing)
    return formula(ForAll(given=hypotheses, then=run.then.rhs >= K, indices=(K,)))


def _expected(run: Run) -> list[Formula]:
    """A bound on the least E ||grad f(x_i)||^2 over i < T, for a stochastic gradient that is unbiased and within noise.

    Iterates and errors are functions of the index and the outcome.  Of the expectation the statement assumes only
    that it is linear and monotone on the span of 1, f(x_i), f(x_{i+1}), ||grad f(x_i)||^2 and <grad f(x_i), error_i>,
    and that the last has mean zero; both hold for every run, as bounded errors leave all of these bounded.
    """
    least, w, *c = sp.symbols("least outcome c0:5", real=True)
    i = sp.Symbol("i", integer=True, nonnegative=True)
    point, error = (sp.Function(name, real=True) for name in ("iterate", "disturbance"))
    mean, square = (sp.Function(name, real=True) for name in ("mean_value", "mean_square"))
    then, bound = run.then.args
    horizon = next(iter(then.atoms(measures.best_gradient_norm)), None)
    if not isinstance(run.then, Le) or horizon is None or then != horizon**2:
        raise Unsupported("a stochastic bound other than best_gradient_norm(T)**2 <= bound")
    here = grad(point(i, w))
    values = c[0] * f(point(i + 1, w)) + c[1] * f(point(i, w)) + c[2] * norm(here) ** 2
    surely = ForAll(over=(w,), then=values + c[3] * inner(here, error(i, w)) + c[4] >= 0)
    expectation = ForAll(
        over=(*c, i), indices=(i,), given=(surely,),
        then=c[0] * mean(i + 1) + c[1] * mean(i) + c[2] * square(i) + c[4] >= 0,
    )  # fmt: skip
    step = update(run, error(k, w)).subs(x(k), point(k, w))
    process = (
        ForAll(over=(w,), then=Eq(point(0, w), x(0), evaluate=False)),
        ForAll(over=(k, w), indices=(k,), then=Eq(point(k + 1, w), step, evaluate=False)),
        ForAll(over=(k, w), indices=(k,), then=norm(error(k, w)) <= run.noise),
        expectation,
        ForAll(over=(i,), indices=(i,), given=(i < horizon.args[0],), then=least <= square(i)),
    )
    given = (_along(part, w, point) for part in run.given)
    hypotheses = (*run.functions.conditions, *run.functions.assumptions, _below(), *given, *process)
    return formula(ForAll(given=hypotheses, then=least <= bound))


def _along(part: Any, outcome: sp.Symbol, point: Any) -> Any:
    """A hypothesis about the iterates of a random method: almost surely, so for every outcome."""
    if not isinstance(part, ForAll):
        return _measured(part, None, x)
    then, *given = (_measured(p, None, lambda i: point(i, outcome)) for p in (part.then, *part.given))
    over = (*part.over, outcome) if any(outcome in p.free_symbols for p in (then, *given)) else part.over
    return ForAll(over=over, given=tuple(given), then=then, indices=part.indices, points=part.points)


def _rate(run: Run, horizon: int) -> list[Formula]:
    """At horizon n: points x0..xn and a minimiser xs, the class's inequalities for all pairs, the recursion."""
    if not run.functions.pair(Triple(*sp.symbols("x g f")), Triple(*sp.symbols("x_ g_ f_"))):
        raise Unsupported(f"{type(run.functions).__name__} has no pairwise inequalities")
    xs, u, v = sp.symbols("xs u v", real=True)
    names = sp.symbols(f"x0:{horizon + 1}", real=True)
    iterates = run.method(_Oracle(), names[0], **run.parameters)
    trace = [next(iterates) for _ in range(horizon + 1)]
    steps = []
    for i in range(1, horizon + 1):
        step = trace[i]
        for j in range(i - 1, -1, -1):
            step = step.subs(trace[j], names[j])
        steps.append(Eq(names[i], step, evaluate=False))
    pairs = run.functions.pair(Triple(u, grad(u), f(u)), Triple(v, grad(v), f(v)))
    known = [ForAll(over=(u, v), points=(u, v), then=expr >= 0) for expr in pairs]

    def at(index: Any) -> sp.Expr:
        return names[int(index)]

    rels = [_measured(sp.sympify(r).subs(measures.gap(horizon), measures.gap(horizon)), xs, at) for r in run.given]
    then = _measured(run.then.subs(_horizon(run.then), horizon), xs, at)
    zero = Eq(grad(xs), 0, evaluate=False)
    whole = ForAll(
        given=(*run.functions.conditions, *known, zero, *rels, *steps), then=then, points=(*names, xs)
    )
    return formula(whole)


def _horizon(expr: sp.Expr) -> sp.Symbol:
    from theory.symbols import N

    return N


# -- membership ----------------------------------------------------------------------------------------------


def _pieces(function: sp.Expr) -> list[tuple[sp.Expr, list[Any]]]:
    """The pieces of a function, each with the relations that describe the closed interval where it is used.

    Raises:
        Unsupported: unless the pieces are listed from left to right, as in ((a, v < s), (b, v <= t), (c, True)).
    """
    if not isinstance(function, sp.Piecewise):
        return [(function, [])]
    pieces: list[tuple[sp.Expr, list[Any]]] = []
    left: list[Any] = []
    for expr, condition in function.args:
        if condition is sp.true:
            pieces.append((expr, left))
            break
        if not isinstance(condition, (sp.Lt, sp.Le)):
            raise Unsupported(f"a piece under {condition}; list pieces from left to right: v < s, v <= t, True")
        pieces.append((expr, [*left, sp.Le(condition.lhs, condition.rhs)]))
        left = [sp.Ge(condition.lhs, condition.rhs)]
    return pieces


def inclusion_obligation(statement: Inclusion) -> list[Formula]:
    """Pointwise conditions on every piece, and matching derivatives (up to the second for C^2 classes) at joints."""
    v, cls = statement.variable, statement.functions
    order = 2 if isinstance(cls, L0L1Smooth) else 1
    pieces = _pieces(statement.function)
    parts: list[Formula] = []
    for expr, where in pieces:
        first = sp.diff(expr, v)
        for rel in cls.pointwise(v, first, sp.diff(first, v)):
            parts += formula(ForAll(given=(*statement.given, *where), then=rel))
    for (left, _), (right, where) in pairwise(pieces):
        joint = where[0].rhs
        for n in range(order + 1):
            gap = sp.simplify((sp.diff(left, v, n) - sp.diff(right, v, n)).subs(v, joint))
            parts += formula(ForAll(given=statement.given, then=Eq(gap, 0, evaluate=False)))
    return parts


def instance_only(claim: Claim) -> bool:
    """Whether the obligation is only an instance of the claim: the noise-free one of a stochastic hitting time.

    Noise is bounded almost surely by ``Run.noise``, so none at all is allowed.  Refuting the instance refutes the
    claim; proving it proves nothing, and no checker may accept it as a proof.
    """
    statement = claim.statement
    return isinstance(statement, Run) and statement.noise is not None and statement.then.has(measures.hitting_time)


def obligation(claim: Claim) -> dict[str, Any]:
    """The obligation of a claim: {"claim": [formula, ...]}.

    A stochastic hitting time stands here only for its noise-free instance, and only if it comes with a witness: see
    ``instance_only``.

    Raises:
        Unsupported: with the part of the statement that the kernel's language cannot say.
    """
    if instance_only(claim) and claim.witness is None:
        raise Unsupported("a stochastic hitting time (state its deterministic core as a claim of its own)")
    return {"claim": _compile(claim.statement)}


def _compile(statement: Statement) -> list[Formula]:
    if isinstance(statement, ForAll):
        return formula(statement)
    if isinstance(statement, Run):
        return run_obligation(statement)
    if isinstance(statement, Inclusion):
        return inclusion_obligation(statement)
    if isinstance(statement, Exists):
        # to exist is not to be impossible for all values: the kernel refutes the denial at the witness
        raise Unsupported("an existence statement without a witness")
    raise Unsupported(f"a statement of kind {type(statement).__name__}")
