"""Proofs for quadratic functions, where the class has a condition on all combinations of points.

The condition says that a matrix M of forms is positive semidefinite; its multiplier is a semidefinite matrix S.  A
solver proposes S; where S = sum of d d^T over rational vectors d, each d is an instance of the condition with the
multiplier 1.  The vectors are taken from a rational basis of the range of S, in which S is near the identity: with all
d_i and d_i +- d_j, whatever is near S is a nonnegative sum, and what the solver said need not be made exact.

Source: N. Bousselmi, J. Hendrickx and F. Glineur, arXiv:2302.08781, for the condition.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from verify.finders.performance.proofs.multipliers import by_multipliers, prepared
from verify.finders.proofs.prove import NotFound, Writer
from verify.kernel.steps import Context
from verify.kernel.terms import REAL, VECTOR, ZERO, All, Atom, Formula

__all__ = ["by_combinations", "conditions"]

LEVELS = (1e-6, 1e-4, 1e-8)
"""Relative sizes below which an eigenvalue of S counts as 0."""

Vectors = list[list[Fraction]]


def conditions(context: Context) -> list[str]:
    """The names of the facts that say something of all weights of the points."""
    return [
        name for name, phi in context.facts.items()
        if isinstance(phi, All) and phi.fix and all(sort == REAL for _, sort in phi.fix) and not phi.given
        and isinstance(phi.then, Atom) and phi.then.rel == "<=" and phi.then.left == ZERO
        and VECTOR in context.scope.values()
    ]  # fmt: skip


def by_combinations(goal: Formula, context: Context) -> list[dict[str, Any]]:
    """Kernel steps that prove a bound from inequalities between points and one condition on their combinations.

    Raises:
        NotFound: if there is no such condition, or no exact multipliers were found.
    """
    names, said = conditions(context), list[str]()
    if len(names) != 1:
        raise NotFound(f"{len(names)} conditions on combinations of points; one is read")
    fact = context.facts[names[0]]
    assert isinstance(fact, All)
    for vectors in _proposed(goal, context, names[0], [n for n, _ in fact.fix], said):
        inner = Context(context.scope, dict(context.facts), context.lemmas, context.axioms, context.used)
        writer = Writer(inner)
        for d in [*vectors, *_sums(vectors)]:
            _instance(writer, names[0], [n for n, _ in fact.fix], d)
        try:
            return [*writer.steps, *by_multipliers(goal, inner)]
        except NotFound as error:
            said.append(str(error))
    raise NotFound("; ".join(dict.fromkeys(said)) or "the solver proposes no combination of points")


def _instance(writer: Writer, name: str, weights: Sequence[str], d: Sequence[Fraction]) -> str:
    return writer.apply(writer.fresh("combined"), name, {w: str(c) for w, c in zip(weights, d, strict=True)})


def _sums(vectors: Vectors) -> Vectors:
    pairs = combinations(vectors, 2)
    return [[a + sign * b for a, b in zip(u, v, strict=True)] for u, v in pairs for sign in (1, -1)]


def _proposed(goal: Formula, context: Context, name: str, weights: Sequence[str], said: list[str]) -> Iterator[Vectors]:
    """Rational vectors near whose sum of squares the solver's S lies, for one guess of its rank after another."""
    import numpy as np

    from verify.finders.performance.proofs.rational import rational_basis

    s = _solved(goal, context, name, weights, said)
    if s is None:
        return
    values, columns = np.linalg.eigh(s)
    for level in LEVELS:
        large = values > level * max(values[-1], 1e-12)
        for near in (1e-6, 1e-5, 1e-4, 1e-3):
            basis = rational_basis(columns[:, large], near)
            if not basis:
                continue
            b = np.array([[float(c) for c in row] for row in basis])
            back = np.linalg.pinv(b)
            inside = back.T @ s @ back
            factor = np.linalg.cholesky(inside + 1e-9 * np.trace(inside) * np.eye(len(b)))
            short = [[Fraction(float(c)).limit_denominator(64) for c in row] for row in factor / np.max(abs(factor))]
            yield [
                [sum((row[i] * v[j] for row, v in zip(short, basis, strict=True)), Fraction(0)) for j in range(len(s))]
                for i in range(len(basis))
            ]


def _solved(goal: Formula, context: Context, name: str, weights: Sequence[str], said: list[str]) -> Any:
    """The solver's S, most central for almost the largest slack, or None."""
    import clarabel
    import numpy as np
    import scipy.sparse as sp

    from verify.finders.performance.solve import DONE, tabulate

    inner = Context(context.scope, dict(context.facts), context.lemmas, context.axioms, context.used)
    writer, n = Writer(inner), len(weights)
    unit = [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    upper = [(i, j) for j in range(n) for i in range(j + 1)]
    rows = {}
    for i, j in upper:
        d = unit[i] if i == j else [a + b for a, b in zip(unit[i], unit[j], strict=True)]
        rows[i, j] = _instance(writer, name, weights, d)
    dual = tabulate(prepared(goal, inner).problem, "all")
    place = {row.name: k for k, row in enumerate(dual.rows)}
    # the rows of e_i and of e_i + e_j span the entries of M: <S, M> has these coefficients
    spread = np.zeros((len(dual.rows), len(upper)))
    for column, (i, j) in enumerate(upper):
        if i == j:
            spread[place[rows[i, i]], column] += 1
        else:
            share = 0.5**0.5
            for row, sign in ((rows[i, j], 1), (rows[i, i], -1), (rows[j, j], -1)):
                spread[place[row], column] += sign * share
    plain = [k for k in range(len(dual.rows)) if k not in {place[row] for row in rows.values()}]
    pick = sp.csc_matrix((np.ones(len(plain)), (plain, range(len(plain)))), shape=(len(dual.rows), len(plain)))
    every = sp.hstack([pick, sp.csc_matrix(spread)]).tocsc()
    floats, m, count = dual.floats, len(plain), len(plain) + len(upper)
    signs = -sp.identity(count, format="csc")
    a = sp.vstack([floats.values.matrix @ every, signs[:m], signs[m:], floats.grams.matrix @ every]).tocsc()
    bounds = np.concatenate([floats.wanted, np.zeros(count), floats.base])
    cones = [clarabel.ZeroConeT(len(floats.wanted)), clarabel.NonnegativeConeT(m), clarabel.PSDTriangleConeT(n),
             clarabel.PSDTriangleConeT(len(dual.basis))]  # fmt: skip
    settings = clarabel.DefaultSettings()
    settings.verbose, settings.max_threads = False, 1
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-9
    cost = every.T @ floats.constants
    found = clarabel.DefaultSolver(sp.csc_matrix((count, count)), cost, a, bounds, cones, settings).solve()
    slack = float(dual.constant) - float(cost @ np.array(found.x))
    said.append(f"{len(dual.rows)} inequalities, all combinations: {found.status}, slack {slack:.3g}")
    if str(found.status) != DONE:
        return None
    s = np.zeros((n, n))
    for (i, j), value in zip(upper, found.x[m:], strict=True):
        s[i, j] = s[j, i] = value if i == j else value * 0.5**0.5
    return s
