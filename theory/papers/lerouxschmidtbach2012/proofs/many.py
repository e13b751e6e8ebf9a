"""Derivations of Proposition 2."""

from typing import Any

from theory.derivation import Derivation, Step, close, fix, have, induct, instance, rewrite
from theory.papers.lerouxschmidtbach2012.proofs.linear import KEY

__all__ = ["PROOFS"]

COUNT = (
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero {n} {pos}"),
    have("one", "1 <= n", "discrete"),
    instance("r", "inverse", a="n"),
    instance("r0", "inverse_positive", a="n"),
    have("nm", "0 < 2*mu*n", "{mu} {pos}"),
    instance("nm'd", "inverse", a="2*mu*n", using="nm"),
    have("step", "2*n*mu*alpha == 1", "nm'd {alpha}"),
)


def count(n: str, pos: str, mu: str, alpha: str) -> tuple[Step, ...]:
    """n >= 1, n (1/n) = 1, 2 n mu alpha = 1, from the facts named."""
    names = {"n": n, "pos": pos, "mu": mu, "alpha": alpha}
    return tuple(
        Step(rule=s.rule, name=s.name, show=s.show, using=tuple(u.format(**names) for u in s.using), data=s.data)
        for s in COUNT
    )


Q = "(2*(fz - fs) + 2*alpha/n*S + alpha/n*(1 - 1/n)*inner(U, U) - inner(U, V)/n)"
AFTER = (
    "(2*n*(fx - fs) + 2*alpha/n*((n - 1)*S + squares) + alpha/n*(n*inner(U, U) + 2*(inner(U, G) - inner(U, U)) + squares "
    "- 2*mixed + S) - ((n - 1)*inner(U, V) + inner(G, V))/n)"
)
FEWER = Derivation.of(
    *count("h4", "h5", "h3", "h6"),
    have("al", "0 < alpha/n", "h2 r0"),
    have("k1", "alpha*L*104 <= 21/2", "h12 step h2"),
    have("t1", "0 <= (2*n - 1/4)*(fz - fx - alpha/n*(1/n)*inner(G, U) - mu/2*(alpha/n)**2*inner(U, U))", "h10 one"),
    have("t2", "0 <= 1/4*(fs - fx + inner(G, V)/n - mu/2*inner(V, V))", "h11"),
    have("t3", "0 <= 13/3*(alpha/n)*(L*inner(G, V) - squares)", "h7 al"),
    have("lam", "0 <= 3/4*(1/n) - 13/3*(alpha/n)*L", "k1 r0"),
    have("t4", "0 <= (3/4*(1/n) - 13/3*(alpha/n)*L)*(inner(G, V) - n*mu*inner(V, V))", "h8 lam"),
    have("t5", "0 <= (alpha/n)/12*(1/n)*(n*(9*S + 24*mixed + 16*squares) - inner(3*U + 4*G, 3*U + 4*G))", "h9 al r0"),
    have("t6", "0 <= 4/3*(alpha/n)*(1/n)*inner(G + 21/32*U, G + 21/32*U)", ["al", "r0", "inner_nonnegative(u=G + 21/32*U)"]),
    have("t7", "0 <= 7/16*mu*inner(V - 2*alpha*U, V - 2*alpha*U)", ["h3", "inner_nonnegative(u=V - 2*alpha*U)"]),
    have("vv", "0 <= 7/16*mu - 13/3*alpha*L*mu", "k1 h3"),
    have("t8", "0 <= (7/16*mu - 13/3*alpha*L*mu)*inner(V, V)", ["vv", "inner_nonnegative(u=V)"]),
    have("r1", "1/n <= 1", "r r0 one"),
    have("uu", "0 <= (alpha/n)*(1/n)*(11/8 - 147/256 - 1/16*(1/n))", "al r0 r1"),
    have("t9", "0 <= (alpha/n)*(1/n)*(11/8 - 147/256 - 1/16*(1/n))*inner(U, U)", ["uu", "inner_nonnegative(u=U)"]),
    have("eighth", "1/(8*n)*n == 1/8", "r"),
    have("sum", f"{AFTER} <= (n - 1/8)*{Q}", "t1 t2 t3 t4 t5 t6 t7 t8 t9 r step"),
    close("sum eighth r"),
)  # fmt: skip

