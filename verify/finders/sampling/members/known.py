"""Which classes and runs members can be drawn for; imports nothing heavy, since ``applies`` asks."""

from typing import Any

import sympy as sp

from theory import measures
from theory.classes import (
    BoundedSet,
    Cocoercive,
    Convex,
    FiniteSum,
    FunctionClass,
    L0L1Smooth,
    LipschitzConvex,
    Monotone,
    Quadratic,
    Smooth,
    SmoothConvex,
    SmoothStronglyConvex,
    SmoothWeaklyConvex,
    StronglyConvex,
    Sum,
)
from theory.statement import Run

__all__ = ["SECOND", "alone", "begins", "drawable", "plain", "starts"]

PLAIN = (L0L1Smooth, Smooth, SmoothConvex)
SPLINES = (SmoothConvex, SmoothStronglyConvex, Convex, StronglyConvex)
LONE = (*PLAIN, *SPLINES, Quadratic, SmoothWeaklyConvex, LipschitzConvex, Cocoercive, Monotone)

SECOND = sp.Function("w", real=True)(0)
"""Where a second run starts."""
_FURTHER = sp.Function("z", real=True)


def alone(functions: FunctionClass) -> FunctionClass:
    """The class itself, where it was written as a sum of one summand."""
    return functions.summands[0] if isinstance(functions, Sum) and len(functions.summands) == 1 else functions


def drawable(functions: Any) -> bool:
    """Whether members of the class are known."""
    if not isinstance(functions, FunctionClass):
        return False
    functions = alone(functions)
    if isinstance(functions, FiniteSum):
        return isinstance(functions.part, SmoothConvex | SmoothStronglyConvex)
    if isinstance(functions, Sum):
        *others, last = functions.summands
        return all(isinstance(part, SPLINES) for part in others) and isinstance(last, (*SPLINES, BoundedSet))
    return isinstance(functions, LONE)


def starts(run: Run) -> tuple[Any, ...]:
    """The points to draw besides x(0): where a second run starts, and what the method asks for by ``f.start()``."""
    relations = (*run.given, *(run.then if isinstance(run.then, tuple) else (run.then,)))
    plainly = [part for part in relations if isinstance(part, sp.Basic)]
    asked = {type(node) for part in plainly for node in part.atoms(measures.Measure)}
    found: list[Any] = [SECOND] if measures.separation in asked else []
    if measures.memory_distance in asked:
        found.append(_FURTHER(0))
    if measures.expected_divergence in asked and isinstance(run.functions, FiniteSum):
        found += [_FURTHER(i) for i in range(run.functions.count)]
    return tuple(found)


def begins(points: Any) -> list[Any]:
    """Those of the points of a trial that ``f.start()`` returns, in order."""
    return sorted((point for point in points if getattr(point, "func", None) == _FURTHER), key=lambda p: int(p.args[0]))


def plain(run: Run | None) -> bool:
    """Whether the run is one on a function with gradients, for any horizon, that asks for nothing else."""
    if run is None:
        return True
    several = any(isinstance(sp.sympify(value), sp.Tuple) for value in run.parameters.values())
    return isinstance(run.functions, PLAIN) and not several and not starts(run)
