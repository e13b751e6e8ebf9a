"""A statement planted as a claim, for the tests of fuzz."""

from theory import Paper
from theory.catalog import Catalog
from verify.checkers import fuzz
from verify.task import Task

__all__ = ["examine"]


def examine(statement, trials=100, seed=0):
    """What fuzz finds of a statement."""
    paper = Paper("planted", title="Planted")
    claim = paper.claim("it", statement, kind="control")
    assert fuzz.applies(claim)
    return fuzz.check(Task(claim=claim, catalog=Catalog([paper]), trials=trials, seed=seed))
