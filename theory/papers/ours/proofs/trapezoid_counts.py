"""Derivations: counts by the trapezoidal rule along the run and Lemma B at its last failing point."""

from collections.abc import Iterable

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance, rewrite
from theory.papers.ours.proofs.counts import C_STEP, E_STEP, N_STEP, NEED, bounded, step_sizes
from theory.papers.ours.proofs.runs import G, both

__all__ = ["PROOFS"]

NEXT = "norm(grad(x(k + 1)))"


def _counted(
    fall: str, share: str, step: str, sizes: Iterable[Step], gain: Iterable[Step], *,
    gap: str, smooth: str, update: str, fails: str, clear: tuple[Step, ...] = (), eps: str = "h5",
) -> tuple[Step, ...]:  # fmt: skip
    """As ``counts.counted``, but a step counts only if the point after it fails as well.

    Args:
        fall: the decrease per step, positive by the fact ``positive``.
        share: the term (Delta - NEED)/fall, as the bound has it.
        step: the step size.
        sizes: steps that show ``s0``: 0 < step, and ``s1``: step*(L0 + L1*G) <= 1, from ``g``: 0 < G, and ``k.level``:
            the point is in the initial sublevel set.
        gain: steps that show ``gain``: the decrease by the trapezoidal rule is at least ``fall``, from ``g.eps`` and
            ``n.eps``: both gradients are at least eps.
        gap: the hypothesis f(x0) - f* <= Delta.
        smooth: that on the class.
        update: that on the method.
        fails: that on the failing steps.
        clear: see ``counts.bounded``.
        eps: the hypothesis 0 < eps.
    """
    rule = f"f(x(k)) - {_trapezoid(step)}"
    return (
        fix(
            "one-step", {"k": "real"}, {"k.nat": "nat(k)", "k.next": "k + 1 < K", "k.level": "f(x(k)) <= f(x(0))"},
            have("k.before", "k < K", "k.next"),
            instance("k.nat+", "nat_successor", a="k", using="k.nat"),
            instance("fails", fails, k="k"),
            instance("fails+", fails, k="k + 1", using="k.nat+ k.next"),
            instance("update", update, k="k"),
            have("g", f"0 < {G}", f"fails {eps}"),
            have("n", f"0 < {NEXT}", f"fails+ {eps}"),
            have("g.eps", f"eps <= {G}", "fails"),
            have("n.eps", f"eps <= {NEXT}", "fails+"),
            *sizes,
            instance("descent0", "ours/descent-trapezoid", h=step, p="x(k)", using=["s0", "s1", smooth]),
            rewrite("descent", f"f(x(k + 1)) <= {rule}", "descent0", "update"),
            *gain,
            have("one", f"f(x(k + 1)) <= f(x(k)) - {fall}", "descent gain"),
            why=f"between two failing points f decreases by {fall}",
        ),
        induct(
            "sum", "k", {"if": ["k < K"], "then": f"f(x(k)) <= f(x(0)) - k*{fall}"},
            [fix("start", {}, {"start.lt": "0 < K"}, close())],
            [fix(
                "next", {}, {"next.lt": "k + 1 < K"},
                have("k.lt", "k < K", "next.lt"),
                have("k.index", "0 <= k", "nat_nonnegative(a=k)"),
                instance("so-far", "sum.ih", using="k.lt"),
                have("level", "f(x(k)) <= f(x(0))", "so-far k.index positive"),
                instance("one", "one-step", k="k"),
                close("so-far one"),
            )],
            why="telescope",
        ),
        *bounded(fall, share, gap=gap, smooth=smooth, fails=fails, clear=clear, within="k.lt", eps=eps),
    )  # fmt: skip


def _trapezoid(step: str, size: str = G, following: str = NEXT) -> str:
    return f"({step}*{size}*({size} + min({size}, {following}))/2 - (L0 + L1*{size})*({step})**2*{size}**2/4)"


N_FALL = "(3*eps**2/(4*(L0 + L1*eps)))"
NORMALIZED_FALL = Derivation.of(
    both("least", "eps <= min(g, g1)", "g", "g1", "h8", "h9"),
    have("flow", f"{_trapezoid('h', 'g', 'g1')} == h*g**2/4 + h*g*min(g, g1)/2", "h7"),
    have("less", "h*g*eps/2 <= h*g*min(g, g1)/2", "least h4 h6"),
    have("cross", "3*eps**2*(L0 + L1*g) <= (g**2 + 2*g*eps)*(L0 + L1*eps)", "h1 h2 h3 h4 h8"),
    have("times", "3*eps**2*(h*(L0 + L1*g)) <= h*(g**2 + 2*g*eps)*(L0 + L1*eps)", "cross h6"),
    have("clear", "3*eps**2 <= h*(g**2 + 2*g*eps)*(L0 + L1*eps)", "times h7"),
    have("sum", "0 < L0 + L1*eps", "h1 h2 h3"),
    have("apart", f"{N_FALL} <= h*(g**2 + 2*g*eps)/4", "clear sum"),
    close("flow less apart"),
)

