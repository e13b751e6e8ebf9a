"""Sums over blocks of coordinates, moved and reflected: gradients, proximal maps, line search, linear minimisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.sampling.members.blocks import Block, Turn
from verify.finders.sampling.members.frame import Explicit, Frame, Framed, Lens, Point
from verify.finders.sampling.running.evaluate import Unreadable
from verify.finders.sampling.running.numbers import Numbers

__all__ = ["Indicator", "Separable"]


@dataclass(frozen=True, kw_only=True)
class Separable(Explicit):
    """The sum of blocks in the coordinates y of a frame.

    Attributes:
        blocks: in the order of the coordinates.
        frame: an isometry, so that all constants are those of the blocks.
        begun: where a run has to start (in y), if the member was made for one start.
    """

    blocks: tuple[Block, ...]
    frame: Frame
    begun: Point | None = None

    @property
    def dim(self) -> int:
        """The number of variables."""
        return sum(block.dim for block in self.blocks)

    @property
    def minimiser(self) -> Point | None:
        """A minimiser, exactly."""
        inner: list[Fraction] = []
        for block in self.blocks:
            if block.lowest is None:
                return None
            inner.extend(block.lowest[0])
        return self.frame.outer(inner)

    @property
    def infimum(self) -> Fraction | None:
        """The infimum, exactly."""
        found = [block.lowest for block in self.blocks]
        return sum((low[1] for low in found if low is not None), Fraction(0)) if None not in found else None

    @property
    def slope(self) -> Point:
        """A subgradient at the centre of the frame."""
        return self.frame.turned([entry for block in self.blocks for entry in block.slope])

    @property
    def curvatures(self) -> tuple[Fraction, ...] | None:
        """The curvature along each coordinate, if the function is quadratic."""
        found: list[Fraction] = []
        for block in self.blocks:
            if isinstance(block, Turn) or len(block.line.vertices) > 1 or block.line.low != block.line.high:
                return None
            if block.line.low is None or any(block.line.vertices[0]):
                return None
            found.extend([block.line.low] * block.dim)
        return tuple(found)

    def outer(self, y: Sequence[Fraction]) -> Point:
        """The point with these coordinates, or a nearby one of the domain if all of it is wanted."""
        return self.frame.outer(y)

    def clamped(self, x: Sequence[Fraction]) -> Point:
        """A point of the domain that is x if x is one."""
        y, place, found = self.frame.inner(x), 0, list[Fraction]()
        for block in self.blocks:
            found.extend(block.clamp(y[place : place + block.dim]))
            place += block.dim
        return self.frame.outer(found)

    def start(self, draw: Any) -> Point:
        """Any point; now and then one where all gradients of a quadratic function are equally long (Cauchy's worst)."""
        from verify.finders.strategies import chosen, scale, whole

        if self.begun is not None:
            return self.outer(self.begun)
        curvatures = self.curvatures
        if curvatures is not None and self.dim > 1 and all(curvatures) and whole(draw, 0, 2) == 0:
            size = scale(draw, -3, 3) * max(curvatures)
            return self.outer([chosen(draw, (1, -1)) * size / curvature for curvature in curvatures])
        return super().start(draw)

    def describe(self) -> str:
        """The sum in words."""
        return f"{' + '.join(block.describe() for block in self.blocks)}, {self.frame.describe()}"

    def oracle(self, numbers: Numbers) -> "SeparableOracle":
        """In one arithmetic."""
        return SeparableOracle(self, numbers)


class SeparableOracle(Framed):
    """A ``Separable`` in one arithmetic."""

    def __init__(self, member: Separable, numbers: Numbers) -> None:
        super().__init__(member, numbers)
        self._lens = Lens(member.frame, numbers)
        self._blocks = [(block.dim, block.traced(numbers)) for block in member.blocks]

    @property
    def infimum(self) -> Any:
        """The infimum, exactly."""
        low = self.member.infimum
        return None if low is None else self.numbers.number(low)

    def _split(self, vector: Any) -> list[tuple[Any, list[Any]]]:
        found, place = [], 0
        for dim, block in self._blocks:
            found.append((block, [vector[j] for j in range(place, place + dim)]))
            place += dim
        return found

    def _value(self, x: Any) -> Any:
        first, *rest = [block.value(own) for block, own in self._split(self._lens.inner(x))]
        return sum(rest, first)

    def _gradient(self, x: Any) -> Any:
        entries = [entry for block, own in self._split(self._lens.inner(x)) for entry in block.slope(own)]
        return self._lens.turned(self.numbers.vector(entries))

    def prox(self, x: Any, step: Any) -> Any:
        """The minimiser p of h(p) + ||p - x||^2/(2 step)."""
        places: list[Any] = []
        slopes: list[Any] = []
        total: Any = self.numbers.number(0)
        for block, own in self._split(self._lens.inner(x)):
            place, slope, value = block.prox(own, step)
            places.extend(place)
            slopes.extend(slope)
            total = total + value
        point = self._lens.outer(self.numbers.vector(places))
        return self.keep(point, self._lens.turned(self.numbers.vector(slopes)), total)

    def line_search(self, x: Any, direction: Any) -> Any:
        """The minimiser on the line from x along a direction, for quadratic functions, where it is exact."""
        curvatures = self.member.curvatures
        if curvatures is None:
            raise Unreadable("line search on a function that is not quadratic")
        way = self._lens.turned(direction)
        bent = self.numbers.vector([way[j] * self.numbers.number(c) for j, c in enumerate(curvatures)])
        if not self.numbers.exact and not way @ bent > 0:
            return x
        return x - direction * ((self.grad(x) @ direction) / (way @ bent))

    def linear_minimiser(self, direction: Any) -> Any:
        """The point of the domain with the least inner product with a vector."""
        way = self._lens.turned(direction)
        entries = [entry for block, own in self._split(way) for entry in block.linear_minimiser(own)]
        return self._lens.outer(self.numbers.vector(entries))


@dataclass(frozen=True, kw_only=True)
class Indicator(Separable):
    """0 on a bounded set, a product of intervals and balls.

    Only for methods whose iterates stay in the set when they start there: its value is taken for 0, since an enclosure
    of a point of the boundary could not tell.
    """

    def oracle(self, numbers: Numbers) -> "IndicatorOracle":
        """In one arithmetic."""
        return IndicatorOracle(self, numbers)


class IndicatorOracle(SeparableOracle):
    """An ``Indicator`` in one arithmetic."""

    def _value(self, x: Any) -> Any:
        return self.numbers.number(0)
