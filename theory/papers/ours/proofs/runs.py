"""Derivations: runs with the local constant, from Lemma A to the counts."""

from collections.abc import Iterable

from theory.derivation import Derivation, Step, by_cases, close, fix, have, hitting_time, instance, rewrite

__all__ = ["PROOFS", "G", "local_step", "quadratic"]

G = "norm(grad(x(k)))"


def local_step(
    step: str, decrease: str, gain: Iterable[Step], *, smooth: str = "h6", update: str = "h9", fails: str = "h10"
) -> tuple[Step, ...]:
    """One step that Lemma A allows, for ``hitting_time``.

    Args:
        step: the step size.
        decrease: the decrease that is shown.
        gain: steps that show ``s0``: 0 < step, ``s1``: step*(L0 + L1*G) <= 1, and ``gain``: that h*G^2 less the
            quadratic term is at least the decrease; they may use ``g``: 0 < G, and ``g.eps``: eps <= G.
        smooth: the hypothesis on the class.
        update: that on the method.
        fails: that on the failing steps.
    """
    return (
        instance("fails", fails, k="k", why="the step starts at a point that is not eps-stationary"),
        instance("update", update, k="k"),
        have("g", f"0 < {G}", "fails h5"),
        have("g.eps", f"eps <= {G}", "fails"),
        fix(
            "smooth", {"z": "vector"}, {"z.le": "f(z) <= f(x(k))"},
            have("z.level", "f(z) <= f(x(0))", "z.le k.level"),
            instance("z.smooth", smooth, z="z"),
        ),
        *gain,
        instance("descent", "ours/descent-local-constant", h=step, p="x(k)", using=["s0", "s1"]),
        have("falls", f"f(x(k) - {step}*grad(x(k))) <= f(x(k)) - {decrease}", "descent gain"),
        rewrite("next", None, "falls", "update"),
    )  # fmt: skip


def both(name: str, show: str, left: str, right: str, first: str, second: str) -> Step:
    """A relation about min(left, right) from what holds for either value."""
    return by_cases(
        name, left, right, show,
        [close(f"min_is_left(a={left}, b={right}) {first}")],
        [close(f"min_is_right(a={left}, b={right}) {second}")],
    )  # fmt: skip


def quadratic(step: str) -> str:
    """What Lemma A guarantees that f falls by."""
    return f"({step})*{G}**2 - (L0 + L1*{G})*({step})**2*{G}**2/2"


NORMALIZED_DECREASE = Derivation.of(
    have("half", "g**2*h - g**2*h**2*(L0 + L1*g)/2 == h*g**2/2", "h6"),
    have("cross", "eps**2*(L0 + L1*g) <= g**2*(L0 + L1*eps)", "h1 h2 h3 h4 h7"),
    have("times", "eps**2*(h*(L0 + L1*g)) <= h*g**2*(L0 + L1*eps)", "cross h5"),
    have("clear", "eps**2 <= h*g**2*(L0 + L1*eps)", "times h6"),
    have("sum", "0 < L0 + L1*eps", "h1 h2 h3"),
    close("half clear sum"),
)

NORMALIZED_COUNT = Derivation.of(
    have("sum", "0 < L0 + L1*eps", "h2 h3 h5"),
    have("clear", "count*eps**2 <= 2*Delta*(L0 + L1*eps)", "h6 sum"),
    have("apart", "count*eps**2 <= (2*Delta*L0/eps**2 + 2*Delta*L1/eps)*eps**2", "clear h5"),
    close("apart h5"),
)

