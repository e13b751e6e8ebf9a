"""Derivations: the sum of the first phase's steps, and the two phases of Proposition 2 put together."""

from theory.derivation import Derivation, close, fix, have, induct, instance, rewrite
from theory.papers.lerouxschmidtbach2012.proofs.chain import KEY, positive
from theory.papers.lerouxschmidtbach2012.proofs.warm import OFFSET, inverse_step

__all__ = ["PROOFS"]

LOG = "log({0}/(2*L))"
STEP_SUM = Derivation.of(
    instance("l", "inverse_positive", a="2*L"),
    instance("l'd", "inverse", a="2*L"),
    instance("m'd", "inverse", a="mu"),
    induct(
        "sum", "t", f"mu/2*steps(t) <= {LOG.format(inverse_step('t'))}",
        [
            have("one", "(2*L + mu*0/2)/(2*L) == 1", "l'd"),
            have("z", "mu/2*steps(0) <= log(1)", "h5 log_one"),
            rewrite("z0", f"mu/2*steps(0) <= {LOG.format(inverse_step('0'))}", "z", "one"),
        ],
        [
            instance("next", "h6", m="t"),
            instance("t0", "nat_nonnegative", a="t"),
            have("a", f"0 < {inverse_step('t')}", "h1 h2 t0"),
            have("b", f"0 < {inverse_step('t + 1')}", "h1 h2 t0"),
            instance("b'd", "inverse", a=inverse_step("t + 1"), using="b"),
            instance("b0", "inverse_positive", a=inverse_step("t + 1"), using="b"),
            have("q", f"0 < {inverse_step('t')}/{inverse_step('t + 1')}", "a b0"),
            have("up", f"0 < {inverse_step('t + 1')}/(2*L)", "b l"),
            instance("tangent", "log_tangent", a=f"{inverse_step('t')}/{inverse_step('t + 1')}", using="q"),
            instance(
                "product", "log_product", a=f"{inverse_step('t')}/{inverse_step('t + 1')}",
                b=f"{inverse_step('t + 1')}/(2*L)", using="q up",
            ),
            have("same", f"{inverse_step('t')}/{inverse_step('t + 1')}*({inverse_step('t + 1')}/(2*L)) "
                 f"== {inverse_step('t')}/(2*L)", "b'd"),
            rewrite(
                "product'd",
                f"{LOG.format(inverse_step('t'))} == log({inverse_step('t')}/{inverse_step('t + 1')}) "
                f"+ {LOG.format(inverse_step('t + 1'))}", "product", "same",
            ),
            close("next tangent product'd sum.ih b'd"),
        ],
        why="log a <= a - 1 at the ratio of two steps",
    ),
    instance("all", "sum", t="n"),
    have("is", f"{inverse_step('n')}/(2*L) == 1 + mu*n/(4*L)", "l'd"),
    rewrite("all'd", "mu/2*steps(n) <= log(1 + mu*n/(4*L))", "all", "is"),
    instance("m0", "inverse_positive", a="mu"),
    close("all'd m0 m'd"),
)  # fmt: skip

LATER = "7/6*sigma**2/(mu*n)"
TWO_PHASES = Derivation.of(
    instance("r", "inverse", a="n"),
    instance("discrete", "nat_discrete", a="0", b="n", using="nat_zero h6 h7"),
    have("one", "1 <= n", "discrete"),
    have("slow0", "8*delta*n == 1", "h62 r"),
    have("slow", "delta <= 1", "slow0 one h3"),
    positive("h59", "h60"),
    instance("pos", "positive", t="later"),
    induct(
        "mean", "t",
        {"for": {"here": "real"}, "if": [],
         "then": f"whole(t, here) <= decay(later)*(7/3*warmed(t, here) + {LATER})"},
        [
            fix(
                "base", {"here": "real"}, {},
                instance("value", "h55", w="here"),
                instance("average", "h32", w="here"),
                instance("at", "h52", w="here"),
                instance("empty", "h53", w="here"),
                instance("size", "h54", w="here"),
                instance("cold", f"{KEY}/prop2-cold", k="later", start="launch(here)"),
                rewrite("cold'd", "expected(later, launch(here)) <= decay(later)*(7/3*(f(x(total(here))/n) - f(xs)) "
                        "+ 7*sigma**2/(6*mu*n))", "cold", "at"),
                have("fin", f"whole(0, here) <= decay(later)*(7/3*warmed(0, here) + {LATER})", "cold'd value average"),
            )
        ],
        [
            fix(
                "next", {"here": "real"}, {},
                induct(
                    "part", "m",
                    f"drawn(t, here, m) <= decay(later)*(7/3*picked(t, here, m) + m*({LATER}))",
                    [
                        instance("z0", "h33", k="t", w="here"),
                        instance("z1", "h56", k="t", w="here"),
                        close("z0 z1"),
                    ],
                    [
                        instance("a", "h34", k="t", m="m", w="here"),
                        instance("b", "h57", k="t", m="m", w="here"),
                        instance("one'1", "mean.ih", here="append(here, m)"),
                        close("a b one'1 part.ih"),
                    ],
                ),
                instance("all", "part", m="n"),
                instance("a", "h35", k="t", w="here"),
                instance("b", "h58", k="t", w="here"),
                have("n-fold", f"n*whole(t + 1, here) <= n*(decay(later)*(7/3*warmed(t + 1, here) + {LATER}))",
                     "all a b"),
                have("fin", f"whole(t + 1, here) <= decay(later)*(7/3*warmed(t + 1, here) + {LATER})", "n-fold h7"),
            )
        ],
        why="the second phase, averaged over the first",
    ),
    instance("for-all", "mean", t="phase"),
    instance("there", "for-all", here="origin"),
    instance("warm", f"{KEY}/warm-start-bound", k="phase"),
    instance("first", "inner_nonnegative", u=OFFSET),
    have("last", "whole(phase, origin) <= (7*warmed(phase, origin)/3 + 7*sigma**2/(6*mu*n))*decay(later)", "there"),
    instance("both", f"{KEY}/prop2-constants", j="later", first=f"inner({OFFSET}, {OFFSET})",
             warm="warmed(phase, origin)", last="whole(phase, origin)", using="warm first last"),
    close("both"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"prop2": TWO_PHASES, "step-sum": STEP_SUM}
