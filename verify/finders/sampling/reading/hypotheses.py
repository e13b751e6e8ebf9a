"""Hypotheses "for all ...", recognised: what each says of the function, of a sequence, or at every index of a run."""

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from theory.classes import FunctionClass, L0L1Smooth, Smooth, SmoothStronglyConvex
from theory.measures import Measure
from theory.statement import ForAll
from theory.symbols import _Real
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import hess as hess_of
from theory.symbols import inner as inner_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of
from verify.finders.sampling.reading.traits import CURVATURE, Trait, bend_along, class_of, trait_of
from verify.finders.sampling.running.evaluate import Unreadable
from verify.finders.sampling.running.sequences import SHARE, Along, Rule, heads, rule_of
from verify.finders.sampling.running.tables import Shapes

__all__ = ["Hypotheses", "flat", "projection"]


def flat(relation: Any) -> Iterator[Any]:
    """The parts of a conjunction that say something."""
    if isinstance(relation, sp.And):
        for part in relation.args:
            yield from flat(part)
    elif relation not in (True, sp.true):
        yield relation


def projection(then: Any) -> tuple[Any, Any, sp.Expr] | None:
    """(p, q, h) of <p - h grad(p) - q, p - q> <= 0: what the projection q of p - h grad(p) satisfies."""
    if not isinstance(then, sp.Le | sp.Ge) or then.gts != 0 or not isinstance(then.lts, inner_of):
        return None
    for far, near in (then.lts.args, then.lts.args[::-1]):
        points = [term for term in sp.Add.make_args(near) if isinstance(term, sp.Symbol | x_of)]
        for p in points:
            q, step = sp.expand(p - near), sp.expand(near - far).coeff(grad_of(p), 1)
            whole = sp.expand(far - (p - step * grad_of(p) - q)) == 0
            if isinstance(q, sp.Symbol | x_of) and whole and step.is_positive and not step.has(p, q):
                return p, q, step
    return None