N_STEP, N_FALL = f"(1/(L1*(L0/L1 + {G})))", "eps**2/(2*(L0 + L1*eps))"
NORMALIZED = Derivation.of(
    have("unit", "0 < L0 + L1*eps", "h3 h4 h5"),
    have("positive", f"0 < {N_FALL}", "unit h5"),
    *hitting_time(
        N_FALL,
        local_step(
            N_STEP, N_FALL,
            [
                have("local", f"0 < L0 + L1*{G}", "g h3 h4"),
                have("same", f"L1*(L0/L1 + {G}) == L0 + L1*{G}", "h4"),
                have("divisor", f"0 < L1*(L0/L1 + {G})", "local same"),
                have("s0", f"0 < {N_STEP}", "divisor"),
                have("s", f"{N_STEP}*(L0 + L1*{G}) == 1", "same divisor"),
                have("s1", f"{N_STEP}*(L0 + L1*{G}) <= 1", "s"),
                instance("gain", "ours/normalized-step-decrease", h=N_STEP, g=G),
            ],
        ),
        [
            instance("below", "h7", z="x(K)"),
            have("sum-up", f"K*{N_FALL} <= Delta", "total below h8"),
            instance("count", "ours/normalized-step-count", count="K"),
            close("count"),
        ],
    ),
)  # fmt: skip

C_FULL, C_CUT = "eps**2/(4*L0)", "eps/(4*L1)"
C_FALL = f"min({C_FULL}, {C_CUT})"


LENGTH = {"g": ("h4", "h2"), G: ("g", "h4")}
"""For each name of the gradient norm: the facts that it and L1 are positive."""


def clipped_bounds(norm: str) -> tuple[Step, ...]:
    """Both bounds on the step h = min(1/(2 L0), 1/(2 L1 g)): ``c1`` and ``c2``."""
    low, high = "1/(2*L0)", f"1/(2*L1*{norm})"
    return (
        have("c1", f"min({low}, {high}) <= 1/(2*L0)", f"min_left(a={low}, b={high})"),
        have("c2", f"min({low}, {high})*{norm} <= 1/(2*L1)", [f"min_right(a={low}, b={high})", *LENGTH[norm]]),
    )


FULL, CUT = "1/(2*L0)", "1/(2*L1*g)"
CLIPPED_DECREASE = Derivation.of(
    *clipped_bounds("g"),
    have("s1", "h*L0 <= 1/2", "c1 h6 h1"),
    have("s2", "h*(L1*g) <= 1/2", "c2 h6 h2"),
    have("s", "h*(L0 + L1*g) <= 1", "s1 s2"),
    have("square", "0 <= h*g**2/2", "h5 h4"),
    have("scaled", "h*(L0 + L1*g)*(h*g**2/2) <= h*g**2/2", "s square"),
    have("half", "h*g**2/2 <= h*g**2 - (L0 + L1*g)*h**2*g**2/2", "scaled"),
    by_cases(
        "enough", FULL, CUT, f"{C_FALL} <= h*g**2/2",
        [
            have("full", "h == 1/(2*L0)", f"h6 min_is_left(a={FULL}, b={CUT})"),
            have("far", "eps**2 <= g**2", "h3 h7"),
            have("fall", f"{C_FULL} <= h*g**2/2", "full far h1"),
            close(f"fall min_left(a={C_FULL}, b={C_CUT})"),
        ],
        [
            have("cut", "h*g == 1/(2*L1)", f"h6 h2 h4 min_is_right(a={FULL}, b={CUT})"),
            have("fall", f"{C_CUT} <= h*g**2/2", "cut h7 h2"),
            close(f"fall min_right(a={C_FULL}, b={C_CUT})"),
        ],
    ),
    close("enough half"),
)  # fmt: skip