N_SHARE = f"4*(Delta - {NEED})*(L0 + L1*eps)/(3*eps**2)"
NORMALIZED = Derivation.of(
    have("unit", "0 < L0 + L1*eps", "h3 h4 h5"),
    have("positive", f"0 < {N_FALL}", "unit h5"),
    *_counted(
        N_FALL, N_SHARE, N_STEP,
        [
            have("local", f"0 < L0 + L1*{G}", "g h3 h4"),
            have("same", f"L1*(L0/L1 + {G}) == L0 + L1*{G}", "h4"),
            have("divisor", f"0 < L1*(L0/L1 + {G})", "local same"),
            have("s0", f"0 < {N_STEP}", "divisor"),
            have("s", f"{N_STEP}*(L0 + L1*{G}) == 1", "same divisor"),
            have("s1", f"{N_STEP}*(L0 + L1*{G}) <= 1", "s"),
        ],
        [instance("gain", "ours/normalized-fall-trapezoid", h=N_STEP, g=G, g1=NEXT)],
        gap="h8", smooth="h6", update="h9", fails="h10",
        clear=(have("cleared", f"3*k*eps**2 <= 4*(Delta - {NEED})*(L0 + L1*eps)", "whole unit"),),
    ),
)  # fmt: skip

C_FALL = f"({E_STEP}*eps**2 - (L0 + L1*eps)*{E_STEP}**2*eps**2/4)"
CLIPPED = Derivation.of(
    *step_sizes("eps", "e", "h5"),
    have("e6", f"0 < {E_STEP}*eps**2", "e0 h5"),
    have("e7", f"{E_STEP}*(L0 + L1*eps)*({E_STEP}*eps**2) <= {E_STEP}*eps**2", "e5 e6"),
    have("positive", f"0 < {C_FALL}", "e6 e7"),
    *_counted(
        C_FALL, f"(Delta - {NEED})/{C_FALL}", C_STEP,
        [
            *step_sizes(G, "c", "g"),
            have("s0", f"0 < {C_STEP}", "c0"),
            have("s1", f"{C_STEP}*(L0 + L1*{G}) <= 1", "c5"),
        ],
        [
            instance("least", "ours/clipped-fall-trapezoid", h=C_STEP, g=G, g1=NEXT),
            have("gain", f"{C_FALL} <= {_trapezoid(C_STEP)}", "least"),
        ],
        gap="h10", smooth="h8", update="h12", fails="h13",
    ),
)  # fmt: skip

N_COUNT = f"(1 + {N_SHARE})"
CLOSED = "(4*(L0*Delta/eps**2 + L1*Delta/eps)/3 + 1/3)"
NORMALIZED_CLOSED = Derivation.of(
    instance("count", "ours/normalized-count-trapezoid"),
    instance("quadratic", "ours/self-bounding-quadratic", g="eps"),
    have("unit", "0 < L0 + L1*eps", "h3 h4 h5"),
    have("needs", f"eps**2 <= 2*(L0 + L1*eps)*{NEED}", "quadratic unit"),
    have("share", f"{N_SHARE} == 4*(L0*Delta/eps**2 + L1*Delta/eps)/3 - 4*((L0 + L1*eps)*{NEED})/(3*eps**2)", "h5"),
    have("part", f"2/3 <= 4*((L0 + L1*eps)*{NEED})/(3*eps**2)", "needs h5"),
    have("below", f"{N_COUNT} <= {CLOSED}", "share part"),
    have("a", "0 < L0*Delta/eps**2", "h1 h3 h5"),
    have("b", "0 < L1*Delta/eps", "h1 h4 h5"),
    have("zero", f"0 <= {CLOSED}", "a b"),
    by_cases(
        "pick", N_COUNT, "0", f"max(0, {N_COUNT}) <= {CLOSED}",
        [close([f"max_is_left(a=0, b={N_COUNT})", "zero"])],
        [have("order", f"0 <= {N_COUNT}", "pick.gt"), close([f"max_is_right(a=0, b={N_COUNT})", "below"])],
    ),
    close("count pick"),
)  # fmt: skip

