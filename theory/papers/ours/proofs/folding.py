"""Derivations: the folded gradient, and descent and ascent with the local constant in any direction."""

from theory.derivation import Derivation, by_cases, close, fix, grows, have, instance, rewrite

__all__ = ["PROOFS"]

G = "grad(p)"
LENGTH = f"norm({G})"
C = f"(L0 + L1*{LENGTH})"

V, W = "grad(p + s*d)", "hv(p + s*d, d)"
SQUARE, OUTER = f"inner({V}, {V})", f"max({LENGTH}**2, inner({V}, {V}))"
MIRROR = f"({SQUARE}*w - 2*inner({V}, w)*{V})"
BOTH = "(norm(d)*norm(w))"

_TURNING = (
    instance("local", "h3", s="s"),
    have("rho", f"0 <= norm({V})", f"norm_nonnegative(u={V})"),
    have("rho2", f"norm({V})**2 == {SQUARE}", f"norm_square(u={V})"),
    have("sum", f"0 < {LENGTH} + norm({V})", "rho some"),
    have("d0", "0 <= norm(d)", "norm_nonnegative(u=d)"),
    have("e0", "0 <= norm(w)", "norm_nonnegative(u=w)"),
    have("both", f"0 <= {BOTH}", "d0 e0"),
    have(
        "turn", f"norm({W}) <= (L0 + L1*norm({V}))*norm(d)", "local calculus/hessian-along-segment(u=p + s*d, v=d) d0",
        "the gradient turns no faster than the Hessian allows",
    ),
    have("speed0", f"0 <= L0 + L1*norm({V})", "h1 h2 rho"),
)  # fmt: skip

_OUTSIDE = (
    *_TURNING,
    instance("outer", "max_is_right", a=f"{LENGTH}**2", b=SQUARE),
    have("far", f"{LENGTH} <= norm({V})", "fold.0 rho2 sum", "outside the ball"),
    have("rho+", f"0 < norm({V})", "far some"),
    have("room", f"0 < {SQUARE}", "rho2 rho+"),
    have(
        "mirror2", f"norm({MIRROR})**2 == ({SQUARE}*norm(w))**2", [f"norm_square(u={MIRROR})", "norm_square(u=w)"],
        "a reflection keeps lengths",
    ),
    have("mirror0", f"0 <= {SQUARE}*norm(w)", "room e0"),
    by_cases(
        "mirror1", f"norm({MIRROR})", f"{SQUARE}*norm(w)", f"norm({MIRROR}) <= {SQUARE}*norm(w)",
        [close("mirror1.le")], [close("mirror1.gt mirror2 mirror0")],
    ),
    have(
        "along", f"-inner({W}, {MIRROR}) <= norm({W})*norm({MIRROR})",
        [f"cauchy_schwarz(u=-{W}, v={MIRROR})", f"norm_symmetric(u={W})"],
    ),
    have("w0", f"0 <= norm({W})", f"norm_nonnegative(u={W})"),
    have("along1", f"norm({W})*norm({MIRROR}) <= norm({W})*({SQUARE}*norm(w))", "mirror1 w0"),
    have(
        "along2", f"norm({W})*({SQUARE}*norm(w)) <= (L0 + L1*norm({V}))*norm(d)*({SQUARE}*norm(w))", "turn mirror0",
    ),
    have("along3", f"-inner({W}, {MIRROR}) <= (L0 + L1*norm({V}))*{BOTH}*{SQUARE}", "along along1 along2"),
    instance("fold-law", "ours/fold-contracts", g=LENGTH, rho=f"norm({V})", using="far some h1 h2 rho+"),
    have("nearer", f"{LENGTH}**2/norm({V}) <= {LENGTH}", "far rho+ some"),
    have("folded", f"{LENGTH}**2/norm({V})**2*(L0 + L1*norm({V})) <= {C}", "fold-law nearer h2"),
    have("folded2", f"{LENGTH}**2*(L0 + L1*norm({V})) <= {C}*{SQUARE}", "folded rho2 rho+"),
    have("weight", f"0 <= {BOTH}*{SQUARE}", "both room"),
    have(
        "scaled0", f"-inner({W}, {MIRROR})*{LENGTH}**2 <= {LENGTH}**2*(L0 + L1*norm({V}))*({BOTH}*{SQUARE})",
        "along3 some",
    ),
    have(
        "scaled", f"-inner({W}, {MIRROR})*{LENGTH}**2 <= {C}*{SQUARE}*({BOTH}*{SQUARE})", "scaled0 folded2 weight",
        "the inversion shortens the turn by (g/rho)^2, which outweighs the longer gradient",
    ),
    have("m", f"0 < {OUTER}", "outer room"),
    have(
        "lifted", f"-({OUTER}*inner({W}, w) - 2*inner({V}, w)*inner({W}, {V}))*{LENGTH}**2 <= {C}*{BOTH}*{OUTER}**2",
        "scaled outer",
    ),
    close("lifted m"),
)  # fmt: skip

