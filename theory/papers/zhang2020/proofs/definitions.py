"""Derivations: the methods, the complexity, and the assumptions."""

from theory.derivation import Derivation, by_cases, close, fix, grows, have, induct, instance, rewrite
from theory.papers.zhang2020.proofs.growth import groenwall

__all__ = ["PROOFS"]

GD = Derivation.of(
    instance("update", "h3", i="k"),
    have("minus", "norm(-h*grad(x(k))) == h*norm(grad(x(k)))", [
        "norm_symmetric(u=h*grad(x(k)))", "norm_scale(a=h, u=grad(x(k)))",
    ]),
    rewrite("step", None, "minus", "update"),
)  # fmt: skip

NGD = Derivation((
    (have("sum", "0 < beta + g", "h1 h3"), have("less", "eta*g < eta*(beta + g)", "h1 h2"), close("sum less")),
    (
        have("sum", "0 < beta + g", "h1 h3"), have("less", "eta*beta < eta*(beta + g)", "h2 h3"),
        close("sum less h1"),
    ),
))  # fmt: skip

COMPLEXITY = Derivation.of(
    induct(
        "sum", "k", {"if": ["k <= T"], "then": "f(x(k)) <= f(x(0)) - k*decrease"},
        [fix("start", {}, {"start.le": "0 <= T"}, close())],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= T"},
                have("k.lt", "k < T", "next.le"),
                instance("so-far", "sum.ih", using="next.le"),
                instance("one", "h6", k="k"),
                close("so-far one"),
            )
        ],
        why="telescope",
    ),
    instance("all", "sum", k="T"),
    instance("total", "all"),
    instance("below", "h4", z="x(T)"),
    close("total below h5"),
)  # fmt: skip

ASSUMPTION3 = Derivation.of(
    have("near", "norm(p - p) <= 1", "norm_of_zero"),
    instance("local", "h3", z="p", y="p"),
)

ASSUMPTION5 = Derivation.of(close("triangle(u=grad(p), v=xi) h2"))

SHORT, LONG = "eta_c", "eta_c*gamma/g"
M = f"min({SHORT}, {LONG})"
HALF = (
    have("m1", f"{M} <= eta_c", f"min_left(a={SHORT}, b={LONG})"),
    have("m2", f"{M}*g <= eta_c*gamma", f"min_right(a={SHORT}, b={LONG}) h4"),
    have("m3", f"{M}*beta <= beta*eta_c", "m1 h1"),
    have("sum", "0 < beta + g", "h1 h4"),
    have("both", f"{M}/2*(beta + g) <= eta_n", "m2 m3 h6 h7"),
    close("both sum"),
)  # fmt: skip
TWICE = (
    have("sum", "0 < beta + g", "h1 h4"),
    have("s1", "eta_n/(beta + g) <= 2*eta_c", "h1 h2 h4 h7 sum"),
    have("s2", "eta_n/(beta + g) <= 2*(eta_c*gamma/g)", "h3 h1 h4 h6 sum"),
    by_cases(
        "cut", SHORT, LONG, f"eta_n/(beta + g) <= 2*{M}",
        [close(f"min_is_left(a={SHORT}, b={LONG}) s1")],
        [close(f"min_is_right(a={SHORT}, b={LONG}) s2")],
    ),
    close("cut"),
)  # fmt: skip

LZ, LW = "q + s*(p - q)", "(grad(p) - grad(q))"
LIPSCHITZ = Derivation.of(
    grows(
        "change", f"-inner(grad({LZ}), {LW})",
        [[
            instance("local", "h2", z=LZ),
            have("turn", f"norm(hv({LZ}, p - q)) <= L*norm(p - q)", [
                "local", f"calculus/hessian-along-segment(u={LZ}, v=p - q)", "norm_nonnegative(u=p - q)",
            ]),
            close([
                "turn", f"cauchy_schwarz(u=hv({LZ}, p - q), v={LW})", f"norm_nonnegative(u={LW})",
            ]),
        ]],
        slope=f"-L*norm(p - q)*norm({LW})",
        why="<grad f, w> changes at most at the rate L ||p - q|| ||w|| along the segment; w = grad f(p) - grad f(q)",
    ),
    have("square", f"norm({LW})**2 <= L*norm(p - q)*norm({LW})", ["change", f"norm_square(u={LW})"]),
    by_cases(
        "size", f"norm({LW})", "0", f"norm({LW}) <= L*norm(p - q)",
        [close("size.le h1 norm_nonnegative(u=p - q)")],
        [close("square size.gt")],
    ),
    close("size"),
)  # fmt: skip