CLIPPED_FALL = Derivation.of(
    both("least", "eps <= min(g, g1)", "g", "g1", "h10", "h11"),
    have("less", "h*g*eps <= h*g*min(g, g1)", "least h5 h7"),
    have("h.l", "h <= eta", "h9 min_left(a=eta, b=r/g)"),
    have("h.r0", "h <= r/g", "h9 min_right(a=eta, b=r/g)"),
    have("h.r", "h*g <= r", "h.r0 h5"),
    have("h.k0", "h*L0 <= eta*L0", "h.l h1"),
    have("h.k1", "h*g*L1 <= r*L1", "h.r h2"),
    have("h.k", "h*(L0 + L1*g) <= 1", "h.k0 h.k1 h12"),
    have("e.cut", "0 < r/eps", "h3 h8"),
    both("e0", f"0 < {E_STEP}", "eta", "r/eps", "h4", "e.cut"),
    have("e1", f"{E_STEP} <= eta", "min_left(a=eta, b=r/eps)"),
    have("e2", f"{E_STEP}*eps <= r", "min_right(a=eta, b=r/eps) h3"),
    have("e3", f"{E_STEP}*eps <= eta*eps", "e1 h3"),
    have("e4", f"{E_STEP}*eps*L1 <= r*L1", "e2 h2"),
    have("r.0", "0 < L0*eta", "h1 h4"),
    have("e5", f"{E_STEP}*eps*L1 <= 1", "e4 h12 r.0"),
    by_cases(
        "longer", "eta", "r/g", f"{E_STEP}*eps <= h*g",
        [have("h.is", "h == eta", "h9 min_is_left(a=eta, b=r/g)"), have("more", "eta*eps <= eta*g", "h10 h4"),
         close("e3 more h.is")],
        [have("order", "r/g <= eta", "longer.gt"), have("h.is", "h == r/g", "h9 min_is_right(a=eta, b=r/g)"),
         have("h.whole", "h*g == r", "h.is h5"), close("e2 h.whole")],
        why="the step is not shorter where the gradient is longer",
    ),
    have("v0", f"0 < {E_STEP}*eps", "e0 h3"),
    have("u1", "h*g*(L0 + L1*g) <= g", "h.k h5"),
    have("local", "0 < L0 + L1*g", "h1 h2 h5"),
    have("v1", f"{E_STEP}*eps*(L0 + L1*g) <= g", "longer u1 local"),
    have("room", f"0 <= (g + eps)/2 - (L0 + L1*g)*(h*g + {E_STEP}*eps)/4", "u1 v1 h3 h5"),
    have("apart", f"0 <= h*g - {E_STEP}*eps", "longer"),
    have("first", f"0 <= (h*g - {E_STEP}*eps)*((g + eps)/2 - (L0 + L1*g)*(h*g + {E_STEP}*eps)/4)", "room apart"),
    have("short", f"0 <= 1/2 - L1*({E_STEP}*eps)/4", "e5"),
    have("rise", "0 <= g - eps", "h10"),
    have("second0", f"0 <= {E_STEP}*eps*(1/2 - L1*({E_STEP}*eps)/4)", "short v0"),
    have("second", f"0 <= (g - eps)*({E_STEP}*eps*(1/2 - L1*({E_STEP}*eps)/4))", "second0 rise"),
    close("less first second"),
)  # fmt: skip

F_FALL = "(h*eps**2 - (L0 + L1*eps)*h**2*eps**2/4)"
FIXED_FALL = Derivation.of(
    both("least", "eps <= min(g, g1)", "g", "g1", "h8", "h9"),
    have("less", "h*g*eps <= h*g*min(g, g1)", "least h4 h6"),
    have("u1", "h*g*(L0 + L1*g) <= g", "h7 h4"),
    have("v0", "h*eps <= h*g", "h8 h6"),
    have("local", "0 < L0 + L1*g", "h1 h2 h4"),
    have("v1", "h*eps*(L0 + L1*g) <= g", "v0 u1 local"),
    have("room", "0 <= (g + eps)/2 - (L0 + L1*g)*(h*g + h*eps)/4", "u1 v1 h3 h4"),
    have("first", "0 <= (h*g - h*eps)*((g + eps)/2 - (L0 + L1*g)*(h*g + h*eps)/4)", "room v0"),
    have("part", "0 < h*L0", "h1 h6"),
    have("short0", "h*eps*L1 <= h*g*L1", "v0 h2"),
    have("short", "0 <= 1/2 - L1*(h*eps)/4", "short0 h7 part"),
    have("rise", "0 <= g - eps", "h8"),
    have("second0", "0 <= h*eps*(1/2 - L1*(h*eps)/4)", "short h3 h6"),
    have("second", "0 <= (g - eps)*(h*eps*(1/2 - L1*(h*eps)/4))", "second0 rise"),
    close("less first second"),
)

FIXED = Derivation.of(
    have("most0", "h*(L0 + L1*eps) <= 1", "h13 h12 h7 h4"),
    have("square", "0 < h*eps**2", "h6 h7"),
    have("most1", "h*(L0 + L1*eps)*(h*eps**2) <= h*eps**2", "most0 square"),
    have("positive", f"0 < {F_FALL}", "most1 square"),
    *_counted(
        F_FALL, f"(Delta - {NEED})/{F_FALL}", "h",
        [
            instance("most", "h11", z="x(k)", using="k.level"),
            have("s0", "0 < h", "h7"),
            have("s1", f"h*(L0 + L1*{G}) <= 1", "most h12 h7 h4"),
        ],
        [
            instance("gain", "ours/fixed-fall-trapezoid", g=G, g1=NEXT),
        ],
        gap="h10", smooth="h8", update="h14", fails="h15", eps="h6",
    ),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "clipped-fall-trapezoid": CLIPPED_FALL,
    "fixed-fall-trapezoid": FIXED_FALL,
    "gd-count-trapezoid": FIXED,
    "normalized-fall-trapezoid": NORMALIZED_FALL,
    "normalized-count-trapezoid": NORMALIZED,
    "normalized-step-trapezoid": NORMALIZED_CLOSED,
    "clipped-count-trapezoid": CLIPPED,
}