_INSIDE = (
    *_TURNING,
    instance("outer", "max_is_left", a=f"{LENGTH}**2", b=SQUARE),
    have("near", f"norm({V}) <= {LENGTH}", "fold.0 rho2 sum", "inside the ball the fold does nothing"),
    have("along", f"-inner({W}, w) <= norm({W})*norm(w)", [f"cauchy_schwarz(u=-{W}, v=w)", f"norm_symmetric(u={W})"]),
    have("along1", f"norm({W})*norm(w) <= (L0 + L1*norm({V}))*norm(d)*norm(w)", "turn e0"),
    have("slow", f"(L0 + L1*norm({V}))*{BOTH} <= {C}*{BOTH}", "near h2 both"),
    have("along2", f"-inner({W}, w) <= {C}*{BOTH}", "along along1 slow"),
    have("m", f"0 < {OUTER}", "outer some"),
    have("lifted", f"-inner({W}, w)*{LENGTH}**2 <= {C}*{BOTH}*{OUTER}", "along2 outer some"),
    close("lifted m"),
)  # fmt: skip

END = "grad(p + d)"
_LAST = f"max({LENGTH}**2, inner({END}, {END}))"
_CLAIMED = f"max({LENGTH}**2, norm({END})**2)"
_BELOW = f"(inner({G}, w) - {C}*norm(d)*norm(w))"

FOLDED = Derivation.of(
    by_cases(
        "stationary", LENGTH, "0", f"{_BELOW}*{_CLAIMED} <= inner({END}, w)*{LENGTH}**2",
        [
            have("g0", f"0 <= {LENGTH}", f"norm_nonnegative(u={G})"),
            have("square", f"{LENGTH}**2 <= 0", "stationary.le g0"),
            have("d0", "0 <= norm(d)", "norm_nonnegative(u=d)"),
            have("e0", "0 <= norm(w)", "norm_nonnegative(u=w)"),
            have("flat", f"inner({G}, w) <= 0", [f"cauchy_schwarz(u={G}, v=w)", "stationary.le", "e0"]),
            have("both", f"0 <= {C}*norm(d)*norm(w)", "d0 e0 g0 h1 h2"),
            have("down", f"{_BELOW} <= 0", "flat both"),
            have("most", f"0 <= {_CLAIMED}", [f"max_right(a={LENGTH}**2, b=norm({END})**2)"]),
            have("left", f"{_BELOW}*{_CLAIMED} <= 0", "down most"),
            have("size", f"-inner({END}, w) <= norm({END})*norm(w)", [
                f"cauchy_schwarz(u=-{END}, v=w)", f"norm_symmetric(u={END})",
            ]),
            have("sizes", f"0 <= norm({END})*norm(w)", ["e0", f"norm_nonnegative(u={END})"]),
            have("right", f"-inner({END}, w)*{LENGTH}**2 <= norm({END})*norm(w)*{LENGTH}**2", "size"),
            have("right0", f"norm({END})*norm(w)*{LENGTH}**2 <= 0", "sizes square"),
            close("left right right0"),
        ],
        [
            have("some", f"0 < {LENGTH}", "stationary.gt"),
            grows(
                "fold", f"inner({V}, w)*{LENGTH}**2/{OUTER}", [_OUTSIDE, _INSIDE],
                positive=[[have("m", f"{LENGTH}**2 <= {OUTER}", f"max_left(a={LENGTH}**2, b={SQUARE})"),
                           close("m some")]],
                slope=f"-{C}*{BOTH}",
                why="the gradient, folded into the ball of radius ||grad f(p)||, turns no faster than L0 + L1 g",
            ),
            instance("start", "max_is_left", a=f"{LENGTH}**2", b=f"inner({G}, {G})", using=[f"norm_square(u={G})"]),
            have("start+", f"0 < max({LENGTH}**2, inner({G}, {G}))", "start some"),
            have("at-start", f"inner({G}, w)*{LENGTH}**2/max({LENGTH}**2, inner({G}, {G})) == inner({G}, w)",
                 "start start+ some"),
            have("m", f"{LENGTH}**2 <= {_LAST}", f"max_left(a={LENGTH}**2, b=inner({END}, {END}))"),
            have("folded", f"{_BELOW} <= inner({END}, w)*{LENGTH}**2/{_LAST}", "fold at-start"),
            have("m0", f"0 < {_LAST}", "m some"),
            have("cleared", f"{_BELOW}*{_LAST} <= inner({END}, w)*{LENGTH}**2", "folded m0"),
            have("end2", f"inner({END}, {END}) == norm({END})**2", f"norm_square(u={END})"),
            rewrite("renamed", f"{_BELOW}*{_CLAIMED} <= inner({END}, w)*{LENGTH}**2", "cleared", "end2"),
            close("renamed"),
        ],
    ),
)  # fmt: skip



