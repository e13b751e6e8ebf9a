"""Derivations of the appendix lemmas: the mean value inequality along a segment, then arithmetic."""

from collections.abc import Iterable

from theory.derivation import Derivation, Step, close, fix, grows, have, instance, numbers

__all__ = ["PROOFS", "groenwall"]


def groenwall(start: str, displacement: str, on_segment: Iterable[Step]) -> tuple[Step, ...]:
    """Groenwall's inequality for the gradient along a segment, as the fact ``groenwall``.

    (||grad f(p + d)|| + L0/L1) exp(-L1 ||d||) <= ||grad f(p)|| + L0/L1.

    Args:
        start: the term p.
        displacement: the term d.
        on_segment: steps that end with ``local``: hess(p + s*d) <= L0 + L1*norm(grad(p + s*d)), for the s at hand.
    """
    z = f"({start}) + s*({displacement})"
    d, v, w = f"({displacement})", f"grad({z})", f"hv({z}, {displacement})"
    e = f"exp(-L1*norm({d})*s)"
    turning = [
        *on_segment,
        have(
            "turn", f"norm({w}) <= (L0 + L1*norm({v}))*norm({d})",
            ["local", f"calculus/hessian-along-segment(u={z}, v={displacement})", f"norm_nonnegative(u={d})"],
        ),
    ]  # fmt: skip
    grow = f"(norm({v}) + L0/L1)*L1*norm({d})"
    positive = [
        *turning,
        have("radial", f"inner({v}, {w})/norm({v}) <= norm({w})", [f"cauchy_schwarz(u={v}, v={w})", "groenwall.0"]),
        have("rate", f"inner({v}, {w})/norm({v}) <= {grow}", ["radial", "turn", "h2"]),
        close(["rate", f"exp_positive(a=-L1*norm({d})*s)"]),
    ]
    zero = [
        have("rate", f"0 <= {grow}", ["groenwall.0", "h1", "h2", f"norm_nonnegative(u={d})"]),
        close(["rate", f"exp_positive(a=-L1*norm({d})*s)"]),
    ]
    return (
        grows(
            "groenwall", f"-(norm({v}) + L0/L1)*{e}", [positive, zero],
            why="(||grad f|| + L0/L1) exp(-L1 ||d|| s) does not increase along the segment",
        ),
    )  # fmt: skip


LEMMA9_P1 = Derivation.of(
    have("short", "norm(t*(q - p)) <= 1", ["norm_scale(a=t, u=q - p)", "h5", "h8", "norm_nonnegative(u=q - p)"]),
    instance("end", "h3", z="p + t*(q - p)", y="p"),
)

LEMMA9_P3 = Derivation.of(
    *groenwall("p", "q - p", [instance("local", "zhang2020/lemma9-p1", t="s")]),
    have("length", "L1*norm(q - p) <= 1", ["h2", "h6"]),
    have(
        "cancel", "norm(grad(q)) + L0/L1 <= (norm(grad(p)) + L0/L1)*exp(L1*norm(q - p))",
        ["groenwall", "exp_zero", "exp_positive(a=L1*norm(q - p))", "exp_negate(a=L1*norm(q - p))"],
    ),
    have("factor", "exp(L1*norm(q - p)) <= exp(1)", ["exp_monotone(a=L1*norm(q - p), b=1)"]),
    close(["cancel", "factor", "h1", "h2", "norm_nonnegative(u=grad(p))"]),
)  # fmt: skip

LEMMA9_P4 = Derivation.of(numbers("e", "exp(1) <= 4"), close("e h1"))

LEMMA9 = Derivation.of(
    instance("growth", "zhang2020/lemma9-p3"),
    instance("e", "zhang2020/lemma9-p4", c="L0/L1 + norm(grad(p))", using=["h1", "h2", "norm_nonnegative(u=grad(p))"]),
    close("growth e"),
)

THM6_P1 = Derivation.of(
    fix(
        "along", {"t": "real"}, {"t0": "0 <= t", "t1": "t <= 1"},
        grows(
            "slope", "inner(grad(p - s*h*grad(p)), grad(p))",
            [[
                instance("local", "h3", s="s"),
                have(
                    "turn", "norm(hv(p - s*h*grad(p), -h*grad(p))) <= L*h*norm(grad(p))",
                    [
                        "local", "calculus/hessian-along-segment(u=p - s*h*grad(p), v=-h*grad(p))",
                        "norm_symmetric(u=h*grad(p))", "norm_scale(a=h, u=grad(p))", "h2",
                        "norm_nonnegative(u=grad(p))",
                    ],
                ),
                close([
                    "turn", "cauchy_schwarz(u=-hv(p - s*h*grad(p), -h*grad(p)), v=grad(p))",
                    "norm_symmetric(u=hv(p - s*h*grad(p), -h*grad(p)))", "norm_nonnegative(u=grad(p))",
                ]),
            ]],
            slope="-L*h*norm(grad(p))**2", to="t", length="t0",
        ),
        have(
            "kept", "(1 - L*h*t)*norm(grad(p))**2 <= inner(grad(p - t*h*grad(p)), grad(p))",
            ["slope", "norm_square(u=grad(p))"],
        ),
    ),
    grows(
        "fall", "-f(p - s*h*grad(p)) - h*norm(grad(p))**2*s + L*h**2*norm(grad(p))**2*s**2/2",
        [[instance("kept", "along", t="s"), close("kept h2")]],
    ),
    close("fall"),
)  # fmt: skip

