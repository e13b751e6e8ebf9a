"""Derivations of the steps of Theorem 8; the refutation of Theorem 7 is in ``trap``."""

from theory.derivation import Derivation, by_cases, close, fix, have, induct, instance, rewrite
from theory.papers.zhang2020.proofs.trap import REFUTATION

__all__ = ["PROOFS"]

TELESCOPE = Derivation.of(
    induct(
        "sum", "k", {"if": ["k <= T"], "then": "value(k) <= value(0) - k*h*eps**2 + k*h**2*B"},
        [fix("start", {}, {"start.le": "0 <= T"}, close())],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= T"},
                have("k.lt", "k < T", "next.le"),
                instance("so-far", "sum.ih", using="next.le"),
                instance("falls", "h8", i="k"),
                instance("fails", "h9", i="k"),
                have("enough", "h*eps**2 <= h*squared(k)", "fails h5"),
                close("so-far falls enough"),
            )
        ],
        why="telescope",
    ),
    instance("all", "sum", k="T"),
    instance("total", "all"),
    close("total h6 h7"),
)  # fmt: skip

S = "sqrt(T)"
L = "(L1*(M + tau))"
B = "((5*L0 + 4*L1*M)*(M + tau)**2/2)"
H = f"min(1/{S}, 1/{L})"
G, E = "grad(iterate(i, outcome))", "disturbance(i, outcome)"
D = f"-{H}*({G} + {E})"

CONSTANTS = (
    have("b", f"0 < {B}", "h2 h3 h4 h7"),
    have("l", f"0 < {L}", "h3 h4 h7"),
    have("bound", f"0 < (Delta + {B})**2/eps**4", "b h1 h6"),
    have("t", "0 < T", "bound h13"),
    instance("square", "sqrt_square", a="T", using="t"),
    instance("root0", "sqrt_nonnegative", a="T", using="t"),
    by_cases("root", S, "0", f"0 < {S}", [close("root.le root0 square t")], [close("root.gt")]),
    have("first", f"0 < 1/{S}", "root"),
    have("second", f"0 < 1/{L}", "l"),
    have("s1", f"{H} <= 1/{S}", f"min_left(a=1/{S}, b=1/{L})"),
    have("s2", f"{H} <= 1/{L}", f"min_right(a=1/{S}, b=1/{L})"),
    by_cases(
        "s0", f"1/{S}", f"1/{L}", f"0 < {H}",
        [close(f"min_is_left(a=1/{S}, b=1/{L}) first")],
        [close(f"min_is_right(a=1/{S}, b=1/{L}) second")],
    ),
    have("s3", f"{H}*(M + tau) <= 1/L1", "s2 l h3"),
)  # fmt: skip

ONE_STEP = fix(
    "descent", {"i": "real", "outcome": "real"}, {"i.nat": "nat(i)"},
    instance("steep", "h11"),
    instance("noise", "h16", k="i"),
    have("size", f"norm({G} + {E}) <= M + tau", [f"triangle(u={G}, v={E})", "steep", "noise"]),
    have("length", f"norm({D}) == {H}*norm({G} + {E})", [
        f"norm_symmetric(u={H}*({G} + {E}))", f"norm_scale(a={H}, u={G} + {E})",
    ]),
    have("long", f"norm({D}) <= {H}*(M + tau)", "length size s0"),
    have("short", f"norm({D}) <= 1/L1", "long s3"),
    fix(
        "segment", {"s": "real"}, {"s.lo": "0 <= s", "s.hi": "s <= 1"},
        instance("local", "h8", z=f"iterate(i, outcome) + s*({D})"),
    ),
    instance("taylor", "zhang2020/local-descent-direction", p="iterate(i, outcome)", d=D),
    have("far", f"norm({D})**2 <= {H}**2*(M + tau)**2", ["long", f"norm_nonnegative(u={D})"]),
    have("bend", f"(5*L0 + 4*L1*norm({G}))*norm({D})**2 <= (5*L0 + 4*L1*M)*norm({D})**2", "steep h3"),
    have("cost", f"(5*L0 + 4*L1*M)*norm({D})**2/2 <= {H}**2*{B}", "far h2 h3 h4"),
    have(
        "fall", f"f(iterate(i, outcome) + {D}) <= f(iterate(i, outcome)) - {H}*norm({G})**2 - {H}*inner({G}, {E}) "
        f"+ {H}**2*{B}", ["taylor", "bend", "cost", f"norm_square(u={G})"],
    ),
    instance("update", "h15", k="i"),
    rewrite(
        "falls", f"f(iterate(i + 1, outcome)) <= f(iterate(i, outcome)) - {H}*norm({G})**2 - {H}*inner({G}, {E}) "
        f"+ {H}**2*{B}", "fall", "update",
    ),
    why="one step, whatever the noise",
)  # fmt: skip