def _direction(sign: str) -> Derivation:
    """Along a segment, with the test vector d uphill and -d downhill."""
    at, ahead = "grad(p + t*d)", f"({sign}inner({G}, d) - {C}*t*norm(d)**2)"
    most = f"max({LENGTH}**2, norm({at})**2)"
    goal = f"{ahead} <= {sign}inner({at}, d)"
    moving = (
        have("some", f"0 < {LENGTH}", "still.gt"),
        fix(
            "part-way", {"s": "real"}, {"s0": "0 <= s", "s1": "s <= 1"},
            have("s.0", "0 <= s*t", "s0 t0"),
            have("s.1", "s*t <= 1", "s0 s1 t0 t1"),
            instance("there", "h3", s="s*t"),
        ),
        instance("folded", "ours/gradient-folded", d="t*d", w=f"{sign}d"),
        instance("length", "norm_scale", a="t", u="d"),
        rewrite("folded1", f"({sign}inner({G}, d) - {C}*(t*norm(d))*norm({sign}d))*{most}"
                f" <= {sign}inner({at}, d)*{LENGTH}**2", "folded", "length"),
        *([rewrite("folded2", f"{ahead}*{most} <= {sign}inner({at}, d)*{LENGTH}**2", "folded1", "size")]
          if sign else [have("folded2", f"{ahead}*{most} <= {sign}inner({at}, d)*{LENGTH}**2", "folded1")]),
        have("least", f"(1 - t)*{C}*norm(d)**2 <= {ahead}", "h4"),
        have("ahead", f"0 <= {ahead}", "least weight t1"),
        have("folded3", f"{ahead}*{LENGTH}**2 <= {ahead}*{most}",
             ["ahead", f"max_left(a={LENGTH}**2, b=norm({at})**2)"]),
        close("folded2 folded3 some", "undoing the fold only helps"),
    )  # fmt: skip
    still = (
        have("flat", f"{sign}inner({G}, d) <= 0",
             [f"cauchy_schwarz(u={sign}{G}, v=d)", f"norm_symmetric(u={G})", "still.le", "d0"]),
        have("short2", f"{C}*norm(d)**2 <= 0", "h4 flat"),
        have("short", "norm(d)**2 <= 0", "short2 constant"),
        by_cases("point", "norm(d)", "0", "norm(d) <= 0", [close("point.le")], [close("point.gt short")]),
        have("far", f"-{sign}inner({at}, d) <= norm({at})*norm(d)" if not sign else
             f"inner({at}, d) <= norm({at})*norm(d)",
             [f"cauchy_schwarz(u={'' if sign else '-'}{at}, v=d)", f"norm_symmetric(u={at})"]),
        have("near", f"norm({at})*norm(d) <= 0", ["point", f"norm_nonnegative(u={at})"]),
        have("bend", f"0 <= {C}*t*norm(d)**2", "weight t0"),
        close("far near flat bend"),
    )  # fmt: skip
    return Derivation.of(
        have("d0", "0 <= norm(d)", "norm_nonnegative(u=d)"),
        have("g0", f"0 <= {LENGTH}", f"norm_nonnegative(u={G})"),
        have("constant", f"0 < {C}", "h1 h2 g0"),
        have("weight", f"0 <= {C}*norm(d)**2", "constant"),
        instance("size", "norm_symmetric", u="d"),
        fix(
            "kept", {"t": "real"}, {"t0": "0 <= t", "t1": "t <= 1"},
            by_cases("still", LENGTH, "0", goal, still, moving),
        ),
        grows(
            "change", f"{sign}f(p + s*d) - ({sign}inner({G}, d))*s + {C}*norm(d)**2*s**2/2",
            [[instance("slope", "kept", t="s"), close("slope")]],
        ),
        close("change"),
    )


