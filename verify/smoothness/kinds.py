"""The classes that a function can be tried on: each bounds a curvature by a constant and a multiple of a weight."""

from dataclasses import dataclass
from typing import Literal

from theory import PaperError

__all__ = ["KINDS", "Kind", "kind"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """curvature <= L0 + L1 * weight**power at every point of the domain.

    Attributes:
        name: as on the command line.
        text: the inequality.
        constants: names of the two constants.
        weight: what the second constant multiplies.
        curvature: "norm" of the Hessian, or "negative": the largest eigenvalue of minus the Hessian.
        source: where the class is from, and why this inequality decides it.
    """

    name: str
    text: str
    constants: tuple[str, str] = ("L0", "L1")
    weight: Literal["gradient", "gap", "none"] = "gradient"
    curvature: Literal["norm", "negative"] = "norm"
    source: str


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(name="l0l1", text="||hess f|| <= L0 + L1 ||grad f||", source="Zhang et al. 2020, Definition 1"),
        Kind(
            name="smooth",
            text="||hess f|| <= L",
            constants=("L", "0"),
            weight="none",
            source="for C^2 functions on a convex domain the same as an L-Lipschitz gradient (mean value theorem)",
        ),
        Kind(
            name="first-order",
            text="||grad f(x) - grad f(y)|| <= (L0 + L1 ||grad f(y)||) ||x - y|| for ||x - y|| <= 1/L1",
            source="Zhang et al. 2020, Definition 1, first-order version.  With y -> x it implies the second-order "
            "inequality with the same constants; on a convex domain the second-order one with (L0, L1) implies it "
            "with ((e-1) L0, (e-1) L1), as the gradient changes by at most (L0/L1 + ||grad f(y)||)(e^(L1 d) - 1) "
            "within distance d",
        ),
        Kind(
            name="alpha",
            text="||hess f|| <= L0 + L1 ||grad f||^alpha",
            source="Chen et al. 2023, alpha-symmetric: ||grad f(x) - grad f(y)|| <= (L0 + L1 max ||grad f||^alpha on "
            "the segment) ||x - y||; for C^2 functions on a convex domain the same (mean value theorem; y -> x)",
        ),
        Kind(
            name="h0h1",
            text="||hess f|| <= H0 + H1 (f - inf f)",
            constants=("H0", "H1"),
            weight="gap",
            source="Alimisis, Islamov, Lucchi 2025, (H0,H1)-smooth",
        ),
        Kind(
            name="convex",
            text="0 <= v'(hess f)v",
            constants=("mu", "0"),
            weight="none",
            curvature="negative",
            source="for C^2 functions on a convex domain the same as convexity",
        ),
    )
}
"""The classes by name."""


def kind(name: str) -> Kind:
    """The class of that name.

    Raises:
        PaperError: for any other name.
    """
    if name not in KINDS:
        raise PaperError(f"--class {name}: there is no such class. Known: {', '.join(KINDS)}.")
    return KINDS[name]
