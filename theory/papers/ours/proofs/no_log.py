"""Derivations: Proposition C, the lower bound for a fixed step without the logarithm."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance, numbers, rewrite
from theory.papers.ours.proofs.slow_function import SLOW, max_above, slow_run_fails

__all__ = ["PROOFS"]


def sinh(x: str) -> str:
    """The hyperbolic sine, as the obligations print it."""
    return f"(exp({x})/2 - exp(-({x}))/2)"


def cosh3(x: str) -> str:
    """cosh + 3, as the obligations print it."""
    return f"(exp({x})/2 + 3 + exp(-({x}))/2)"


D, FAR = "distance", "(distance*(q - 1))"
A, B = f"{sinh(D)}/distance", f"{sinh(FAR)}/{FAR}"
GAIN = "(q - 2)*distance - 1 - (q - 2)"

GROWTH = Derivation.of(
    have("d2", "exp(2) <= exp(distance)", ["exp_monotone(a=2, b=distance)", "h3"]),
    numbers("seven", "7 <= exp(2)"),
    have("e7", "7 <= exp(distance)", "d2 seven"),
    have("inverse1", "exp(distance)*exp(-distance) == 1", "exp_negate(a=distance)"),
    have("n0", "0 < exp(-distance)", "exp_positive(a=-distance)"),
    have("n1", "exp(-distance) <= 1/7", "inverse1 e7 n0", "X >= 2 makes e^X >= 7"),
    have("s0", f"0 < {sinh(D)}", "e7 n1"),
    have("a0", f"0 < {A}", "s0 h1"),
    have("flat", f"{cosh3(D)} <= 2*{sinh(D)}", "e7 n1", "(cosh + 3)/sinh <= 2 from 2 on"),
    have("far0", f"0 < {FAR}", "h1 h4"),
    have("far", f"6 <= {FAR}", "h3 h4"),
    have("inverse2", f"exp({FAR})*exp(-{FAR}) == 1", [f"exp_negate(a={FAR})"]),
    have("g0", f"0 < exp(-{FAR})", [f"exp_positive(a=-{FAR})"]),
    have("f0", f"0 < exp({FAR})", [f"exp_positive(a={FAR})"]),
    have("down", f"exp(-{FAR}) <= 1/2*exp({FAR})", ["inverse2", "g0", "f0", f"exp_tangent(a={FAR})", "far"]),
    numbers("e2", "exp(-1) <= 1/2"),
    have("after", f"exp({FAR})*exp(-1) <= 2*{sinh(FAR)}", "down e2 f0", "2 sinh Y >= e^(Y - 1)"),
    have("ratio", "(q - 1)*exp(-(q - 2)) <= 1", [
        "exp_tangent(a=q - 2)", "exp_negate(a=q - 2)", "exp_positive(a=-(q - 2))",
    ]),
    have("split", f"exp({GAIN}) == exp({FAR})*exp(-distance)*exp(-1)*exp(-(q - 2))", [
        f"exp_add(a={FAR}, b=-distance)", f"exp_add(a={FAR} - distance, b=-1)",
        f"exp_add(a={FAR} - distance - 1, b=-(q - 2))",
    ]),
    have("u1", f"{sinh(D)}*exp(-distance) <= 1/2", "inverse1 n0"),
    have("t0", f"0 < exp({FAR})*exp(-1)*exp(-(q - 2))", ["f0", "exp_positive(a=-1)", "exp_positive(a=-(q - 2))"]),
    have("w1", f"{sinh(D)}*exp({GAIN}) <= 1/2*(exp({FAR})*exp(-1)*exp(-(q - 2)))", "u1 t0 split"),
    have("v0", f"0 < exp({FAR})*exp(-1)", ["f0", "exp_positive(a=-1)"]),
    have("w2", f"(q - 1)*(exp({FAR})*exp(-1)*exp(-(q - 2))) <= exp({FAR})*exp(-1)", "ratio v0"),
    have("w3", f"(q - 1)*({sinh(D)}*exp({GAIN})) <= {sinh(FAR)}", "w1 w2 after h4"),
    have("e0", f"0 < exp({GAIN})", [f"exp_positive(a={GAIN})"]),
    have("product", f"{A}*exp({GAIN}) <= {B}", "w3 far0 h1"),
    have("positive", f"0 < {A}*exp({GAIN})", "a0 e0"),
    have(
        "gain", f"log({A}) + {GAIN} <= log({B})",
        [
            f"log_monotone(a={A}*exp({GAIN}), b={B})", f"log_product(a={A}, b=exp({GAIN}))", f"log_exp(a={GAIN})",
        ],
        "sinh(Y)/Y >= (sinh(X)/X) e^((q - 2) X - (q - 1)) for Y = (q - 1) X",
    ),
    have("part", f"{cosh3(D)}/(16*{sinh(D)}) <= 1/8", "flat s0"),
    have("qd", "0 < q*distance", "h1 h2"),
    have("loss", f"q*distance*({cosh3(D)}/(16*{sinh(D)})) <= q*distance/8", "part qd", "the fall of z/4"),
    have("room", f"q*distance/8 <= {GAIN}", "h3 h4"),
    close("gain loss room"),
)  # fmt: skip

THRESHOLD = Derivation.of(
    rewrite("hypothesis", f"1268/5 <= 17*a*{cosh3('2')}", "h3", "h2"),
    numbers("tight", f"40*17*{cosh3('2')} <= 1268*{sinh('2')}"),
    have("scaled", f"40*17*{cosh3('2')}*a <= 1268*{sinh('2')}*a", "tight h1"),
    have("at-two", f"4 <= a*{sinh('2')}/2", "scaled hypothesis"),
    rewrite("end", None, "at-two", "h2"),
)

HERE, NEXT, RISE, RISE_NEXT = sinh("X(i)"), sinh("X(i + 1)"), "exp(Z(i)/4)", "exp(Z(i + 1)/4)"
FLOOR = sinh("2")
STEP = ("X(i + 1) - 3*X(i)", f"2*{RISE_NEXT}*{NEXT} - {FLOOR}*X(i + 1)")
"""What a step does: two nonnegative numbers."""
LOSS = f"(q*X(i)*{cosh3('X(i)')}/(16*{HERE}))"


def kept(i: str) -> tuple[str, str]:
    """What holds at every iterate: two nonnegative numbers."""
    return f"X({i}) - 2", f"2*exp(Z({i})/4)*{sinh(f'X({i})')} - {FLOOR}*X({i})"


def both(name: str, pair: tuple[str, str], first: str, second: str) -> Step:
    """0 <= min of the pair, from a fact about each."""
    left, right = pair
    return by_cases(
        name, left, right, f"0 <= min({left}, {right})",
        [close(f"min_is_left(a={left}, b={right}) {first}")],
        [close(f"min_is_right(a={left}, b={right}) {second}")],
    )  # fmt: skip


def _one_step() -> tuple[Step, ...]:
    """From ``far`` and ``kept``, with q X = a e^(Z/4) sinh X: the distance triples, and q does not decrease."""
    ratio, ratio_next = f"{HERE}/X(i)", f"{NEXT}/X(i + 1)"
    return (
        have("x0", "0 < X(i)", "far"),
        have("scaled", "4*X(i) <= q*X(i)", "factor kept q.def h1 x0"),
        have("q4", "4 <= q", "scaled x0"),
        instance("moves", "h6", i="i"),
        instance("falls", "h7", i="i"),
        instance("abs", "abs_of_nonnegative", a=f"a*{HERE}*{RISE} - X(i)", using="scaled q.def x0"),
        have("next", "X(i + 1) == X(i)*(q - 1)", "moves abs q.def"),
        have("triple", "3*X(i) <= X(i + 1)", "next q4 x0", "X+ = (q - 1) X, and q >= 4"),
        have("y0", "0 < X(i + 1)", "triple x0"),
        have("s0", f"0 < {HERE}", "exp_strict(a=-X(i), b=X(i)) x0"),
        have("s1", f"0 < {NEXT}", "exp_strict(a=-X(i + 1), b=X(i + 1)) y0"),
        have("r0", f"0 < {ratio}", "s0 x0"),
        have("r1", f"0 < {ratio_next}", "s1 y0"),
        instance("growth", "ours/no-log-growth", distance="X(i)", q="q", using="far q4"),
        rewrite("growth-here", f"0 <= -{LOSS} - log({ratio}) + log({ratio_next})", "growth", "next"),
        have("rate", f"a*{RISE} == q*X(i)/{HERE}", "q.def s0"),
        have("down", f"Z(i + 1)/4 == Z(i)/4 - {LOSS}", "falls rate s0"),
        instance("fallen", "exp_add", a="Z(i)/4", b=f"-{LOSS}"),
        rewrite("factor-falls", f"{RISE_NEXT} == {RISE}*exp(-{LOSS})", "fallen", "down"),
        have(
            "factor-rises", f"{ratio}*exp({LOSS}) <= {ratio_next}",
            [
                f"exp_monotone(a=log({ratio}) + {LOSS}, b=log({ratio_next}))", f"exp_log(a={ratio})",
                f"exp_log(a={ratio_next})", f"exp_add(a=log({ratio}), b={LOSS})",
            ],
        ),
        have("drop", f"{ratio} <= {ratio_next}*exp(-{LOSS})", [
            "factor-rises", f"exp_negate(a={LOSS})", f"exp_positive(a=-{LOSS})",
        ]),
        have("grown", f"{RISE}*({ratio}) <= {RISE_NEXT}*({ratio_next})", [
            "drop", "factor-falls", "exp_positive(a=Z(i)/4)",
        ], "the factor q does not decrease"),
        have("before", f"{FLOOR} <= 2*{RISE}*({ratio})", "kept x0"),
        have("after", f"{FLOOR} <= 2*{RISE_NEXT}*({ratio_next})", "before grown"),
        have("kept-next", f"{FLOOR}*X(i + 1) <= 2*{RISE_NEXT}*{NEXT}", "after y0"),
        both("end", STEP, "triple", "kept-next"),
    )  # fmt: skip


def run_in_plane() -> tuple[Step, ...]:
    """``step``: what one step does; ``all``: what holds at every iterate."""
    left, right = kept("i")
    now = f"0 <= min({left}, {right})"
    return (
        instance("factor", "ours/no-log-threshold", t="2", using="h3"),
        fix(
            "step", {"i": "real"}, {"i.nat": "nat(i)", "now": now},
            have("far", "2 <= X(i)", f"now min_left(a={left}, b={right})"),
            have("kept", f"{FLOOR}*X(i) <= 2*{RISE}*{HERE}", f"now min_right(a={left}, b={right})"),
            fix("with-q", {"q": "real"}, {"q.def": f"q*X(i) == a*{HERE}*{RISE}"}, *_one_step()),
            have("positive", "0 < X(i)", "far"),
            instance("end", "with-q", q=f"a*{HERE}*{RISE}/X(i)", using="positive"),
        ),
        have("flat", "Z(0)/4 == 0", "h5"),
        rewrite("one", "exp(Z(0)/4) == 1", "exp_zero", "flat"),
        have("at-two", f"{FLOOR}*2 <= 2*exp(Z(0)/4)*{FLOOR}", "one"),
        rewrite("at-start", f"{FLOOR}*X(0) <= 2*exp(Z(0)/4)*{sinh('X(0)')}", "at-two", "h4"),
        induct(
            "all", "i", now,
            [both("end", kept("0"), "h4", "at-start")],
            [
                instance("moved", "step", i="i"),
                have("triple", "3*X(i) <= X(i + 1)", f"moved min_left(a={STEP[0]}, b={STEP[1]})"),
                have("far", "2 <= X(i)", f"all.ih min_left(a={left}, b={right})"),
                have("farther", "2 <= X(i + 1)", "far triple"),
                have("kept-next", f"0 <= {STEP[1]}", f"moved min_right(a={STEP[0]}, b={STEP[1]})"),
                both("end", kept("i + 1"), "farther", "kept-next"),
            ],
        ),
        instance("here", "all", i="k"),
    )  # fmt: skip


_FIRST, _SECOND = (f"min_{side}(a={kept('k')[0]}, b={kept('k')[1]})" for side in ("left", "right"))

DIVERGENCE = Derivation(
    (
        (*run_in_plane(), close(f"here {_FIRST}")),
        (
            *run_in_plane(),
            instance("moved", "step", i="k"),
            close("moved min_left(a=X(k + 1) - 3*X(k), "
                  f"b=2*exp(Z(k + 1)/4)*{sinh('X(k + 1)')} - {FLOOR}*X(k + 1))"),
        ),
        (
            *run_in_plane(),
            instance("far", "part.0"),
            numbers("floor", f"0 <= {FLOOR}"),
            have("twice", f"2*{FLOOR} <= {FLOOR}*X(k)", "far floor"),
            close(f"here {_SECOND} twice"),
        ),
    )
)  # fmt: skip

ENTRY = f"4*sqrt(17)*M*{sinh('X(j)')}*exp(Z(j)/4)/(17*{cosh3('2')})"

LOWER_BOUND = Derivation.of(
    by_cases(
        "step", "1268/5", "16*L1*M*h", f"eps < max({SLOW}, {ENTRY})",
        [
            have("long", f"1268/5 <= 17*a*{cosh3('2')}", "step.le h17"),
            instance("away", "ours/no-log-divergence#2", k="j", why="a long step: the run in the plane diverges"),
            numbers("half", f"1/2 < 4*sqrt(17)/(17*{cosh3('2')})*{FLOOR}"),
            numbers("weight", f"0 < 4*sqrt(17)/(17*{cosh3('2')})"),
            have("scale", f"0 < M*(4*sqrt(17)/(17*{cosh3('2')}))", "weight h4"),
            have("scaled", f"M*(4*sqrt(17)/(17*{cosh3('2')}))*{FLOOR} <= {ENTRY}", "away scale"),
            have("floor", f"M/2 < M*(4*sqrt(17)/(17*{cosh3('2')})*{FLOOR})", "half h4"),
            have("steep", f"eps < {ENTRY}", "floor scaled h13"),
            *max_above(SLOW, ENTRY, "steep", "right"),
        ],
        [
            have("short", "L1*M*h <= 317/20", "step.gt"),
            *slow_run_fails("317/20", width="h15", budget="h16", length="h7", slow="h14"),
            *max_above(SLOW, ENTRY, "steep", "left"),
        ],
    ),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "no-log-growth": GROWTH,
    "no-log-threshold": THRESHOLD,
    "no-log-divergence": DIVERGENCE,
    "no-log-lower-bound": LOWER_BOUND,
}
