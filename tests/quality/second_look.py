"""What the kernel relied on, evaluated anew at random rationals; shares nothing with the kernel's normal forms."""

import random
from contextlib import contextmanager
from fractions import Fraction
from unittest import mock

import mpmath
import numpy as np

from verify.kernel import certificate as files
from verify.kernel import steps
from verify.kernel.numeric import leaves
from verify.kernel.polynomial import key
from verify.kernel.terms import SIGNATURES, VECTOR, All


def rational(seed):
    draw = random.Random(seed)
    return Fraction(draw.choice((-1, 1)) * draw.randint(1, 40), draw.randint(1, 9))


def value(t, at):
    """A term at rationals and vectors of three rationals; a function is one more random rational for each argument."""
    if t[0] == "num":
        return t[1]
    if t[0] == "sym":
        seed = f"{at} {t[1]}"
        return tuple(rational(f"{seed} {i}") for i in range(3)) if t[2] == VECTOR else rational(seed)
    if t[0] == "app":
        parts = [value(part, at) for part in t[2:]]
        sorts, result = SIGNATURES.get(t[1], ((), ""))
        parts = [(Fraction(0),) * 3 if s == VECTOR and not p else p for p, s in zip(parts, sorts or [""] * len(parts), strict=True)]
        if t[1] == "inner":
            return sum(a * b for a, b in zip(*parts, strict=True))
        seed = f"{at} {t[1]} {parts}"
        return tuple(rational(f"{seed} {i}") for i in range(3)) if result == VECTOR else rational(seed)
    a, b = value(t[1], at), t[2] if t[0] == "**" else value(t[2], at)
    if t[0] == "**":
        return a**b if a or b >= 0 else Fraction(0)
    if t[0] == "+":
        if isinstance(a, tuple) and isinstance(b, tuple):
            return tuple(x + y for x, y in zip(a, b, strict=True))
        return a if not b else b if not a else a + b
    if t[0] == "/":
        b = 1 / b if b else Fraction(0)
    if isinstance(a, tuple) or isinstance(b, tuple):
        scale, v = (b, a) if isinstance(a, tuple) else (a, b)
        return tuple(scale * x for x in v)
    return a * b


def gap(phi, at):
    """Right minus left, one rational for each component."""
    minus = ("+", phi.right, ("*", ("num", Fraction(-1)), phi.left))
    found = value(minus, at)
    return found if isinstance(found, tuple) else (found,)


def identity(goal, facts, data, scope):
    """The identity of section 4 of SPEC.md, at random rationals."""
    for i in range(3):
        def term(text, at=str(i)):
            return value(steps.term(text, scope), at)

        known = {name: gap(phi, str(i)) for name, phi in facts.items()}
        scale = total = Fraction(1)
        for name in data.get("scale", []):
            scale *= known[name][0]
        for part in range(3):
            target = [Fraction(-1)] if data.get("absurd") else gap(goal, str(i))
            if part >= len(target):
                break
            total = sum((term(t) * (*known[name], *known[name], *known[name])[part] for t, name in data.get("equal", [])), Fraction(0))
            for c, names, squares in data.get("sum", []):
                product = Fraction(c)
                for name in names:
                    product *= known[name][0]
                for square in squares:
                    product *= term(square) ** 2
                total += product
            assert target[part] * scale == total


def agree(one, two, place=""):
    """That two formulas differ by a positive factor and by names of bound variables only."""
    if isinstance(one, All):
        assert len(one.given) == len(two.given) and [s for _, s in one.fix] == [s for _, s in two.fix]
        names = [("sym", f"bound{place}x{i}", sort) for i, (_, sort) in enumerate(one.fix)]
        by, other = ({n: s for (n, _), s in zip(phi.fix, names, strict=True)} for phi in (one, two))
        pairs = [*zip(one.given, two.given, strict=True), (one.then, two.then)]
        for i, (a, b) in enumerate(pairs):
            agree(steps.instantiate(a, by), steps.instantiate(b, other), f"{place}x{i}")
        return
    assert one.rel == two.rel
    left = [x for i in range(3) for x in gap(one, str(i))]
    right = [x for i in range(3) for x in gap(two, str(i))]
    if len(left) != len(right):
        assert not any(left) and not any(right)
        return
    factor = next((a / b for a, b in zip(left, right, strict=True) if b), Fraction(1))
    assert one.rel == "==" or factor > 0
    assert left == [factor * b for b in right]


def closed(t):
    if t[0] == "num":
        return mpmath.mpf(t[1].numerator) / t[1].denominator
    if t[0] == "**":
        return closed(t[1]) ** t[2]
    parts = [closed(part) for part in t[2 if t[0] == "app" else 1 :]]
    if t[0] == "app":
        return {"min": min, "max": max, "abs": abs, "exp": mpmath.exp, "log": mpmath.log, "sqrt": mpmath.sqrt}[t[1]](*parts)
    return parts[0] + parts[1] if t[0] == "+" else parts[0] * parts[1] if t[0] == "*" else parts[0] / parts[1]


def number(goal, bits):
    with mpmath.workdps(80):
        left, right = closed(goal.left), closed(goal.right)
        assert right >= left if goal.rel == "<=" else right > left


def polynomial(coefficients, lo, hi, strict=False):
    low = (hi - 5 if hi is not None else Fraction(-5)) if lo is None else lo
    high = low + 10 if hi is None else hi
    for i in range(41):
        x = low + (high - low) * i / 40
        found = sum(c * x**n for n, c in enumerate(coefficients))
        assert found > 0 or (found == 0 and not strict)


def form(vectors, matrix):
    rows = np.array([[float(Fraction(entry)) for entry in row] for row in matrix])
    assert np.linalg.eigvalsh(rows).min() >= -1e-9 * abs(rows).max()


@contextmanager
def watched(calls):
    """Records what the kernel's leaves were asked."""

    def spy(module, name, look):
        real = getattr(module, name)

        def run(*args, **kwargs):
            result = real(*args, **kwargs)
            calls.append((look, args, kwargs))
            return result

        return mock.patch.object(module, name, run)

    def same(found, wanted, what):
        agree(found, wanted)

    with (
        spy(steps.arith, "check", identity), spy(steps, "_same", same), spy(leaves, "ground", number),
        spy(leaves.univariate, "nonnegative_on", polynomial), spy(leaves, "gram", form), spy(files, "_part", lambda *_: None),
        spy(files, "key", lambda *_: None),
    ):  # fmt: skip
        yield


def confirm(calls):
    ends = [args[0] for look, args, _ in calls if look.__name__ == "<lambda>" and len(args) == 1]
    for found, goal in zip(ends[::2], ends[1::2], strict=True):
        if key(found) == key(goal):
            agree(found, goal)
    for look, args, kwargs in calls:
        look(*args, **kwargs)
    return len(calls)
