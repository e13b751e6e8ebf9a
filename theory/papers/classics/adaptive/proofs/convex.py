"""Derivations: steps of length R/sqrt(T+1) on convex functions."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance, rewrite

__all__ = ["PROOFS"]

CLOSER = fix(
    "closer", {"d": "vector", "s": "vector"}, {"c.away": "0 < norm(s)", "c.far": "h*norm(s) <= inner(s, d)"},
    have("c.unit", "norm(s)*(1/norm(s)) == 1", "inverse(a=norm(s)) c.away"),
    have("c.positive", "0 < 1/norm(s)", "inverse_positive(a=norm(s)) c.away"),
    have("c.size", "norm(s)**2 == inner(s, s)", "norm_square(u=s)"),
    have("c.one", "inner(s, s)*(1/norm(s))**2 == 1", "c.unit c.size"),
    have("c.ahead", "h <= inner(s, d)*(1/norm(s))", "c.far c.positive c.unit"),
    have("c.gain", "2*h*h <= 2*h*inner(s, d)*(1/norm(s))", "c.ahead h4"),
    have("c.end", "inner(d - h/norm(s)*s, d - h/norm(s)*s) <= inner(d, d) - h**2", "c.one c.gain"),
    why="a step of length h towards the side of a hyperplane that is further than h away",
)  # fmt: skip


def _approaches(slope: str, update: str, near: str) -> Step:
    """The distance from the minimiser falls; ``ahead`` says of k <= T what ``closer`` asks of the direction."""
    d = "(x(k) - xs)"
    return induct(
        "near", "k", {"if": ["k <= T"], "then": "inner(x(k) - xs, x(k) - xs) <= R**2 - k*h**2"},
        [fix("first", {}, {"first.le": "0 <= T"}, close(near))],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= T"},
                have("k.now", "k <= T", "next.le"),
                have("k.before", "k < T", "next.le"),
                instance("so-far", "near.ih", using="k.now"),
                instance("update", update, k="k", using="k.before"),
                instance("away", "positive", k="k", using="k.now"),
                instance("far", "ahead", k="k", using="k.now"),
                instance("one", "closer", d=d, s=slope),
                have("sum", f"inner({d} - h/norm({slope})*{slope}, {d} - h/norm({slope})*{slope})"
                     " <= R**2 - (k + 1)*h**2", "one so-far"),
                rewrite("end", None, "sum", "update"),
            )
        ],
    )  # fmt: skip


def _positive(slope: str, *facts: str) -> Step:
    """A direction that has a positive inner product with something is not zero."""
    return by_cases(
        "zero", f"norm({slope})", "0", f"0 < norm({slope})",
        [
            have("cs", f"inner({slope}, x(k) - xs) <= norm({slope})*norm(x(k) - xs)",
                 f"cauchy_schwarz(u={slope}, v=x(k) - xs)"),
            have("d0", "0 <= norm(x(k) - xs)", "norm_nonnegative(u=x(k) - xs)"),
            have("none", f"inner({slope}, x(k) - xs) <= 0", "cs d0 zero.le"),
            close(["none", *facts]),
        ],
        [close("zero.gt")],
    )  # fmt: skip


S = "x(subgradient(k))"
S_T, D_T = "x(subgradient(T))", "(x(T) - xs)"
END = (
    instance("near'", "near", k="T"),
    instance("near''", "near'"),
    have("last", f"inner({D_T}, {D_T}) <= h**2", "near'' h10"),
)
SUBGRADIENT = Derivation.of(
    CLOSER,
    by_cases(
        "small", "least", "M*h", "least <= M*h",
        [close("small.le")],
        [
            have("big", "0 < least", "small.gt h1 h4"),
            fix(
                "steep", {"k": "real"}, {"k.nat": "nat(k)", "k.le": "k <= T"},
                instance("below", "h7", k="k"),
                instance("best", "h9", k="k"),
                have("steep.end", f"least <= inner({S}, x(k) - xs)", "below best"),
            ),
            fix(
                "ahead", {"k": "real"}, {"a.nat": "nat(k)", "a.le": "k <= T"},
                instance("a.up", "steep", k="k"),
                instance("a.bound", "h8", k="k"),
                have("ahead.end", f"h*norm({S}) <= inner({S}, x(k) - xs)", "a.up a.bound small.gt h4"),
            ),
            fix(
                "positive", {"k": "real"}, {"p.nat": "nat(k)", "p.le": "k <= T"},
                instance("p.up", "steep", k="k"),
                _positive(S, "p.up", "big"),
            ),
            _approaches(S, "h5", "h6"),
            *END,
            instance("up", "steep", k="T"),
            instance("bound", "h8", k="T"),
            instance("cs", "cauchy_schwarz", u=S_T, v=D_T),
            have("size", f"norm({D_T})**2 <= h**2", ["last", f"norm_square(u={D_T})"]),
            have("d0", f"0 <= norm({D_T})", f"norm_nonnegative(u={D_T})"),
            have("length", f"norm({D_T}) <= h", "size d0 h4"),
            close("up bound cs d0 length h1"),
        ],
    ),
)  # fmt: skip
ROOT = fix(
    "root",
    {"u": "real"},
    {"r.plus": "0 < u", "r.square": "h**2 <= u**2"},
    have("r.end", "h <= u", "r.plus r.square h4"),
)
G = "grad(x(k))"
Y = f"(xs + (1/norm({G}))**2*inner({G}, x(k) - xs)*{G})"
CONVEX = Derivation.of(
    CLOSER,
    ROOT,
    fix(
        "steep", {"k": "real"}, {"k.nat": "nat(k)", "k.le": "k <= T"},
        instance("s.pair", "h5", p="xs", q="x(k)"),
        rewrite("s.flat", f"0 <= f(xs) - f(x(k)) - inner({G}, xs - x(k)) - inner({G}, {G})/(2*L)", "s.pair", "h6"),
        instance("s.best", "h9", k="k"),
        have("s.square", f"0 <= inner({G}, {G})/(2*L)", f"inner_nonnegative(u={G}) h1"),
        have("steep.end", f"least <= inner({G}, x(k) - xs)", "s.flat s.best s.square"),
    ),
    fix(
        "below", {"k": "real"}, {"b.nat": "nat(k)", "b.le": "k <= T", "b.away": f"0 < norm({G})"},
        have("b.unit", f"norm({G})*(1/norm({G})) == 1", f"inverse(a=norm({G})) b.away"),
        have("b.size", f"norm({G})**2 == inner({G}, {G})", f"norm_square(u={G})"),
        have("b.one", f"inner({G}, {G})*(1/norm({G}))**2 == 1", "b.unit b.size"),
        instance("b.there", "h5", p=Y, q="x(k)"),
        have("b.level", f"inner({G}, {Y} - x(k)) == 0", "b.one"),
        have("b.rest", f"0 <= inner(grad{Y} - {G}, grad{Y} - {G})/(2*L)",
             f"inner_nonnegative(u=grad{Y} - {G}) h1"),
        have("b.lower", f"f(x(k)) <= f{Y}", "b.there b.level b.rest"),
        instance("b.pair", "h5", p="xs", q=Y),
        rewrite("b.upper", f"0 <= f(xs) - f{Y} - inner(grad{Y}, xs - {Y}) - inner(grad{Y}, grad{Y})/(2*L)", "b.pair",
                "h6"),
        have("b.square", f"0 <= inner(grad{Y} - L*({Y} - xs), grad{Y} - L*({Y} - xs))/(2*L)",
             f"inner_nonnegative(u=grad{Y} - L*({Y} - xs)) h1"),
        have("b.parabola", f"f{Y} - f(xs) <= L*inner({Y} - xs, {Y} - xs)/2", "b.upper b.square h1"),
        have("b.length", f"inner({Y} - xs, {Y} - xs) == ((1/norm({G}))*inner({G}, x(k) - xs))**2", "b.one"),
        instance("b.best", "h9", k="k"),
        have("below.end", f"least <= L*((1/norm({G}))*inner({G}, x(k) - xs))**2/2",
             "b.lower b.parabola b.length b.best"),
        why="f is lower nowhere on the hyperplane through x_k, and at most L/2 v^2 at its point next to xs",
    ),
    by_cases(
        "small", "least", "L*h**2/2", "least <= L*h**2/2",
        [close("small.le")],
        [
            have("big", "0 < least", "small.gt h1 h4"),
            fix(
                "positive", {"k": "real"}, {"p.nat": "nat(k)", "p.le": "k <= T"},
                instance("p.up", "steep", k="k"),
                _positive(G, "p.up", "big"),
            ),
            fix(
                "ahead", {"k": "real"}, {"a.nat": "nat(k)", "a.le": "k <= T"},
                instance("a.up", "steep", k="k"),
                instance("a.away", "positive", k="k"),
                instance("a.below", "below", k="k"),
                have("a.unit", f"norm({G})*(1/norm({G})) == 1", f"inverse(a=norm({G})) a.away"),
                have("a.plus", f"0 < 1/norm({G})", f"inverse_positive(a=norm({G})) a.away"),
                have("a.right", f"0 < (1/norm({G}))*inner({G}, x(k) - xs)", "a.plus a.up big"),
                have("a.far", f"h**2 <= ((1/norm({G}))*inner({G}, x(k) - xs))**2", "a.below small.gt h1"),
                instance("a.beyond", "root", u=f"(1/norm({G}))*inner({G}, x(k) - xs)"),
                have("ahead.end", f"h*norm({G}) <= inner({G}, x(k) - xs)", "a.beyond a.unit a.away"),
            ),
            _approaches(G, "h7", "h8"),
            *END,
            instance("t.away", "positive", k="T"),
            instance("t.below", "below", k="T"),
            have("t.plus", "0 < 1/norm(grad(x(T)))", "inverse_positive(a=norm(grad(x(T)))) t.away"),
            have("t.unit", "norm(grad(x(T)))*(1/norm(grad(x(T)))) == 1", "inverse(a=norm(grad(x(T)))) t.away"),
            have("t.size", "norm(grad(x(T)))**2 == inner(grad(x(T)), grad(x(T)))", "norm_square(u=grad(x(T)))"),
            have("t.one", "inner(grad(x(T)), grad(x(T)))*(1/norm(grad(x(T))))**2 == 1", "t.unit t.size"),
            instance("t.cs", "inner_nonnegative",
                     u=f"{D_T} - (1/norm(grad(x(T))))**2*inner(grad(x(T)), {D_T})*grad(x(T))"),
            have("t.inside", f"((1/norm(grad(x(T))))*inner(grad(x(T)), {D_T}))**2 <= inner({D_T}, {D_T})",
                 "t.cs t.one"),
            have("t.scaled", f"L*((1/norm(grad(x(T))))*inner(grad(x(T)), {D_T}))**2/2 <= L*h**2/2",
                 "t.inside last h1"),
            close("t.below t.scaled"),
        ],
    ),
    have("n", "0 < 2*(T + 1)", "nat_nonnegative(a=T)"),
    have("scaled", "2*(T + 1)*least <= L*R**2", "small h10 n nat_nonnegative(a=T)"),
    close("scaled n"),
)  # fmt: skip
NO_STEP = (close("h2 nat_nonnegative(a=k)", "there is no step before T = 0"),)

PROOFS = {
    "normalised-subgradient": SUBGRADIENT,
    "normalised-subgradient-too-good": Derivation((*(None,) * 5, NO_STEP)),
    "normalised-convex": CONVEX,
    "normalised-convex-too-good": Derivation((*(None,) * 7, NO_STEP)),
}
