"""For other people's test suites: one test a claim, and members of a class to draw.

A whole test file::

    from hypothesis import given
    from theory import L0L1Smooth
    from verify import as_tests, members

    test_claim = as_tests("my_paper.py")

    @given(members(L0L1Smooth(1, 2), dim=3))
    def test_my_method_descends(f):
        ...
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from theory import FunctionClass, Paper, PaperError
from theory.catalog import Catalog, assemble
from verify.ledger import Entry

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["as_tests", "members", "message"]


def as_tests(paper: Paper | str | Path, *, timeout: float = 300.0) -> Callable[..., None]:
    """A test function with one case a claim of the paper; assign it to a name that starts with ``test_``.

    A claim passes if it ends as its paper says (a claim with ``expect="false"`` must end refuted). Findings are
    kept in ``.rateproof/cache``, so what did not change costs nothing the next time.

    Args:
        paper: a paper file (seen from the current folder), or a ``Paper`` loaded from one.
        timeout: seconds a checker may take a claim.

    Returns:
        A function for pytest, parametrised by the slugs of the claims.

    Raises:
        PaperError: if the file cannot be read, or the paper is not one that a file declares as ``paper``.
    """
    import pytest

    file = _file(paper) if isinstance(paper, Paper) else Path(paper)
    catalog = assemble([file], keys=())
    *_, loaded = catalog.papers.values()

    def test_claim(slug: str) -> None:
        if (text := message(check(catalog, loaded, slug, file, timeout))) is not None:
            pytest.fail(text, pytrace=False)

    found: Callable[..., None] = pytest.mark.parametrize("slug", [claim.slug for claim in loaded])(test_claim)
    return found


def check(catalog: Catalog, paper: Paper, slug: str, file: Path, timeout: float) -> Entry:
    """The entry of one claim, after checking it and what it rests on."""
    from verify import engine

    claim = catalog[f"{paper.key}/{slug}"]
    options = engine.Options(workers=1, limit=timeout)
    ledger, _ = engine.verify(catalog, [claim], papers=[str(file)], options=options)
    return ledger[claim.label]


def message(entry: Entry) -> str | None:
    """Why a claim fails its test, in a few lines; None if it passes."""
    claim = entry.claim
    crashed = [f"{finding.checker} did not finish: {finding.reason}" for finding in entry.crashed]
    if entry.expected and not crashed:
        return None
    expected = "refuted" if claim.expect == "false" else "true"
    lines = [
        f"{claim.label} ({claim.file}:{claim.line}) is {entry.verdict.word}, expected {expected}",
        f"reason: {entry.reason}",
        *crashed,
    ]
    for finding in entry.findings:
        if finding.outcome == entry.verdict.word:
            lines += [f"{finding.checker}: {name}: {_plain(value)}" for name, value in _witness(finding.evidence)]
    return "\n".join([*lines, f"more: rateproof show {claim.label} --paper {claim.file}"])


def _witness(evidence: Any) -> list[tuple[str, Any]]:
    """What a reader can check: the witness, or the example that was drawn."""
    names = ("witness", "violated", "function", "values", "points", "box")
    return [(name, evidence[name]) for name in names if name in evidence]


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} = {_plain(item)}" for name, item in value.items())
    return str(value)


def _file(paper: Paper) -> Path:
    files = {claim.file for claim in paper}
    if len(files) != 1 or not (file := Path(files.pop())).is_file():
        raise PaperError(f"as_tests({paper.key}): the paper's claims stand in no single file; give that file's path.")
    return file


def members(functions: FunctionClass, dim: int | None = None) -> "SearchStrategy[Any]":
    """Functions of a class for property tests with Hypothesis, in floats.

    Each drawn ``f`` is a member by construction: ``f.member.proof`` says why and ``f.member.describe()`` what it
    is.  It has ``f(x)``, ``f.grad(x)``, ``f.hessian(x)`` and ``f.hessian_norm(x)`` for arrays x of shape (d,),
    ``f.dim``, and ``f.infimum`` (None if it is unbounded below).  Members of ``Convex``, ``StronglyConvex``,
    ``LipschitzConvex`` and ``SmoothWeaklyConvex`` have kinks of the function or the gradient, so no Hessian, and
    ``f.grad(x)`` is a subgradient, always the same one; of the operators ``Cocoercive`` and ``Monotone`` there is only
    ``f.grad(x)``, the image of x.

    Args:
        functions: ``L0L1Smooth``, ``Smooth``, ``SmoothConvex``, ``SmoothStronglyConvex``, ``Quadratic``, or one of
            those above, with rational constants.
        dim: number of variables, at most 4 for those above; None for any.

    Raises:
        TypeError: for a class without known members, constants that are not rational, or a dimension out of reach.
    """
    from verify.finders import strategies
    from verify.finders.sampling.functions.oracle import Oracle
    from verify.finders.sampling.running.numbers import Floats

    if not isinstance(functions, FunctionClass):
        raise TypeError(f"members() takes a class with its constants, such as L0L1Smooth(1, 2), not {functions!r}.")
    if not strategies.supported(functions):
        from verify.finders.relatives import relatives

        return relatives(functions, dim)
    return strategies.members(functions, dim).map(lambda member: Oracle(member, Floats()))
