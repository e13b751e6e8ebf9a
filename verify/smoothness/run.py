"""The question as it is asked on the command line."""

from collections.abc import Sequence

import sympy as sp

from theory import PaperError
from verify.smoothness.kinds import kind
from verify.smoothness.read import box as read_box
from verify.smoothness.read import read
from verify.smoothness.result import Result

__all__ = ["smoothness"]


def smoothness(
    function: str, *, name: str = "l0l1", box: str = "", dim: int = 0, slopes: Sequence[str] = (), alpha: str = "1/2",
    trials: int = 500, seed: int = 0,
) -> Result:  # fmt: skip
    """Is the function in the class, and with which constants?

    Args:
        function: a formula, or FILE.py:NAME.
        name: of the class, see ``KINDS``.
        box: 'lo..hi' or 'x=lo..hi,y=lo..hi'; empty for the whole space.
        dim: number of variables of a callable that takes one array.
        slopes: the second constants, exact numbers; empty for a usual list.
        alpha: exponent of the class "alpha", a fraction in (0, 1].
        trials: draws for a black box.
        seed: of the draws.

    Raises:
        PaperError: for whatever cannot be read, with the next step.
    """
    from verify.smoothness.blackbox.sample import sample
    from verify.smoothness.formulas.analyse import analyse, usual
    from verify.smoothness.formulas.corners import corner

    chosen = kind(name)
    source = read(function, dim)
    ends = read_box(box, source.variables or sp.symbols(f"w0:{source.dim or 1}", real=True))
    power = _number(alpha, "--alpha") if chosen.name == "alpha" else sp.Integer(1)
    if not 0 < power <= 1:
        raise PaperError(f"--alpha {alpha}: the exponent lies in (0, 1].")
    constants = [_number(text, "--at") for text in slopes] or usual(len(source.variables) or source.dim or 1)
    if any(value < 0 for value in constants):
        raise PaperError("--at: the second constant is not negative.")
    if source.cornered is not None and chosen.curvature == "norm":
        witness = corner(source.cornered, source.variables, ends)
        if witness is not None:
            return Result(function=source.text, kind=chosen, verdict="refuted", scope="at one point", power=str(power),
                          reason="f has no gradient there, which the class asks for", witness=witness)  # fmt: skip
    if source.formula is None:
        return sample(source, chosen, ends, power=power, slopes=constants, trials=trials, seed=seed)
    return analyse(source, chosen, ends, power=power, slopes=constants)


def _number(text: str, option: str) -> sp.Rational:
    try:
        return sp.Rational(text)
    except (TypeError, ValueError, ZeroDivisionError):
        raise PaperError(f"{option} {text!r}: write an exact number, e.g. 2, 1/4 or 0.1.") from None
