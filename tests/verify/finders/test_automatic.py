"""The automatic prover: what it proves is accepted by the kernel, what is false it leaves alone, and it gives up in time."""

import re
from time import process_time
from typing import Any

import pytest

from verify.finders.proofs.automatic import automatic
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import opened
from verify.kernel.polynomial import key
from verify.kernel.steps import Context, prove
from verify.kernel.terms import formula


def _attempt(names: dict[str, str], given: list[str], then: str, seconds: float = 10.0) -> list[dict[str, Any]]:
    scope, facts, goal = opened(formula({"for": names, "if": given, "then": then}, {}), {})
    steps = automatic(goal, Context(scope, facts), seconds)
    assert key(prove(steps, Context(scope, facts))) == key(goal)
    return steps


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ([], "abs(a + b) <= abs(a) + abs(b)"),
        (["0 < a"], "min(1/a, b) <= 1/a"),
        (["a <= b", "b <= 1"], "max(a, b) <= max(1, b)"),
    ],
)
def test_cases_are_split(given: list[str], then: str) -> None:
    _attempt({"a": "real", "b": "real"}, given, then)


def test_a_node_is_split_once_however_it_is_written() -> None:
    # the conditions of the cases write -b as (-1)*b and (-1)*1*b; the same abs must not be split again
    with pytest.raises(NotFound) as refusal:
        _attempt({"a": "real", "b": "real"}, [], "abs(a - b) <= abs(a) - abs(b)")
    assert len(re.findall(r"split abs\(.*\): abs\(.* == ", str(refusal.value))) == 3


@pytest.mark.parametrize("then", ["abs(a) <= a", "exp(a) <= 1 + a", "a*b <= max(a**2, b**2)/2"])
def test_what_is_false_is_not_proved(then: str) -> None:
    with pytest.raises(NotFound):
        _attempt({"a": "real", "b": "real"}, [], then)


def test_the_whole_search_has_one_budget() -> None:
    nodes = [f"abs(a{i} - a{i + 1}*a{i + 2})" for i in range(6)]
    before = process_time()
    with pytest.raises(NotFound):
        _attempt(
            {f"a{i}": "real" for i in range(8)},
            [f"a{i}*a{i + 1} <= a{i + 2}**2 + 1" for i in range(6)],
            f"{' + '.join(nodes)} <= exp(a0)*{'*'.join(nodes[:3])}",
            seconds=1.0,
        )
    assert process_time() - before < 3.0