C_STEP = f"min(1/(2*L0), 1/(2*L1*{G}))"
CLIPPED = Derivation.of(
    have("full", f"0 < {C_FULL}", "h3 h5"),
    have("cut", f"0 < {C_CUT}", "h4 h5"),
    both("positive", f"0 < {C_FALL}", C_FULL, C_CUT, "full", "cut"),
    *hitting_time(
        C_FALL,
        local_step(
            C_STEP, C_FALL,
            [
                *clipped_bounds(G),
                have("long", f"0 < 1/(2*L1*{G})", "g h4"),
                have("top", "0 < 1/(2*L0)", "h3"),
                both("s0", f"0 < {C_STEP}", "1/(2*L0)", f"1/(2*L1*{G})", "top", "long"),
                have("b1", f"{C_STEP}*L0 <= 1/2", "c1 h3"),
                have("b2", f"{C_STEP}*{G}*L1 <= 1/2", "c2 h4"),
                have("s1", f"{C_STEP}*(L0 + L1*{G}) <= 1", "b1 b2"),
                instance("gain", "ours/clipped-step-decrease", h=C_STEP, g=G),
            ],
        ),
        [
            instance("below", "h7", z="x(K)"),
            have("sum-up", f"K*{C_FALL} <= Delta", "total below h8"),
            instance("count", "zhang2020/thm3-p5-count", count="K", first=C_FULL, second=C_CUT),
            close("count h3 h4 h5"),
        ],
    ),
)  # fmt: skip

R = "min(1, 1/(10*L1))"
OWN_PROOF = Derivation.of(
    have("m1", "1/10 <= max(1/10, L1)", "max_left(a=1/10, b=L1)"),
    have("m2", "L1 <= max(1/10, L1)", "max_right(a=1/10, b=L1)"),
    have("m", "0 < max(1/10, L1)", "m1"),
    by_cases(
        "r0", "1", "1/(10*L1)", f"1/(10*max(1/10, L1)) <= {R}",
        [close("min_is_left(a=1, b=1/(10*L1)) m1 m")],
        [close("min_is_right(a=1, b=1/(10*L1)) m2 m h1")],
    ),
    have("r", f"0 < {R}", "r0 m"),
    have("share", f"{R}*eps <= {R}*g", "h4 r"),
    close("share r0 h2"),
)  # fmt: skip

IMPROVED_CLIPPED = Derivation((
    (
        instance("p4", "zhang2020/thm3-p4", using=["h5"]),
        instance("p5", "zhang2020/thm3-p4#1", using=["h5"]),
        close("p4 p5"),
    ),
    (instance("own", "ours/thm3-own-proof"), close("own")),
))  # fmt: skip

H = f"min(1/(10*L0), {R}/{G})"
T1, T2 = "max(1, L1**2)/L0", "max(1/10, L1)/eps"
T = f"min({T1}, {T2})"
PLAIN, CLIP = "9*eps**2/(100*L0)", f"9/(100*{T})"
FALL = f"min({PLAIN}, {CLIP})"


ENOUGH = by_cases(
    "enough", "1/(10*L0)", f"{R}/{G}", f"{FALL} <= 9/10*{H}*{G}**2",
    [
        have("full", f"{H} == 1/(10*L0)", f"min_is_left(a=1/(10*L0), b={R}/{G})"),
        have("far", f"eps**2 <= {G}**2", "g.eps h5"),
        have("fall", f"{PLAIN} <= 9/10*{H}*{G}**2", "full far h3"),
        close(f"fall min_left(a={PLAIN}, b={CLIP})"),
    ],
    [
        instance("cut", "min_is_right", a="1/(10*L0)", b=f"{R}/{G}"),
        have("far", f"10*L0*{R} <= {G}", "enough.gt h3 g"),
        have("same", f"{H}*{G} == {R}", "cut g"),
        instance("by1", "ours/thm3-improved-clipped", g=G, using=["far", "g.eps", "g"]),
        instance("by2", "ours/thm3-improved-clipped#1", g=G, using=["far", "g.eps", "g"]),
        by_cases(
            "term", T1, T2, f"{CLIP} <= 9/10*{R}*{G}",
            [
                instance("is1", "min_is_left", a=T1, b=T2),
                have("value", f"{CLIP} == 9*L0/(100*max(1, L1**2))", "is1 term0 m1 h3"),
                close("value by1"),
            ],
            [
                instance("is2", "min_is_right", a=T1, b=T2),
                have("value", f"{CLIP} == 9*eps/(100*max(1/10, L1))", "is2 term0 m2 h5"),
                close("value by2"),
            ],
        ),
        close(f"term same min_right(a={PLAIN}, b={CLIP})"),
    ],
)  # fmt: skip

