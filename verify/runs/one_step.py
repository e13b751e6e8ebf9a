"""The decrease that one gradient step guarantees: exact on the line, bracketed in the plane.

On the line f' falls fastest along s(t) = s(g) - t, so the least decrease is H(s(g)) - H(s(g) - r) for a step of length
r = h g.  A function of one variable is one of many, so this bounds the guarantee in every dimension from above; the
least fall over planar gradient curves bounds it from below, as far as the local search finds the least (floats).
"""

from fractions import Fraction
from typing import Any

from verify.finders.worst_case.line import Line
from verify.finders.worst_case.planar import least_fall

__all__ = ["compute"]

PLACE = {"L0": Fraction(1), "L1": Fraction(1), "g": Fraction(1)}
STEPS = tuple(Fraction(i, 40) for i in range(1, 53))


def compute() -> dict[str, Any]:
    """The guaranteed decrease for every step size."""
    line, g = Line(PLACE["L0"], PLACE["L1"]), float(PLACE["g"])
    start = line.level(g)
    return {
        "what": "least f(x) - f(x - h grad f(x)) over the class, where |grad f(x)| = g",
        "rigour": "numerical",
        "parameters": {name: str(value) for name, value in PLACE.items()},
        "step sizes": [str(h) for h in STEPS],
        "line": [float(line.energy(start) - line.energy(start - float(h) * g)) for h in STEPS],
        "plane": [least_fall(line, g, float(h) * g).fall for h in STEPS],
    }
