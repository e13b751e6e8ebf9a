"""Steps of a length that is chosen beforehand, along the negative gradient or a momentum, for every number of steps."""

from sympy import Eq, Integer, Rational

from theory.arithmetic import inner, norm
from theory.classes import Smooth
from theory.papers.classics.adaptive.setting import eps, every, member, p, r, u
from theory.papers.classics.setting import Delta, L, paper
from theory.statement import ForAll
from theory.symbols import N, f, fstar, grad, k, symbols, x

__all__ = ["CUTKOSKY", "normalised"]

g, m = symbols("g m")
before, after = symbols("before after")
one = Integer(1)
CUTKOSKY = "Cutkosky and Mehta, International Conference on Machine Learning (2020)"


def toward(constant: Rational | Integer) -> ForAll:
    """The direction m/||m|| in place of g/||g||."""
    return ForAll(points=(g, m), then=-inner(g, m) / norm(m) <= -norm(g) + constant * norm(m - g))


paper.claim(
    "normalised-direction", toward(Integer(2)), kind="lemma", provenance="ours",
    title="the slope along a normalised momentum m, with twice its error", locator="Lemma 2, sharpened", sense="tight",
    source=CUTKOSKY, note="The slope is -<g, m/||m||>; where m = 0 there is no direction, and it is 0.",
)  # fmt: skip
paper.claim(
    "normalised-direction-too-good", toward(Rational(19, 10)), kind="control",
    title="the same with 19/10 in place of 2", locator="variant of Lemma 2", expect="false",
    witness={g: one, m: -Rational(1, 100)},
)  # fmt: skip
paper.claim(
    "normalised-direction-thirds",
    ForAll(points=(g, m), then=-inner(g, m) / norm(m) <= -norm(g) / 3 + Rational(8, 3) * norm(m - g)),
    kind="lemma", title="the slope along a normalised momentum, with the constants 1/3 and 8/3",
    locator="Lemma 2, proof (from memory)", source=CUTKOSKY, uses=("classics/normalised-direction",), sense="upper",
)  # fmt: skip

gradient, moved = grad(p), p - r / norm(grad(p)) * grad(p)
fall = eps * r - L * r**2 / 4


def step(decrease: object, *given: object) -> ForAll:
    """One normalised step between points where the gradient is at least eps long."""
    long = (norm(gradient) >= eps, norm(grad(moved)) >= eps)
    return ForAll(points=(p,), given=(member(Smooth(L)), *long, *given), then=f(moved) <= f(p) - decrease)


paper.claim(
    "normalised-gd-step", step(fall, L * r <= eps), kind="lemma", provenance="ours",
    title="a step of length r between points with gradients of length eps and more decreases f by eps r - L r^2/4",
    sense="upper", note="By the inequality of smooth functions between the two points, which is necessary and "
    "sufficient. It is attained where the gradient is eps at both.",
)  # fmt: skip
paper.claim(
    "normalised-gd-step-points",
    ForAll(
        given=(
            L * r <= eps, g >= eps, m**2 >= eps**2,
            before - after >= r * (g + m) / 2 - L * r**2 / 4 + (g - m) ** 2 / (4 * L),
        ),
        then=before - after >= eps * r - 6 * L * r**2 / 25,
    ),
    kind="control", title="the same with 6/25 in place of 1/4, on a line", locator="variant of the decrease",
    expect="false", witness={L: one, r: one, eps: one, g: one, m: one, before: Rational(3, 4), after: Integer(0)},
    note="g and m are the derivatives before and after the step; the hypothesis is the inequality of smooth functions.",
)  # fmt: skip
paper.claim(
    "normalised-gd-step-long",
    ForAll(
        given=(
            g >= eps, m**2 >= eps**2,
            before - after >= r * (g + m) / 2 - L * r**2 / 4 + (g - m) ** 2 / (4 * L),
        ),
        then=before - after >= fall,
    ),
    kind="control", title="the same with 1/4, for steps of any length", locator="variant of the decrease",
    expect="false",
    witness={L: one, r: Integer(2), eps: one, g: one, m: -one, before: Integer(0), after: Integer(0)},
    note="A step across a minimum need not decrease f.",
)  # fmt: skip
normalised = (
    member(Smooth(L)), ForAll(over=(p,), points=(p,), then=fstar <= f(p)),
    every(Eq(x(k + 1), x(k) - r / norm(grad(x(k))) * grad(x(k)), evaluate=False)),
    f(x(0)) - fstar <= Delta, every(norm(grad(x(k))) >= eps, k <= N),
)  # fmt: skip
paper.claim(
    "normalised-gd",
    ForAll(indices=(N,), given=(*normalised, L * r <= eps), then=N * fall + eps**2 / (2 * L) <= Delta),
    kind="theorem", title="steps of length r: how many points have gradients of length eps and more", provenance="ours",
    locator="for every N", sense="upper", uses=("classics/normalised-gd-step",), source="this repository",
    note="N + 1 points x_0 .. x_N fail only if Delta is this large; r = eps/L makes it 4 L Delta >= (3 N + 2) eps^2, "
    "as for steps of length ||grad f||/L.",
)  # fmt: skip
paper.claim(
    "normalised-gd-too-good",
    ForAll(indices=(N,), given=(*normalised, L * r <= eps), then=N * 2 * eps * r + eps**2 / (2 * L) <= Delta),
    kind="control", title="the same with twice the first-order decrease", locator="variant of the count",
    expect="false",
    witness={
        "function": u**2 / 2, "variable": u, "start": Integer(2), L: one, r: one, eps: one, N: one, fstar: Integer(0),
        Delta: Integer(2),
    },
)  # fmt: skip
