"""Hypotheses "for all ...", recognised: what each says of the function, of a sequence, or at every index of a run."""

import dataclasses
from collections.abc import Iterable
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.classes import FunctionClass, L0L1Smooth, Smooth, SmoothStronglyConvex
from theory.measures import Measure
from theory.statement import ForAll
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import inner as inner_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of
from verify.finders.sampling.reading.forms import end_of, flat, gradient_bound, hessian_bound, projection
from verify.finders.sampling.reading.least import least_of
from verify.finders.sampling.reading.rules import followers, periodic, rule_of, sign_of, signed, signs, steps_of
from verify.finders.sampling.reading.traits import CURVATURE, Trait, bend_along, class_of, self_bounding, star, trait_of
from verify.finders.sampling.running.evaluate import Unreadable
from verify.finders.sampling.running.laws import Expectation, expectation_of
from verify.finders.sampling.running.sequences import CYCLE, SHARE, Along, Rule, heads
from verify.finders.sampling.running.tables import Shapes

__all__ = ["Hypotheses"]


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
        expectations: functionals that are nonnegative on nonnegative functions.
        signed: sequences that are assumed to be positive (True) or nonnegative (False), as their rules have to show.
    """

    def __init__(self, given: Iterable[Any]) -> None:
        given = tuple(given)
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
        self.expectations: list[Expectation] = []
        self.signed: dict[Any, bool] = {}
        self._roots = dict(signed(given))
        self._followers = followers(given, self._roots)
        for part in given:
            if isinstance(part, ForAll):
                for then in part.conclusions:
                    self._nested(part, then)
            else:
                self.given.extend(relation for relation in flat(part) if not self._stationary(relation))
        self._signs()
        self._cycles()
        self.functions = self._class()
        self.given.extend(dict.fromkeys(sp.Le(m.low, m.high) for m in self.shapes.least))

    def _nested(self, hypothesis: ForAll, then: Any) -> None:
        """Recognise one hypothesis "for all ..."; every form that cannot be drawn for is refused."""
        readers = (
            self._class_bound,
            self._lower_bound,
            self._gradient_bound,
            self._sign,
            self._recursion,
            self._projections,
            self._pair,
            self._bend,
            self._star,
            self._self_bounding,
            self._least,
            self._expectation,
            self._along,
            self.shapes.take,
        )
        if not any(reader(hypothesis, then) for reader in readers):
            raise Unreadable(
                f"the hypothesis 'for all {', '.join(map(str, hypothesis.over))}: {then}' is not one to draw for"
            )

    def _class_bound(self, hypothesis: ForAll, then: Any) -> bool:
        """hess(z) <= A + B ||grad(z)||: the class, also when it is assumed on a part of the space only."""
        found = hessian_bound(hypothesis.over, then)
        return found is not None and self._of_class(L0L1Smooth(*found))

    def _lower_bound(self, hypothesis: ForAll, then: Any) -> bool:
        if isinstance(then, sp.Ge | sp.Le) and isinstance(then.gts, f_of) and isinstance(then.lts, sp.Symbol):
            self.lower.append(then.lts)
            return not hypothesis.given
        return False

    def _gradient_bound(self, hypothesis: ForAll, then: Any) -> bool:
        """f(z) <= f(start) implies ||grad(z)|| <= M."""
        found = gradient_bound(hypothesis, then)
        self.steep += [] if found is None else [found]
        return found is not None

    def _recursion(self, hypothesis: ForAll, then: Any) -> bool:
        """What a sequence is at an index, or a bound on it; drawn for all indices, whatever the conditions."""
        if len(hypothesis.over) != 1:
            return False
        (i,) = hypothesis.over
        if isinstance(then, sp.Eq) and then.lhs == x_of(i + 1):
            if x_of in self.nexts or any(end_of(condition, i) is None for condition in hypothesis.given):
                return False
            own = sp.Dummy("i", integer=True, nonnegative=True)
            self.nexts[x_of] = Rule(index=own, kind="next", value=then.rhs.subs(i, own))
            return True
        if i not in hypothesis.indices and not i.is_integer:
            return False
        others = {head for head, relation in self._followers.items() if relation is not then}
        natural = steps_of(hypothesis) is not None
        found = rule_of(i, then, {*self.nexts, *others}, self._roots if natural else None)
        if found is None:
            return False
        head, self.nexts[head], checks = found
        self.along += [Along(index=i, relation=relation, conditions=(where,)) for relation, where in checks]
        return True

    def _sign(self, hypothesis: ForAll, then: Any) -> bool:
        """A sequence that has a sign at every index, and is determined by another hypothesis: see ``_signs``."""
        i = None if hypothesis.given else steps_of(hypothesis)
        found = None if i is None else sign_of(i, then)
        if found is None or not (found[1] or found[0] in self._followers):
            return False
        self.signed[found[0]] = found[1] or self.signed.get(found[0], False)
        return True

    def _signs(self) -> None:
        """Show what is assumed of signs from the rules; where it is assumed at 0 is a plain relation."""
        for head, strict in self.signed.items():
            if head in self.nexts:
                self.given.append(sp.Gt(head(0), 0) if strict else sp.Ge(head(0), 0))
        shown = signs(self.nexts, self.signed, self.given) if self.signed else {}
        for head, strict in self.signed.items():
            if head not in shown or (strict and not shown[head]):
                raise Unreadable(
                    f"nothing shows that {head} is {'positive' if strict else 'nonnegative'} at every index"
                )

    def _cycles(self) -> None:
        """What repeats is known at all indices from one cycle of them."""
        self.along = [
            dataclasses.replace(part, bound=sp.Integer(CYCLE))
            if part.bound is None
            and heads(part.relation)
            and all(periodic(r, part.index, self.nexts) for r in (part.relation, *part.conditions))
            else part
            for part in self.along
        ]

    def _star(self, hypothesis: ForAll, then: Any) -> bool:
        """f(p) - f(q) <= <grad(p), p - q> for all p, at one q: convex functions have it at every q."""
        found = not hypothesis.given and star(hypothesis.over, then)
        if found:
            self.traits.append(Trait("convex", sp.Integer(0)))
        return found

    def _self_bounding(self, hypothesis: ForAll, then: Any) -> bool:
        """||g||^2 <= 2 (A + B ||g||) (f - f(q)): the class has it by ours/self-bounding, if f is least at q."""
        found = None if hypothesis.given else self_bounding(hypothesis.over, then)
        if found is None:
            return False
        q, A, B = found
        self.stationary.append(q)
        return self._of_class(L0L1Smooth(A, B))

    def _of_class(self, found: FunctionClass) -> bool:
        if self.functions not in (None, found):
            raise Unreadable("two different classes are assumed at once")
        self.functions = found
        return True

    def _expectation(self, hypothesis: ForAll, then: Any) -> bool:
        """A linear functional that is nonnegative on nonnegative functions: its values are means."""
        found = expectation_of(hypothesis, then, len(self.expectations))
        if found is None:
            return False
        self.expectations.append(found)
        self.given.extend(found.equations)
        return True

    def _least(self, hypothesis: ForAll, then: Any) -> bool:
        """What is assumed for all numbers that are large enough, and follows for them from the least one."""
        found = least_of(hypothesis, then)
        if found is None:
            return False
        self.nexts.update(found.rules)
        self.given.append(found.relation)
        return True

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
        """A bound on a measure, the function or sequences at every index, or at those below a number of steps."""
        if len(hypothesis.over) != 1 or not then.has(Measure, f_of, grad_of, x_of, AppliedUndef):
            return False
        inequality = isinstance(then, sp.Le | sp.Ge | sp.Lt | sp.Gt)
        if heads(then) and (steps_of(hypothesis) is None or not inequality):
            return False
        (i,) = hypothesis.over
        if not i.is_integer and i not in hypothesis.indices:
            return False
        bounds = [(c, end) for c in hypothesis.given if (end := end_of(c, i)) is not None]
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