IMPROVED = Derivation.of(
    have("m1", "0 < max(1, L1**2)", "max_left(a=1, b=L1**2)"),
    have("m2", "0 < max(1/10, L1)", "max_left(a=1/10, b=L1)"),
    have("t1", f"0 < {T1}", "m1 h3"),
    have("t2", f"0 < {T2}", "m2 h5"),
    both("term0", f"0 < {T}", T1, T2, "t1", "t2"),
    have("plain", f"0 < {PLAIN}", "h3 h5", "an unclipped step decreases f by a positive amount"),
    have("clipped", f"0 < {CLIP}", "term0", "and so does a clipped step"),
    both("positive", f"0 < {FALL}", PLAIN, CLIP, "plain", "clipped"),
    have("radius", "0 < 1/(10*L1)", "h4"),
    both("r0", f"0 < {R}", "1", "1/(10*L1)", "radius", "radius"),
    have("r2", f"{R} <= 1/(10*L1)", "min_right(a=1, b=1/(10*L1))"),
    *hitting_time(
        FALL,
        local_step(
            H, FALL,
            [
                have("clip", f"0 < {R}/{G}", "r0 g"),
                have("top", "0 < 1/(10*L0)", "h3"),
                have("b1", f"{H} <= 1/(10*L0)", f"min_left(a=1/(10*L0), b={R}/{G})"),
                have("b2", f"{H}*{G} <= {R}", f"min_right(a=1/(10*L0), b={R}/{G}) g"),
                have("b3", f"{H}*{G} <= 1/(10*L1)", "b2 r2"),
                both("s0", f"0 < {H}", "1/(10*L0)", f"{R}/{G}", "top", "clip"),
                have("c1", f"{H}*L0 <= 1/10", "b1 h3"),
                have("c2", f"{H}*{G}*L1 <= 1/10", "b3 h4"),
                have("s1", f"{H}*(L0 + L1*{G}) <= 1", "c1 c2"),
                instance("most", "ours/thm3-improved-decrease", h=H, g=G, using=["b1", "b3", "s0", "g"]),
                ENOUGH,
                have("gain", f"{FALL} <= {quadratic(H)}", "most enough"),
            ],
        ),
        [
            instance("below", "h7", z="x(K)"),
            have("sum-up", f"K*{FALL} <= Delta", "total below h8"),
            instance("count", "zhang2020/thm3-p5-count", count="K", first=PLAIN, second=CLIP),
            close("count h3 h5 term0"),
        ],
    ),
)  # fmt: skip

SHORT, LONG = "eta", "scale/g"
M = f"min({SHORT}, {LONG})"
NGD = Derivation((
    (
        have("m1", f"{M}*beta <= scale", f"min_left(a={SHORT}, b={LONG}) h1 h5"),
        have("m2", f"{M}*g <= scale", f"min_right(a={SHORT}, b={LONG}) h3"),
        have("sum", "0 < beta + g", "h1 h3"),
        have("both", f"{M}/2*(beta + g) <= scale", "m1 m2"),
        close("both sum"),
    ),
    (
        have("sum", "0 < beta + g", "h1 h3"),
        have("s1", "scale/(beta + g) < eta", "h2 h3 h5 sum"),
        have("s2", "scale/(beta + g) < scale/g", "h1 h3 h4 sum"),
        both("cut", f"scale/(beta + g) < {M}", SHORT, LONG, "s1", "s2"),
        close("cut"),
    ),
))  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "normalized-step-decrease": NORMALIZED_DECREASE,
    "normalized-step-count": NORMALIZED_COUNT,
    "normalized-step": NORMALIZED,
    "clipped-step-decrease": CLIPPED_DECREASE,
    "clipped-step": CLIPPED,
    "thm3-own-proof": OWN_PROOF,
    "thm3-improved-clipped": IMPROVED_CLIPPED,
    "thm3-improved": IMPROVED,
    "ngd-equivalence": NGD,
}
