"""The best rate that a quadratic Lyapunov function which does not tell the indices apart can show, by bisection."""

from typing import Any

import numpy as np

__all__ = ["best_rate"]


def best_rate(count: int, ratio: float, step: float, tolerance: float = 1e-3) -> float:
    """The largest delta with E Q+ <= (1 - delta) Q for some Q, up to a relative ``tolerance``; L = 1.

    Q = p0 sum ||u_i||^2 + p1 ||U||^2 + 2 p2 <U, v> + p3 ||v||^2, as in Lemma 1 of Le Roux, Schmidt, Bach 2012; a
    semidefinite program for each delta, whose solver works in floats.

    Args:
        count: n.
        ratio: mu/L.
        step: alpha in units of 1/L.
        tolerance: of the bisection.
    """
    low, high = 0.0, 4 * step * ratio
    problem, rate = _program(count, ratio, step)
    while high - low > tolerance * high:
        rate.value = (low + high) / 2
        low, high = (rate.value, high) if _solvable(problem) else (low, rate.value)
    return float(low)


def _program(n: int, ratio: float, step: float) -> tuple[Any, Any]:
    """The program in p and the multipliers, with the rate as a parameter.

    In the mean of the indices the form is one in (U, W, v), in what sums to zero one in (u, w).
    """
    import cvxpy as cp
    from cvxpy.atoms.affine.bmat import bmat

    p, rate = cp.Variable(4), cp.Parameter(nonneg=True)
    # of: every f_i cocoercive; the mean strongly convex; the mean strongly convex and smooth at once
    first, second, third = cp.Variable(nonneg=True), cp.Variable(nonneg=True), cp.Variable(nonneg=True)
    h = step / n
    curved = p[1] - 2 * h * p[2] + h**2 * p[3]
    cross = p[2] - h * p[3]
    # E Q+ over n draws: p0 ((n-1) S + W2) + curved (n UU + 2 U(W-U) + W2 - 2 M + S) + 2 cross ((n-1) U + W) v + n p3 vv
    apart = bmat([[n * (1 - rate) * p[0] - (n - 1) * p[0] - curved, curved], [curved, first - p[0] - curved]])
    uu = n * (1 - rate) * (p[0] / n + p[1]) - (n - 1) * p[0] / n - curved * (n - 2 + 1 / n)
    uw = curved / n - curved
    ww = (first - p[0] - curved) / n + third / n
    uv = n * (1 - rate) * p[2] - (n - 1) * cross
    wv = -cross - first / 2 - second / 2 - third * (1 + ratio) / 2
    vv = n * (1 - rate) * p[3] - n * p[3] + (second + third) * n * ratio
    whole = bmat([[uu, uw, uv], [uw, ww, wv], [uv, wv, vv]])
    form = bmat([[p[0] / n + p[1], p[2]], [p[2], p[3] - 1]])
    return cp.Problem(cp.Minimize(0), [apart >> 0, whole >> 0, form >> 0, p[0] >= 0]), rate


def _solvable(problem: Any) -> bool:
    import cvxpy as cp

    try:
        problem.solve(solver=cp.CLARABEL)
    except cp.error.SolverError:
        return False
    return bool(problem.status == cp.OPTIMAL and np.isfinite(problem.value))
