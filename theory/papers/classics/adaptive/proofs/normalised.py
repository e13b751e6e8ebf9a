"""Derivations: directions and steps of a given length."""

from theory.derivation import Derivation, by_cases, close, fix, have, induct, instance, rewrite

__all__ = ["PROOFS"]

DIRECTION = Derivation.of(
    have("error", "inner(g, m) == norm(m)**2 - inner(m - g, m)", "norm_square(u=m)"),
    have("cs", "inner(m - g, m) <= norm(m - g)*norm(m)", "cauchy_schwarz(u=m - g, v=m)"),
    have("m0", "0 <= norm(m)", "norm_nonnegative(u=m)"),
    have("e0", "0 <= norm(m - g)", "norm_nonnegative(u=m - g)"),
    instance("sum", "triangle", u="m", v="g - m"),
    have("turned", "norm(g - m) == norm(m - g)", "norm_symmetric(u=m - g)"),
    have("whole", "norm(g) <= norm(m) + norm(m - g)", "sum turned"),
    have("scaled", "norm(m)*(norm(g) - 2*norm(m - g)) <= inner(g, m)", "error cs m0 e0 whole"),
    by_cases(
        "zero",
        "norm(m)",
        "0",
        "-inner(g, m)/norm(m) <= -norm(g) + 2*norm(m - g)",
        [
            instance("none", "norm_zero", u="m", using="zero.le"),
            have("same", "inner(g, m) == inner(g, m)"),
            rewrite("flat", "inner(g, m) == 0", "same", "none"),
            have("rest", "-inner(g, m)/norm(m) == 0", "flat"),
            close("rest whole zero.le e0"),
        ],
        [
            have("unit", "norm(m)*(1/norm(m)) == 1", "inverse(a=norm(m))"),
            have("positive", "0 < 1/norm(m)", "inverse_positive(a=norm(m))"),
            close("scaled unit positive"),
        ],
    ),
)
THIRDS = Derivation.of(
    instance("two", "classics/normalised-direction"),
    instance("sum", "triangle", u="m", v="g - m"),
    have("g0", "0 <= norm(g)", "norm_nonnegative(u=g)"),
    have("e0", "0 <= norm(m - g)", "norm_nonnegative(u=m - g)"),
    close("two g0 e0"),
)
P = "grad(p)"
A = f"norm({P})"
Q = f"grad(p - s*{P})"
B = f"norm({Q})"
STEP = Derivation.of(
    fix(
        "all", {"s": "real"}, {"unit": f"s*{A} == r", "after": f"eps <= {B}"},
        have("a0", f"0 < {A}", "h2 h5"),
        have("s0", "0 < s", "unit a0 h3"),
        have("s1", "L*s <= 1", "unit a0 h5 h7"),
        instance("pair", "h4", p="p", q=f"p - s*{P}"),
        have("a2", f"{A}**2 == inner({P}, {P})", f"norm_square(u={P})"),
        have("b2", f"{B}**2 == inner({Q}, {Q})", f"norm_square(u={Q})"),
        have("cs", f"inner({P}, {Q}) <= {A}*{B}", f"cauchy_schwarz(u={P}, v={Q})"),
        have("long", f"s**2*{A}**2 == r**2", "unit"),
        have("along", f"s*{A}**2 == r*{A}", "unit"),
        have("pair'", f"4*L*(r*{A} + s*inner({P}, {Q}))/2 - L**2*r**2 + {A}**2 - 2*inner({P}, {Q}) + {B}**2"
             f" <= 4*L*(f(p) - f(p - s*{P}))", "pair a2 b2 long along h1"),
        have("room", "0 <= 1 - L*s", "s1"),
        have("turn", f"0 <= (1 - L*s)*({A}*{B} - inner({P}, {Q}))", "room cs"),
        have("flat", f"s*{A}*{B} == r*{B}", "unit"),
        have("square", f"0 <= ({A} - {B})**2"),
        have("sizes", f"4*L*eps*r <= 2*L*r*({A} + {B})", "h5 after h1 h3"),
        have("sum", f"4*L*eps*r - L**2*r**2 <= 4*L*(f(p) - f(p - s*{P}))", "pair' turn flat square sizes"),
        have("end", f"f(p - s*{P}) <= f(p) - (eps*r - L*r**2/4)", "sum h1"),
    ),
    have("a1", f"0 < {A}", "h2 h5"),
    have("unit'", f"r*(1/{A})*{A} == r", f"inverse(a={A})"),
    instance("last", "all", s=f"r*(1/{A})", using="unit' h6"),
    close("last"),
)  # fmt: skip
HERE, NEXT = "x(k)", "x(k) - r/norm(grad(x(k)))*grad(x(k))"
FALL = "(eps*r - L*r**2/4)"
COUNT = Derivation.of(
    induct(
        "falls", "k", {"if": ["k <= N"], "then": f"f(x(k)) <= f(x(0)) - k*{FALL}"},
        [fix("first", {}, {"first.le": "0 <= N"}, close())],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= N"},
                have("k.before", "k <= N", "next.le"),
                instance("so-far", "falls.ih", using="k.before"),
                instance("update", "h9", k="k"),
                instance("here", "h11", k="k", using="k.before"),
                instance("there", "h11", k="k + 1", using="next.le"),
                rewrite("there'", f"eps <= norm(grad({NEXT}))", "there", "update"),
                instance("one", "classics/normalised-gd-step", p="x(k)"),
                have("sum", f"f({NEXT}) <= f(x(0)) - (k + 1)*{FALL}", "one so-far"),
                rewrite("end", None, "sum", "update"),
            )
        ],
    ),
    instance("all", "falls", k="N"),
    instance("total", "all"),
    instance("last", "h11", k="N"),
    instance("pair", "h7", p="x(N)", q="x(N) - grad(x(N))/L"),
    instance("low", "h8", p="x(N) - grad(x(N))/L"),
    have("size", "norm(grad(x(N)))**2 == inner(grad(x(N)), grad(x(N)))", "norm_square(u=grad(x(N)))"),
    have("big", "eps**2 <= norm(grad(x(N)))**2", "last h5"),
    have("square", "eps**2 <= inner(grad(x(N)), grad(x(N)))", "big size"),
    have("rest", "0 <= inner(grad(x(N) - grad(x(N))/L), grad(x(N) - grad(x(N))/L))",
         "inner_nonnegative(u=grad(x(N) - grad(x(N))/L))"),
    have("rest'", "0 <= inner(grad(x(N) - grad(x(N))/L), grad(x(N) - grad(x(N))/L))/(4*L)", "rest h2"),
    have("deep", "f(x(N) - grad(x(N))/L) <= f(x(N)) - inner(grad(x(N)), grad(x(N)))/(2*L)", "pair rest' h2"),
    have("deep'", "eps**2/(2*L) <= inner(grad(x(N)), grad(x(N)))/(2*L)", "square h2"),
    close("total low deep deep' h10"),
)  # fmt: skip
COUNTDOWN = Derivation(
    (
        *(None,) * 11,
        (
            induct(
                "low", "i", {"if": ["i <= 1"], "then": "2 - i <= orbit(i)"},
                [fix("first", {}, {"first.le": "0 <= 1"}, close("goal.start"))],
                [
                    fix(
                        "next", {}, {"next.le": "i + 1 <= 1"},
                        have("i.before", "i <= 1", "next.le"),
                        instance("so-far", "low.ih", using="i.before"),
                        have("right", "0 < orbit(i)", "so-far i.before"),
                        have("size", "abs(orbit(i)) == orbit(i)", "abs_of_nonnegative(a=orbit(i)) right"),
                        have("away", "0 < abs(orbit(i))", "size right"),
                        have("unit", "abs(orbit(i))*(1/abs(orbit(i))) == 1", "inverse(a=abs(orbit(i))) away"),
                        have("sign", "orbit(i)/abs(orbit(i)) == 1", "unit size"),
                        close("goal.next(k=i) so-far sign"),
                    )
                ],
            ),
            instance("here'", "low", i="k"),
            instance("here", "here'"),
            have("size", "1 <= orbit(k)", "here h2"),
            close("size abs_of_nonnegative(a=orbit(k))"),
        ),
    )
)  # fmt: skip

PROOFS = {
    "normalised-direction": DIRECTION,
    "normalised-direction-thirds": THIRDS,
    "normalised-gd-step": STEP,
    "normalised-gd": COUNT,
    "normalised-gd-too-good": COUNTDOWN,
}
