"""Derivations of Proposition 2 from any start: one draw, all draws, k of them."""

from theory.derivation import Derivation, Step, close, fix, have, instance, rewrite
from theory.papers.lerouxschmidtbach2012.proofs.chain import KEY, Potential, chain, positive
from theory.papers.lerouxschmidtbach2012.proofs.many import count

__all__ = ["PROOFS"]

U, G, X = "x(entries(n, w))", "x(slopes(n, w))", "x(point(w))"
V, E = f"({X} - xs)", f"((3*{U} + 4*{G})/n)"
F = f"(f({X}) - f(xs))"
A, AM = "append(w, j)", "append(w, m)"
TABLE = f"x(entries(n, {A}))"
REFRESHED = f"({U} - x(entry(j, w)) + x(slope(j, w)))"


def lyapunov(spread: str, total: str, here: str) -> str:
    """Q of Proposition 2 at a point, with the sum of the table and the sum of squares."""
    return (
        f"(2*(f({here} + alpha/n*{total}) - f(xs)) + 2*alpha/n*{spread} + alpha/n*(1 - 1/n)*inner({total}, {total}) "
        f"- inner({total}, {here} - xs)/n)"
    )


def at(w: str) -> str:
    """Q after the history w."""
    return lyapunov(f"spread(n, {w})", f"x(entries(n, {w}))", f"x(point({w}))")


def partial(m: str, spread: str, total: str, slopes: str) -> str:
    """A bound on the sum of Q over the first m draws; for m = n it is the sum over all, up to a square."""
    return (
        f"({m}*(2*{F} + 2*(alpha/n)*spread(n, w) + alpha/n*inner({U}, {U}) + (alpha/n)/12*inner({E}, {E})) "
        f"- (alpha/n)/4*{spread} + 2*(alpha/n)*inner({U}, {slopes} - {total}) + 13/3*(alpha/n)*L*inner({slopes}, {V}) "
        f"- (alpha/n)/6*inner(3*{total} + 4*{slopes}, {E}) - inner({m}*{U} + {slopes} - {total}, {V})/n)"
    )


POTENTIAL = Potential(at=at, partial=partial, factor="1")
ONE, FIRST = POTENTIAL.one("j"), POTENTIAL.first("n")
MOVED = f"({X} - alpha/n*{REFRESHED})"
AGAIN = lyapunov(f"spread(n, {A})", REFRESHED, MOVED)
APART = f"3*x(entry(j, w)) + 4*x(slope(j, w)) - {E}"
DRAW = fix(
    "draw", {"w": "real", "j": "real"}, {"draw.nat": "nat(j)", "draw.lt": "j < n"},
    instance("table", f"{KEY}/refresh", j="j", w="w", using="draw.lt"),
    instance("squares", f"{KEY}/refresh#1", j="j", w="w", using="draw.lt"),
    instance("moves", "h18", j="j", w="w", using="draw.lt"),
    instance("coco", "h19", i="j", w="w", using="draw.lt"),
    have("q0", f"{AGAIN} <= {AGAIN}"),
    rewrite("q1", f"{lyapunov(f'spread(n, {A})', TABLE, f'({X} - alpha/n*{TABLE})')} <= {AGAIN}", "q0", "table"),
    rewrite("q2", f"{at(A)} <= {AGAIN}", "q1", "moves"),
    have("coco'd", f"0 <= 13/3*(alpha/n)*(L*inner(x(slope(j, w)), {V}) - inner(x(slope(j, w)), x(slope(j, w))))",
         "coco al"),
    have("apart", f"0 <= (alpha/n)/12*inner({APART}, {APART})", ["al", f"inner_nonnegative(u={APART})"]),
    have("q3", f"{AGAIN} <= {ONE}", "squares coco'd apart r"),
    have("q4", f"{at(A)} <= {ONE}", "q2 q3"),
    why="Q after index j is drawn",
)  # fmt: skip
GRADIENT = (
    instance("is", "h23", w="w"),
    instance("p1", "h20", p=f"{X} + alpha/n*{U}", q=X),
    rewrite("ahead", f"f({X}) + inner({G}/n, alpha/n*{U}) + mu/2*inner(alpha/n*{U}, alpha/n*{U}) "
            f"<= f({X} + alpha/n*{U})", "p1", "is"),
    instance("p2", "h20", p="xs", q=X),
    rewrite("behind", f"f({X}) + inner({G}/n, xs - {X}) + mu/2*inner(xs - {X}, xs - {X}) <= f(xs)", "p2", "is"),
    instance("p3", "h20", p=X, q="xs"),
    rewrite("above", f"f(xs) + mu/2*inner({V}, {V}) <= f({X})", "p3", "h22"),
    have("strong0", f"mu*inner({V}, {V}) <= inner({G}, {V})/n", "behind above"),
    have("strong", f"n*mu*inner({V}, {V}) <= inner({G}, {V})", "strong0 r h7"),
    instance("p4", "h21", p=X, q="xs"),
    rewrite("steep0", f"f(xs) + inner(grad({X}), grad({X}))/(2*L) <= f({X})", "p4", "h22"),
    have("l", "L*(1/L) == 1", "inverse(a=L) h1"),
    have("steep1", f"inner(grad({X}), grad({X})) <= 2*L*{F}", "steep0 l h1"),
    rewrite("steep", f"inner({G}/n, {G}/n) <= 2*L*{F}", "steep1", "is"),
    instance("sum", "cauchy", here="w"),
)  # fmt: skip


