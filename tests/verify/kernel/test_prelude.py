"""Every fact of the kernel's library, evaluated at random points with zero and negative arguments."""

import math
import random

import pytest

from verify.kernel.prelude import FACTS, fact
from verify.kernel.terms import VECTOR, All, Atom

NUMBERS = {
    "min": min, "max": max, "abs": abs, "exp": math.exp, "log": lambda a: math.log(a) if a > 0 else 7.0,
    "sqrt": lambda a: math.sqrt(a) if a >= 0 else 7.0, "alternate": lambda k: math.cos(math.pi * k),
    "inner": lambda u, v: sum(x * y for x, y in zip(u, v, strict=True)), "norm": lambda u: math.hypot(*u),
}  # fmt: skip


def value(t, at):
    """A term at numbers and vectors of three components, with a/0 = 0; the number 0 may stand for the vector."""
    if t[0] == "num":
        return float(t[1])
    if t[0] == "sym":
        return at[t[1]]
    if t[0] == "**":
        return value(t[1], at) ** t[2]
    if t[0] == "app":
        parts = [value(part, at) for part in t[2:]]
        return NUMBERS[t[1]](*([p or [0.0] * 3 for p in parts] if t[1] in ("norm", "inner") else parts))
    a, b = value(t[1], at), value(t[2], at)
    if isinstance(b, list):
        return [x + y for x, y in zip(a, b, strict=True)] if t[0] == "+" else [a * y for y in b]
    return a + b if t[0] == "+" else a * b if t[0] == "*" else a / b if b else 0.0


def holds(atom, at, slack):
    left, right = value(atom.left, at), value(atom.right, at)
    if atom.rel == "nat":
        return left >= 0 and left == int(left)
    if isinstance(left, list):
        return max(map(abs, left)) <= slack and right == 0
    slack *= 1 + abs(left)
    gap = right - left
    return abs(gap) <= slack if atom.rel == "==" else gap >= -slack if atom.rel == "<=" else gap > -slack


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_of_the_library_is_true_at_random_points(name):
    draw, phi = random.Random(name), fact(name)[0]
    phi, tested = phi if isinstance(phi, All) else All((), (), phi), 0
    assert isinstance(phi.then, Atom)
    for _ in range(2000):
        choices = (0.0, 1.0, -1.0, 2.0, 5.0, draw.uniform(-3, 3), draw.uniform(-3, 3))
        flat = draw.random() < 0.2
        at = {
            n: [0.0 if flat else draw.choice(choices) for _ in range(3)] if s == VECTOR else draw.choice(choices)
            for n, s in phi.fix
        }
        if all(holds(g, at, 0.0) for g in phi.given):
            tested += 1
            assert holds(phi.then, at, 1e-9), at
    assert tested >= 10