FZ, FW, R = "p + s*(q - p)", "(grad(q) - grad(p))", "norm(q - p)"
A = "(L0/L1 + norm(grad(p)))"
FIRST_ORDER = Derivation.of(
    have("r", f"0 <= {R}", "norm_nonnegative(u=q - p)"),
    fix(
        "growth", {"t": "real"}, {"t0": "0 <= t", "t1": "t <= 1"},
        have("short", f"norm(t*(q - p)) == t*{R}", "norm_scale(a=t, u=q - p)"),
        *groenwall("p", "t*(q - p)", [instance("local", "h3", z="p + s*(t*(q - p))")]),
        have(
            "cancel", f"norm(grad(p + t*(q - p))) + L0/L1 <= {A}*exp(L1*norm(t*(q - p)))",
            ["groenwall", "exp_zero", "exp_positive(a=L1*norm(t*(q - p)))", "exp_negate(a=L1*norm(t*(q - p)))"],
        ),
        rewrite("grown", f"norm(grad(p + t*(q - p))) + L0/L1 <= {A}*exp(L1*(t*{R}))", "cancel", "short"),
    ),
    grows(
        "change", f"{A}*exp(L1*{R}*s)*norm({FW}) - inner(grad({FZ}), {FW})",
        [[
            instance("grown", "growth", t="s"),
            instance("local", "h3", z=FZ),
            have("hessian", f"hess({FZ}) <= L1*({A}*exp(L1*(s*{R})))", "grown local h2"),
            have("turn", f"norm(hv({FZ}, q - p)) <= L1*({A}*exp(L1*(s*{R})))*{R}", [
                "hessian", "r", f"calculus/hessian-along-segment(u={FZ}, v=q - p)",
            ]),
            close([
                "turn", f"cauchy_schwarz(u=hv({FZ}, q - p), v={FW})", f"norm_nonnegative(u={FW})",
            ]),
        ]],
        why="<grad f, w> changes no faster than (L0/L1 + ||grad f(p)||) exp(L1 s r) ||w||, where w is its change",
    ),
    have("square", f"norm({FW})**2 <= {A}*(exp(L1*{R}) - 1)*norm({FW})", [
        "change", f"norm_square(u={FW})", "exp_zero",
    ]),
    have("positive", f"0 <= exp(L1*{R}) - 1", ["exp_tangent(a=L1*norm(q - p))", "r", "h2"]),
    have("start", f"0 <= {A}", "h1 h2 norm_nonnegative(u=grad(p))"),
    by_cases(
        "size", f"norm({FW})", "0", f"norm({FW}) <= {A}*(exp(L1*{R}) - 1)",
        [close("size.le positive start")],
        [close("square size.gt")],
    ),
    close("size"),
)  # fmt: skip

LEMMA2 = Derivation.of(
    by_cases(
        "size", "w", "W", "curvature <= n*(A + C)*W + n*(A + C)/C*slope",
        [
            have("bound", "n*(A + C)*w <= n*(A + C)*W", "size.le h1 h2 h4"),
            have("rest", "0 <= n*(A + C)/C*slope", "h1 h2 h4 h7"),
            close("h9 bound rest", why="close to the origin the curvature is bounded"),
        ],
        [
            have("far", "0 <= t - 2 - A/C", "h10 size.gt"),
            have("steep", "C <= C*t - A - C", "far h2"),
            have("slope", "w*C <= slope", "steep h6 h8"),
            have("share", "w <= slope/C", "slope h2"),
            have("bound", "n*(A + C)*w <= n*(A + C)*(slope/C)", "share h1 h2 h4"),
            have("rest", "0 <= n*(A + C)*W", "h1 h2 h3 h4"),
            close("h9 bound rest", why="far away the slope dominates"),
        ],
    ),
    close("size"),
)  # fmt: skip


PROOFS: dict[str, Derivation] = {
    "l-smooth": LIPSCHITZ,
    "def1-first-order": FIRST_ORDER,
    "lemma2": LEMMA2,
    "ngd-equivalence": Derivation((HALF, TWICE)),
    "gd": GD,
    "ngd": NGD,
    "complexity": COMPLEXITY,
    "assumption3": ASSUMPTION3,
    "assumption5": ASSUMPTION5,
}
