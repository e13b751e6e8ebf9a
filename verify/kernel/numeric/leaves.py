"""Number rules at the leaves of proofs: closed inequalities, one-variable polynomials, Gram matrices."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from verify.kernel.arith import difference, rational
from verify.kernel.errors import KernelError, show
from verify.kernel.numeric import enclosure, psd, univariate
from verify.kernel.polynomial import Poly
from verify.kernel.terms import ZERO, Atom, Formula, Term
from verify.kernel.terms import show as written

__all__ = ["gram", "ground", "on_interval"]

SIZE_LIMIT = 200_000
"""Powers whose ends would need more bits than this are refused."""
DEGREE_LIMIT = 200
"""Degrees beyond this are refused: Sturm sequences of dense polynomials take minutes there."""


def ground(goal: Atom, bits: Any) -> None:
    """Decide a relation between closed terms by rational interval arithmetic with that many bits."""
    if type(bits) is not int or not 8 <= bits <= 4096:
        raise KernelError(f"'bits' is an integer between 8 and 4096, not {bits!r}.")
    if goal.rel == "==":
        raise KernelError("an enclosure shows inequalities only.")
    gap = evaluate(("+", goal.right, ("*", ("num", Fraction(-1)), goal.left)), bits)
    if gap.lo < 0 or (goal.rel == "<" and gap.lo == 0):
        raise KernelError(f"right minus left lies in {gap}: not shown.")


def evaluate(t: Term, bits: int) -> enclosure.Interval:
    """A rational interval that contains the value of a closed term."""
    head = t[0]
    if head == "num":
        return enclosure.Interval(t[1], t[1])
    if head == "sym":
        raise KernelError(f"{t[1]} is not a number; an enclosure needs closed terms.")
    if head == "**":
        base = evaluate(t[1], bits)
        if abs(t[2]) * _size(base) > SIZE_LIMIT:
            raise KernelError(f"a power has more than {SIZE_LIMIT} bits.")
        return (base ** t[2]).rounded(bits)
    if head != "app":
        a, b = evaluate(t[1], bits), evaluate(t[2], bits)
        return (a + b if head == "+" else a * b if head == "*" else a / b).rounded(bits)
    inside = [evaluate(a, bits) for a in t[2:]]
    known = {"exp": enclosure.exp, "log": enclosure.log, "sqrt": enclosure.sqrt}
    if t[1] in known:
        return known[t[1]](inside[0], bits)
    if t[1] == "abs":
        return abs(inside[0])
    if t[1] in ("min", "max"):
        return (enclosure.minimum if t[1] == "min" else enclosure.maximum)(*inside)
    raise KernelError(f"{written(t)[:60]!r} has no numerical value.")


def _size(x: enclosure.Interval) -> int:
    return max(part.bit_length() for end in (x.lo, x.hi) for part in (end.numerator, end.denominator))


def on_interval(goal: Atom, bounds: Sequence[Formula]) -> None:
    """Decide a polynomial inequality in one atom, from rational bounds on that atom."""
    rel, p = difference(goal)
    if rel == "==":
        raise KernelError("the rule decides inequalities only.")
    atom, coefficients = _one_variable(p)
    lo: Fraction | None = None
    hi: Fraction | None = None
    for bound in bounds:
        _, q = difference(bound)
        name, line = _one_variable(q)
        if name != atom or len(line) != 2:
            raise KernelError(f"a bound must be linear in {atom}.")
        end = -line[0] / line[1]
        if line[1] > 0:
            lo = end if lo is None else max(lo, end)
        else:
            hi = end if hi is None else min(hi, end)
    if not univariate.nonnegative_on(coefficients, lo, hi, strict=rel == "<"):
        raise KernelError(f"the polynomial in {atom} takes a negative value between {show(lo)} and {show(hi)}.")


def _one_variable(p: Poly) -> tuple[str, list[Fraction]]:
    atoms = {atom for m in p.terms for atom, _ in m}
    if len(atoms) != 1:
        raise KernelError(f"a polynomial in exactly one atom is wanted, not in {sorted(atoms)[:4]}.")
    (atom,) = atoms
    degree = max(dict(m).get(atom, 0) for m in p.terms)
    if degree > DEGREE_LIMIT:
        raise KernelError(f"a polynomial has a degree beyond {DEGREE_LIMIT}.")
    coefficients = [Fraction(0)] * (degree + 1)
    for m, c in p.terms.items():
        coefficients[dict(m).get(atom, 0)] += c
    return atom, coefficients


def gram(vectors: Sequence[Term], matrix: Any) -> Formula:
    """0 <= sum_ij M_ij inner(v_i, v_j), for a rational matrix M that is positive semidefinite."""
    n = len(vectors)
    if not isinstance(matrix, list) or len(matrix) != n or not all(isinstance(r, list) and len(r) == n for r in matrix):
        raise KernelError(f"the matrix must be {n} by {n}.")
    rows = [[rational(entry) for entry in row] for row in matrix]
    found = psd.is_psd(rows)
    if not found.psd:
        raise KernelError(f"the matrix is not positive semidefinite: {found.reason}")
    total: Term = ZERO
    for i in range(n):
        for j in range(i + 1):
            if rows[i][j]:
                weight: Term = ("num", rows[i][j] * (1 if i == j else 2))
                total = ("+", total, ("*", weight, ("app", "inner", vectors[i], vectors[j])))
    return Atom("<=", ZERO, total)