def _change(w: str, most: str, pick: str) -> Derivation:
    """||w|| <= C ||d|| most, from the folded gradient tested with w itself.

    Args:
        w: grad(p) less the folded gradient, times ``most``.
        most: 1, or the square of the longer gradient.
        pick: the library fact that says which side the maximum is.
    """
    end, square = "grad(p + d)", f"norm({END})**2"
    reach = f"{C}*norm(d)*{most}"
    value = square if pick == "max_is_right" else f"{LENGTH}**2"
    return Derivation.of(
        have("g0", f"0 <= {LENGTH}", f"norm_nonnegative(u={G})"),
        have("d0", "0 <= norm(d)", "norm_nonnegative(u=d)"),
        have("e0", f"0 <= norm({end})", f"norm_nonnegative(u={end})"),
        have("constant", f"0 < {C}", "h1 h2 g0"),
        have("order", f"{LENGTH}**2 <= {square}" if value == square else f"{square} <= {LENGTH}**2", "h4 g0 e0"),
        instance("pick", pick, a=f"{LENGTH}**2", b=square, using="order"),
        instance("folded", "ours/gradient-folded", d="d", w=w),
        have("plain", f"(inner({G}, {w}) - {C}*norm(d)*norm({w}))*{value} <= inner({end}, {w})*{LENGTH}**2",
             "folded pick"),
        have("w0", f"0 <= norm({w})", f"norm_nonnegative(u={w})"),
        have("reach0", f"0 <= {reach}", "constant d0"),
        *(
            [have("square", f"norm({w})**2 <= {reach}*norm({w})", ["plain", f"norm_square(u={w})"])]
            if value == square else
            [
                have("flat", f"norm({w}) <= {LENGTH} + norm({end})",
                     [f"triangle(u={G}, v=-{end})", f"norm_symmetric(u={end})"]),
                by_cases(
                    "square", LENGTH, "0", f"norm({w})**2 <= {reach}*norm({w})",
                    [have("none", f"norm({w}) <= 0", "flat square.le h4 g0"),
                     have("nothing", f"norm({w})**2 <= 0", "none w0"),
                     have("some", f"0 <= {reach}*norm({w})", "reach0 w0"), close("nothing some")],
                    [close(["plain", "square.gt", f"norm_square(u={w})"])],
                ),
            ]
        ),
        by_cases(
            "root", f"norm({w})", reach, f"norm({w}) <= {reach}",
            [close("root.le")], [close("root.gt square reach0")],
        ),
        close("root"),
    )  # fmt: skip


PROOFS: dict[str, Derivation] = {
    "gradient-folded": FOLDED,
    "ascent-direction": _direction(""),
    "descent-direction": _direction("-"),
    "gradient-change-shorter": _change(f"({G} - {END})", "1", "max_is_left"),
    "gradient-change-longer": _change(f"(norm({END})**2*{G} - {LENGTH}**2*{END})", f"norm({END})**2", "max_is_right"),
}