class Hypotheses:
    """What the hypotheses of a statement say, sorted.

    Attributes:
        given: the plain relations.
        functions: the class that a bound on the Hessian gives.
        traits: what inequalities between any two points say of f.
        lower, steep, along: as in ``Reading``.
        nexts: sequence -> how its values follow.
        stationary: points at which the gradient is assumed to be zero.
        bends: (a, L): f bends at most by L along the atom a.
        shapes: what is said of functions of real variables.
    """

    def __init__(self, given: Iterable[Any]) -> None:
        self.given: list[Any] = []
        self.functions: FunctionClass | None = None
        self.traits: list[Trait] = []
        self.lower: list[sp.Symbol] = []
        self.steep: list[tuple[sp.Symbol, Any]] = []
        self.nexts: dict[Any, Rule] = {}
        self.along: list[Along] = []
        self.stationary: list[Any] = []
        self.bends: list[tuple[Any, sp.Expr]] = []
        self.shapes = Shapes()
        for part in given:
            if isinstance(part, ForAll):
                for then in part.conclusions:
                    self._nested(part, then)
            else:
                self.given.extend(relation for relation in flat(part) if not self._stationary(relation))
        self.functions = self._class()
        self.given.extend(dict.fromkeys(sp.Le(m.low, m.high) for m in self.shapes.least))

    def _nested(self, hypothesis: ForAll, then: Any) -> None:
        """Recognise one hypothesis "for all ..."; every form that cannot be drawn for is refused."""
        readers = (
            self._class_bound,
            self._lower_bound,
            self._gradient_bound,
            self._recursion,
            self._projections,
            self._pair,
            self._bend,
            self._along,
            self.shapes.take,
        )
        if not any(reader(hypothesis, then) for reader in readers):
            raise Unreadable(
                f"the hypothesis 'for all {', '.join(map(str, hypothesis.over))}: {then}' is not one to draw for"
            )

    def _class_bound(self, hypothesis: ForAll, then: Any) -> bool:
        """hess(z) <= A + B ||grad(z)||: the class, also when it is assumed on a part of the space only."""
        if not isinstance(then, sp.Le | sp.Ge | sp.Lt | sp.Gt) or not isinstance(then.lts, hess_of):
            return False
        slope = norm_of(grad_of(then.lts.args[0]))
        placeholder = sp.Dummy()
        bound = sp.expand(then.gts.subs(slope, placeholder))
        B = bound.coeff(placeholder, 1)
        A = sp.expand(bound - B * placeholder)
        if A.has(placeholder) or A.has(sp.core.function.AppliedUndef, _Real) or A.free_symbols & set(hypothesis.over):
            return False
        found = L0L1Smooth(A, B)
        if self.functions not in (None, found):
            raise Unreadable("two different classes are assumed at once")
        self.functions = found
        return True

    def _lower_bound(self, hypothesis: ForAll, then: Any) -> bool:
        if isinstance(then, sp.Ge | sp.Le) and isinstance(then.gts, f_of) and isinstance(then.lts, sp.Symbol):
            self.lower.append(then.lts)
            return not hypothesis.given
        return False

    def _gradient_bound(self, hypothesis: ForAll, then: Any) -> bool:
        """f(z) <= f(start) implies ||grad(z)|| <= M."""
        if len(hypothesis.over) != 1 or len(hypothesis.given) != 1 or not isinstance(then, sp.Le | sp.Ge):
            return False
        (z,), (within,) = hypothesis.over, hypothesis.given
        if then.lts != norm_of(grad_of(z)) or not isinstance(then.gts, sp.Symbol):
            return False
        if not isinstance(within, sp.Le | sp.Ge) or within.lts != f_of(z) or not isinstance(within.gts, f_of):
            return False
        self.steep.append((then.gts, within.gts.args[0]))
        return True

    def _recursion(self, hypothesis: ForAll, then: Any) -> bool:
        """What a sequence is at an index, or a bound on it; drawn for all indices, whatever the conditions."""
        if len(hypothesis.over) != 1:
            return False
        (i,) = hypothesis.over
        if isinstance(then, sp.Eq) and then.lhs == x_of(i + 1):
            if x_of in self.nexts or any(_end(condition, i) is None for condition in hypothesis.given):
                return False
            own = sp.Dummy("i", integer=True, nonnegative=True)
            self.nexts[x_of] = Rule(index=own, kind="next", value=then.rhs.subs(i, own))
            return True
        if i not in hypothesis.indices and not i.is_integer:
            return False
        found = rule_of(i, then, self.nexts)
        if found is not None:
            self.nexts[found[0]] = found[1]
        return found is not None

    def _projections(self, hypothesis: ForAll, then: Any) -> bool:
        """Every next point is a projection: a point between it and where the gradient leads is one."""
        found = projection(then) if len(hypothesis.over) == 1 and not hypothesis.given else None
        if found is None or x_of in self.nexts:
            return False
        (i,), (p, q, step) = hypothesis.over, found
        if (p, q) != (x_of(i), x_of(i + 1)) or step.has(i):
            return False
        own = sp.Dummy("i", integer=True, nonnegative=True)
        value = x_of(own) - SHARE(own) * step * grad_of(x_of(own))
        self.nexts[x_of] = Rule(index=own, kind="next", value=value)
        return True

    def _pair(self, hypothesis: ForAll, then: Any) -> bool:
        """An inequality between any two points that characterises a class: convex, smooth, strongly convex."""
        found = None if hypothesis.given else trait_of(hypothesis.over, then)
        if found is not None:
            self.traits.append(found)
        return found is not None

    def _bend(self, hypothesis: ForAll, then: Any) -> bool:
        """A bound on how much f bends along an atom: a bound on its curvature and on the atom's length is enough."""
        found = None if hypothesis.given else bend_along(hypothesis.over, then)
        if found is not None:
            self.bends.append(found)
        return found is not None

    def _along(self, hypothesis: ForAll, then: Any) -> bool:
        """A bound on a measure or on the function at every index, or at those below a number of steps."""
        if len(hypothesis.over) != 1 or not then.has(Measure, f_of, grad_of, x_of) or heads(then):
            return False
        (i,) = hypothesis.over
        if not i.is_integer and i not in hypothesis.indices:
            return False
        bounds = [(c, end) for c in hypothesis.given if (end := _end(c, i)) is not None]
        conditions = tuple(c for c in hypothesis.given if not bounds or c is not bounds[0][0])
        end = bounds[0][1] if bounds else None
        self.along.append(Along(index=i, relation=then, bound=end, conditions=conditions))
        return True

    def _stationary(self, relation: Any) -> bool:
        """grad(p) = 0: the point will be a minimiser of the member."""
        if isinstance(relation, sp.Eq) and 0 in relation.args:
            slope = relation.lhs if relation.rhs == 0 else relation.rhs
        elif isinstance(relation, sp.Le | sp.Ge) and relation.gts == 0 and isinstance(relation.lts, norm_of):
            slope = relation.lts.args[0]
        else:
            return False
        if not isinstance(slope, grad_of) or not isinstance(slope.args[0], sp.Symbol):
            return False
        self.stationary.append(slope.args[0])
        return True

    def _class(self) -> FunctionClass | None:
        """The class; what its constants satisfy, and each bound on how f bends along an atom, as a plain relation."""
        if isinstance(self.functions, L0L1Smooth):
            if any(trait.kind != "convex" for trait in self.traits) or self.bends:
                raise Unreadable("a bound on the Hessian and another property of f are assumed at once")
            return L0L1Smooth(self.functions.L0, self.functions.L1, convex=bool(self.traits))
        functions = class_of(self.traits)
        if self.bends and functions is None:
            functions = Smooth(CURVATURE)
        if isinstance(functions, SmoothStronglyConvex):
            self.given.append(sp.Le(functions.mu, functions.L))
        if functions is not None:
            curvature = functions.parameters["L"]
            self.given.extend(curvature * inner_of(atom, atom) <= bend for atom, bend in self.bends)
        return functions


def _end(condition: Any, i: sp.Symbol) -> sp.Expr | None:
    """The number below which a condition keeps the index: N for i < N and i <= N - 1."""
    if not isinstance(condition, sp.Lt | sp.Le) or condition.lhs != i:
        return None
    end = condition.rhs + int(isinstance(condition, sp.Le))
    return end if end.free_symbols and all(s.is_integer for s in end.free_symbols) else None
