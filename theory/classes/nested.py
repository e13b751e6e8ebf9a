"""Nested optimisation problems: each level is solved, or nearly, before the one above it is asked anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from theory.dual import Block, gradient, jacobian

__all__ = ["NestedProblem"]


@dataclass(frozen=True, kw_only=True)
class NestedProblem:
    """min f_1(x_1, ..., x_n) over x_1, where x_i minimises f_i(x_1, ..., x_n) given x_1, ..., x_{i-1}, nested.

    Levels i = 2, ..., n are replaced by ``iterations`` steepest-descent steps each, on the objective of that level with
    all deeper levels already replaced (Sato, Tanaka, Takeda 2021, Section 2).  Any arithmetic: rationals, floats,
    formal expressions.

    Attributes:
        objectives: f_1, ..., f_n, each a function of n blocks.
        iterations: T_2, ..., T_n.
        steps: step sizes alpha_2, ..., alpha_n.
        starts: x_2^(0), ..., x_n^(0), blocks.
    """

    objectives: tuple[Callable[..., Any], ...]
    iterations: tuple[int, ...]
    steps: tuple[Any, ...]
    starts: tuple[Block, ...]

    @property
    def depth(self) -> int:
        """The number n of levels."""
        return len(self.objectives)

    def value(self, level: int, *outer: Block) -> Any:
        """The objective of a level, as a function of x_1, ..., x_level: the deeper ones are unrolled."""
        blocks = list(outer)
        for deeper in range(level + 1, self.depth + 1):
            blocks.append(self.solve(deeper, *blocks))
        return self.objectives[level - 1](*blocks)

    def step(self, level: int, *blocks: Block) -> Block:
        """Phi_i of x_1, ..., x_i: one steepest-descent step of level i."""
        slope = gradient(lambda *at: self.value(level, *at), blocks, level - 1)
        size = self.steps[level - 2]
        return tuple(x - size * g for x, g in zip(blocks[-1], slope, strict=True))

    def iterates(self, level: int, *outer: Block) -> Iterator[Block]:
        """x_i^(0), ..., x_i^(T_i) for given x_1, ..., x_{i-1}."""
        here = self.starts[level - 2]
        yield here
        for _ in range(self.iterations[level - 2]):
            here = self.step(level, *outer, here)
            yield here

    def solve(self, level: int, *outer: Block) -> Block:
        """The last of these iterates."""
        *_, last = self.iterates(level, *outer)
        return last

    def hypergradient(self, x: Block, *, forget: tuple[int, int] | None = None) -> Block:
        """The gradient of the single-level objective F(x_1) = value(1, x_1) by the forward recursion (Algorithm 1).

        Z_i^(t) = sum over 1 < j < i of Z_j^(T_j) C_ij + B_i + Z_i^(t-1) A_i with A, B, C the derivatives of Phi_i with
        respect to x_i, x_1, x_j; then grad F = d_1 f_1 + sum Z_i^(T_i) d_i f_1.

        Args:
            x: x_1.
            forget: (i, j): leave out the term with C_ij, as a planted mistake.
        """
        blocks, along = [x], list[tuple[Block, ...]]()
        for level in range(2, self.depth + 1):
            here: Block = self.starts[level - 2]
            z: tuple[Block, ...] = tuple(tuple(0 for _ in here) for _ in x)
            for _ in range(self.iterations[level - 2]):
                at = (*blocks, here)
                z = self._advance(level, at, [*along, z], forget)
                here = self.step(level, *at)
            blocks.append(here)
            along.append(z)
        slopes = [gradient(self.objectives[0], blocks, which) for which in range(self.depth)]
        return tuple(
            slopes[0][k] + sum(_times(z[k], slope) for z, slope in zip(along, slopes[1:], strict=True))
            for k in range(len(x))
        )

    def _advance(
        self, level: int, at: tuple[Block, ...], along: list[tuple[Block, ...]], forget: tuple[int, int] | None
    ) -> tuple[Block, ...]:
        """Z_i^(t) from Z_2, ..., Z_{i-1} and Z_i^(t-1)."""

        def step(*blocks: Block) -> Block:
            return self.step(level, *blocks)

        direct = jacobian(step, at, 0)
        through = [jacobian(step, at, which) for which in range(1, level)]
        kept = [
            (z, matrix) for j, (z, matrix) in enumerate(zip(along, through, strict=True), 2) if forget != (level, j)
        ]
        return tuple(
            tuple(
                direct[k][m] + sum(_times(z[k], [row[m] for row in matrix]) for z, matrix in kept)
                for m in range(len(at[-1]))
            )
            for k in range(len(at[0]))
        )


def _times(u: Any, v: Any) -> Any:
    return sum(a * b for a, b in zip(u, v, strict=True))
