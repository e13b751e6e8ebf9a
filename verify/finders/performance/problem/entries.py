"""Sparse matrices as their entries, in plain arrays: put together in one go, for every solver.

Building the same by scipy, block upon block, takes longer than solving a small problem.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

__all__ = ["Compressed", "Entries", "stacked"]


@dataclass(frozen=True, kw_only=True)
class Compressed:
    """Column by column, named as scipy names it: Clarabel reads these fields.

    Attributes:
        data: the entries.
        indices: their rows, ascending in each column and none twice, as ``has_canonical_format`` says.
        indptr: where each column starts, and where the last one ends.
        shape: rows and columns.
    """

    data: list[float]
    indices: list[int]
    indptr: list[int]
    shape: tuple[int, int]
    has_canonical_format: bool = True


@dataclass(frozen=True)
class Entries:
    """A sparse matrix: rows, columns and values of its entries, in any order; those at one place are added up."""

    rows: Any
    columns: Any
    values: Any
    shape: tuple[int, int]

    def compressed(self) -> Compressed:
        """Column by column."""
        import numpy as np

        place = self.columns * self.shape[0] + self.rows
        order = place.argsort(kind="stable")
        place, values = place[order], self.values[order]
        if len(place):
            first = np.concatenate([[True], place[1:] != place[:-1]]).nonzero()[0]
            place, values = place[first], np.add.reduceat(values, first)
        columns = place // max(1, self.shape[0])
        rows, starts = place - columns * self.shape[0], columns.searchsorted(np.arange(self.shape[1] + 1))
        return Compressed(data=values.tolist(), indices=rows.tolist(), indptr=starts.tolist(), shape=self.shape)

    @cached_property
    def matrix(self) -> Any:
        """As scipy's sparse matrix."""
        import scipy.sparse as sp

        return sp.csc_matrix((self.values, (self.rows, self.columns)), shape=self.shape)

    def times(self, x: Any) -> Any:
        """The product with a vector."""
        import numpy as np

        return np.bincount(self.rows, self.values * x[self.columns], minlength=self.shape[0])

    def taken(self, columns: Sequence[int]) -> "Entries":
        """Some of the columns, in this order."""
        import numpy as np

        place = np.full(self.shape[1], -1)
        place[columns] = np.arange(len(columns))
        kept = place[self.columns] >= 0
        shape = self.shape[0], len(columns)
        return Entries(self.rows[kept], place[self.columns[kept]], self.values[kept], shape)


def stacked(blocks: Sequence[tuple[int, int, Entries]], shape: tuple[int, int]) -> Entries:
    """A matrix of blocks, each with the row and the column where it starts; the rest is zero."""
    import numpy as np

    return Entries(
        np.concatenate([block.rows + row for row, _, block in blocks]),
        np.concatenate([block.columns + column for _, column, block in blocks]),
        np.concatenate([block.values for _, _, block in blocks]),
        shape,
    )
