"""Black boxes: derivatives by autodiff or differences, sampled, searched for the worst point: at best they survive."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from theory import PaperError
from verify.smoothness.blackbox.autodiff import derivatives
from verify.smoothness.bound import Ends
from verify.smoothness.kinds import Kind
from verify.smoothness.read import Source
from verify.smoothness.result import Point, Result
from verify.smoothness.search import climb, scatter

__all__ = ["sample"]

AGREE = 1e-3
"""Two step sizes must give the same derivatives up to this, relative to their size, for a draw to count."""


class Probe:
    """A callable with derivatives: by autodiff for functions of torch and jax, else by central differences.

    Args:
        call: takes one array of shape (d,), or a float if d is 0, and returns a number.
        dim: d.
        kind: the class.
        power: of the gradient norm.
    """

    def __init__(self, call: Callable[..., Any], dim: int, kind: Kind, power: float) -> None:
        self.call, self.array, self.dim, self.kind, self.power = call, dim > 0, max(dim, 1), kind, power
        self.own = derivatives(call, dim)
        self.lowest = np.inf

    def value(self, point: np.ndarray) -> float:
        """f at the point, as a float."""
        with np.errstate(all="ignore"):
            try:
                found = self.ask(point)
            except (ArithmeticError, ValueError):
                return np.nan
            except Exception as error:
                raise PaperError(f"at {point.tolist()} the function raised {type(error).__name__}: {error}.") from None
        if found < self.lowest:
            self.lowest = found
        return found

    def ask(self, point: np.ndarray) -> float:
        """f at the point, or the error that the callable raises."""
        if self.own is not None:
            return self.own.value(point)
        found = np.asarray(self.call(point if self.array else float(point[0])))
        if found.size != 1:
            raise PaperError(f"it returned an array of shape {found.shape}; a function returns one number")
        return float(found.reshape(()))

    def derivatives(self, point: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
        """Gradient (d,) and Hessian (d, d) with steps of ``scale`` relative to the point."""
        d, step = self.dim, scale * np.maximum(1.0, np.abs(point))
        moves = np.diag(step)
        centre = self.value(point)
        ahead = np.array([self.value(point + m) for m in moves])
        behind = np.array([self.value(point - m) for m in moves])
        hessian = np.diag((ahead - 2 * centre + behind) / step**2)
        for i in range(d):
            for j in range(i):
                corners = (self.value(point + a * moves[i] + b * moves[j]) * a * b for a in (1, -1) for b in (1, -1))
                hessian[i, j] = hessian[j, i] = sum(corners) / (4 * step[i] * step[j])
        return (ahead - behind) / (2 * step), hessian

    def measure(self, point: np.ndarray) -> tuple[float, float] | None:
        """Curvature and weight, or None where the derivatives cannot be trusted."""
        known = self._exact(point) if self.own is not None else self._differences(point)
        if known is None:
            return None
        gradient, hessian = known
        eigenvalues = np.linalg.eigvalsh(hessian)
        curvature = largest = np.abs(eigenvalues).max()
        if self.kind.curvature == "negative":  # what lies within the error of the derivatives is no curvature
            error = 10 * AGREE if self.own is None else 1e-9
            curvature = -eigenvalues[0] if -eigenvalues[0] > error * largest else 0.0
        if self.kind.weight == "gap":
            return float(curvature), self.value(point) - self.lowest
        if self.kind.weight == "gradient":
            return float(curvature), float(np.linalg.norm(gradient)) ** self.power
        return float(curvature), 0.0

    def _exact(self, point: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
        assert self.own is not None
        if not np.isfinite(self.value(point)):
            return None
        gradient, hessian = self.own.both(point)
        return (gradient, hessian) if np.isfinite(gradient).all() and np.isfinite(hessian).all() else None

    def _differences(self, point: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
        first, second = self.derivatives(point, 1e-4), self.derivatives(point, 3e-4)
        flat = [np.concatenate([g, h.ravel()]) for g, h in (first, second)]
        if not (np.isfinite(flat[0]).all() and np.isfinite(flat[1]).all()):
            return None
        agree = np.max(np.abs(flat[0] - flat[1])) <= AGREE * (1e-2 + np.max(np.abs(flat[0])))
        return first if agree else None


def sample(source: Source, kind: Kind, ends: Mapping[sp.Symbol, Ends], *, power: sp.Rational,
           slopes: Sequence[sp.Rational], trials: int = 500, seed: int = 0) -> Result:  # fmt: skip
    """The tightest constants seen.

    Args:
        source: a callable.
        kind: the class.
        ends: of each variable; empty for everywhere.
        power: alpha of the class "alpha".
        slopes: the L1 for which the largest L0 seen is given.
        trials: points drawn before the search for a worse one.
        seed: of the draws.

    Raises:
        PaperError: if the callable fails on its arguments.
    """
    assert source.call is not None
    dim = source.dim or 1
    probe = Probe(source.call, source.dim, kind, float(power))
    names = [str(v) for v in source.variables] or [f"w{i}" for i in range(dim)]
    limits = list(ends.values()) or [(None, None)] * dim
    _try(probe, source.text, source.dim)
    points = scatter(limits, trials, seed)
    if kind.weight == "gap":  # the lowest value first: every weight is relative to it
        for point in points:
            probe.value(point)
    seen = [(point, found) for point in points if (found := probe.measure(point)) is not None]
    if len(seen) * 20 < trials:
        which = "are the derivatives finite" if probe.own else "do two step sizes give the same derivatives"
        raise PaperError(f"{source.text}: only at {len(seen)} of {trials} points {which}. "
                         "Is it twice differentiable on the box? Give --box, or a formula.")  # fmt: skip
    rows, growing = [], 0
    for L1 in slopes if kind.weight != "none" else [sp.Integer(0)]:
        point, value = _worst(probe, seen, float(L1), limits)
        at = {name: f"{entry:.6g}" for name, entry in zip(names, point, strict=True)}
        near = max((c - float(L1) * w for p, (c, w) in seen if np.max(np.abs(p)) < 32), default=0.0)
        growing += bool(np.max(np.abs(point)) >= 64 and value > 1.01 * max(near, 0.0) + 1e-9)
        rows.append(Point(L1=str(L1), L0=f"{max(0.0, value):.6g}", at=at, rigour="sampled", note="largest seen"))
    notes = [source.note if probe.own is None else
             f"a black box: differentiated by {probe.own.library}'s autodiff, sampled, proves nothing"]  # fmt: skip
    if growing == len(rows) and any(None in pair for pair in limits):
        notes.append("for every L1 tried the worst point lies at the edge of what was searched: the constants shown "
                     "grow with it, so it may well not be a member; a formula would settle it")  # fmt: skip
    if len(seen) < trials:
        notes.append(f"{trials - len(seen)} of {trials} draws were rejected: not finite"
                     f"{'' if probe.own else ', or two step sizes disagree'}")  # fmt: skip
    bounded = all(None not in pair for pair in limits)
    scope = "on the box" if bounded else "at points of every size to 128"
    reason = f"{len(seen)} effective trials, then a search for the worst ratio from the worst; floats prove nothing"
    return Result(function=source.text, kind=kind, verdict="survived", scope=scope, reason=reason, power=str(power),
                  points=tuple(rows), trials=len(seen), notes=tuple(notes))  # fmt: skip


def _try(probe: Probe, text: str, dim: int) -> None:
    """One call, so that a callable with other arguments is one sentence."""
    given = f"an array of length {dim}" if dim else "one float"
    try:
        probe.ask(np.full(max(dim, 1), 0.5))
    except ArithmeticError:
        return
    except PaperError as error:
        raise PaperError(f"{text}: called with {given}, {error}.") from None
    except ValueError as error:
        if "domain" not in str(error):
            raise PaperError(f"{text}: called with {given}, it raised ValueError: {error}. "
                             "A function of an array of d numbers needs --dim d.") from None  # fmt: skip
    except Exception as error:
        raise PaperError(f"{text}: called with {given}, it raised {type(error).__name__}: {error}. "
                         "A function of an array of d numbers needs --dim d.") from None  # fmt: skip


def _worst(
    probe: Probe, seen: list[tuple[np.ndarray, tuple[float, float]]], L1: float, limits: Sequence[Ends]
) -> tuple[np.ndarray, float]:
    """The largest curvature - L1 weight: among the points seen, then uphill from the three largest."""
    box = [(-128.0 if low is None else float(low), 128.0 if high is None else float(high)) for low, high in limits]

    def goal(point: np.ndarray) -> float:
        found = probe.measure(point)
        return -np.inf if found is None else found[0] - L1 * found[1]

    ranked = sorted(seen, key=lambda item: L1 * item[1][1] - item[1][0])
    best, top = ranked[0][0], ranked[0][1][0] - L1 * ranked[0][1][1]
    for start, _ in ranked[:2]:
        found = climb(goal, start, box, limit=60 * len(box))
        if (value := goal(found)) > top:
            best, top = found, value
    return best, top