ENOUGH = Derivation.of(
    have("nm", "0 < mu*n", "h3 h5"),
    have("fewer", "104*L <= 21*mu*n", "h12 nm"),
    instance("all", f"{KEY}/prop2-decrease-fewer", using="fewer"),
    close("all"),
)


def below(condition: str, worst: str, factor: str) -> Derivation:
    """Q >= factor (g(x) - g(xs)), from 10n/(9n + 7) + 10 worst/(n + 3) <= 2 - factor, where L/(n mu) <= worst."""
    gap = "(fx - fs)"
    return Derivation.of(
        *count("h4", "h5", "h3", "h6"),
        have("al", "0 < alpha/n", "h2 r0"),
        have("gap", f"0 <= {gap}", ["h9", "h3", "inner_nonnegative(u=V)"]),
        have("k1", f"2*alpha*L <= {worst}", f"{condition} step h2"),
        have("a0", "0 < n + 3", "one"),
        have("b0", "0 < 9*n + 7", "one"),
        instance("a", "inverse", a="n + 3", using="a0"),
        instance("a1", "inverse_positive", a="n + 3", using="a0"),
        instance("b", "inverse", a="9*n + 7", using="b0"),
        instance("b1", "inverse_positive", a="9*n + 7", using="b0"),
        have("t0", "0 <= 2*(fz - fx - alpha/n*inner(slope, U) - mu/2*(alpha/n)**2*inner(U, U))", "h10"),
        have("s", "0 <= 2*(alpha/n)*(S - inner(U, U)/n)", "h7 al r r0"),
        # (alpha/n) e1 ||U + slope/e1||^2 with e1 = (n + 3)/(10 n)
        have("t1", "0 <= (alpha/n)*((n + 3)/(10*n))*inner(U + 10*n/(n + 3)*slope, U + 10*n/(n + 3)*slope)",
             ["al", "a0", "r0", "inner_nonnegative(u=U + 10*n/(n + 3)*slope)"]),
        # (alpha/n) e2 ||U - V mu n/e2||^2 with e2 = (9n + 7)/(10 n)
        have("t2", "0 <= (alpha/n)*((9*n + 7)/(10*n))*inner(U - 10*n**2*mu/(9*n + 7)*V, U - 10*n**2*mu/(9*n + 7)*V)",
             ["al", "b0", "r0", "inner_nonnegative(u=U - 10*n**2*mu/(9*n + 7)*V)"]),
        have("t3", "0 <= 1/2*alpha*(alpha/n)*mu/n*inner(U, U)", ["h2", "al", "h3", "r0", "inner_nonnegative(u=U)"]),
        have("g1", f"alpha*(10/(n + 3))*inner(slope, slope) <= alpha*(10/(n + 3))*(2*L*{gap})", "h8 h2 a1"),
        have("g2", f"10/(n + 3)*(2*alpha*L)*{gap} <= 10/(n + 3)*{worst}*{gap}", "k1 a1 gap"),
        have("v1", f"10*n/(9*n + 7)*(mu/2*inner(V, V)) <= 10*n/(9*n + 7)*{gap}", "h9 b1 h5"),
        have("num'd", f"(10*n*(n + 3) + 10*{worst}*(9*n + 7)) <= (2 - {factor})*((9*n + 7)*(n + 3))", "one",
             squares=("n - 4", "n - 2")),
        have("num", f"10*n/(9*n + 7) + 10*{worst}/(n + 3) <= 2 - {factor}", "num'd a b a1 b1"),
        have("last", f"(10*n/(9*n + 7) + 10*{worst}/(n + 3))*{gap} <= (2 - {factor})*{gap}", "num gap"),
        have("q1", "2*(fx - fs) + 2*(alpha/n)*inner(slope, U) + (alpha/n)*(1 + 1/n)*inner(U, U) - inner(U, V)/n "
             "+ mu*(alpha/n)**2*inner(U, U) <= "
             "(2*(fz - fs) + 2*alpha/n*S + alpha/n*(1 - 1/n)*inner(U, U) - inner(U, V)/n)", "t0 s"),
        have("e1", "2*(alpha/n)*inner(slope, U) + (alpha/n)*((n + 3)/(10*n))*inner(U, U) + alpha*(10/(n + 3))*inner(slope, slope) >= 0",
             "t1 a r"),
        have("e2", "(alpha/n)*((9*n + 7)/(10*n))*inner(U, U) - inner(U, V)/n + 10*n/(9*n + 7)*(mu/2*inner(V, V)) >= 0",
             "t2 b r step"),
        have("e3", "0 <= mu*(alpha/n)**2*inner(U, U)", ["h3", "inner_nonnegative(u=alpha/n*U)"]),
        have("uu", "(alpha/n)*((n + 3)/(10*n))*inner(U, U) + (alpha/n)*((9*n + 7)/(10*n))*inner(U, U) == (alpha/n)*(1 + 1/n)*inner(U, U)", "r"),
        close("q1 e1 e2 e3 uu g1 g2 v1 last"),
    )  # fmt: skip


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