MEAN_STEP = fix(
    "mean", {"i": "real"}, {"j.nat": "nat(i)"},
    fix(
        "surely", {"outcome": "real"}, {},
        instance("one", "descent", using="j.nat"),
        have(
            "sum", f"0 <= -f(iterate(i + 1, outcome)) + f(iterate(i, outcome)) - {H}*norm({G})**2 "
            f"- {H}*inner({G}, {E}) + {H}**2*{B}", "one",
        ),
    ),
    instance("mean'd", "h17", c0="-1", c1="1", c2=f"-{H}", c3=f"-{H}", c4=f"{H}**2*{B}", i="i"),
    why="in the mean the noise vanishes, as it is unbiased",
)  # fmt: skip

ENDS = (
    fix(
        "start-surely", {"outcome": "real"}, {},
        have("same", "f(x(0)) <= f(x(0))"),
        instance("at", "h14"),
        rewrite("start'd", "f(iterate(0, outcome)) <= f(x(0))", "same", "at"),
        have("at-start", "0 <= f(x(0)) - f(iterate(0, outcome))", "start'd"),
    ),
    instance("first-mean", "h17", c0="0", c1="-1", c2="0", c3="0", c4="f(x(0))", i="0"),
    fix(
        "end-surely", {"outcome": "real"}, {},
        instance("below", "h9", z="iterate(T, outcome)"),
        have("at-end", "0 <= f(iterate(T, outcome)) - fstar", "below"),
    ),
    instance("last-mean", "h17", c0="0", c1="1", c2="0", c3="0", c4="-fstar", i="T"),
)  # fmt: skip

THM8 = Derivation.of(
    *CONSTANTS,
    ONE_STEP,
    MEAN_STEP,
    induct(
        "sum", "j", {"if": ["j <= T"], "then": f"mean_value(j) <= mean_value(0) - j*{H}*least + j*{H}**2*{B}"},
        [fix("zero", {}, {"zero.le": "0 <= T"}, close())],
        [
            fix(
                "next", {}, {"next.le": "j + 1 <= T"},
                have("j.lt", "j < T", "next.le"),
                instance("so-far", "sum.ih", using="next.le"),
                instance("falls", "mean", i="j"),
                instance("fails", "h18", i="j"),
                have("enough", f"{H}*least <= {H}*mean_square(j)", "fails s0"),
                close("so-far falls enough"),
            )
        ],
        why="telescope",
    ),
    instance("all", "sum", j="T"),
    instance("total", "all"),
    *ENDS,
    have("count", f"T*{H}*least <= Delta + T*{H}**2*{B}", "total first-mean last-mean h10"),
    have("enough", f"(Delta + {B})**2 <= T*eps**4", "h13 h6"),
    by_cases(
        "which", S, L, "least <= eps**2",
        [
            have("b1", f"2*L1*M*(M + tau)**2 <= {B}", "h2 h3 h4 h7"),
            have("b2", f"eps**2*{L} <= L1*M*(M + tau)**2", "h12 h3 h4 h6 h7"),
            have("few", f"eps**2*{S} < Delta + {B}", "b1 b2 b which.le h1 h6"),
            have("squares", f"(eps**2*{S})**2 < (Delta + {B})**2", "few root h6 h1 b"),
            close("squares enough square"),
        ],
        [
            have("order", f"1/{S} <= 1/{L}", "which.gt root l"),
            instance("step", "min_is_left", a=f"1/{S}", b=f"1/{L}", using="order"),
            have("one", f"{H}*{S} == 1", "step root"),
            have("gain", f"{S}*least <= Delta + {B}", "count one square"),
            have("sum'd", f"0 < Delta + {B} + {S}*eps**2", "b h1 h6 root"),
            by_cases(
                "reach", f"Delta + {B}", f"{S}*eps**2", f"Delta + {B} <= {S}*eps**2",
                [close("reach.le")],
                [close("reach.gt sum'd enough square")],
            ),
            have("both", f"{S}*least <= {S}*eps**2", "gain reach"),
            close("both root"),
        ],
        why="if the step is not 1/sqrt(T), then T is below the bound",
    ),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"thm7": REFUTATION, "thm8": THM8, "thm8-p2": TELESCOPE}
