"""Long runs of a method on an explicit function of one variable, in ball arithmetic.

Running the method's text directly on balls is hopeless over thousands of steps: g/|g| alone doubles the relative
radius, although a clipped step does not stretch anything.  So the method is traced once with formal gradients; its
one-step map F is then evaluated in mean-value form, F(mid) + F'(ball)(ball - mid), and the radius grows by |F'|.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp
from flint import arb, ctx

from theory.symbols import f, grad, inner, norm
from verify.finders.covers.balls.enclosure import Undefined, to_arb
from verify.finders.covers.balls.evaluate import compile_expression
from verify.finders.worst_case.trace import NotMemoryless, one_step

__all__ = ["NotMemoryless", "Orbit", "orbit", "step_map"]


@dataclass(frozen=True, kw_only=True)
class Orbit:
    """Enclosures along a run.

    Attributes:
        steps: how many steps were taken.
        least: a lower bound of |f'(x_k)| over k = 0..steps.
        greatest: an upper bound of the same.
        first: enclosures of x_0, x_1, ... (at most eight).
        last: the enclosure of the last iterate.
    """

    steps: int
    least: arb
    greatest: arb
    first: tuple[arb, ...]
    last: arb


def step_map(
    method: Callable[..., Any], parameters: Mapping[str, Any], function: sp.Expr, variable: sp.Symbol
) -> sp.Expr:
    """The method's map x_k -> x_{k+1} on an explicit function of one variable.

    Args:
        method: generator that yields the iterates.
        parameters: its parameters, exact.
        function: the objective, an expression in ``variable``.
        variable: also the variable of the map that is returned.

    Raises:
        NotMemoryless: when the second step is not the same map as the first.
    """
    first = one_step(method, parameters, variable)
    slope = sp.diff(function, variable)
    scalar = first.replace(norm, sp.Abs).replace(inner, sp.Mul)
    scalar = scalar.replace(grad, lambda x: slope.subs(variable, x)).replace(f, lambda x: function.subs(variable, x))
    return sp.sympify(scalar)


def orbit(
    method: Callable[..., Any],
    parameters: Mapping[str, Any],
    function: sp.Expr,
    variable: sp.Symbol,
    start: Any,
    *,
    steps: int,
    bits: int = 128,
    radius: Any = 0,
) -> Orbit:
    """Run the method for ``steps`` steps and bound |f'| along the way.

    Args:
        method: see ``step_map``.
        parameters: see ``step_map``.
        function: see ``step_map``.
        variable: see ``step_map``.
        start: the rational start.
        steps: number of steps.
        bits: working precision.
        radius: every start within this distance of ``start`` is covered by the result.

    Returns:
        The enclosures.

    Raises:
        NotMemoryless: see ``step_map``.
        Undefined: when a ball grows so wide that the step is no longer defined on it.
    """
    image = step_map(method, parameters, function, variable)
    with ctx.workprec(bits):
        variables = (variable,)
        move, stretch, slope = (
            compile_expression(e, variables, to_arb)
            for e in (image, sp.diff(image, variable), sp.diff(function, variable))
        )
        x = arb(to_arb(start).mid(), to_arb(start).rad() + to_arb(radius))
        first = [x]
        least = greatest = abs(slope((x,)))
        least, greatest = least.lower(), greatest.upper()
        for k in range(1, steps + 1):
            x = _advance(x, move, stretch)
            if not x.is_finite():
                raise Undefined(f"after {k} steps the enclosure is too wide: take over {bits} bits or a smaller radius")
            g = abs(slope((x,)))
            least, greatest = min(least, g.lower()), max(greatest, g.upper())
            if k < 8:
                first.append(x)
    return Orbit(steps=steps, least=least, greatest=greatest, first=tuple(first), last=x)


def _advance(x: arb, move: Callable[[Any], Any], stretch: Callable[[Any], Any]) -> arb:
    middle = x.mid()
    plain: arb = move((x,))
    centred: arb = move((middle,)) + stretch((x,)) * (x - middle)
    if not centred.is_finite():
        return plain
    return plain.intersection(centred) if plain.is_finite() else centred
