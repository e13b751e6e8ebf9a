"""The bias of clipped stochastic gradients in one dimension: where they may come to rest.

X = G + noise is what is drawn, G the derivative of the objective, sigma^2 the variance of X.  The expectation is any
that is linear and monotone on the span of 1, X, X^2 and clip(X) = max(-c, min(c, X)), and E clip(X) = 0: the method
rests on average.  How large may G be?
"""

from typing import Any

from sympy import Eq, Integer, Max, Min, Rational

from theory.papers.classics.setting import paper
from theory.statement import ForAll
from theory.symbols import symbols

__all__ = ["resting"]

c, sigma, G = symbols("c sigma G", positive=True)
v, a0, a1, a2, a3 = symbols("v a0 a1 a2 a3")
one = Integer(1)
KOLOSKOVA = "Koloskova, Hendrikx and Stich, International Conference on Machine Learning (2023)"


def clip(value: Any) -> Any:
    """Value, or the nearer of c and -c."""
    return Max(-c, Min(c, value))


surely = ForAll(over=(v,), then=a0 + a1 * v + a2 * v**2 + a3 * clip(v) >= 0)
resting = ForAll(over=(a0, a1, a2, a3), given=(surely,), then=a0 + a1 * G + a2 * (sigma**2 + G**2) >= 0)

paper.claim(
    "clip-bias", ForAll(given=(resting,), then=4 * c * G <= sigma**2), kind="theorem", provenance="ours",
    title="where clipped stochastic gradients rest on average, the derivative is at most sigma^2/(4 c)",
    locator="on the bias of clipping, with its constant", source=KOLOSKOVA, sense="upper",
    note="The expectation of (x + G)^2 + 4 (c + G) (clip(x) - x), which is nonnegative. Koloskova, Hendrikx and Stich "
    "have a bias of the order of min(sigma, sigma^2/c), without the constant.",
)  # fmt: skip
paper.claim(
    "clip-bias-large-noise", ForAll(given=(resting, sigma >= 2 * c), then=G <= sigma - c), kind="theorem",
    title="for sigma >= 2 c it is at most sigma - c", locator="on the bias of clipping, with its constant",
    source=KOLOSKOVA, sense="upper", provenance="ours",
)  # fmt: skip


high, low, chance = symbols("high low chance")


def mean(first: Any, second: Any) -> Any:
    """The expectation of what is one with the chance and the other without."""
    return chance * first + (1 - chance) * second


drawn = (
    Eq(mean(high, low), G, evaluate=False), Eq(mean(high**2, low**2), sigma**2 + G**2, evaluate=False),
    Eq(mean(clip(high), clip(low)), 0, evaluate=False),
)  # fmt: skip
paper.claim(
    "clip-bias-attained",
    ForAll(
        given=(
            Eq(sigma**2, 4 * c * G), G <= c, Eq(high, 2 * c + G), Eq(low, -G),
            Eq(chance * (c + G), G, evaluate=False),
        ),
        then=drawn,
    ),
    kind="remark", title="two values that attain sigma^2/(4 c), if sigma <= 2 c", locator="two-point noise",
    source="this repository", provenance="ours",
)  # fmt: skip
paper.claim(
    "clip-bias-attained-large-noise",
    ForAll(
        given=(Eq(sigma, G + c), G >= c, Eq(high, 2 * G + c), Eq(low, -c), Eq(chance, Rational(1, 2))), then=drawn,
    ),
    kind="remark", title="two values that attain sigma - c, if sigma >= 2 c", locator="two-point noise",
    source="this repository", provenance="ours",
)  # fmt: skip
coin = {G: one, c: one, sigma: Integer(2)}
paper.claim(
    "clip-bias-too-good", ForAll(given=(resting,), then=Rational(401, 100) * c * G <= sigma**2), kind="control",
    title="the same with 401/100 in place of 4", locator="variant of the bias", expect="false", witness=coin,
    note="By the values 3 and -1 with probabilities 1/2 each.",
)  # fmt: skip
paper.claim(
    "clip-bias-large-noise-too-good",
    ForAll(given=(resting, sigma >= 2 * c), then=G <= sigma - Rational(101, 100) * c), kind="control",
    title="the same with 101/100 c", locator="variant of the bias", expect="false", witness=coin,
)  # fmt: skip
paper.claim(
    "clip-bias-small-noise", ForAll(given=(resting,), then=G <= sigma - c), kind="control",
    title="sigma - c for every sigma", locator="the bias without sigma >= 2 c", expect="false",
    witness={G: Rational(1, 4), c: one, sigma: one},
    note="By the values 9/4 and -1/4 with probabilities 1/5 and 4/5.",
)  # fmt: skip
