"""Derivations: the slow function, on which steps of bounded length need long, and what the lower bounds share."""

from theory.derivation import Derivation, Step, by_cases, close, have, induct, instance, rewrite
from theory.papers.zhang2020.proofs.lower_bound import every_step, on_linear_part

__all__ = ["PROOFS", "SLOW", "few_steps", "max_above", "slow_run_fails"]

SLOW = "slope*(-max(-1, min(1, w(k)/width))**3 + 3*max(-1, min(1, w(k)/width)))/2"


def max_above(first: str, second: str, fact: str, which: str) -> tuple[Step, ...]:
    """The goal eps < max(first, second), from a fact about the ``left`` or the ``right`` entry."""
    return (close([f"max_{which}(a={first}, b={second})", fact]),)


def few_steps(weight: str, threshold: str, room: str, budget: str) -> tuple[Step, ...]:
    """``steps``: weight*h*k <= room, from ``short``: L1 M h <= threshold.

    Args:
        weight: a square.
        threshold: the bound on L1 M h.
        room: what the steps may use up.
        budget: name of weight*threshold*k <= L1 M room.
    """
    return (
        have("k0", "0 <= k", "nat_nonnegative(a=k)"),
        have("square", f"0 <= {weight}*k", "k0"),
        have("product", f"{weight}*k*(L1*M*h) <= {weight}*k*({threshold})", "short square"),
        have("scaled", f"L1*M*({weight}*h*k) <= L1*M*({room})", f"product {budget}"),
        have("steps", f"{weight}*h*k <= {room}", "scaled h3 h4"),
    )


def slow_run_fails(threshold: str, *, width: str, budget: str, length: str, slow: str) -> tuple[Step, ...]:
    """``steep``: the slope at w(k) exceeds eps, from ``short``: L1 M h <= threshold.

    Args:
        threshold: the bound on L1 M h.
        width: name of 2 L0 width == 3 slope.
        budget: name of slope^2*threshold*k <= L1 M (Delta - 15 slope^2/(16 L0)).
        length: name of 0 < h.
        slow: name of eps < slope.
    """
    return (
        *few_steps("slope**2", threshold, "Delta - 15*slope**2/(16*L0)", budget),
        have("offset", "15*slope**2/(16*L0) == 5*slope*width/8", f"{width} h2"),
        have("count", "h*k*slope**2 <= Delta - 5*slope*width/8", "steps offset"),
        have("some", "0 <= h*(slope**2*k)", f"square {length}"),
        have("high", "5*slope*width/8 <= Delta", "count some"),
        instance("far", "ours/slow-count#1", why="a short step: too few of them to leave the slow slope"),
        have("steep", f"eps < {SLOW}", f"far {slow}"),
    )


def slow_step(length: str, start: str, end: str) -> tuple[Step, ...]:
    """``part.0`` for the slow function: w(k) >= width."""
    return (
        have("size", "0 < h*slope/2", "h2 h4"),
        *every_step("w", "max(-1, min(1, w(i)/width))", "h*slope/2", end, "size"),
        instance("far", "distance", i="k"),
        have("steps", "h*slope*k <= (Delta - 5*slope*width/8)/slope", f"{length} h4"),
        close(f"far steps {start}"),
    )


def _curved() -> tuple[Step, ...]:
    """The middle piece of the slow function: its curvature lies between 0 and L0."""
    slope = "4*u**3/width**4 - 12*u/width**2"
    return (
        have("r", "0 < 1/width", "h4"),
        have("inside", "u**2/width**2 <= 1", "h4 h6 h7"),
        have("most", "3*slope/(2*width) <= L0", "h5 h4"),
        have("curved", "0 <= slope/width*(1 - u**2/width**2)", "inside r h3"),
        have("square", "0 <= slope*width*u**2/width**4", "h3 h4"),
        by_cases(
            "size", "0", slope, f"0 <= abs({slope})",
            [close(f"abs_of_nonnegative(a={slope}) size.le")],
            [close(f"abs_of_nonpositive(a={slope}) size.gt")],
        ),
        have("last", f"0 <= L1*slope*width*abs({slope})/8", "size h2 h3 h4"),
    )


SLOW_MEMBER = Derivation(
    (
        None,
        None,
        (*_curved(), close("most square last h4")),
        (*_curved(), close("curved last h1 h4")),
    )
)

SLOW_COUNT = Derivation(
    (
        slow_step("h7", "h8", "h9"),
        (
            instance("beyond", "part.0"),
            have("scaled", "1 <= w(k)/width", "beyond h5"),
            *on_linear_part("w(k)/width", "scaled"),
            have("two", "slope <= slope*(-1**3 + 3*1)/2", "h4"),
            rewrite("end", None, "two", "clipped"),
        ),
    )
)

BOUNDED = Derivation.of(
    induct(
        "distance", "i", "w(0) - kappa/L1*i <= w(i)",
        [close()],
        [instance("moves", "h10", i="i"), close("distance.ih moves")],
    ),
    instance("far", "distance", i="k"),
    have("steps", "kappa/L1*k <= (Delta - 5*slope*width/8)/slope", "h8 h2 h5"),
    close("far steps h9"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "slow-member": SLOW_MEMBER,
    "slow-count": SLOW_COUNT,
    "bounded-step-count": BOUNDED,
}
