"""Sign descent, in any dimension n: coordinates are numbered from 0, and sums over them are sequences.

x+ = x - h sign(g), where sign(0) may be any number in [-1, 1].  L is the smoothness constant of f for the largest
coordinate of a displacement as its length: f(x + v) <= f(x) + <g, v> + L/2 max |v_i|^2.
"""

from sympy import Abs, Eq, Integer, Rational

from theory.papers.classics.adaptive.setting import every, h, least, sequence
from theory.papers.classics.setting import Delta, L, paper
from theory.statement import ForAll
from theory.symbols import T, k, symbols

__all__ = ["bias", "signs"]

n = symbols("n", nonnegative=True)
before, after, width, low, drift = symbols("before after width low drift")
one, none = Integer(1), Integer(0)
g, s, total, along = (sequence(name) for name in ("g", "s", "total", "along"))
BALLES = "Balles, Pedregosa and Le Roux, arXiv:2002.08056"
BERNSTEIN = "Bernstein, Wang, Azizzadenesheli and Anandkumar, International Conference on Machine Learning (2018)"
KARIMIREDDY = "Karimireddy, Rebjock, Stich and Jaggi, International Conference on Machine Learning (2019)"

signs = (
    every(Eq(s(k) * g(k), Abs(g(k)), evaluate=False)), every(Abs(s(k)) <= 1),
    Eq(total(0), 0, evaluate=False), every(Eq(total(k + 1), total(k) + Abs(g(k)), evaluate=False)),
    Eq(along(0), 0, evaluate=False), every(Eq(along(k + 1), along(k) - h * s(k) * g(k), evaluate=False)),
    ForAll(
        over=(width,), given=(width >= 0, every(Abs(h * s(k)) <= width, k < n)),
        then=after <= before + along(n) + L * width**2 / 2,
    ),
)  # fmt: skip
steepest = Eq(h * L, total(n), evaluate=False)
"""The step ||g||_1/L."""
unit = {
    L: one, h: one, n: one, before: none, after: -Rational(1, 2), g(k): one, s(k): one, total(k): k, along(k): -k,
}  # fmt: skip

paper.claim(
    "sign-descent", ForAll(indices=(n,), given=signs, then=after <= before - h * total(n) + L * h**2 / 2),
    kind="lemma", title="a step of sign descent decreases f by h ||g||_1 - L h^2/2, in any dimension",
    locator="on steepest descent (from memory)", source=BALLES, sense="upper",
    note="total(k) is the sum of the first k of the |g_i|, along(k) that of the products of g_i and displacement; "
    "before and after are the values of f. Attained by f = g v + L/2 v^2 of one variable.",
)  # fmt: skip
paper.claim(
    "sign-descent-too-good",
    ForAll(indices=(n,), given=signs, then=after <= before - h * total(n) + Rational(49, 100) * L * h**2),
    kind="control", title="the same with 49/100 in place of 1/2", locator="variant of the decrease", expect="false",
    witness=unit,
)  # fmt: skip
paper.claim(
    "sign-descent-steepest",
    ForAll(indices=(n,), given=(*signs, steepest), then=after <= before - total(n) ** 2 / (2 * L)),
    kind="theorem", title="sign descent with step ||g||_1/L decreases f by ||g||_1^2/(2 L)",
    locator="on steepest descent (from memory)", source=BALLES, sense="upper", uses=("classics/sign-descent",),
)  # fmt: skip
paper.claim(
    "sign-descent-steepest-too-good",
    ForAll(indices=(n,), given=(*signs, steepest), then=after <= before - Rational(51, 100) * total(n) ** 2 / L),
    kind="control", title="the same with 51/100 in place of 1/2", locator="variant of the decrease", expect="false",
    witness=unit,
)  # fmt: skip

value, slope = sequence("value"), sequence("slope")
run = (
    every(low <= value(k), k <= T), value(0) - low <= Delta, every(slope(k) >= least, k < T),
    every(value(k + 1) <= value(k) - h * slope(k) + L * h**2 / 2, k < T), Eq(L * T * h**2, 2 * Delta, evaluate=False),
)  # fmt: skip
paper.claim(
    "sign-descent-rate", ForAll(indices=(T,), given=run, then=least <= L * h),
    kind="theorem", title="signGD with the step h = sqrt(2 Delta/(L T)): the smallest ||g||_1 of T is at most L h",
    locator="Thm. 1 without noise (from memory)", source=BERNSTEIN, sense="upper",
    note="L h = sqrt(2 L Delta/T). slope(k) is ||g||_1 at x_k and value(k) is f; the step is classics/sign-descent.",
)  # fmt: skip
ended = {
    L: one, h: one, T: Integer(2), Delta: one, low: none, least: one, slope(k): one, value(k): 1 - k / Integer(2),
}  # fmt: skip
paper.claim(
    "sign-descent-rate-too-good",
    ForAll(indices=(T,), given=run, then=least <= Rational(99, 100) * L * h),
    kind="control", title="the same, a hundredth smaller, by the decrease of a step alone", locator="variant of Thm. 1",
    expect="false", witness=ended, note="So nothing better follows from the decrease of a step.",
)  # fmt: skip

a, b, c, d, q = symbols("a b c d q")
mean = (1 - q) * a + q * b
drawn = (q >= 0, q <= 1, Eq(c * a, Abs(a), evaluate=False), Eq(d * b, Abs(b), evaluate=False), Abs(c) <= 1, Abs(d) <= 1)
bias = (*drawn, Eq(drift, (1 - q) * c + q * d, evaluate=False))
paper.claim(
    "sign-bias",
    ForAll(given=(Eq(a, -1), Eq(b, 4), Eq(q, Rational(1, 4)), *bias), then=(Eq(4 * mean, 1), Eq(2 * drift, -1))),
    kind="remark", title="slopes 4 with probability 1/4 and -1 with 3/4: signs point uphill on average",
    locator="Counterexample 1 (from memory)", source=KARIMIREDDY,
    note="f = x/4 is what x - h sign(g) minimises; each step moves it up by h/2 on average. c and d are the signs of "
    "the slopes a and b, mean is the expected slope, drift the expected sign.",
)  # fmt: skip
paper.claim(
    "sign-bias-none", ForAll(given=bias, then=mean * drift >= 0), kind="control",
    title="the expected sign of a stochastic gradient agrees with the gradient", locator="refuted by Counterexample 1",
    source=KARIMIREDDY, expect="false",
    witness={
        a: -one, b: Integer(4), q: Rational(1, 4), c: -one, d: one, drift: -Rational(1, 2),
    },
)  # fmt: skip
likelier = (*bias, 2 * q <= 1)
paper.claim(
    "sign-bias-majority", ForAll(given=(*likelier, mean * a > 0), then=mean * drift >= 0), kind="remark",
    title="it does if the right sign has a probability of 1/2 and more", locator="on success probabilities, two values",
    source="Safaryan and Richtarik, International Conference on Machine Learning (2021)",
)  # fmt: skip
paper.claim(
    "sign-bias-majority-zero", ForAll(given=(*likelier, mean * a >= 0), then=mean * drift >= 0), kind="control",
    title="the same where the likelier value may be 0", locator="variant of the two values", expect="false",
    witness={a: none, b: one, q: Rational(1, 4), c: -one, d: one, drift: -Rational(1, 2)},
    note="The sign of 0 may be any number in [-1, 1] here.",
)  # fmt: skip
