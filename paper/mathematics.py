"""Statements as real mathematics: the LaTeX of ``theory.notation`` as MathML."""

import math_core

from theory.notation import Writer, latex, statement

__all__ = ["Writer", "latex", "mathml", "statement"]


def mathml(source: str, *, display: bool = False) -> str:
    """LaTeX as MathML.

    Raises:
        math_core.LatexError: when it is not LaTeX; the build of the report stops there.
    """
    return str(math_core.LatexToMathML().convert_with_local_state(source, displaystyle=display))
