"""Derivations: Lemma A, by folding the gradient into the ball of its first length."""

from theory.derivation import Derivation, by_cases, close, fix, grows, have, instance, stays

__all__ = ["PROOFS"]

G = "grad(p)"
LENGTH = f"norm({G})"
C = f"(L0 + L1*{LENGTH})"


def _at(s: str) -> str:
    return f"grad(p - {s}*{G})"


V, W = _at("s"), f"hv(p - s*{G}, -{G})"
SQUARE, OUTER = f"inner({V}, {V})", f"max({LENGTH}**2, inner({V}, {V}))"
MIRROR = f"({SQUARE}*{G} - 2*inner({V}, {G})*{V})"

_TURNING = (
    instance("below", "level", r="s"),
    instance("local", "h3", z=f"p - s*{G}"),
    have("rho", f"0 <= norm({V})", f"norm_nonnegative(u={V})"),
    have("rho2", f"norm({V})**2 == {SQUARE}", f"norm_square(u={V})"),
    have("both", f"0 < {LENGTH} + norm({V})", "rho some"),
    have(
        "turn", f"norm({W}) <= (L0 + L1*norm({V}))*{LENGTH}",
        ["local", f"calculus/hessian-along-segment(u=p - s*{G}, v=-{G})", f"norm_symmetric(u={G})", "some"],
        "the gradient turns no faster than the Hessian allows",
    ),
)  # fmt: skip

_OUTSIDE = (
    *_TURNING,
    instance("outer", "max_is_right", a=f"{LENGTH}**2", b=SQUARE),
    have("far", f"{LENGTH} <= norm({V})", "fold.0 rho2 both", "outside the ball"),
    have("rho+", f"0 < norm({V})", "far some"),
    have(
        "mirror2", f"norm({MIRROR})**2 == ({SQUARE}*{LENGTH})**2",
        [f"norm_square(u={MIRROR})", f"norm_square(u={G})"],
        "a reflection keeps lengths",
    ),
    have("room", f"0 < {SQUARE}", "rho2 rho+"),
    have("mirror0", f"0 <= {SQUARE}*{LENGTH}", "rho2 some rho"),
    have("mirror+", f"0 < norm({MIRROR}) + {SQUARE}*{LENGTH}", [f"norm_nonnegative(u={MIRROR})", "room", "some"]),
    have("mirror1", f"norm({MIRROR}) <= {SQUARE}*{LENGTH}", "mirror2 mirror+"),
    have(
        "along", f"-inner({W}, {MIRROR}) <= norm({W})*norm({MIRROR})",
        [f"cauchy_schwarz(u=-{W}, v={MIRROR})", f"norm_symmetric(u={W})"],
    ),
    have("w0", f"0 <= norm({W})", f"norm_nonnegative(u={W})"),
    have("along1", f"norm({W})*norm({MIRROR}) <= norm({W})*({SQUARE}*{LENGTH})", "mirror1 w0"),
    have(
        "along2", f"norm({W})*({SQUARE}*{LENGTH}) <= (L0 + L1*norm({V}))*{LENGTH}*({SQUARE}*{LENGTH})",
        "turn mirror0",
    ),
    have("along3", f"-inner({W}, {MIRROR}) <= (L0 + L1*norm({V}))*{LENGTH}**2*{SQUARE}", "along along1 along2"),
    instance("fold-law", "ours/fold-contracts", g=LENGTH, rho=f"norm({V})", using="far some h1 h2 rho+"),
    have("nearer", f"{LENGTH}**2/norm({V}) <= {LENGTH}", "far rho+ some"),
    have("folded", f"{LENGTH}**2/norm({V})**2*(L0 + L1*norm({V})) <= {C}", "fold-law nearer h2"),
    have("folded2", f"{LENGTH}**2*(L0 + L1*norm({V})) <= {C}*{SQUARE}", "folded rho2 rho+"),
    have(
        "scaled", f"-inner({W}, {MIRROR})*{LENGTH}**2 <= {C}*{LENGTH}**2*{SQUARE}**2",
        "along3 folded2 room some",
        "the inversion shortens the turn by (g/rho)^2, which outweighs the longer gradient",
    ),
    have("m", f"0 < {OUTER}", "outer room"),
    have(
        "lifted",
        f"-({OUTER}*inner({W}, {G}) - 2*inner({V}, {G})*inner({W}, {V}))*{LENGTH}**2 <= {C}*{LENGTH}**2*{OUTER}**2",
        "scaled outer",
    ),
    close("lifted m"),
)  # fmt: skip

_INSIDE = (
    *_TURNING,
    instance("outer", "max_is_left", a=f"{LENGTH}**2", b=SQUARE),
    have("near", f"norm({V}) <= {LENGTH}", "fold.0 rho2 both", "inside the ball the fold does nothing"),
    have(
        "along", f"-inner({W}, {G}) <= norm({W})*{LENGTH}",
        [f"cauchy_schwarz(u=-{W}, v={G})", f"norm_symmetric(u={W})"],
    ),
    have("slow", f"(L0 + L1*norm({V}))*{LENGTH} <= {C}*{LENGTH}", "near h2 some"),
    have("along1", f"-inner({W}, {G}) <= {C}*{LENGTH}**2", "along turn slow some"),
    have("m", f"0 < {OUTER}", "outer some"),
    have(
        "lifted",
        f"-inner({W}, {G})*{LENGTH}**2 <= {C}*{LENGTH}**2*{OUTER}", "along1 outer some",
    ),
    close("lifted m"),
)  # fmt: skip

_M = f"max({LENGTH}**2, inner({_at('t')}, {_at('t')}))"

