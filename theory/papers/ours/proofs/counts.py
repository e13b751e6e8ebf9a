"""Derivations: counts with Lemma A along the run and Lemma B at its last failing point."""

from collections.abc import Iterable

from theory.derivation import Derivation, Step, close, fix, have, hitting_time, induct, instance
from theory.papers.ours.proofs.runs import G, both, local_step, quadratic

__all__ = ["C_STEP", "E_STEP", "NEED", "N_STEP", "PROOFS", "bounded", "step_sizes"]

NEED = "((-L0*log(1 + L1*eps/L0)/L1 + eps)/L1)"


def counted(
    fall: str, share: str, one_step: Iterable[Step], *, gap: str, smooth: str, fails: str, clear: tuple[Step, ...] = ()
) -> tuple[Step, ...]:
    """The count: k steps from failing points and the point after them failing need k times the fall, and NEED.

    Args:
        fall: the decrease per step, positive by the fact ``positive``.
        share: the term (Delta - NEED)/fall, as the bound has it.
        one_step: see ``theory.derivation.hitting_time``.
        gap: the hypothesis f(x0) - f* <= Delta.
        smooth: that on the class.
        fails: that on the failing steps.
        clear: steps that bring ``whole``: k*fall <= Delta - NEED into the form of ``share``.
    """
    return hitting_time(fall, one_step, bounded(fall, share, gap=gap, smooth=smooth, fails=fails, clear=clear))


def bounded(
    fall: str, share: str, *, gap: str, smooth: str, fails: str, clear: tuple[Step, ...] = (), within: str = "k.le",
    eps: str = "h5",
) -> tuple[Step, ...]:
    """From ``sum``, the decrease up to step k, to the bound; see ``counted``.

    Args:
        fall: the decrease per step, positive by the fact ``positive``.
        share: the term (Delta - NEED)/fall, as the bound has it.
        gap: the hypothesis f(x0) - f* <= Delta.
        smooth: that on the class.
        fails: that on the failing steps.
        clear: steps that bring ``whole``: k*fall <= Delta - NEED into the form of ``share``.
        within: which k ``sum`` holds for: ``k.le``, up to K, or ``k.lt``, below K.
        eps: the hypothesis 0 < eps.
    """
    bound = f"max(0, 1 + {share})"
    last = fix(
        "next", {}, {"next.le": "k + 1 <= K"},
        have("k.index", "0 <= k", "nat_nonnegative(a=k)"),
        have("k.lt", "k < K", "next.le"),
        have("k.le", "k <= K", "k.lt"),
        instance("there", "sum", k="k"),
        instance("so-far", "there", using=within),
        instance("failed", fails, k="k", using="k.lt bounded.nat"),
        have("far", f"eps <= {G}", "failed"),
        have("g", f"0 < {G}", f"far {eps}"),
        have("level", "f(x(k)) <= f(x(0))", "so-far k.index positive"),
        fix(
            "smooth", {"z": "vector"}, {"z.le": "f(z) <= f(x(k))"},
            have("z.level", "f(z) <= f(x(0))", "z.le level"),
            instance("z.smooth", smooth, z="z"),
        ),
        instance("needs", "ours/self-bounding", p="x(k)"),
        instance("more", "ours/gradient-bound-monotone", g=G, G="eps", using=f"far g h3 h4 {eps}"),
        have("local", "0 < L0 + L1*eps", f"h3 h4 {eps}"),
        have("rise", "0 < L1*eps", f"h4 {eps}"),
        have("slope", "0 <= L1*eps/(L0 + L1*eps)", "local rise"),
        have("extra", f"0 <= L1*eps/(L0 + L1*eps)*({G} - eps)", "slope far"),
        have("needs2", f"{NEED} <= f(x(k)) - fstar", "needs more extra h4"),
        have("whole", f"k*({fall}) <= Delta - {NEED}", f"so-far needs2 {gap}"),
        *clear,
        have("divided", f"k <= {share}", [clear[-1].name if clear else "whole", "positive", eps]),
        close(f"divided max_right(a=0, b=1 + {share})"),
        why="the last point fails, so Lemma B still asks for a gap there",
    )  # fmt: skip
    return (
        induct(
            "bounded", "k", {"if": ["k <= K"], "then": f"k <= {bound}"},
            [fix("start", {}, {"start.le": "0 <= K"}, close(f"max_left(a=0, b=1 + {share})"))], [last],
        ),
        instance("all-steps", "bounded", k="K"),
        have("itself", "K <= K"),
        instance("end", "all-steps", using="itself"),
    )  # fmt: skip


