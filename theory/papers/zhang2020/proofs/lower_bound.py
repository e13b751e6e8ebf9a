"""Derivations of the proof of Theorem 4 as printed: long steps on f1, short steps on f2; and Remark 5."""

from theory.derivation import Derivation, Step, close, have, induct, instance, rewrite

__all__ = ["PROOFS", "above_start", "every_step", "on_linear_part"]

START = "(log(M) + 1)/L1"


def above_start(*, rate: str, length: str, above: str, start: str, threshold: str, big: str) -> tuple[Step, ...]:
    """A run on f1 with h M >= 2 x0 never comes closer than its start x0 = (log M + 1)/L1: the fact ``stays``.

    Args:
        rate: name of the fact 0 < L1.
        length: name of the fact 0 < h.
        above: name of the recursion where the slope is exponential.
        start: name of y(0) = x0.
        threshold: name of 2 (log M + 1) <= L1 M h, strict or not.
        big: name of 1 < M.
    """
    return (
        have("m", "0 < M", big),
        have("l", "0 < log(M)", ["log_strict(a=1, b=M)", "log_one"]),
        have("l1", "0 < log(M) + 1", "l"),
        have("x0", f"0 < {START}", ["l", rate]),
        induct(
            "stays", "i", f"{START} <= y(i)",
            [close([start])],
            [*long_step("i", "stays.ih", rate, length, above, threshold), close(["further", "stays.ih", "next"])],
            why="while the iterate is beyond the start, the step is at least twice its distance",
        ),
    )  # fmt: skip


def long_step(i: str, beyond: str, rate: str, length: str, above: str, threshold: str) -> tuple[Step, ...]:
    """One step on f1 from y(i) >= x0: ``further`` says that its length is at least 2 y(i), ``next`` where it leads."""
    y, slope = f"y({i})", f"exp(L1*y({i}) - 1)"
    return (
        have("out", f"1 + log(M) <= L1*{y}", [beyond, rate]),
        have(
            "grown", f"M*(L1*{y} - log(M)) <= {slope}",
            [
                "m", "exp_log(a=M)", f"exp_add(a=log(M), b=L1*{y} - 1 - log(M))",
                f"exp_tangent(a=L1*{y} - 1 - log(M))",
            ],
            "the slope lies above its tangent at the start, where it is M",
        ),
        have("chord", f"L1*{y} <= (log(M) + 1)*(L1*{y} - log(M))", ["out", "l"]),
        have("steep", f"M*L1*{y} <= (log(M) + 1)*{slope}", ["grown", "chord", "m", "l"]),
        have("y0", f"0 < {y}", [beyond, "x0"]),
        have("product", f"2*(log(M) + 1)*{y} <= (log(M) + 1)*h*{slope}", ["steep", threshold, "y0", length, "m"]),
        have("further", f"2*{y} <= h*{slope}", ["product", "l1"], "the step overshoots the minimiser by at least y"),
        have("far", f"1/L1 <= {y}", ["out", "l", rate]),
        instance("moves", above, i=i),
        have(
            "next", f"y({i} + 1) == h*{slope} - {y}",
            ["moves", f"abs_of_nonnegative(a=h*{slope} - {y})"],
        ),
    )  # fmt: skip


def every_step(run: str, inside: str, size: str, recursion: str, positive: str) -> tuple[Step, ...]:
    """A run whose slope is 3m - m^3 for m clipped to [-1, 1] moves at most 2*size a step: ``distance`` for every k.

    Args:
        run: the sequence.
        inside: the clipped position as a term in i.
        size: a term, the recursion being run(i + 1) = run(i) - size*(3m - m^3).
        recursion: name of that hypothesis.
        positive: name of the fact 0 < size.
    """
    return (
        induct(
            "distance", "i", f"{run}(0) - 2*({size})*i <= {run}(i)",
            [close()],
            [
                instance("moves", recursion, i="i"),
                have("left", f"-1 <= {inside}", f"max_left(a=-1, b={inside.removeprefix('max(-1, ')[:-1]})"),
                have(
                    "cubic", f"0 <= ({inside} - 1)**2*({inside} + 2)", ["left"],
                    squares=[f"{inside} - 1"],
                ),
                have("short", f"3*{inside} - {inside}**3 <= 2", ["cubic"]),
                have("step", f"({size})*(3*{inside} - {inside}**3) <= 2*({size})", ["short", positive]),
                close("distance.ih moves step"),
            ],
            why="(m - 1)^2 (m + 2) >= 0, so 3m - m^3 <= 2",
        ),
    )  # fmt: skip