TURNED = fix(
    "turned", {"t": "real"},
    {
        "t0": "0 <= t", "t1": "t <= u",
        "level": {"for": {"r": "real"}, "if": ["0 <= r", "r <= t"], "then": f"f(p - r*{G}) <= f(p)"},
    },
    grows(
        "fold", f"inner({V}, {G})*{LENGTH}**2/{OUTER}", [_OUTSIDE, _INSIDE],
        positive=[[have("m", f"{LENGTH}**2 <= {OUTER}", f"max_left(a={LENGTH}**2, b={SQUARE})"), close("m some")]],
        slope=f"-{C}*{LENGTH}**2", to="t", length="t0",
        why="the gradient, folded into the ball of radius ||grad f(p)||, turns no faster than L0 + L1 ||grad f(p)||",
    ),
    instance("start", "max_is_left", a=f"{LENGTH}**2", b=f"inner({G}, {G})", using=[f"norm_square(u={G})"]),
    have("whole", f"inner({G}, {G}) == {LENGTH}**2", f"norm_square(u={G})"),
    have("start+", f"0 < max({LENGTH}**2, inner({G}, {G}))", "start some"),
    have(
        "at-start", f"inner({G}, {G})*{LENGTH}**2/max({LENGTH}**2, inner({G}, {G})) == {LENGTH}**2",
        "start start+ whole",
    ),
    have("m", f"{LENGTH}**2 <= {_M}", f"max_left(a={LENGTH}**2, b=inner({_at('t')}, {_at('t')}))"),
    have(
        "folded", f"(1 - {C}*t)*{LENGTH}**2 <= inner({_at('t')}, {G})*{LENGTH}**2/{_M}", "fold at-start"
    ),
    have("short", f"0 <= 1 - {C}*t", "h5 t1 constant"),
    have("m0", f"0 < {_M}", "m some"),
    have("b0", f"0 <= (1 - {C}*t)*{LENGTH}**2", "short some"),
    have("cleared", f"(1 - {C}*t)*{LENGTH}**2*{_M} <= inner({_at('t')}, {G})*{LENGTH}**2", "folded m0"),
    have("bigger", f"(1 - {C}*t)*{LENGTH}**2*{LENGTH}**2 <= (1 - {C}*t)*{LENGTH}**2*{_M}", "b0 m"),
    have(
        "kept", f"(1 - {C}*t)*{LENGTH}**2 <= inner({_at('t')}, {G})", "cleared bigger some",
        "undoing the fold only helps",
    ),
)  # fmt: skip

ALONG = Derivation(
    (
        (
            by_cases(
                "stationary", LENGTH, "0", f"(1 - u*{C})*{LENGTH}**2 <= inner({_at('u')}, {G})",
                [
                    have("none", f"(1 - u*{C})*{LENGTH}**2 <= 0", ["stationary.le", f"norm_nonnegative(u={G})", "h5"]),
                    have(
                        "small", f"norm(-{_at('u')})*{LENGTH} <= 0",
                        ["stationary.le", f"norm_nonnegative(u=-{_at('u')})"],
                    ),
                    close(["none", "small", f"cauchy_schwarz(u=-{_at('u')}, v={G})"]),
                ],
                [
                    have("some", f"0 < {LENGTH}", "stationary.gt"),
                    have("constant", f"0 < {C}", "h1 h2 some"),
                    TURNED,
                    stays(
                        "level", f"f(p - s*{G}) - f(p)",
                        fix(
                            "so-far", {"r": "real"}, {"r0": "0 <= r", "r1": "r <= s"},
                            instance("there", "level.before", s_before="r"),
                            have("below", f"f(p - r*{G}) <= f(p)", "there"),
                        ),
                        instance("kept", "turned", t="s"),
                        have("short", f"{C}*s < 1", "h5 level.hi constant"),
                        have("down", f"0 < inner({V}, {G})", "kept short some"),
                        close(["down", f"min_right(a=f(p - s*{G}) - f(p), b=-inner({V}, {G}))"]),
                        to="u",
                        why="the function decreases, so the step cannot leave the sublevel set",
                    ),
                    fix(
                        "all-along", {"r": "real"}, {"r0": "0 <= r", "r1": "r <= u"},
                        instance("there", "level", s="r"),
                        have("below", f"f(p - r*{G}) <= f(p)", "there"),
                    ),
                    instance("kept", "turned", t="u"),
                    close("kept"),
                ],
            ),
        ),
        (
            grows(
                "fall", f"-f(p - s*{G})",
                [[
                    have("constant", f"0 < {C}", ["h1", "h2", f"norm_nonnegative(u={G})"]),
                    have("short", f"s*{C} <= 1", "h5 fall.hi constant"),
                    instance("kept", "part.0", u="s"),
                    have("ahead", f"0 <= (1 - s*{C})*{LENGTH}**2", ["short", f"square_nonnegative(a={LENGTH})"]),
                    close("kept ahead"),
                ]],
                to="u", length="h4",
            ),
            close("fall"),
        ),
    )
)  # fmt: skip

LOCAL = Derivation.of(
    grows(
        "fall", f"-f(p - s*{G}) - {LENGTH}**2*s + {C}*{LENGTH}**2*s**2/2",
        [[
            have("constant", f"0 < {C}", ["h1", "h2", f"norm_nonnegative(u={G})"]),
            have("short", f"s*{C} <= 1", "h5 fall.hi constant"),
            instance("kept", "ours/gradient-along-step", u="s"),
            close(["kept", f"norm_square(u={G})"]),
        ]],
        to="h",
        why="the slope along the step is at most -(1 - (L0 + L1 g) s) g^2",
    ),
    close("fall"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"gradient-along-step": ALONG, "descent-local-constant": LOCAL}