N_STEP, N_FALL = f"(1/(L1*(L0/L1 + {G})))", "eps**2/(2*(L0 + L1*eps))"
NORMALIZED = Derivation.of(
    have("unit", "0 < L0 + L1*eps", "h3 h4 h5"),
    have("positive", f"0 < {N_FALL}", "unit h5"),
    *counted(
        N_FALL, f"(Delta - {NEED})*(2*L0 + 2*L1*eps)/eps**2",
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
        gap="h8", smooth="h6", fails="h10",
        clear=(have("cleared", f"k*eps**2 <= (Delta - {NEED})*(2*L0 + 2*L1*eps)", "whole unit"),),
    ),
)  # fmt: skip

E_STEP, C_STEP = "min(eta, r/eps)", f"min(eta, r/{G})"


def step_sizes(size: str, mark: str, positive: str) -> tuple[Step, ...]:
    """The clipped step at a gradient is positive and at most 1/(L0 + L1 size): facts ``<mark>0`` and ``<mark>5``.

    Args:
        size: the length of the gradient, positive by the fact ``positive``.
        mark: a letter for the facts.
        positive: the fact 0 < size.
    """
    step = f"min(eta, r/{size})"
    return (
        have(f"{mark}.cut", f"0 < r/{size}", f"{positive} h7"),
        both(f"{mark}0", f"0 < {step}", "eta", f"r/{size}", "h6", f"{mark}.cut"),
        have(f"{mark}1", f"{step} <= eta", f"min_left(a=eta, b=r/{size})"),
        have(f"{mark}2", f"{step}*{size} <= r", f"min_right(a=eta, b=r/{size}) {positive}"),
        have(f"{mark}3", f"{step}*L0 <= eta*L0", f"{mark}1 h3"),
        have(f"{mark}4", f"{step}*{size}*L1 <= r*L1", f"{mark}2 h4"),
        have(f"{mark}5", f"{step}*(L0 + L1*{size}) <= 1", f"{mark}3 {mark}4 h11"),
    )


C_FALL = f"({E_STEP}*eps**2 - (L0 + L1*eps)*{E_STEP}**2*eps**2/2)"
CLIPPED = Derivation.of(
    *step_sizes("eps", "e", "h5"),
    have("e6", f"0 < {E_STEP}*eps**2", "e0 h5"),
    have("e7", f"{E_STEP}*(L0 + L1*eps)*({E_STEP}*eps**2) <= {E_STEP}*eps**2", "e5 e6"),
    have("positive", f"0 < {C_FALL}", "e6 e7", "a step that Lemma A allows falls"),
    *counted(
        C_FALL, f"(Delta - {NEED})/{C_FALL}",
        local_step(
            C_STEP, C_FALL,
            [
                *step_sizes(G, "c", "g"),
                have("s0", f"0 < {C_STEP}", "c0"),
                have("s1", f"{C_STEP}*(L0 + L1*{G}) <= 1", "c5"),
                instance("least", "ours/clipped-fall", h=C_STEP, g=G),
                have("gain", f"{C_FALL} <= {quadratic(C_STEP)}", "least"),
            ],
            smooth="h8", update="h12", fails="h13",
        ),
        gap="h10", smooth="h8", fails="h13",
    ),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"normalized-count-exact": NORMALIZED, "clipped-count-exact": CLIPPED}
