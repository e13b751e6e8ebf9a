"""Derivations of Proposition 1."""

from theory.derivation import Derivation, close, fix, have, instance, rewrite
from theory.papers.lerouxschmidtbach2012.proofs.chain import KEY, Potential, chain, positive

__all__ = ["PROOFS"]

FORM = "(1 - n*d*(3 - 8*c)*q + 1/n + d*(2 - 1/n)*(1 + 4*c*q))".replace("d", "(2*c*mu*alpha)")
Q = "(3*S*alpha**2*n + alpha**2*(-2 + (1/n))*inner(U, U)/n - 2*alpha*(1 - 1/n)*inner(U, V) + inner(V, V))"
AFTER = "(3*alpha**2*n*(S*(n - 1) + squares) - 2*alpha*((n - 1)*inner(U, V) + inner(G, V)) + n*inner(V, V))"
Z = "((1 - 4*c)*V + 4*c*alpha*(1 - 1/n)*U)"

BEST = Derivation.of(
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero h5 h6"),
    have("one", "1 <= n", "discrete"),
    instance("r", "inverse", a="n"),
    instance("r0", "inverse_positive", a="n"),
    have("r1", "1/n <= 1", "r r0 one"),
    have("ln", "0 < 2*L*n", "h1 h6"),
    instance("ln'd", "inverse", a="2*L*n", using="ln"),
    have("step", "2*n*L*alpha == 1", "ln'd h7"),
    have("rate", "c*mu/(L*n) == 2*c*mu*alpha", "h7"),
    have("slow", "n*(2*c*mu*alpha) <= c", "step h8 h2 h3 h6", why="n delta = c mu/L"),
    have("room", "0 < 1 - 4*c", "h13"),
    instance("q", "inverse", a="1 - 4*c", using="room"),
    instance("q0", "inverse_positive", a="1 - 4*c", using="room"),
    have("three", "0 < 3 - 8*c", "h13"),
    have("b1", "n*(2*c*mu*alpha)*(3 - 8*c) <= c*(3 - 8*c)", "slow three"),
    have("b2", "c*(3 - 8*c) <= 1 - 4*c", "h12"),
    have("b3", "n*(2*c*mu*alpha)*(3 - 8*c) <= 1 - 4*c", "b1 b2"),
    have("b4", "n*(2*c*mu*alpha)*(3 - 8*c)*(1/(1 - 4*c)) <= 1", "b3 q q0"),
    have("d0", "0 <= 2*c*mu*alpha", "h2 h3 h4"),
    have("b5", "0 <= (2*c*mu*alpha)*(2 - 1/n)*(1 + 4*c*(1/(1 - 4*c)))", "d0 r1 q0 h3"),
    have("form", f"0 <= {FORM}".replace("q", "(1/(1 - 4*c))"), "b4 b5 r0"),
    have("s", "inner(U, U)/n <= S", "h9 r r0"),
    have("left", "0 <= 3*alpha**2*n - 3*n*alpha**2*(n*(2*c*mu*alpha))", "slow h13 h2 h6"),
    have("t1", "0 <= (3*alpha**2*n - 3*n*alpha**2*(n*(2*c*mu*alpha)))*(S - inner(U, U)/n)", "left s"),
    have("t2", f"0 <= alpha**2*inner(U, U)*{FORM}".replace("q", "(1/(1 - 4*c))"), ["form", "inner_nonnegative(u=U)"]),
    have("w", "0 <= n*alpha*mu*(1/(1 - 4*c))/2", "h2 h4 h6 q0"),
    have("t3", f"0 <= n*alpha*mu*(1/(1 - 4*c))/2*inner({Z}, {Z})", ["w", f"inner_nonnegative(u={Z})"]),
    have("t4", "3*alpha**2*n*squares <= 3*alpha/2*inner(G, V)", "h10 step h2 h6"),
    have("t5", "alpha/2*(n*mu*inner(V, V)) <= alpha/2*inner(G, V)", "h11 h2"),
    have("sum", f"{AFTER} <= n*(1 - 2*c*mu*alpha)*{Q}", "t1 t2 t3 t4 t5 r q"),
    close("sum rate"),
)  # fmt: skip