def first(m: str) -> str:
    """The same, with its own sums."""
    return partial(f"({m})", f"spread({m}, w)", f"x(entries({m}, w))", f"x(slopes({m}, w))")


def one(j: str) -> str:
    """What drawing j adds to it."""
    return partial("1", f"inner(x(entry({j}, w)), x(entry({j}, w)))", f"x(entry({j}, w))", f"x(slope({j}, w))")


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
    have("q3", f"{AGAIN} <= {one('j')}", "squares coco'd apart r"),
    have("q4", f"{at(A)} <= {one('j')}", "q2 q3"),
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
BELOW = fix(
    "below", {"w": "real"}, {},
    *GRADIENT,
    instance("low", "LOWER", U=U, V=V, slope=f"{G}/n", S="spread(n, w)", fx=f"f({X})", fs="f(xs)",
             fz=f"f({X} + alpha/n*{U})", using="sum steep above ahead h32 h34"),
    have("both", f"LEAST*{F} <= {at('w')}", "low"),
    why="Q bounds the gap",
)  # fmt: skip
FALLS = fix(
    "falls", {"w": "real"}, {},
    *GRADIENT,
    have("tight", f"L*inner({G}, {V}) <= L*inner({G}, {V})"),
    instance("core", "CORE", U=U, V=V, G=G, S="spread(n, w)", squares=f"L*inner({G}, {V})",
             mixed=f"(inner(3*{U} + 4*{G}, 3*{U} + 4*{G})/n - 9*spread(n, w) - 16*L*inner({G}, {V}))/24",
             fx=f"f({X})", fs="f(xs)", fz=f"f({X} + alpha/n*{U})", using="tight strong r ahead behind h32 h34"),
    have("delta'd", "1/(8*n) == delta", "h33"),
    have("fall", f"{first('n')} <= n*(1 - delta)*{at('w')}", "core delta'd r"),
    why="the sum over all draws",
)  # fmt: skip


def run(lower: str, core: str, least: str, factor: str) -> Derivation:
    """The whole induction, for one of the two conditions on n."""
    names = {"LOWER": f"{KEY}/{lower}", "CORE": f"{KEY}/{core}", "LEAST": least, "FACTOR": factor}
    return Derivation.of(*(renamed(step, names) for step in STEPS))


def renamed(step: Step, names: dict[str, str]) -> Step:
    """A step with names filled in."""

    def fill(value: Any) -> Any:
        if isinstance(value, str):
            for name, text in names.items():
                value = value.replace(name, text)
            return value
        if isinstance(value, dict):
            return {key: fill(item) for key, item in value.items()}
        return value

    return Step(
        rule=step.rule, name=step.name, show=fill(step.show), using=tuple(map(fill, step.using)), why=step.why,
        data=fill(dict(step.data)), inside=tuple(tuple(renamed(s, names) for s in proof) for proof in step.inside),
    )  # fmt: skip


def scaled(q: str) -> str:
    """What bounds the mean t draws later."""
    return f"FACTOR*decay(t)*{q}"


def none(total: str, slopes: str) -> str:
    """The bound before anything is drawn."""
    return partial("0", "spread(0, w)", total, slopes)


