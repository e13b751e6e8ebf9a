"""From a function and a class to a result: which way of deciding applies."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy as sp

from verify.finders.covers.balls import supports
from verify.finders.covers.cover import violates
from verify.smoothness.bound import Bound, Ends, curve, surface
from verify.smoothness.formulas import refute
from verify.smoothness.formulas.blocks import Block, blocks, joined, together
from verify.smoothness.formulas.certify import frontier_point
from verify.smoothness.formulas.defined import defined, known
from verify.smoothness.formulas.infimum import Unbounded
from verify.smoothness.formulas.kernel import Kernel, closed_form
from verify.smoothness.formulas.line import confine, inverted, tails
from verify.smoothness.formulas.reduce import radial, radial_bound, ridge, ridge_bound, simplex
from verify.smoothness.formulas.study import Study
from verify.smoothness.formulas.tails import OutOfReach
from verify.smoothness.kinds import KINDS, Kind
from verify.smoothness.read import Source
from verify.smoothness.result import Point, Result
from verify.smoothness.search import negative_points

__all__ = ["analyse", "usual"]

SLOPES = tuple(sp.Rational(n) for n in ("0", "1/4", "1/2", "1", "2", "4", "8"))
WIDE, SMALL = Fraction(10), Fraction(2)
"""What is shown of a domain that is not settled: the interval [-10, 10], the box [-2, 2]^d."""


def usual(dim: int) -> tuple[sp.Rational, ...]:
    """The L1 that are tried unless told otherwise: fewer where a cover is dear."""
    return SLOPES if dim == 1 else (sp.Integer(0), sp.Rational(1, 4), sp.Integer(1), sp.Integer(4))


def analyse(source: Source, kind: Kind, ends: Mapping[sp.Symbol, Ends], *, power: sp.Rational,
            slopes: Sequence[sp.Rational]) -> Result:  # fmt: skip
    """Decide membership of a formula in a class.

    Args:
        source: a function with a formula.
        kind: the class.
        ends: of each variable; None is infinite.
        power: alpha of the class "alpha".
        slopes: the L1 for which the frontier is computed.

    Returns:
        proved with certified constants, refuted with a sequence or a point, or undecided with what is missing.
    """
    study = Study(source, kind, ends, power, slopes)
    if (separate := _separable(study)) is not None:
        return separate
    if kind.name == "first-order":
        study.notes.append(kind.source)
    try:
        weight = study.weight()
    except Unbounded as error:
        return study.result("refuted", study.scope, f"f is unbounded below ({error}), so f - inf f is not defined")
    answer = _line(study, weight) if len(source.variables) == 1 else _space(study, weight)
    if answer.verdict == "undecided" and kind.curvature == "norm" and kind.weight != "none":
        answer = _without_weight(study, answer)
    return _convex(answer) if kind.curvature == "negative" else answer


def _without_weight(study: Study, answer: Result) -> Result:
    """Where only the weight is out of reach: a bound on the Hessian alone serves for every L1."""
    if len(study.variables) > 1:
        return answer
    (x,) = study.variables
    bound = curve(x, study.f, study.ends[x], weight=sp.Integer(0), power=study.power, negative=False)
    plain = Study(study.source, KINDS["smooth"], study.ends, sp.Integer(1), ())
    flat = _curve(plain, bound, Kernel(bound, None), (study.f, x))
    if flat.verdict != "proved":
        return answer
    top, known = flat.points[0], {point.L1: point for point in answer.points}
    points = tuple(
        replace(known[L1] if L1 in known else Point(L1=L1), L0=top.L0, rigour=top.rigour,
                note=top.note if L1 == "0" else "as for L1 = 0, the weight left out")
        for L1 in dict.fromkeys(["0", *map(str, study.slopes)])
    )  # fmt: skip
    study.notes = [*plain.notes, *(note for note in study.notes if "points are certified on" not in note)]
    return study.result("proved", study.scope, "the Hessian is bounded; how far the weight helps is not settled",
                        points=points)  # fmt: skip


def _separable(study: Study) -> Result | None:
    """A sum over groups of variables, decided group by group; None if it is none, or a group is undecided."""
    parts = blocks(study.f, study.variables)
    if len(parts) == 1 or (study.kind.weight == "gradient" and study.bounded):
        return None

    def decide(block: Block, slopes: Sequence[sp.Rational]) -> Result:
        f, variables = block
        source = Source(text=str(f), variables=variables, formula=f, dim=len(variables))
        return analyse(source, study.kind, {v: study.ends[v] for v in variables}, power=study.power, slopes=slopes)

    found, steep = together(study.kind, parts, study.ends, study.slopes, decide)
    last = found[-1]
    if last.verdict == "undecided":
        return None
    study.notes += dict.fromkeys(note for result in found for note in result.notes)
    if last.verdict == "refuted":
        study.notes.append(f"the sum has the part {last.function}; the other variables are fixed")
        return study.result("refuted", study.scope, last.reason, witness=last.witness)
    points, closed = joined(found, steep)
    names = ", ".join(str(f) for f, _ in parts)
    study.notes.append(f"a sum of {names}: the largest block's Hessian norm, at least each block's weight")
    if steep:
        study.notes.append(f"the gradient of {', '.join(steep)} was not seen to vanish: smaller constants may do")
    reason = f"each of {len(parts)} parts certified"
    more = {"closed_form": closed[0], "certified": closed[1]} if closed else {}
    return study.result("proved", study.scope, reason, points=points, **more)


def _convex(answer: Result) -> Result:
    """Convexity has one constant, zero."""
    if answer.verdict == "proved" and answer.points[0].L0 != "0":
        point = answer.points[0]
        if not point.least or point.least == "0":
            return replace(answer, verdict="undecided", reason="zero is not reached, only a number near it")
        at = ", ".join(f"{name} = {value}" for name, value in point.at.items())
        reason = f"at {at} the least eigenvalue of the Hessian is below -({point.least}), confirmed in ball arithmetic"
        return replace(answer, verdict="refuted", reason=reason, points=())
    if answer.verdict == "proved":
        return replace(answer, reason="the Hessian is positive semidefinite throughout")
    return answer


def _line(study: Study, weight: sp.Expr) -> Result:
    (x,) = study.variables
    defined(study.f, x, study.ends[x])
    negative = study.kind.curvature == "negative"
    bound = curve(x, study.f, study.ends[x], weight=weight, power=study.power, negative=negative)
    member = study.f if study.kind.name in ("l0l1", "smooth", "first-order") else None
    kernel = Kernel(bound, member, smooth=study.kind.name == "smooth")
    return _curve(study, bound, kernel, (study.f, x))


def _curve(
    study: Study, bound: Bound, kernel: Kernel, shape: tuple[sp.Expr, sp.Symbol], *, scaled: bool = False
) -> Result:
    """A bound in one variable, on its interval or on a line or half-line; ``scaled`` if it is not that of the shape."""
    if not all(supports(sign, bound.variables) for sign in bound.signs(sp.Integer(1), sp.Integer(1))):
        return study.result("undecided", study.scope, "the second derivative has no enclosure here; try a callable")
    limit: Any = sp.Integer(0)
    try:
        limit = max((tail.threshold for tail in tails(bound)), default=limit)
        unbounded = any(tail.ratio[2] for tail in tails(bound))
    except OutOfReach:
        return _out_of_reach(study, bound, kernel, shape)
    if study.kind.curvature == "negative" and limit > 0:
        return _somewhere(study, bound)
    if limit == sp.oo:
        first, second = study.kind.constants
        rival = f"{first} + {second} * weight" if bound.weight != 0 else first
        reason = f"towards infinity the curvature outgrows every {rival}"
        return study.result("refuted", study.scope, reason, witness=_towards(bound))
    if limit != 0:
        less = "<=" if any(t.outgrows(limit) for t in tails(bound)) else "<"
        study.notes.append(f"no L0 is enough for {study.kind.constants[1]} {less} {limit}: towards infinity "
                           f"curvature/weight tends to {limit}, and both are unbounded")  # fmt: skip
    closed = None
    if study.kind.name in ("l0l1", "first-order") and not bound.bounded and not scaled:
        closed = closed_form(*shape, lambda M: bool(kernel(M, sp.Integer(1))))
    points = []
    for L1 in dict.fromkeys([*study.slopes, *([limit] if limit.is_Rational and limit > 0 else [])]):
        if limit > L1 or (L1 == 0 and unbounded) or (limit == L1 and any(t.outgrows(L1) for t in tails(bound))):
            points.append(Point(L1=str(L1), note="none: unbounded towards infinity"))
        else:
            points.append(frontier_point(bound, L1, prove=kernel, confine=lambda M, s: confine(bound, M, s)))
    points.sort(key=lambda point: sp.Rational(point.L1))
    return _conclude(study, points, closed)


def _out_of_reach(study: Study, bound: Bound, kernel: Kernel, shape: tuple[sp.Expr, sp.Symbol]) -> Result:
    """Growth that is not polynomial-exponential: a sequence of critical points, a limit, x = 1/s, or a period."""
    if study.kind.curvature == "norm" and study.kind.weight != "gap" and None in bound.ends[shape[1]]:
        if study.whole and (found := refute.waves(*shape)) is not None:
            reason = "critical points along which the curvature is unbounded"
            return study.result("refuted", study.scope, reason, witness=found)
        if (found := refute.limits(bound)) is not None:
            reason = "towards infinity the curvature outgrows every L0 + L1 weight, by limits that sympy computed"
            return study.result("refuted", study.scope, reason, witness=found)
    if inverted(bound):
        points = [
            frontier_point(bound, L1, prove=kernel, confine=lambda M, s: confine(bound, M, s)) for L1 in study.slopes
        ]
        if any(point.L0 for point in points):
            return _conclude(study, points)
    return _periodic(study, bound, kernel, shape)


def _conclude(study: Study, points: list[Point], closed: tuple[sp.Expr, str] | None = None) -> Result:
    more: dict[str, Any] = {"points": tuple(points)}
    if closed is not None and len(study.variables) > 1:
        study.notes.append("for a power of r, phi'/r <= |phi''|, so the closed form in one variable is that of R^d")
    if closed is not None:
        more |= {"closed_form": str(closed[0]), "certified": closed[1]}
    done = [point for point in points if point.L0]
    if done or closed:
        exact = sum(point.rigour == "exact" for point in done)
        reason = f"{len(done)} of {len(points)} points certified, {exact} by the kernel, the others by ball arithmetic"
        return study.result("proved", study.scope, reason if len(points) > 1 else "certified", **more)
    return study.result("undecided", study.scope, points[-1].note, **more)


def _periodic(study: Study, bound: Bound, kernel: Kernel, shape: tuple[sp.Expr, sp.Symbol]) -> Result:
    """One period stands for the line; else a box, and nothing is said of the rest."""
    (x,) = bound.variables
    shown = (bound.heights[0], bound.weight)
    period = sp.periodicity(bound.heights[0], x) if study.whole and shape[0].has(sp.sin, sp.cos) else None
    if period and all(sp.simplify(e.subs(x, x + period) - e) == 0 for e in shown):
        study.notes.append(f"periodic: checked on an interval longer than the period {period}")
        high = Fraction(int(sp.ceiling(period)))
        return _inside(study, replace(bound, ends={x: (Fraction(0), high)}), settled=True)
    low, high_ = bound.ends[x]
    inner = (-WIDE if low is None else low, WIDE if high_ is None else high_)
    return _inside(study, replace(bound, ends={x: inner}), settled=False)


def _inside(study: Study, bound: Bound, *, settled: bool) -> Result:
    """A bounded domain: the stated one (or what stands for it), or only a part of it."""
    points = [frontier_point(bound, L1, prove=lambda M, s: "", confine=lambda M, s: bound.ends) for L1 in study.slopes]
    if settled:
        return _conclude(study, points)
    box = ", ".join(f"{low} <= {v} <= {high}" for v, (low, high) in bound.ends.items())
    study.notes.append(f"the points are certified on {box} only; give --box to ask about a box of your own")
    reason = "growth at infinity is not settled: neither polynomial-exponential, radial, nor softmax-like"
    return study.result("undecided", study.scope, reason, points=tuple(points))


def _towards(bound: Bound) -> dict[str, Any]:
    """The tail that refutes, with values."""
    (x,) = bound.variables
    tail = next(t for t in tails(bound) if t.threshold == sp.oo)
    rows = []
    for k in (1, 4, 16, 64):
        height = max(sp.N(h.subs(tail.variable, k), 6) for h in tail.heights)
        row = f"{x} = {tail.side * k}: curvature {height}"
        if tail.weight:
            row += f", weight {sp.N(sp.Abs(tail.weight.subs(tail.variable, k)) ** tail.power, 6)}"
        rows.append(row)
    return {"points": f"{x} -> {'oo' if tail.side > 0 else '-oo'}", "for instance": rows}


def _somewhere(study: Study, bound: Bound) -> Result:
    """A point of negative curvature, confirmed in balls."""
    where = next((p for p in negative_points(bound) if violates(bound.domain(sp.Integer(0), sp.Integer(0)), p)), None)
    if where is None:
        return study.result("undecided", study.scope, "no point of negative curvature could be confirmed")
    at = ", ".join(f"{v} = {p}" for v, p in zip(bound.variables, where, strict=True))
    return study.result("refuted", study.scope, f"the Hessian has a negative eigenvalue at {at}, confirmed in balls")


def _space(study: Study, weight: sp.Expr) -> Result:
    """Several variables: a refuting sequence, a symmetry, or a box."""
    negative, power = study.kind.curvature == "negative", study.power
    f, variables, kind = study.f, study.variables, study.kind
    known(f, variables, study.ends)
    if (constant := _quadratic(study, weight)) is not None:
        return constant
    if study.whole and kind.weight != "gap" and (form := ridge(f, variables)) is not None:
        phi, (s, length), along = form
        slope = sp.Integer(0) if kind.weight == "none" else length * sp.diff(phi, s)
        bound = ridge_bound(phi, s, length, weight=slope, power=power, negative=negative)
        study.notes.append(f"a function phi(s) = {phi} of s = {along}: its Hessian has the norm {length**2} |phi''|")
        return _curve(study, bound, Kernel(bound, None), (phi, s), scaled=True)
    if study.whole:
        phi = radial(f, variables)
        if phi is not None and kind.weight != "gap":
            (r,) = phi.free_symbols or {sp.Symbol("r")}
            slope = sp.Integer(0) if kind.weight == "none" else sp.diff(phi, r)
            bound = radial_bound(phi, weight=slope, power=power, negative=negative)
            study.notes.append(f"a function phi(r) = {phi} of r = ||x||: eigenvalues of the Hessian phi'', phi'/r")
            for height in (*bound.heights, bound.weight):
                defined(height, r, bound.ends[r], shown=f"{f}, written in r = ||x||,")
            return _curve(study, bound, Kernel(bound, None), (phi, r))
        if not negative and (found := _outgrown(study)) is not None:
            reason = "the Hessian is unbounded along points where the gradient cannot keep up"
            return study.result("refuted", study.scope, reason, witness=found)
        if kind.weight != "gap":
            reduced = simplex(f, variables, power=power, weighted=kind.weight == "gradient", negative=negative)
            if reduced is not None:
                study.notes.append(
                    "a function of t_i = e^(x_i)/sum e^(x_j): checked on the closed simplex in shares, t_1 = a1, "
                    "t_2 = (1-a1) a2, ...; t_i = 0 is a limit"
                )
                return _inside(study, reduced, settled=True)
    pairs = study.ends.items()
    ends = {v: (-SMALL if low is None else low, SMALL if high is None else high) for v, (low, high) in pairs}
    bound = surface(variables, sp.hessian(f, variables), ends, weight=weight, power=power, negative=negative)
    if negative:
        answer = _somewhere(study, bound)
        if answer.verdict == "refuted":
            return answer
    return _inside(study, bound, settled=study.bounded)


def _quadratic(study: Study, weight: sp.Expr) -> Result | None:
    """A constant Hessian: one box shows its norm everywhere; None for other functions."""
    hessian = sp.hessian(study.f, study.variables).applyfunc(sp.simplify)
    if hessian.free_symbols:
        return None
    negative = study.kind.curvature == "negative"
    ends = {v: (Fraction(0), Fraction(1)) for v in study.variables}
    bound = surface(study.variables, hessian, ends, weight=sp.Integer(0), power=study.power, negative=negative)
    top = frontier_point(bound, sp.Integer(0), prove=lambda M, s: "", confine=lambda M, s: ends)
    critical = sp.linsolve([sp.diff(study.f, v) for v in study.variables], list(study.variables))
    needed = study.whole and study.kind.weight == "gradient" and critical.is_empty is False
    study.notes.append("the Hessian is constant" + (", and the gradient vanishes somewhere" if needed else ""))
    rest = replace(top, at={}, note="the same, as the Hessian is constant") if needed else replace(
        top, at={}, least="", note="as for 0: the Hessian is constant")  # fmt: skip
    points = [replace(rest if L1 else replace(top, at={}), L1=str(L1)) for L1 in study.slopes]
    return _conclude(study, points)


def _outgrown(study: Study) -> dict[str, Any] | None:
    if (found := refute.valley(study.f, study.variables)) is not None:
        return found
    if study.kind.weight == "gap":
        return None
    return refute.ray(study.f, study.variables, study.power, study.kind.weight == "gradient")
