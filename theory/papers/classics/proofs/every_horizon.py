"""Derivations: gradient descent with step 1/L, for every number of steps."""

from theory.derivation import Derivation, close, fix, have, induct, instance, rewrite

__all__ = ["CANCEL", "PROOFS"]

STEP = Derivation.of(
    have("a1", "0 < a - 1", "h2 h3"),
    have("a0", "0 < a", "a1"),
    have("t", "0 <= 2*a**2*(a - 1)*(j + 1)", "h2 a0 a1"),
    have("s", "0 <= 2*a*(a - 1)*(a + j)", "h2 a0 a1"),
    have("w0", "0 <= a + j*(2*a - 1)", "h2 a0 a1"),
    have("w", "0 <= (a + j*(2*a - 1))/L", "w0 h1"),
    have("b", "0 <= (a - 1)**2"),
    have("one", "0 <= 2*a**2*(a - 1)*(j + 1)*(F - after - (G + H)/(2*L))", "t h4"),
    have("two", "0 <= 2*a*(a - 1)*(a + j)*(E - F - G/(2*L))", "s h5"),
    have("three", "0 <= (a + j*(2*a - 1))/L*(D*L**2 - 2*E*L*a + G*a**2)", "w h6"),
    have("four", "0 <= (a - 1)**2*(a**2*C - 2*j*a*(F + G/(2*L)) - L*(a - j)*D)", "b h7"),
    have(
        "sum",
        "0 <= a**2*((a - 1)**2*C - 2*(j + 1)*(a - 1)*(after + H/(2*L)) - L*(a - j - 2)*(D - 2*E/L + G/L**2))",
        "one two three four h1",
        "what is to be shown, times a^2, is the sum of these four",
    ),
    close("sum a0"),
)
PSI = (
    "2*{k}*(2*N + 1 - {k})*(f(x({k})) - f(xs) + inner(grad(x({k})), grad(x({k})))/(2*L)) "
    "+ L*(2*N + 1 - 2*{k})*inner(x({k}) - xs, x({k}) - xs) <= (2*N + 1 - {k})**2*(2*(L*R**2/(4*N + 2)))"
)
GK, GN, DK = "grad(x(k))", "grad(x(k + 1))", "x(k) - xs"
G, H, D, E = f"inner({GK}, {GK})", f"inner({GN}, {GN})", f"inner({DK}, {DK})", f"inner({GK}, {DK})"
NEIGHBOUR = f"0 <= f(x(k)) - f(x(k + 1)) - inner({GN}, {GK}/L) - inner({GK} - {GN}, {GK} - {GN})/(2*L)"
STAR = "f(xs) - f(x({0})) - inner(grad(x({0})), xs - x({0})) - inner(grad(x({0})), grad(x({0})))/(2*L)"
LAST = "L*(x(N) - xs) - (N + 1)*grad(x(N))"
MOVED = PSI.format(k="(k + 1)").replace("x((k + 1)) - xs", f"x(k) - {GK}/L - xs")
CANCEL = fix(
    "cancel", dict.fromkeys("cuv", "real"), {"cancel.positive": "0 < c", "cancel.le": "c**2*u <= c**2*v"},
    have("cancel.end", "u <= v", "cancel.positive cancel.le"),
)  # fmt: skip
EVERY = Derivation.of(
    have("m", "0 < 4*N + 2", "h3"),
    have("c", "(4*N + 2)*(L*R**2/(4*N + 2)) == L*R**2", "m"),
    induct(
        "falls", "k", {"if": ["k <= N"], "then": PSI.format(k="k")},
        [
            fix(
                "first", {}, {"first.le": "0 <= N"},
                have("near", "(2*N + 1)*L*inner(x(0) - xs, x(0) - xs) <= (2*N + 1)*L*R**2", "h1 h3 h8"),
                close("near c m"),
            )
        ],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= N"},
                have("k.index", "0 <= k", "nat_nonnegative(a=k)"),
                have("k.before", "k <= N", "next.le"),
                instance("so-far", "falls.ih", using="k.before"),
                instance("update", "h7", k="k"),
                instance("pair", "h5", p="x(k)", q="x(k + 1)"),
                rewrite("pair'", NEIGHBOUR, "pair", "update"),
                instance("star", "h5", p="xs", q="x(k)"),
                rewrite("star'", f"0 <= {STAR.format('k')}", "star", "h6"),
                instance("square", "inner_nonnegative", u=f"L*({DK}) - (2*N + 1 - k)*{GK}"),
                have("a", "k + 2 <= 2*N + 1 - k", "next.le k.index"),
                have("pair''", f"0 <= f(x(k)) - f(xs) - (f(x(k + 1)) - f(xs)) - ({G} + {H})/(2*L)", "pair' h1"),
                have("star''", f"0 <= {E} - (f(x(k)) - f(xs)) - {G}/(2*L)", "star' h1"),
                have("square'", f"0 <= {D}*L**2 - 2*{E}*L*(2*N + 1 - k) + {G}*(2*N + 1 - k)**2", "square"),
                instance(
                    "step", "classics/gd-every-horizon-step", j="k", a="2*N + 1 - k", F="f(x(k)) - f(xs)",
                    after="f(x(k + 1)) - f(xs)", G=G, H=H, L="L", D=D, E=E, C="2*(L*R**2/(4*N + 2))",
                ),
                have("moved", MOVED, "step h1"),
                rewrite("end", None, "moved", "update"),
            )
        ],
    ),
    instance("all", "falls", k="N"),
    instance("total", "all"),
    instance("star", "h5", p="xs", q="x(N)"),
    rewrite("star'", f"0 <= {STAR.format('N')}", "star", "h6"),
    instance("square", "inner_nonnegative", u=LAST),
    have("star''", f"0 <= 2*(N + 1)*({STAR.format('N')})", "star' h3"),
    have("square'", f"0 <= inner({LAST}, {LAST})/L", "square h1"),
    have("sum", "2*(N + 1)**2*(f(x(N)) - f(xs)) <= 2*(N + 1)**2*(L*R**2/(4*N + 2))", "total star'' square' h1"),
    have("last", "0 < N + 1", "h3"),
    CANCEL,
    have("half", "(N + 1)**2*(f(x(N)) - f(xs)) <= (N + 1)**2*(L*R**2/(4*N + 2))", "sum"),
    instance("end", "cancel", c="N + 1", u="f(x(N)) - f(xs)", v="L*R**2/(4*N + 2)", using="half last"),
    close("end", name="goal"),
)  # fmt: skip
MOVE = (
    f"0 <= f(x(k)) - f(x(k + 1)) + L*inner({GK}/L, {GK}/L)/4 - inner({GK} + {GN}, {GK}/L)/2 "
    f"- inner({GK} - {GN}, {GK} - {GN})/(4*L)"
)
FALL = f"f(x(k + 1)) + inner({GK}, {GK})/(2*L) + inner({GN}, {GN})/(4*L) <= f(x(k))"
NONCONVEX = Derivation.of(
    fix(
        "fall", {"k": "real"}, {"fall.nat": "nat(k)"},
        instance("update", "h7", k="k"),
        instance("pair", "h5", p="x(k)", q="x(k + 1)"),
        rewrite("moved", MOVE, "pair", "update"),
        have("fall.end", FALL, "moved h2"),
        why="the inequality of the class between neighbours",
    ),
    induct(
        "falls", "k", {"if": ["k <= N"], "then": "f(x(k)) + 3*k*least/(4*L) <= f(x(0))"},
        [fix("first", {}, {"first.le": "0 <= N"}, close())],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= N"},
                have("k.before", "k <= N", "next.le"),
                instance("so-far", "falls.ih", using="k.before"),
                instance("here", "h9", k="k", using="k.before"),
                instance("there", "h9", k="k + 1", using="next.le"),
                instance("one", "fall", k="k"),
                have("first", f"0 <= (inner({GK}, {GK}) - least)/(2*L)", "here h2"),
                have("second", f"0 <= (inner({GN}, {GN}) - least)/(4*L)", "there h2"),
                close("one so-far first second h2"),
            )
        ],
    ),
    instance("all", "falls", k="N"),
    instance("total", "all"),
    instance("last", "h9", k="N"),
    instance("one", "fall", k="N"),
    instance("low", "h6", p="x(N + 1)"),
    instance("deep", "inner_nonnegative", u="grad(x(N + 1))"),
    have("first", "0 <= (inner(grad(x(N)), grad(x(N))) - least)/(2*L)", "last h2"),
    have("second", "0 <= inner(grad(x(N + 1)), grad(x(N + 1)))/(4*L)", "deep h2"),
    have("sum", "(3*N + 2)*least/(4*L) <= Delta", "total one low h8 first second h2"),
    have("n", "0 < 3*N + 2", "h4"),
    have("scaled", "(3*N + 2)*least <= 4*L*Delta", "sum h2"),
    close("scaled n"),
)  # fmt: skip

ONCE = have("once", "orbit(1) == 2/3", "goal.next(k=0) goal.start")
SLOW = Derivation((*(None,) * 9, (ONCE, close("once"))))
SLOW_NONCONVEX = Derivation(
    (
        *(None,) * 9,
        (
            induct("high", "i", "orbit(i) <= 1", [close("goal.start")], [close("goal.next(k=i) high.ih high.nat")]),
            induct(
                "low", "i", "1 - i/3 <= orbit(i)",
                [close("goal.start")],
                [instance("below", "high", i="i"), close("goal.next(k=i) low.ih below")],
            ),
            instance("least", "low", i="k"),
            have("size", "2/3 <= orbit(k)", "least h2"),
            close("size"),
        ),
    )
)  # fmt: skip

PROOFS = {
    "gd-every-horizon-step": STEP,
    "gd-every-horizon": EVERY,
    "gd-every-horizon-too-good": SLOW,
    "gd-nonconvex-every-horizon": NONCONVEX,
    "gd-nonconvex-every-horizon-too-good": SLOW_NONCONVEX,
}
