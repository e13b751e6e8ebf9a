"""What is asked: one function, one class, one domain."""

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from verify.smoothness.bound import Ends
from verify.smoothness.formulas.infimum import infimum
from verify.smoothness.kinds import Kind
from verify.smoothness.read import Source
from verify.smoothness.result import Result

__all__ = ["Study"]


class Study:
    """One function, one class, one domain."""

    def __init__(self, source: Source, kind: Kind, ends: Mapping[sp.Symbol, Ends], power: sp.Rational,
                 slopes: Sequence[sp.Rational]) -> None:  # fmt: skip
        assert source.formula is not None
        self.f, self.variables, self.kind, self.ends, self.power = source.formula, source.variables, kind, ends, power
        self.source = source
        self.slopes = tuple(slopes) if kind.weight != "none" else (sp.Integer(0),)
        self.whole = all(pair == (None, None) for pair in ends.values())
        self.notes: list[str] = [source.note] if source.note else []

    def result(self, verdict: str, scope: str, reason: str, **more: Any) -> Result:
        """With what is known of the function."""
        return Result(function=self.source.text, kind=self.kind, verdict=verdict, scope=scope, reason=reason,
                      power=str(self.power), notes=tuple(self.notes), **more)  # fmt: skip

    @property
    def bounded(self) -> bool:
        """Whether every variable is bounded."""
        return all(None not in pair for pair in self.ends.values())

    @property
    def scope(self) -> str:
        """The stated domain, in words."""
        if self.whole:
            return "on the whole line" if len(self.variables) == 1 else f"on R^{len(self.variables)}"
        shown = ("{} <= {} <= {}".format("-oo" if low is None else low, v, "oo" if high is None else high)
                 for v, (low, high) in self.ends.items())  # fmt: skip
        return f"on {', '.join(shown)}"

    def weight(self) -> sp.Expr:
        """What the second constant multiplies."""
        if self.kind.weight == "none":
            return sp.Integer(0)
        if self.kind.weight == "gap":
            low, how = infimum(self.f, self.variables, self.ends)
            self.notes.append(f"inf f: {how}")
            return self.f - low
        gradient = [sp.diff(self.f, v) for v in self.variables]
        return gradient[0] if len(gradient) == 1 else sp.sqrt(sp.Add(*(sp.factor(g) ** 2 for g in gradient)))