PRINTED = Derivation.of(
    instance("best", f"{KEY}/prop1-decrease-best", c="1/8"),
    close("best"),
)
P = "(3*n**2 - 2*n + 1)"
COUNT = (
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero h2 h3"),
    have("one", "1 <= n", "discrete"),
    instance("r", "inverse", a="n"),
)
BELOW_BEST = Derivation.of(
    *COUNT,
    have("p", f"0 < {P}", "one"),
    instance("p'd", "inverse", a=P, using="p"),
    instance("p0", "inverse_positive", a=P, using="p"),
    instance("square", "inner_nonnegative", u=f"alpha*{P}/n*U - (n - 1)*V"),
    have("both", f"0 <= 1/{P}*inner(alpha*{P}/n*U - (n - 1)*V, alpha*{P}/n*U - (n - 1)*V)", "square p0"),
    instance("r0", "inverse_positive", a="n"),
    have("s", "inner(U, U)/n <= S", "h4 r r0"),
    have("s3", "3*n*alpha**2*(inner(U, U)/n) <= 3*n*alpha**2*S", "s h3"),
    close("both s3 p'd r"),
)  # fmt: skip
BELOW = Derivation.of(
    *COUNT,
    have("p", f"0 < {P}", "one"),
    instance("p'd", "inverse", a=P, using="p"),
    instance("p0", "inverse_positive", a=P, using="p"),
    instance("best", f"{KEY}/prop1-below-best"),
    have("third'd", f"1/3*{P} <= 2*n**2", "one"),
    have("third", f"1/3 <= 2*n**2/{P}", "third'd p'd p0"),
    have("more", f"1/3*inner(V, V) <= 2*n**2/{P}*inner(V, V)", ["third", "inner_nonnegative(u=V)"]),
    close("more best"),
)

POINT = "x(point({w}))"


def lyapunov(spread: str, total: str, offset: str) -> str:
    """Q of Proposition 1."""
    return (
        f"(3*{spread}*alpha**2*n + alpha**2*(-2 + (1/n))*inner({total}, {total})/n "
        f"- 2*alpha*(1 - 1/n)*inner({total}, {offset}) + inner({offset}, {offset}))"
    )


def at(w: str) -> str:
    """Q after the history w."""
    return lyapunov(f"spread(n, {w})", f"x(entries(n, {w}))", f"(x(point({w})) - xs)")


V = "(x(point(w)) - xs)"


def partial(m: str, spread: str, total: str, slopes: str) -> str:
    """A bound on the sum of Q over the first m draws."""
    return (
        f"(3*n*alpha**2*({m}*spread(n, w) - {spread} + L*inner({slopes}, {V})) "
        f"- 2*alpha*inner({m}*x(entries(n, w)) - {total} + {slopes}, {V}) + {m}*inner({V}, {V}))"
    )


POTENTIAL = Potential(at=at, partial=partial, factor="3/2")
A = "append(w, j)"
REFRESHED = "(x(entries(n, w)) - x(entry(j, w)) + x(slope(j, w)))"
MOVED = f"(x(point(w)) - alpha/n*{REFRESHED} - xs)"
AGAIN = lyapunov(f"spread(n, {A})", REFRESHED, MOVED)
TABLE = f"x(entries(n, {A}))"
ONE = POTENTIAL.one("j")
DRAW = fix(
    "draw", {"w": "real", "j": "real"}, {"draw.nat": "nat(j)", "draw.lt": "j < n"},
    instance("table", f"{KEY}/refresh", j="j", w="w", using="draw.lt"),
    instance("squares", f"{KEY}/refresh#1", j="j", w="w", using="draw.lt"),
    instance("moves", "h19", j="j", w="w", using="draw.lt"),
    instance("coco", "h20", i="j", w="w", using="draw.lt"),
    have("q0", f"{AGAIN} <= {AGAIN}"),
    rewrite(
        "q1", f"{lyapunov(f'spread(n, {A})', TABLE, f'(x(point(w)) - alpha/n*{TABLE} - xs)')} <= {AGAIN}", "q0", "table"
    ),
    rewrite("q2", f"{at(A)} <= {AGAIN}", "q1", "moves"),
    have("coco'd", f"3*n*alpha**2*inner(x(slope(j, w)), x(slope(j, w))) <= 3*n*alpha**2*L*inner(x(slope(j, w)), {V})",
         "coco h2 h8"),
    have("q3", f"{AGAIN} <= {ONE}", "squares coco'd r"),
    have("q4", f"{at(A)} <= {ONE}", "q2 q3"),
    why="Q after index j is drawn",
)  # fmt: skip

