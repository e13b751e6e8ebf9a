"""Derivations: how far gradient and function move in any direction, by Groenwall's inequality made sharp."""

from theory.derivation import Derivation, Step, close, fix, grows, have, instance, rewrite
from theory.papers.ours.proofs.scalar import chord
from theory.papers.zhang2020.proofs.growth import groenwall

__all__ = ["PROOFS", "turning"]

G = "grad(p)"
LENGTH = f"norm({G})"
C = f"(L0 + L1*{LENGTH})"
D = "norm(d)"
E = f"exp(L1*{D})"

GROWTH = Derivation.of(
    *groenwall("p", "d", [instance("local", "h3", s="s")]),
    have(
        "cancel", f"norm(grad(p + d)) + L0/L1 <= ({LENGTH} + L0/L1)*{E}",
        ["groenwall", "exp_zero", f"exp_positive(a=L1*{D})", f"exp_negate(a=L1*{D})"],
    ),
    close("cancel"),
)  # fmt: skip

ALONG_D, TURN_D, REACH = "grad(p + y*d)", "hv(p + y*d, d)", f"exp(L1*{D}*y)"


def turning(place: str, segment: str, end: str = "") -> tuple[Step, ...]:
    """Along the segment, ||hv|| <= (L0 + L1 g) exp(L1 ||d|| y) ||d|| as the fact ``turn``.

    Args:
        place: the name of the step in y in which this stands.
        segment: the hypothesis that the growth condition holds on the segment.
        end: the fact that the step ends at 1 or before.
    """
    return (
        have("y0", "0 <= y", f"{place}.lo"),
        have("y1", "y <= 1", f"{place}.hi {end}"),
        fix(
            "part-way", {"r": "real"}, {"r0": "0 <= r", "r1": "r <= 1"},
            have("r.0", "0 <= r*y", "r0 y0"),
            have("r.1", "r*y <= 1", "r0 r1 y0 y1"),
            instance("there", segment, s="r*y"),
        ),
        instance("sharp", "ours/growth-sharp", d="y*d"),
        instance("length", "norm_scale", a="y", u="d"),
        rewrite("sharp2", f"norm({ALONG_D}) <= L0*({REACH} - 1)/L1 + {REACH}*{LENGTH}", "sharp", "length"),
        instance("local", segment, s="y"),
        have("bent", f"hess(p + y*d) <= {C}*{REACH}", "sharp2 local h1 h2"),
        have(
            "turn", f"norm({TURN_D}) <= {C}*{REACH}*{D}",
            ["bent", "calculus/hessian-along-segment(u=p + y*d, v=d)", "norm_nonnegative(u=d)"],
        ),
    )  # fmt: skip


EXPONENTIAL = Derivation.of(
    fix(
        "gradient", {"t": "real"}, {"t0": "0 <= t", "t1": "t <= 1"},
        grows(
            "slope", f"-inner({ALONG_D}, d) + {C}/L1*{REACH}*{D}",
            [[
                *turning("slope", "h3", "t1"),
                have("radial", f"inner({TURN_D}, d) <= norm({TURN_D})*{D}", f"cauchy_schwarz(u={TURN_D}, v=d)"),
                close("radial turn h2 norm_nonnegative(u=d)"),
            ]],
            var="y", to="t", length="t0",
        ),
        have(
            "rise", f"inner(grad(p + t*d), d) <= inner({G}, d) + {C}/L1*(exp(L1*{D}*t) - 1)*{D}", "slope exp_zero"
        ),
        why="the gradient grows no faster than in ours/growth-sharp",
    ),
    grows(
        "fall", f"-f(p + y*d) + inner({G}, d)*y + {C}/L1**2*({REACH} - 1 - L1*{D}*y)",
        [[instance("rise", "gradient", t="y"), close("rise h2")]],
        var="y",
    ),
    close("fall exp_zero"),
)  # fmt: skip

SHORT_STEP = Derivation.of(
    instance("descent", "ours/descent-exponential"),
    have("v", f"0 <= L1*{D}", "h2 norm_nonnegative(u=d)"),
    instance("constant", "ours/short-step-constant", v=f"L1*{D}"),
    have("local", f"0 < {C}", ["h1", "h2", f"norm_nonnegative(u={G})"]),
    have(
        "scaled", f"{C}/L1**2*({E} - 1 - L1*{D}) <= 5171/5000*{C}*{D}**2/2", "constant local h2"
    ),
    close("descent scaled"),
)  # fmt: skip

LIPSCHITZ = Derivation.of(
    grows(
        "apart", f"-norm({ALONG_D} - {G}) + {C}/L1*{REACH}",
        [
            [
                *turning("apart", "h4"),
                have(
                    "radial", f"inner({ALONG_D} - {G}, {TURN_D})/norm({ALONG_D} - {G}) <= norm({TURN_D})",
                    [f"cauchy_schwarz(u={ALONG_D} - {G}, v={TURN_D})", "apart.0"],
                ),
                close("radial turn h2"),
            ],
            [
                have("local", f"0 < {C}", ["h1", "h2", f"norm_nonnegative(u={G})"]),
                have("room", f"0 <= {C}*{D}", "local norm_nonnegative(u=d)"),
                close(f"room h2 exp_positive(a=L1*{D}*y)"),
            ],
        ],
        var="y",
    ),
    have("gap", f"norm(grad(p + d) - {G}) <= {C}/L1*({E} - 1)", "apart exp_zero norm_of_zero"),
    *chord("chord", f"L1*{D}", "c", "h2 h5 norm_nonnegative(u=d)"),
    have("local", f"0 < {C}", ["h1", "h2", f"norm_nonnegative(u={G})"]),
    have("scaled", f"{C}/L1*({E} - 1) <= {C}*(exp(c) - 1)*{D}/c", "chord local h2 h3"),
    close("gap scaled"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "growth-sharp": GROWTH,
    "descent-exponential": EXPONENTIAL,
    "descent-short-step": SHORT_STEP,
    "gradient-lipschitz": LIPSCHITZ,
}