MORE = [
    partial("(m + 1)", "spread(m + 1, w)", total, "(x(slopes(m, w)) + x(slope(m, w)))")
    for total in ("(x(entries(m, w)) + x(entry(m, w)))", "x(entries(m + 1, w))")
]
FRESH = lyapunov("(n*sigma**2)", "(0*xs)", "x(point(start))")
START = "(f(x(point(start))) - f(xs))"
STEPS = (
    *count("h6", "h7", "h5", "h32"),
    have("al", "0 < alpha/n", "h2 r0"),
    have("slow0", "8*delta*n == 1", "h33 r"),
    have("slow", "delta <= 1", "slow0 one h3"),
    induct(
        "positive", "t", "0 <= decay(t)",
        [close("h30")],
        [instance("next", "h31", k="t"), close("next positive.ih slow")],
    ),
    DRAW,
    fix(
        "cauchy", {"here": "real"}, {},
        instance("sum", f"{KEY}/spread", e="x(entries(n, here))/n", w="here"),
        have("c", "inner(x(entries(n, here)), x(entries(n, here))) <= spread(n, here)*n", "sum r h7"),
    ),
    BELOW,
    FALLS,
    induct(
        "all", "t", {"for": {"w": "real"}, "if": [], "then": f"expected(t, w) <= {scaled(at('w'))}"},
        [
            fix(
                "base", {"w": "real"}, {},
                instance("e", "h24", w="w"),
                instance("low", "below", w="w"),
                have("end", f"expected(0, w) <= {scaled(at('w')).replace('(t)', '(0)')}", "e low h30"),
            )
        ],
        [
            fix(
                "next", {"w": "real"}, {},
                instance("pos", "positive", t="t"),
                induct(
                    "part", "m", {"if": ["m <= n"], "then": f"chosen(t, w, m) <= {scaled(first('m'))}"},
                    [
                        fix(
                            "none", {}, {"none.le": "0 <= n"},
                            instance("z0", "h25", k="t", w="w"),
                            instance("z1", "h9", w="w"),
                            instance("z2", "h11", w="w"),
                            instance("z3", "h13", w="w"),
                            have("z4", f"chosen(t, w, 0) <= {scaled(none('(0*xs)', '(0*xs)'))}", "z0 z3"),
                            rewrite("z5", f"chosen(t, w, 0) <= {scaled(none('x(entries(0, w))', '(0*xs)'))}", "z4", "z1"),
                            rewrite("z6", f"chosen(t, w, 0) <= {scaled(first('0'))}", "z5", "z2"),
                        )
                    ],
                    [
                        fix(
                            "more", {}, {"more.le": "m + 1 <= n"},
                            have("m.le", "m <= n", "more.le"),
                            have("m.lt", "m < n", "more.le"),
                            instance("so-far", "part.ih", using="m.le"),
                            instance("adds", "h26", k="t", m="m", w="w"),
                            instance("after", "all.ih", w=AM),
                            instance("drawn", "draw", w="w", j="m", using="m.lt"),
                            instance("t1", "h10", m="m", w="w"),
                            instance("t2", "h12", m="m", w="w"),
                            instance("t3", "h14", m="m", w="w"),
                            have("drawn'd", f"{scaled(at(AM))} <= {scaled(one('m'))}", "drawn pos"),
                            have("m1", f"chosen(t, w, m + 1) <= {scaled(first('m'))} + {scaled(one('m'))}",
                                 "so-far adds after drawn'd"),
                            have("m2", f"chosen(t, w, m + 1) <= {scaled(MORE[0])}", "m1 t3"),
                            rewrite("m3", f"chosen(t, w, m + 1) <= {scaled(MORE[1])}", "m2", "t1"),
                            rewrite("m4", f"chosen(t, w, m + 1) <= {scaled(first('m + 1'))}", "m3", "t2"),
                        )
                    ],
                    why="sum over the draws",
                ),
                instance("whole", "part", m="n"),
                have("n.le", "n <= n"),
                instance("total", "whole", using="n.le"),
                instance("fall", "falls", w="w"),
                instance("mean", "h27", k="t", w="w"),
                instance("decays", "h31", k="t"),
                have("fall'd", f"{scaled(first('n'))} <= {scaled('(n*(1 - delta)*' + at('w') + ')')}", "fall pos"),
                have("n-fold", f"n*expected(t + 1, w) <= n*(FACTOR*decay(t + 1)*{at('w')})", "mean total fall'd decays"),
                have("end", f"expected(t + 1, w) <= FACTOR*decay(t + 1)*{at('w')}", "n-fold h7"),
            )
        ],
        why="one more draw",
    ),
    instance("for-all", "all", t="k"),
    instance("here", "for-all", w="start"),
    have("q0", f"{FRESH} <= {FRESH}"),
    rewrite("q1", f"{lyapunov('(n*sigma**2)', 'x(entries(n, start))', 'x(point(start))')} <= {FRESH}", "q0", "h28"),
    have("q2", f"{at('start')} <= {FRESH}", "q1 h29"),
    have("q3", f"{FRESH} <= 2*{START} + 2*alpha*sigma**2", "r"),
    have("q4", "2*alpha*sigma**2 == sigma**2/(mu*n)", "h32"),
    instance("pos", "positive", t="k"),
    have("q5", f"FACTOR*decay(k)*{at('start')} <= FACTOR*decay(k)*(2*{START} + sigma**2/(mu*n))", "q2 q3 q4 pos"),
    close("here q5"),
)  # fmt: skip