NAMES = {
    "value": "h22", "none": "h23", "more": "h24", "mean": "h25", "entries": "h10", "entries+": "h11", "slopes": "h12",
    "slopes+": "h13", "spread": "h14", "spread+": "h15", "decay": "h28", "decay+": "h29", "count": "h8",
}  # fmt: skip
RUN = (
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero h7 h8"),
    have("one", "1 <= n", "discrete"),
    instance("r", "inverse", a="n"),
    instance("r0", "inverse_positive", a="n"),
    have("ln", "0 < 2*L*n", "h1 h8"),
    instance("ln'd", "inverse", a="2*L*n", using="ln"),
    have("step", "2*n*L*alpha == 1", "ln'd h30"),
    have("rate", "delta == 2*c*mu*alpha", "h34 h30"),
    have("slow0", "n*(2*c*mu*alpha) <= c", "step h31 h2 h3 h8"),
    have("slow", "delta <= 1", "slow0 rate one h4 h33"),
    positive("h28", "h29"),
    DRAW,
    fix(
        "cauchy", {"here": "real"}, {},
        instance("sum", f"{KEY}/spread", e="x(entries(n, here))/n", w="here"),
        have("c", "inner(x(entries(n, here)), x(entries(n, here))) <= spread(n, here)*n", "sum r h8"),
    ),
    have("p", f"0 < {P}", "one"),
    instance("p'd", "inverse", a=P, using="p"),
    instance("p0", "inverse_positive", a=P, using="p"),
    have("two'd", f"2/3*{P} <= 2*n**2", "one"),
    have("two", f"2/3 <= 2*n**2/{P}", "two'd p'd p0"),
    fix(
        "below", {"w": "real"}, {},
        instance("c", "cauchy", here="w"),
        instance("best", f"{KEY}/prop1-below-best", U="x(entries(n, w))", V=V, S="spread(n, w)", using="c"),
        have("more", f"2/3*inner({V}, {V}) <= 2*n**2/{P}*inner({V}, {V})", ["two", f"inner_nonnegative(u={V})"]),
        have("low", f"2/3*inner({V}, {V}) <= {at('w')}", "more best"),
    ),
    fix(
        "falls", {"w": "real"}, {},
        instance("c", "cauchy", here="w"),
        instance("strong", "h21", w="w"),
        have("tight", f"L*inner(x(slopes(n, w)), {V}) <= L*inner(x(slopes(n, w)), {V})"),
        instance("core", f"{KEY}/prop1-decrease-best", U="x(entries(n, w))", V=V, G="x(slopes(n, w))",
                 S="spread(n, w)", squares=f"L*inner(x(slopes(n, w)), {V})", using="c strong tight h30"),
        have("rate'd", "c*mu/(L*n) == delta", "h34"),
        have("fall", f"{POTENTIAL.first('n')} <= n*(1 - delta)*{at('w')}", "core rate'd"),
        why="the sum over all draws",
    ),
    chain(POTENTIAL, NAMES),
)  # fmt: skip
OFFSET = "(x(point(start)) - xs)"
FRESH = lyapunov("(n*sigma**2)", "0", OFFSET)
IMPROVED = Derivation.of(
    *RUN,
    instance("for-all", "all", t="k"),
    instance("here", "for-all", w="start"),
    have("q0", f"{FRESH} <= {FRESH}"),
    rewrite("q1", f"{lyapunov('(n*sigma**2)', 'x(entries(n, start))', OFFSET)} <= {FRESH}", "q0", "h26"),
    have("q2", f"{at('start')} <= {FRESH}", "q1 h27"),
    have("l", "L*(1/L) == 1", "inverse(a=L) h1"),
    have("q3", f"{FRESH} <= inner({OFFSET}, {OFFSET}) + 3/4*sigma**2*(1/L)**2", "step l h1"),
    instance("pos", "positive", t="k"),
    have("q4", f"3/2*decay(k)*{at('start')} <= 3/2*decay(k)*(inner({OFFSET}, {OFFSET}) + 3/4*sigma**2*(1/L)**2)",
         "q2 q3 pos"),
    close("here q4"),
)  # fmt: skip

EIGHTH = Derivation.of(
    have("fine", "0 <= 8*(1/8)**2 - 7*(1/8) + 1"),
    have("small", "1/8 < 1/4"),
    have("is", "delta == 1/8*mu/(L*n)", "h31"),
    instance("better", f"{KEY}/prop1-improved", c="1/8", using="fine small is"),
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero h6 h7"),
    have("one", "1 <= n", "discrete"),
    have("ln", "0 < 2*L*n", "h1 h7"),
    instance("ln'd", "inverse", a="2*L*n", using="ln"),
    have("step", "2*n*L*alpha == 1", "ln'd h29"),
    have("rate", "delta == 1/4*mu*alpha", "h31 h29"),
    have("slow0", "n*(1/4*mu*alpha) <= 1/8", "step h30 h2 h7"),
    have("slow", "delta <= 1", "slow0 rate one h3"),
    positive("h27", "h28"),
    instance("pos", "positive", t="k"),
    have("more", f"0 <= decay(k)*(3/2*inner({OFFSET}, {OFFSET}))", ["pos", f"inner_nonnegative(u={OFFSET})"]),
    have("more'd", "0 <= decay(k)*(9/8*sigma**2*(1/L)**2)", "pos"),
    close("better more more'd"),
)  # fmt: skip
PROOFS: dict[str, Derivation] = {
    "prop1": EIGHTH,
    "prop1-below": BELOW,
    "prop1-below-best": BELOW_BEST,
    "prop1-decrease": PRINTED,
    "prop1-decrease-best": BEST,
    "prop1-improved": IMPROVED,
}
