"""Separable functions: a sum over groups of variables is decided group by group, on the whole space.

The Hessian of sum f_i(x_i) is block diagonal, so its norm is the largest of the blocks' norms, and the weight is at
least each block's own (||grad f|| >= ||grad f_i||, f - inf f >= f_i - inf f_i). So the largest of the blocks'
constants will do for the sum. It is also needed where the other blocks' weights can be made as small as one likes: at
a critical point, or towards infinity. A sequence that refutes a block, with the other variables fixed, refutes the
sum: what they add to the weight is a constant.
"""

from collections.abc import Callable, Mapping, Sequence

import sympy as sp

from verify.smoothness.bound import Bound, Ends
from verify.smoothness.formulas.tails import OutOfReach, Quotient
from verify.smoothness.kinds import Kind
from verify.smoothness.result import Point, Result
from verify.smoothness.search import worst

__all__ = ["Block", "blocks", "flat", "joined", "together"]

Block = tuple[sp.Expr, tuple[sp.Symbol, ...]]


def blocks(f: sp.Expr, variables: Sequence[sp.Symbol]) -> list[Block]:
    """The groups of variables that no term mixes, each with its part of the function; constants go with the first."""
    found = _grouped(f, variables)
    return found if len(found) > 1 else _grouped(sp.expand(f), variables)


def _grouped(f: sp.Expr, variables: Sequence[sp.Symbol]) -> list[Block]:
    terms = sp.Add.make_args(f)
    groups = [{v} for v in variables]
    for term in terms:
        mixed = [group for group in groups if group & term.free_symbols]
        groups = [group for group in groups if group not in mixed] + ([set().union(*mixed)] if mixed else [])
    groups.sort(key=lambda group: min(map(variables.index, group)))
    parts = [[term for term in terms if term.free_symbols & group] for group in groups]
    parts[0] += [term for term in terms if not term.free_symbols]
    ordered = [tuple(v for v in variables if v in group) for group in groups]
    return [(sp.Add(*part), group) for part, group in zip(parts, ordered, strict=True)]


def flat(block: Block, ends: Mapping[sp.Symbol, Ends]) -> bool:
    """Whether the block's gradient is certainly zero somewhere, or tends to zero; False where that is not seen."""
    f, variables = block
    gradient = [sp.diff(f, v) for v in variables]
    size = Bound(variables=variables, ends={v: ends[v] for v in variables}, weight=sp.Integer(0),
                 heights=(-sp.Add(*(g**2 for g in gradient)),))  # fmt: skip
    place = {v: sp.Rational(p) for v, p in zip(variables, worst(size, 0.0)[0], strict=True)}
    if all(g.subs(place) == 0 for g in gradient):
        return True
    if len(variables) > 1:
        return False
    (x,) = variables
    try:
        sides = [side for side, end in zip((-1, 1), ends[x], strict=True) if end is None]
        tails = [Quotient(gradient[0].subs(x, side * x), x) for side in sides]
    except OutOfReach:
        return False
    if any(tail.zero or tail.growth < (0, 0) for tail in tails):
        return True
    values = [value for p in _inside(ends[x]) if (value := gradient[0].subs(x, p)).is_Rational]
    return len({bool(value > 0) for value in (*values, *(tail.coefficient for tail in tails))}) == 2


def _inside(ends: Ends) -> list[sp.Rational]:
    low, high = ends
    return [p for p in map(sp.Integer, (-1, 0, 1)) if (low is None or low <= p) and (high is None or p <= high)]


def together(kind: Kind, parts: Sequence[Block], ends: Mapping[sp.Symbol, Ends], slopes: Sequence[sp.Rational],
             decide: Callable[[Block, Sequence[sp.Rational]], Result]) -> tuple[list[Result], list[str]]:  # fmt: skip
    """Each block's result, for the same second constants, and what is to be said of them.

    Args:
        kind: the class.
        parts: the blocks.
        ends: of each variable.
        slopes: the second constants asked for.
        decide: the result of one block for some second constants.
    """
    known: dict[tuple[sp.Expr, tuple[Ends, ...]], Result] = {}
    found: list[Result] = []
    for block in parts:
        f, variables = block
        named = {v: sp.Symbol(f"v{i}") for i, v in enumerate(variables)}
        alike = f.subs(named), tuple(ends[v] for v in variables)
        if alike not in known:
            known[alike] = decide(block, slopes)
        found.append(known[alike])
        if found[-1].verdict != "proved":
            return found, []
    wanted = {point.L1 for result in found for point in result.points}
    for i, (block, result) in enumerate(zip(parts, found, strict=True)):
        missing = sorted(wanted - {point.L1 for point in result.points}, key=sp.Rational)
        if missing and result.points:
            more = decide(block, [sp.Rational(L1) for L1 in missing])
            kept = {point.L1: point for point in (*result.points, *more.points)}
            found[i] = Result(**{**vars(result), "points": tuple(kept.values())})
    steep = [str(f) for f, _ in parts if kind.weight == "gradient" and not flat((f, _), ends)]
    return found, steep


def joined(results: Sequence[Result], steep: Sequence[str]) -> tuple[tuple[Point, ...], tuple[str, str] | None]:
    """The points of the sum, and its closed form with how that was shown, if every block has one.

    Args:
        results: of the blocks, proved.
        steep: the blocks whose gradient is not known to vanish: beside them no other's constant is known to be needed.
    """
    tables = [{point.L1: point for point in result.points} for result in results]
    common = sorted(set.intersection(*map(set, tables)), key=sp.Rational)
    points = tuple(_largest([table[L1] for table in tables], needed=not steep or L1 == "0") for L1 in common)
    if steep or not all(result.closed_form for result in results):
        return points, None
    L1 = sp.Symbol("L1", positive=True)
    closed = sp.Max(*(sp.sympify(result.closed_form, {"L1": L1}) for result in results))
    return points, (str(closed), "; ".join(dict.fromkeys(result.certified for result in results)))


def _largest(rows: Sequence[Point], *, needed: bool) -> Point:
    lacking = next((point for point in rows if not point.L0), None)
    if lacking is not None:
        return Point(L1=lacking.L1, note=lacking.note)
    top = max(rows, key=lambda point: sp.Rational(point.L0))
    low = max(rows, key=lambda point: sp.Rational(point.least or 0))
    exact = all(point.rigour == "exact" for point in rows)
    return Point(
        L1=top.L1, L0=top.L0, least=low.least if needed else "", at=low.at if needed else {},
        rigour="exact" if exact else "interval", note="; ".join(dict.fromkeys(point.note for point in rows)),
    )  # fmt: skip
