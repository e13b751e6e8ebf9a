"""Derivations: the bias of clipped stochastic gradients."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, instance

__all__ = ["PROOFS"]

CLIP = "max(-c, min(c, v))"


def _expected(name: str, a0: str, a1: str, a2: str, a3: str, facts: str) -> tuple[Step, ...]:
    """The expectation of a0 + a1 v + a2 v^2 + a3 clip(v), which is nonnegative on each of the three pieces."""
    term = f"0 <= {a0} + {a1}*v + {a2}*v**2 + {a3}*{CLIP}"
    return (
        fix(
            f"{name}.surely", {"v": "real"}, {},
            by_cases(
                f"{name}.high", "c", "v", term,
                [
                    have(f"{name}.top", "min(c, v) == c", f"min_is_left(a=c, b=v) {name}.high.le"),
                    have(f"{name}.flat", f"{CLIP} == c", f"max_is_right(a=-c, b=min(c, v)) {name}.top h2"),
                    close(f"{name}.flat {name}.high.le {facts}"),
                ],
                [
                    have(f"{name}.inside", "min(c, v) == v", f"min_is_right(a=c, b=v) {name}.high.gt"),
                    by_cases(
                        f"{name}.low", "-c", "v", term,
                        [
                            have(f"{name}.same", f"{CLIP} == v",
                                 f"max_is_right(a=-c, b=min(c, v)) {name}.inside {name}.low.le"),
                            close(f"{name}.same {name}.low.le {name}.high.gt {facts}"),
                        ],
                        [
                            have(f"{name}.bottom", f"{CLIP} == -c",
                                 f"max_is_left(a=-c, b=min(c, v)) {name}.inside {name}.low.gt"),
                            close(f"{name}.bottom {name}.low.gt {facts}"),
                        ],
                    ),
                ],
            ),
        ),
        instance(f"{name}.mean", "h4", a0=a0, a1=a1, a2=a2, a3=a3),
    )  # fmt: skip


BIAS = Derivation.of(
    *_expected("e", "G**2", "(-2*(2*c + G))", "1", "(4*(c + G))", "h1 h2"),
    close("e.mean"),
)
LARGE = Derivation.of(
    by_cases(
        "small",
        "G",
        "c",
        "G <= sigma - c",
        [close("small.le h5")],
        [
            *_expected("e", "(2*G**2 - c**2)*c", "(-2*(2*G + c))*c", "c", "(2*(G + c)**2)", "small.gt h2"),
            have("square", "(G + c)**2 <= sigma**2", "e.mean h2"),
            have("plus", "0 < G + c + sigma", "h1 h2 h3"),
            have("root", "G + c <= sigma", "square plus"),
            close("root"),
        ],
    ),
)


def _two(high: str, low: str) -> Derivation:
    """The expectation over two values satisfies the hypothesis."""
    return Derivation(
        (
            *(None,) * 3,
            (
                instance("up", "h1", v=high),
                instance("down", "h1", v=low),
                have("clipped", f"min(1, {high}) == 1", f"min_is_left(a=1, b={high})"),
                have("top", f"max(-1, min(1, {high})) == 1", f"max_is_right(a=-1, b=min(1, {high})) clipped"),
                have("inside", f"min(1, {low}) == {low}", f"min_is_right(a=1, b={low})"),
                have("bottom", f"max(-1, min(1, {low})) == {low}", f"max_is_right(a=-1, b=min(1, {low})) inside"),
                have("up'", f"0 <= a0 + a1*{high} + a2*{high}**2 + a3", "up top"),
                have("down'", f"0 <= a0 + a1*{low} + a2*{low}**2 + a3*{low}", "down bottom"),
                close("up' down'"),
            ),
        )
    )  # fmt: skip


COIN = _two("3", "(-1)")
PROOFS = {
    "clip-bias": BIAS,
    "clip-bias-large-noise": LARGE,
    "clip-bias-too-good": COIN,
    "clip-bias-large-noise-too-good": COIN,
    "clip-bias-small-noise": _two("(9/4)", "(-1/4)"),
}
