"""Derivations of the stability edge."""

from theory.derivation import Derivation, close, have, instance

__all__ = ["PROOFS"]

COUNT = (
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero h3 h4"),
    have("one", "1 <= n", "discrete"),
    instance("r", "inverse", a="n"),
    have("a0", "0 < L*alpha", "h1 h2"),
    instance("a", "inverse", a="L*alpha", using="a0"),
    instance("a1", "inverse_positive", a="L*alpha", using="a0"),
)
STABLE = Derivation(
    (
        (
            *COUNT,
            # (n - 1)/((2n - 1) a) times ((2n - 1) a y - n z)^2, and n^3/((2n - 1) a) z^2
            have("b0", "0 < 2*n - 1", "one"),
            instance("b", "inverse", a="2*n - 1", using="b0"),
            instance("b1", "inverse_positive", a="2*n - 1", using="b0"),
            have("w", "0 <= (n - 1)*(1/(2*n - 1))*(1/(L*alpha))", "one b1 a1"),
            instance("square", "square_nonnegative", a="(2*n - 1)*(L*alpha)*y - n*z"),
            have("t1", "0 <= (n - 1)*(1/(2*n - 1))*(1/(L*alpha))*((2*n - 1)*(L*alpha)*y - n*z)**2", "w square"),
            have("t2", "0 <= n**3*(1/(2*n - 1))*(1/(L*alpha))*z**2", "h4 b1 a1"),
            close("t1 t2 a b"),
        ),
        (
            *COUNT,
            have("d0", "0 < 2*n - L*alpha*(2*n - 1)", "h5"),
            instance("d", "inverse", a="2*n - L*alpha*(2*n - 1)", using="d0"),
            close("d r a"),
        ),
    )
)
KEY = "lerouxschmidtbach2012"
UNSTABLE = Derivation(
    (
        (
            *COUNT,
            have("d", "0 <= (L*alpha*(2*n - 1) - 2*n)*z**2", "h5"),
            close("d r a"),
        ),
        (
            *COUNT,
            have("n2", "0 <= (n - 1)*(n + 1)", "one"),
            have("z", "0 <= (1/(L*alpha))*z0**2*((n - 1)*(n + 1))", "n2 a1"),
            close("z"),
        ),
    )
)
MARGIN = Derivation.of(
    instance("l", "inverse", a="L"),
    have("is", "L*alpha == 101/100", "h6 l"),
    have("far", "2*n <= L*alpha*(2*n - 1)", "is h5"),
    instance("all", f"{KEY}/edge-unstable", z0="z", using="far"),
    close("all"),
)

PROOFS: dict[str, Derivation] = {"edge-stable": STABLE, "edge-unstable": UNSTABLE, "edge-margin": MARGIN}
