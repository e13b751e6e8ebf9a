"""Statements as real mathematics: the LaTeX of ``theory.notation`` as MathML."""

import re

import math_core

from theory.notation import Writer, latex, statement

__all__ = ["Writer", "latex", "mathml", "statement"]

_GUARD = re.compile(r"<mrow><mspace/>(<mi[^<]*</mi>)</mrow>")
"""A letter behind an empty space in a row of its own, which looks as the letter does."""


def mathml(source: str, *, display: bool = False) -> str:
    """LaTeX as MathML.

    Raises:
        math_core.LatexError: when it is not LaTeX; the build of the report stops there.
    """
    return _GUARD.sub(r"\1", str(math_core.LatexToMathML().convert_with_local_state(source, displaystyle=display)))
