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
        if any(not known[name][0] for name in data.get("nonzero", [])):
            continue  # there nothing is claimed
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


def put(t, at):
    """A term where names, gradients and values are given; vectors are triples, and 0 is both."""
    if t[0] == "num":
        return t[1]
    if t[0] == "sym":
        return at[t[1]]
    if t[0] == "app" and t[1] == "inner":
        a, b = (x if isinstance(x, tuple) else (x,) * 3 for x in (put(part, at) for part in t[2:]))
        return sum(x * y for x, y in zip(a, b, strict=True))
    if t[0] == "app":
        return at[f"{t[1]}({t[2][1]})"]
    a, b = put(t[1], at), t[2] if t[0] == "**" else put(t[2], at)
    if t[0] == "**":
        return a**b if a or b >= 0 else Fraction(0)
    b = (1 / b if b else Fraction(0)) if t[0] == "/" else b
    if not isinstance(a, tuple) and not isinstance(b, tuple):
        return a + b if t[0] == "+" else a * b
    if t[0] != "+":
        scale, v = (b, a) if isinstance(a, tuple) else (a, b)
        return tuple(scale * x for x in v)
    a, b = (x if isinstance(x, tuple) else (x,) * 3 for x in (a, b))
    return tuple(x + y for x, y in zip(a, b, strict=True))


def weighed(goal, data, find, scope):
    """That goal minus weighted rows is a constant >= 0 and a form >= 0, and that all scale alike with the parameters."""

    def sides(size, powers=False, seed=0):
        return _sides(goal, data, find, scope, size, powers, random.Random(seed))

    def left(size, seed=0):
        first, *rows = sides(size, seed=seed)
        return first - sum(Fraction(c) * value for (c, *_), value in zip(data["rows"], rows, strict=True))

    constant, n = left({}), len(data["basis"])
    assert constant >= 0 and constant == left({}, seed=1)
    alone = [left({i: 1}) - constant for i in range(n)]
    matrix = np.array([[float(alone[i] if i == j else (left({i: 1, j: 1}) - alone[i] - alone[j] - constant) / 2)
                        for j in range(n)] for i in range(n)])  # fmt: skip
    assert np.linalg.eigvalsh(matrix).min() >= -1e-9 * abs(matrix).max()
    ratios = {}
    for sample in range(3):
        size = {i: rational(f"{sample} {i}") for i in range(n)}
        for i, (one, other) in enumerate(zip(sides(size), sides(size, powers=True), strict=True)):
            if one:
                assert other / one > 0 and ratios.setdefault(i, other / one) == other / one


def _sides(goal, data, find, scope, size, powers, draw):
    """Right minus left of the goal and of the facts at points, where the equations hold; vectors along one line."""
    at = {find(name).right[1]: Fraction(1) for name in data["positive"]}
    if powers:
        at = {s: Fraction(3 + i) ** 2 for i, s in enumerate(at)}
    gradients = {name for name, text in data["units"].items() if text == "gradient" and scope[name] == VECTOR}
    units = {name: put(steps.term(t, scope), at) for name, t in data["units"].items() if name not in gradients}
    length = Fraction(round(units["square"].numerator ** 0.5), round(units["square"].denominator ** 0.5))
    assert length**2 == units["square"]
    for i, name in enumerate(data["basis"]):
        scale = units["value"] / length if name.startswith("grad(") or name in gradients else length
        at[name] = (scale * size.get(i, 0), Fraction(0), Fraction(0))
    for name in units:
        if name not in ("square", "value"):
            at[name] = units[name] * draw.randint(-99, 99)
    for name, atom in data["solve"]:
        phi = find(name)
        residues = []
        for trial in (Fraction(0), Fraction(1)):
            at[atom] = (trial,) * 3
            ends = (x if isinstance(x, tuple) else (x,) * 3 for x in (put(phi.left, at), put(phi.right, at)))
            residues.append(tuple(a - b for a, b in zip(*ends, strict=True)))
        at[atom] = tuple(-a / (b - a) for a, b in zip(*residues, strict=True))
    declared = dict(scope)
    for name, text in data["define"]:
        at[name] = put(steps.term(text, declared), at)
        declared[name] = VECTOR
    for point in [name for name, sort in declared.items() if sort == VECTOR]:
        at[f"f({point})"] = units["value"] * draw.randint(-99, 99)
    found = [put(goal.right, at) - put(goal.left, at)]
    for _, name, *points in data["rows"]:
        phi = find(name)
        if isinstance(phi, All):
            phi = steps.instantiate(phi.then, {n: ("sym", p, VECTOR) for (n, _), p in zip(phi.fix, points, strict=True)})
        found.append(put(phi.right, at) - put(phi.left, at))
    return found


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
        spy(steps.multipliers, "check", weighed),
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
