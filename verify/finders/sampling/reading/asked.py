"""What a method may ask of a drawn member besides values and gradients: starts, inexact answers, components."""

from collections.abc import Sequence
from typing import Any

from verify.finders.sampling.members.frame import Frame, Lens
from verify.finders.sampling.running.evaluate import Unreadable
from verify.finders.sampling.running.numbers import Numbers

__all__ = ["Asked"]


class Asked:
    """The oracle that one run of a method sees.

    Inexact answers err by Q of a share of what is allowed, Q the identity or a reflection, so the error's norm is
    exactly that share, which is in [-1, 1]; shares are used in turn.

    Args:
        oracle: of the member.
        begins: what ``start`` returns, in order.
        errors: shares and mirrors of inexact answers.
        draws: the component drawn in each step; the driver sets ``now``.

    Attributes:
        now: the component of the step that is being made, or None.
    """

    def __init__(self, oracle: Any, begins: Sequence[Any], errors: Sequence[Any], numbers: Numbers) -> None:
        self._oracle, self._begins, self._errors, self._numbers = oracle, list(begins), errors, numbers
        self._answers = 0
        self.now: int | None = None

    def __call__(self, x: Any) -> Any:
        """f(x)."""
        return self._oracle(x)

    def grad(self, x: Any) -> Any:
        """A (sub)gradient."""
        return self._oracle.grad(x)

    def __getattr__(self, name: str) -> Any:
        found = None if name.startswith("_") else getattr(self._oracle, name, None)
        if found is None:
            raise Unreadable(f"the method asks for {name}, which the members drawn do not offer")
        return found

    def start(self) -> Any:
        """The next of the further points to start from."""
        if not self._begins:
            raise Unreadable("the method asks for more starts than the measures speak of")
        return self._begins.pop(0)

    @property
    def drawn(self) -> int:
        """The component of this step."""
        if self.now is None:
            raise Unreadable("the method draws a component, but the statement has no expectation over components")
        return self.now

    @property
    def sampled(self) -> Any:
        """Its oracle."""
        return self._oracle.parts[self.drawn]

    def _error(self) -> tuple[Any, Any]:
        if not self._errors:
            raise Unreadable("inexact answers, but no parameter of that name was drawn for")
        found: tuple[Any, Any] = self._errors[self._answers % len(self._errors)]
        self._answers += 1
        return found

    def inexact_grad(self, x: Any, error: Any) -> Any:
        """A vector d with ||d - g|| = |share| * error * ||g||."""
        share, mirror = self._error()
        gradient = self._oracle.grad(x)
        turned = gradient
        if mirror is not None:
            turned = Lens(Frame((share * 0,) * self._oracle.dim, mirror), self._numbers).turned(gradient)
        return gradient + turned * (self._numbers.number(share) * error)

    def inexact_prox(self, x: Any, step: Any, error: Any) -> Any:
        """A p = x - step*s + share*error*(p - x), s a subgradient at p: an exact step of step/(1 - share*error)."""
        share, _ = self._error()
        return self._oracle.prox(x, step / (1 - self._numbers.number(share) * error))
