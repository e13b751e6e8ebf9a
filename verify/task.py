"""The task a checker is handed: one claim, the catalog it lives in, and how hard to try."""

from dataclasses import dataclass

from theory.catalog import Catalog
from theory.claim import Claim

__all__ = ["Task"]


@dataclass(frozen=True, kw_only=True)
class Task:
    """One claim for one checker.

    Attributes:
        claim: what to check.
        catalog: where the claims that it uses are found.
        trials: effective trials that a sampling checker should reach.
        seed: of every random choice; equal tasks give equal findings.
        deep: whether long versions are wanted.
    """

    claim: Claim
    catalog: Catalog
    trials: int = 100
    seed: int = 0
    deep: bool = False
