"""The kernel's one exception, and the gates through which every number enters: exact numbers only."""

from fractions import Fraction

__all__ = ["KernelError", "Rational", "exact", "show", "whole"]

Rational = int | Fraction
"""What the kernel takes as a number: int or fractions.Fraction themselves, no subclass (so no bool), no float."""


class KernelError(Exception):
    """The kernel refuses: one sentence with the value and the rule that it breaks."""


def exact(value: object, what: str) -> Fraction:
    """The number as a Fraction.

    Args:
        value: an int or a Fraction.
        what: the name of the number, for the message.

    Raises:
        KernelError: it is anything else (float, bool, None, str, ...).
    """
    if type(value) is int:
        return Fraction(value)
    if type(value) is Fraction:
        return value
    raise KernelError(f"{what} is {show(value)}, but the kernel takes only exact numbers (int or Fraction).")


def whole(value: object, what: str, least: int, most: int) -> int:
    """The integer, checked to lie in [least, most].

    Raises:
        KernelError: it is not an int, or lies outside.
    """
    if type(value) is not int:
        raise KernelError(f"{what} is {show(value)}, but it must be an int.")
    if not least <= value <= most:
        raise KernelError(f"{what} is {show(value)}, but it must lie between {least} and {most}.")
    return value


def show(value: object) -> str:
    """A short text of a value; never raises and never prints thousands of digits (Python refuses to print those)."""
    if type(value) is int:
        return str(value) if value.bit_length() <= 200 else f"an integer of {value.bit_length()} bits"
    if type(value) is Fraction:
        if value.numerator.bit_length() + value.denominator.bit_length() <= 400:
            return str(value)
        return f"a fraction of {value.numerator.bit_length()} over {value.denominator.bit_length()} bits"
    if value is None or type(value) in (bool, float):
        return repr(value)
    if type(value) is str:
        return repr(value[:60])
    return f"of type {type(value).__name__}"
