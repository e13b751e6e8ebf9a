"""Curvature against weight, with the lines L0 + L1 * weight of the frontier above them."""

from pathlib import Path

import numpy as np
import sympy as sp

from theory import PaperError
from verify.smoothness.blackbox.sample import Probe
from verify.smoothness.bound import surface
from verify.smoothness.read import box as read_box
from verify.smoothness.read import read
from verify.smoothness.result import Result
from verify.smoothness.search import scatter

__all__ = ["draw"]


def draw(function: str, result: Result, file: str, *, box: str = "", dim: int = 0) -> None:
    """Write the picture; the ending of the file says in which format.

    Args:
        function: as given on the command line.
        result: what was found about it.
        file: where to write.
        box: as for ``verify.smoothness.smoothness``.
        dim: the same.

    Raises:
        PaperError: if the file cannot be written.
    """
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "rateproof"
    from matplotlib import pyplot
    from matplotlib.ticker import LogFormatterSciNotation, LogLocator, NullFormatter

    weight, curvature = _cloud(function, result, box, dim)
    figure, axes = pyplot.subplots(figsize=(6, 4.5), layout="constrained")
    axes.loglog(weight, curvature, ".", markersize=2, color="0.5", label="points of the domain")
    line = np.geomspace(*_range(weight), 300)
    for point in result.points:
        if point.L0 and point.L1 != "0" and result.kind.weight == "gradient":
            heights = float(sp.Rational(point.L0)) + float(sp.Rational(point.L1)) * line ** _power(result)
            label = f"{float(sp.Rational(point.L0)):.4g} + {point.L1} w"
            axes.loglog(line, heights, linewidth=0.8, label=label)
    for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        few = high < 20 * low  # between two powers of ten there may be no label at all; between more, too many
        axis.set_minor_locator(LogLocator(subs=(2, 5) if few else (2, 3, 4, 5, 6, 7, 8, 9)))
        axis.set_minor_formatter(LogFormatterSciNotation(minor_thresholds=(10, 10)) if few else NullFormatter())
    axes.set_xlabel("w = gradient norm")
    axes.set_ylabel("Hessian norm" if result.kind.curvature == "norm" else "- least eigenvalue of the Hessian")
    axes.set_title(f"{result.function}: {result.verdict}", fontsize=9)
    axes.legend(fontsize=7)
    try:
        metadata = {"Date": None} if Path(file).suffix == ".svg" else None
        figure.savefig(file, dpi=150, metadata=metadata)
    except (OSError, ValueError) as error:
        raise PaperError(f"--plot {file}: {error}") from None
    finally:
        pyplot.close(figure)


def _power(result: Result) -> float:
    return float(sp.Rational(result.power))


def _cloud(function: str, result: Result, box: str, dim: int) -> tuple[np.ndarray, np.ndarray]:
    """Weight and curvature at up to 3000 points, positive ones only."""
    source = read(function, dim)
    ends = read_box(box, source.variables or sp.symbols(f"w0:{source.dim or 1}", real=True))
    if source.formula is None:
        assert source.call is not None
        probe = Probe(source.call, source.dim, result.kind, _power(result))
        rows = [found for p in scatter(list(ends.values()), 500) if (found := probe.measure(p)) is not None]
        curvature, weight = np.array(rows).T
    else:
        gradient = [sp.diff(source.formula, v) for v in source.variables]
        size = sp.sqrt(sp.Add(*(g**2 for g in gradient)))
        bound = surface(source.variables, sp.hessian(source.formula, source.variables), ends, weight=size, power=1,
                        negative=result.kind.curvature == "negative")  # fmt: skip
        curvature, weight = bound.values(scatter(list(ends.values()), 3000))
    noise = 0.0 if source.formula is not None else 1e-6  # of second differences
    good = np.isfinite(curvature) & np.isfinite(weight) & (curvature > noise) & (weight > 0)
    if not good.any():
        raise PaperError("--plot: no point with positive gradient norm and curvature was met.")
    good &= np.clip(weight, 1e-4, 1e4) == weight if (np.clip(weight[good], 1e-4, 1e4) == weight[good]).any() else True
    return weight[good], curvature[good]


def _range(weight: np.ndarray) -> tuple[float, float]:
    low, high = float(weight.min()), float(weight.max())
    return low, max(high, 2 * low)
