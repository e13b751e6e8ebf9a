"""Derivations of Proposition 2."""

from theory.derivation import Derivation, Step, close, have, induct, instance
from theory.papers.lerouxschmidtbach2012.proofs.chain import KEY, positive

__all__ = ["PROOFS", "count"]

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
    "(2*n*(fx - fs) + 2*alpha/n*((n - 1)*S + squares) + alpha/n*(n*inner(U, U) + 2*(inner(U, G) - inner(U, U)) "
    "+ squares - 2*mixed + S) - ((n - 1)*inner(U, V) + inner(G, V))/n)"
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
    have("t6", "0 <= 4/3*(alpha/n)*(1/n)*inner(G + 21/32*U, G + 21/32*U)",
         ["al", "r0", "inner_nonnegative(u=G + 21/32*U)"]),
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
        have("e1", "0 <= 2*(alpha/n)*inner(slope, U) + (alpha/n)*((n + 3)/(10*n))*inner(U, U) "
             "+ alpha*(10/(n + 3))*inner(slope, slope)", "t1 a r"),
        have("e2", "(alpha/n)*((9*n + 7)/(10*n))*inner(U, U) - inner(U, V)/n + 10*n/(9*n + 7)*(mu/2*inner(V, V)) >= 0",
             "t2 b r step"),
        have("e3", "0 <= mu*(alpha/n)**2*inner(U, U)", ["h3", "inner_nonnegative(u=alpha/n*U)"]),
        have("uu", "(alpha/n)*((n + 3)/(10*n))*inner(U, U) + (alpha/n)*((9*n + 7)/(10*n))*inner(U, U) "
             "== (alpha/n)*(1 + 1/n)*inner(U, U)", "r"),
        close("q1 e1 e2 e3 uu g1 g2 v1 last"),
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
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero h6 h7"),
    have("one", "1 <= n", "discrete"),
    have("small0", "8*delta*n == 1", "h11 r"),
    have("slow", "delta <= 1", "small0 one h2"),
    positive("h9", "h10"),
    induct(
        "product", "t", "decay(j + t) == decay(j)*decay(t)",
        [have("z", "decay(j + 0) == decay(j)*decay(0)", "h9")],
        [
            instance("index", "nat_sum", a="j", b="t"),
            instance("next", "h10", k="t"),
            instance("after", "h10", k="j + t", using="index"),
            have("z", "decay(j + (t + 1)) == decay(j)*decay(t + 1)", "next after product.ih"),
        ],
    ),
    instance("both", "product", t="n"),
    instance("bernoulli", f"{KEY}/power", k="n"),
    have("seven", "7/8 <= decay(n)", "bernoulli r"),
    instance("pos", "positive", t="j"),
    instance("l0", "inverse_positive", a="L"),
    have("more", "1 <= 1 + mu*n/(4*L)", "h5 h7 l0"),
    have("log0", f"0 <= {LOG}", ["log_monotone(a=1, b=1 + mu*n/(4*L))", "log_one"]),
    have("m0", "0 < 1/(mu*n)", "inverse_positive(a=mu*n) h5 h7"),
    have("c1", "0 <= 16*L*first/(3*n)", "h1 h3 r0"),
    have("c2", f"0 <= 4*sigma**2*(8*{LOG} + 1)/(3*mu*n)", "log0 m0"),
    have("last", f"decay(j)*(7/8)*{CONSTANT} <= decay(j)*decay(n)*{CONSTANT}", "seven pos c1 c2"),
    have("warm", f"decay(j)*warm <= decay(j)*(2*L*first/n + 4*sigma**2*{LOG}/(mu*n))", "h12 pos"),
    close("h13 warm last both"),
)  # fmt: skip
PROOFS: dict[str, Derivation] = {
    "power": POWER,
    "prop2-constants": WARM,
    "prop2-below": below("h11", "1/8", "6/7"),
    "prop2-below-fewer": below("h11", "21/104", "3/4"),
    "prop2-decrease": ENOUGH,
    "prop2-decrease-fewer": FEWER,
}