DESCENT = Derivation.of(
    fix(
        "hessian", {"s": "real"}, {"s0": "0 <= s", "s1": "s <= 1"},
        have("length", "norm(s*h*grad(p)) == s*h*norm(grad(p))", [
            "norm_scale(a=s*h, u=grad(p))",
        ]),
        have("minus", "norm(-s*h*grad(p)) == s*h*norm(grad(p))", ["length", "norm_symmetric(u=s*h*grad(p))"]),
        have("short", "s*h*norm(grad(p)) <= h*norm(grad(p))", ["s1", "h3", "norm_nonnegative(u=grad(p))"]),
        have("near1", "norm((p - s*h*grad(p)) - p) <= 1", ["minus", "short", "h6"]),
        have("near2", "norm((p - s*h*grad(p)) - p) <= 1/L1", ["minus", "short", "h7"]),
        instance("growth", "zhang2020/lemma9", q="p - s*h*grad(p)"),
        instance("local", "h4", z="p - s*h*grad(p)", y="p"),
        have("constant", "hess(p - s*h*grad(p)) <= 5*L0 + 4*L1*norm(grad(p))", ["growth", "local", "h1", "h2"]),
    ),
    have("positive", "0 < 5*L0 + 4*L1*norm(grad(p))", ["h1", "h2", "norm_nonnegative(u=grad(p))"]),
    instance("descent", "zhang2020/thm6-p1", L="5*L0 + 4*L1*norm(grad(p))"),
    close("descent"),
)  # fmt: skip

Z = "p + t*d"
BEND = "5*L0 + 4*L1*norm(grad(p))"
DIRECTION = Derivation.of(
    have("r", "0 <= norm(d)", "norm_nonnegative(u=d)"),
    fix(
        "hessian", {"t": "real"}, {"t0": "0 <= t", "t1": "t <= 1"},
        have("short", "norm(t*d) == t*norm(d)", "norm_scale(a=t, u=d)"),
        *groenwall("p", "t*d", [instance("local", "h3", s="s*t", using="groenwall.lo groenwall.hi t0 t1")]),
        have("length", "L1*norm(t*d) <= 1", "short t1 r h2 h4"),
        have(
            "cancel", "norm(grad(p + t*d)) + L0/L1 <= (norm(grad(p)) + L0/L1)*exp(L1*norm(t*d))",
            ["groenwall", "exp_zero", "exp_positive(a=L1*norm(t*d))", "exp_negate(a=L1*norm(t*d))"],
        ),
        numbers("e", "exp(1) <= 4"),
        have("factor", "exp(L1*norm(t*d)) <= 4", "exp_monotone(a=L1*norm(t*d), b=1) e"),
        have("growth", "norm(grad(p + t*d)) <= 4*(L0/L1 + norm(grad(p)))", [
            "cancel", "factor", "h1", "h2", "norm_nonnegative(u=grad(p))",
        ]),
        instance("local", "h3", s="t"),
        have("constant", f"hess({Z}) <= {BEND}", "growth local h1 h2"),
        why="Groenwall along the segment: the gradient grows at most fourfold, which bounds the Hessian",
    ),
    fix(
        "along", {"t": "real"}, {"t0": "0 <= t", "t1": "t <= 1"},
        grows(
            "slope", "-inner(grad(p + s*d), d)",
            [[
                instance("bound", "hessian", t="s"),
                have("turn", f"norm(hv(p + s*d, d)) <= ({BEND})*norm(d)", [
                    "bound", "r", "calculus/hessian-along-segment(u=p + s*d, v=d)",
                ]),
                close(["turn", "r", "cauchy_schwarz(u=hv(p + s*d, d), v=d)"]),
            ]],
            slope=f"-({BEND})*norm(d)**2", to="t", length="t0",
        ),
        have("kept", f"inner(grad({Z}), d) <= inner(grad(p), d) + ({BEND})*norm(d)**2*t", "slope"),
    ),
    grows(
        "rise", f"inner(grad(p), d)*s + ({BEND})*norm(d)**2*s**2/2 - f(p + s*d)",
        [[instance("kept", "along", t="s"), close("kept")]],
        why="Taylor's bound",
    ),
    close("rise"),
)  # fmt: skip

PROOFS = {
    "local-descent-direction": DIRECTION,
    "lemma9-p1": LEMMA9_P1,
    "lemma9-p3": LEMMA9_P3,
    "lemma9-p4": LEMMA9_P4,
    "lemma9": LEMMA9,
    "thm6-p1": THM6_P1,
    "local-descent": DESCENT,
}