def on_linear_part(point: str, beyond: str) -> tuple[Step, ...]:
    """``clipped``: a point that is at least 1 (the fact ``beyond``) clips to 1."""
    return (
        instance("cut", "min_is_left", a="1", b=point, using=[beyond]),
        instance("cut2", "max_is_right", a="-1", b=f"min(1, {point})", using=["cut"]),
        have("clipped", f"max(-1, min(1, {point})) == 1", "cut cut2"),
    )


_DIVERGES = above_start(rate="h1", length="h3", above="h9", start="h7", threshold="h6", big="h5")
_HERE = (*_DIVERGES, instance("beyond", "stays", i="k"))

DIVERGENCE = Derivation(
    (
        (
            *_HERE,
            *long_step("k", "beyond", "h1", "h3", "h9", "h6"),
            have("strict", "2*(log(M) + 1)*y(k) < (log(M) + 1)*h*exp(L1*y(k) - 1)", "steep h6 y0 h3 m"),
            have("further2", "2*y(k) < h*exp(L1*y(k) - 1)", "strict l1"),
            close("further2 next"),
        ),
        (*_HERE, have("out", "1 + log(M) <= L1*y(k)", "beyond h1"), close("out l h10 h1")),
        (
            *_HERE,
            have("out", "log(M) <= L1*y(k) - 1", "beyond h1"),
            close("exp_monotone(a=log(M), b=L1*y(k) - 1) exp_log(a=M)"),
        ),
    )
)  # fmt: skip

HEIGHT = Derivation.of(rewrite("end", None, "h3", "h4"))

COUNT = Derivation(
    (
        (
            have("size", "0 < eps*h", "h2 h3"),
            *every_step("y", "max(-1, min(1, y(i)))", "eps*h", "h8", "size"),
            instance("far", "distance", i="k"),
            have("length", "2*eps*h*k <= (Delta - 5*eps/4)/(2*eps)", "h6 h2"),
            close("far length h7"),
        ),
        (
            instance("beyond", "part.0"),
            *on_linear_part("y(k)", "beyond"),
            have("two", "eps < eps*(-1**3 + 3*1)", "h2"),
            rewrite("end", None, "two", "clipped"),
        ),
    )
)  # fmt: skip

FACTOR, RATE3 = "L1*M/(320*L0*(log(M) + 1))", "20*Delta*L0/eps**2 + 20*Delta*L1**2/L0"
LOWER = "Delta*L1*M/(8*eps**2*(log(M) + 1))"

REMARK5 = Derivation.of(
    have("l", "0 < log(M)", ["log_strict(a=1, b=M)", "log_one", "h8"]),
    have("l1", "0 < log(M) + 1", "l"),
    have("square", "1 <= L1**2", "h6"),
    instance("larger", "max_is_right", a="1", b="L1**2", using="square"),
    have("ratio", "L1**2*eps**2 <= L0**2", "h7 h3 h5 h2"),
    have("terms", f"{RATE3} <= 40*Delta*L0/eps**2", "ratio h1 h2 h5", "the two terms of Theorem 3, L1 eps <= L0"),
    have("scale1", "0 < L1*M", "h3 h4"),
    have("d1", "0 < 320*L0*(log(M) + 1)", "h2 l1"),
    have("d2", "0 < 8*eps**2*(log(M) + 1)", "h5 l1"),
    instance("scale2", "inverse_positive", a="320*L0*(log(M) + 1)"),
    have("scale", f"0 < {FACTOR}", "scale1 scale2"),
    have("product", f"{FACTOR}*({RATE3}) <= {FACTOR}*(40*Delta*L0/eps**2)", "terms scale"),
    have("cancel", f"{FACTOR}*(40*Delta*L0/eps**2) == {LOWER}", "d1 d2 h2 h5"),
    have("bound", f"{FACTOR}*({RATE3}) <= {LOWER}", "product cancel"),
    rewrite("end", None, "bound", "larger"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "thm4-divergence": DIVERGENCE,
    "thm4-f2-height": HEIGHT,
    "thm4-count": COUNT,
    "remark5": REMARK5,
}
