"""The comparison as text: one row a bound, one column a value of M."""

from collections.abc import Iterator
from itertools import groupby

import sympy as sp

from theory.claim import PaperError
from verify.brackets.compare import Comparison

__all__ = ["lines", "sweep"]

DIGITS = 3


def sweep(text: str) -> tuple[sp.Rational, ...]:
    """The values of M in "10..1e6" (each ten times the one before), or in "10,50,250".

    Raises:
        PaperError: when the text is neither.
    """
    try:
        if ".." not in text:
            return tuple(sorted(sp.Rational(word) for word in text.split(",")))
        first, last = (sp.Rational(word) for word in text.split(".."))
        values = [first]
        while 0 < values[-1] * 10 <= last and len(values) < 100:
            values.append(values[-1] * 10)
        return tuple(values)
    except (ValueError, TypeError, ZeroDivisionError):
        raise PaperError(f"--M {text!r}: write a range such as 10..1e6, or numbers such as 10,50,250.") from None


def lines(comparison: Comparison) -> Iterator[str]:
    """The table, with what is fixed and what that means."""
    fixed = ", ".join(f"{name} = {float(value):.6g}" for name, value in comparison.fixed.items())
    yield f"Steps until ||grad f|| <= eps on (L0,L1)-smooth functions; fixed along the sweep: {fixed}"
    yield ""
    yield _row("M, the largest gradient where f <= f(x0)", [f"{float(value):.3g}" for value in comparison.sweep])
    yield _row("gap that such a gradient needs", [f"{float(value):.3g}" for value in comparison.needed])
    for group, curves in groupby(comparison.curves, key=lambda curve: curve.group):
        yield ""
        yield group
        for curve in curves:
            yield _row(f"  {curve.side:<8}  {curve.source}", [_count(n, curve.side) for n in curve.counts])
    yield ""
    yield _row("worst case of any fixed step, over theirs", [f"{value:.3g}" for value in comparison.speedup])
    yield ""
    yield "Fixed in the sweep: the class, eps and the gap Delta.  M grows: the start gets steeper, the gap does not."
    yield f"At this gap no gradient exceeds {float(comparison.largest):.6g} (ours/gradient-bound): from there on"
    yield "nothing changes, and a fixed step always converges.  The last row (fixed at least, best clipped or"
    yield "normalised at most) grows without limit only if Delta grows with M, as in the second row.  gd may know M."
    yield "At least, at most: by the claim named (rateproof verify LABEL), or on an explicit function, in balls."


def _row(name: str, cells: list[str]) -> str:
    return f"{name:<48}" + "".join(f"{cell:>11}" for cell in cells)


def _count(number: int | None, side: str) -> str:
    """Three digits, rounded so that the statement stays true."""
    if number is None:
        return "-"
    digits = len(str(number))
    if digits <= 6:
        return str(number)
    scale = 10 ** (digits - DIGITS)
    head = number // scale if side == "at least" else -(-number // scale)
    exponent = digits - 1
    if head == 10**DIGITS:
        head, exponent = head // 10, exponent + 1
    text = str(head)
    return f"{text[0]}.{text[1:]}e{exponent}"