def _below(lemma: str, least: str) -> Step:
    return fix(
        "below",
        {"w": "real"},
        {},
        *GRADIENT,
        instance(
            "low",
            f"{KEY}/{lemma}",
            U=U,
            V=V,
            slope=f"{G}/n",
            S="spread(n, w)",
            fx=f"f({X})",
            fs="f(xs)",
            fz=f"f({X} + alpha/n*{U})",
            using="sum steep above ahead h32 h34",
        ),
        have("both", f"{least}*{F} <= {at('w')}", "low"),
        why="Q bounds the gap",
    )


def _falls(lemma: str) -> Step:
    return fix(
        "falls",
        {"w": "real"},
        {},
        *GRADIENT,
        have("tight", f"L*inner({G}, {V}) <= L*inner({G}, {V})"),
        instance(
            "core",
            f"{KEY}/{lemma}",
            U=U,
            V=V,
            G=G,
            S="spread(n, w)",
            squares=f"L*inner({G}, {V})",
            mixed=f"(inner(3*{U} + 4*{G}, 3*{U} + 4*{G})/n - 9*spread(n, w) - 16*L*inner({G}, {V}))/24",
            fx=f"f({X})",
            fs="f(xs)",
            fz=f"f({X} + alpha/n*{U})",
            using="tight strong r ahead behind h32 h34",
        ),
        have("delta'd", "1/(8*n) == delta", "h33"),
        have("fall", f"{FIRST} <= n*(1 - delta)*{at('w')}", "core delta'd r"),
        why="the sum over all draws",
    )


FRESH = lyapunov("(n*sigma**2)", "(0*xs)", "x(point(start))")
START = "(f(x(point(start))) - f(xs))"
NAMES = {
    "value": "h24", "none": "h25", "more": "h26", "mean": "h27", "entries": "h9", "entries+": "h10", "slopes": "h11",
    "slopes+": "h12", "spread": "h13", "spread+": "h14", "decay": "h30", "decay+": "h31", "count": "h7",
}  # fmt: skip


def run(lower: str, core: str, least: str, factor: str) -> Derivation:
    """The whole induction, for one of the two conditions on n.

    Args:
        lower: slug of the bound on Q from below, with the factor ``least``.
        core: slug of the contraction.
        least: as in Q >= least (f - f(xs)).
        factor: 1/least.
    """
    return Derivation.of(
        *count("h6", "h7", "h5", "h32"),
        have("al", "0 < alpha/n", "h2 r0"),
        have("slow0", "8*delta*n == 1", "h33 r"),
        have("slow", "delta <= 1", "slow0 one h3"),
        positive("h30", "h31"),
        DRAW,
        fix(
            "cauchy", {"here": "real"}, {},
            instance("sum", f"{KEY}/spread", e="x(entries(n, here))/n", w="here"),
            have("c", "inner(x(entries(n, here)), x(entries(n, here))) <= spread(n, here)*n", "sum r h7"),
        ),
        _below(lower, least),
        _falls(core),
        chain(Potential(at=at, partial=partial, factor=factor), NAMES),
        instance("for-all", "all", t="k"),
        instance("here", "for-all", w="start"),
        have("q0", f"{FRESH} <= {FRESH}"),
        rewrite("q1", f"{lyapunov('(n*sigma**2)', 'x(entries(n, start))', 'x(point(start))')} <= {FRESH}", "q0", "h28"),
        have("q2", f"{at('start')} <= {FRESH}", "q1 h29"),
        have("q3", f"{FRESH} <= 2*{START} + 2*alpha*sigma**2", "r"),
        have("q4", "2*alpha*sigma**2 == sigma**2/(mu*n)", "h32"),
        instance("pos", "positive", t="k"),
        have("q5", f"{factor}*decay(k)*{at('start')} <= {factor}*decay(k)*(2*{START} + sigma**2/(mu*n))",
             "q2 q3 q4 pos"),
        close("here q5"),
    )  # fmt: skip


PROOFS: dict[str, Derivation] = {
    "prop2-cold": run("prop2-below", "prop2-decrease", "6/7", "7/6"),
    "prop2-cold-fewer": run("prop2-below-fewer", "prop2-decrease-fewer", "3/4", "4/3"),
}