POWER = Derivation.of(
    *COUNT[2:4],
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero h3 h4"),
    have("one", "1 <= n", "discrete"),
    have("small0", "8*delta*n == 1", "h7 r"),
    have("small", "delta <= 1", "small0 one h1"),
    induct(
        "bernoulli", "t", "1 - t*delta <= decay(t)",
        [close("h5")],
        [
            instance("next", "h6", k="t"),
            have("more", "(1 - delta)*(1 - t*delta) <= (1 - delta)*decay(t)", "bernoulli.ih small"),
            have("square", "0 <= t*delta**2", "nat_nonnegative(a=t)"),
            close("next more square"),
        ],
    ),
    instance("all", "bernoulli", t="k"),
    close("all h7"),
)  # fmt: skip
LOG = "log(1 + mu*n/(4*L))"
CONSTANT = f"(16*L*first/(3*n) + 4*sigma**2*(8*{LOG} + 1)/(3*mu*n))"
WARM = Derivation.of(
    *COUNT[2:4],
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero h7 h8"),
    have("one", "1 <= n", "discrete"),
    have("small0", "8*delta*n == 1", "h13 r"),
    have("small", "delta <= 1", "small0 one h2"),
    induct(
        "positive", "t", "0 <= decay(t)",
        [close("h11")],
        [instance("next", "h12", k="t"), close("next positive.ih small")],
    ),
    induct(
        "product", "t", "decay(j + t) == decay(j)*decay(t)",
        [have("z", "decay(j + 0) == decay(j)*decay(0)", "h11")],
        [
            instance("index", "nat_sum", a="j", b="t"),
            instance("next", "h12", k="t"),
            instance("after", "h12", k="j + t", using="index"),
            have("z", "decay(j + (t + 1)) == decay(j)*decay(t + 1)", "next after product.ih"),
        ],
    ),
    instance("both", "product", t="n"),
    instance("bernoulli", f"{KEY}/power", k="n"),
    have("seven", "7/8 <= decay(n)", "bernoulli r"),
    instance("pos", "positive", t="j"),
    instance("l0", "inverse_positive", a="L"),
    have("more", "1 <= 1 + mu*n/(4*L)", "h6 h8 l0"),
    have("log0", f"0 <= {LOG}", ["log_monotone(a=1, b=1 + mu*n/(4*L))", "log_one"]),
    have("m0", "0 < 1/(mu*n)", "inverse_positive(a=mu*n) h6 h8"),
    have("c1", "0 <= 16*L*first/(3*n)", "h1 h3 r0"),
    have("c2", f"0 <= 4*sigma**2*(8*{LOG} + 1)/(3*mu*n)", "log0 m0"),
    have("last", f"decay(j)*(7/8)*{CONSTANT} <= decay(j)*decay(n)*{CONSTANT}", "seven pos c1 c2"),
    have("warm", f"decay(j)*warm <= decay(j)*(2*L*first/n + 4*sigma**2*{LOG}/(mu*n))", "h14 pos"),
    close("h15 warm last both"),
)  # fmt: skip
PROOFS: dict[str, Derivation] = {
    "power": POWER,
    "prop2": WARM,
    "prop2-below": below("h11", "1/8", "6/7"),
    "prop2-below-fewer": below("h11", "21/104", "3/4"),
    "prop2-cold": run("prop2-below", "prop2-decrease", "6/7", "7/6"),
    "prop2-cold-fewer": run("prop2-below-fewer", "prop2-decrease-fewer", "3/4", "4/3"),
    "prop2-decrease": ENOUGH,
    "prop2-decrease-fewer": FEWER,
}
