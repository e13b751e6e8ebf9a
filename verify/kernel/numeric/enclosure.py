"""Rational interval arithmetic, and enclosures of exp, log and sqrt with proved remainders.

An `Interval(lo, hi)` stands for every real x with lo <= x <= hi; lo and hi are Fractions.  Each operation returns an
interval that contains the result for every choice of reals in its arguments (the inclusion property).  The four
operations, integer powers, abs, minimum and maximum are exact; exp, log, sqrt and `rounded` round outward to dyadic
rationals m / 2^s, so that numbers stay small.

Precision is counted in bits: lo and hi of exp, log and sqrt at one rational differ by at most 2^(4-bits) times their
size. That is a promise of sharpness only; that the interval contains the value never depends on it.

Notation of the proofs: numbers t >= 0 are held as integers T = t * 2^w ("units of 2^-w"); a bound from below rounds
every product and quotient of nonnegative numbers down, a bound from above rounds it up, so each computed term bounds
the true term on its side.

Sources: R. E. Moore, Interval Analysis (1966), for the inclusion property; the series and remainders are proved below.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, isqrt

from verify.kernel.errors import KernelError, Rational, exact, show, whole

__all__ = ["DEFAULT_BITS", "EXP_LIMIT", "Interval", "exp", "log", "maximum", "minimum", "sqrt"]

DEFAULT_BITS = 128
BITS_RANGE = (8, 4096)
EXP_LIMIT = 10_000
"""exp refuses arguments beyond this absolute value: the result would need tens of thousands of bits."""
POWER_LIMIT = 1_000
"""Integer powers beyond this absolute value are refused."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The reals between two Fractions, both ends included.

    Comparison with < is not defined, since two intervals need not be ordered; use `below` and `strictly_below`.

    Attributes:
        lo: lower end.
        hi: upper end, at least lo.

    Raises:
        KernelError: an end is not an exact number, or lo > hi.
    """

    lo: Fraction
    hi: Fraction

    def __post_init__(self) -> None:
        object.__setattr__(self, "lo", exact(self.lo, "The lower end of an interval"))
        object.__setattr__(self, "hi", exact(self.hi, "The upper end of an interval"))
        if self.lo > self.hi:
            raise KernelError(f"The interval {self} is empty: the lower end must not exceed the upper end.")

    def __str__(self) -> str:
        return f"[{show(self.lo)}, {show(self.hi)}]"

    def __contains__(self, value: Rational) -> bool:
        return self.lo <= exact(value, "A value looked for in an interval") <= self.hi

    def below(self, other: "Interval | Rational") -> bool:
        """Whether x <= y for every x in this interval and y in the other; False says nothing."""
        return self.hi <= _interval(other).lo

    def strictly_below(self, other: "Interval | Rational") -> bool:
        """Whether x < y for every x in this interval and y in the other; False says nothing."""
        return self.hi < _interval(other).lo

    def rounded(self, bits: int) -> "Interval":
        """The ends rounded outward to about `bits` significant bits; signs, zero and short dyadics are kept."""
        return _outward(self, _bits(bits))

    def __neg__(self) -> "Interval":
        return Interval(-self.hi, -self.lo)

    def __abs__(self) -> "Interval":
        if self.lo <= 0 <= self.hi:
            return Interval(Fraction(0), max(-self.lo, self.hi))
        return self if self.lo > 0 else -self

    def __add__(self, other: "Interval | Rational") -> "Interval":
        other = _interval(other)
        return Interval(self.lo + other.lo, self.hi + other.hi)

    def __sub__(self, other: "Interval | Rational") -> "Interval":
        return self + -_interval(other)

    def __mul__(self, other: "Interval | Rational") -> "Interval":
        other = _interval(other)
        # A bilinear function on a box takes its extremes at corners.
        corners = (self.lo * other.lo, self.lo * other.hi, self.hi * other.lo, self.hi * other.hi)
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: "Interval | Rational") -> "Interval":
        other = _interval(other)
        if other.lo <= 0 <= other.hi:
            raise KernelError(f"The divisor {other} contains zero: divide only by intervals of one sign.")
        return self * Interval(1 / other.hi, 1 / other.lo)

    def __pow__(self, exponent: int) -> "Interval":
        """The integer power; x^0 is 1 for every x, zero included, as in polynomials."""
        exponent = whole(exponent, "An interval's exponent", -POWER_LIMIT, POWER_LIMIT)
        if exponent < 0:
            return Interval(Fraction(1), Fraction(1)) / self**-exponent
        # x^n increases in |x| for even n and in x for odd n.
        base = abs(self) if exponent % 2 == 0 else self
        return Interval(base.lo**exponent, base.hi**exponent)

    def __radd__(self, other: Rational) -> "Interval":
        return self + other

    def __rsub__(self, other: Rational) -> "Interval":
        return -self + other

    def __rmul__(self, other: Rational) -> "Interval":
        return self * other

    def __rtruediv__(self, other: Rational) -> "Interval":
        return _interval(other) / self


def minimum(a: Interval | Rational, b: Interval | Rational) -> Interval:
    """The interval of min(x, y), x in a and y in b; exact, since min increases in both."""
    a, b = _interval(a), _interval(b)
    return Interval(min(a.lo, b.lo), min(a.hi, b.hi))


def maximum(a: Interval | Rational, b: Interval | Rational) -> Interval:
    """The interval of max(x, y), x in a and y in b; exact, since max increases in both."""
    a, b = _interval(a), _interval(b)
    return Interval(max(a.lo, b.lo), max(a.hi, b.hi))


def exp(x: Interval | Rational, bits: int = DEFAULT_BITS) -> Interval:
    """An interval that contains e^x for every x in the argument; its ends are positive.

    exp increases, so the lower end of e^lo and the upper end of e^hi will do.  At one rational x >= 0 (for x < 0: e^x =
    1 / e^-x), choose k with x <= 2^k and put t = x / 2^k, so 0 <= t <= 1 and e^x is e^t squared k times (intervals,
    rounded outward). For e^t = sum of t^n / n!: all terms are nonnegative, so each partial sum is a lower bound.  After
    the term t^n / n!, n >= 1, the rest is t^n/n! * (t/(n+1) + t^2/((n+1)(n+2)) + ...) <= t^n/n! * (1/2 + 1/4 + ...) =
    t^n/n!, so adding the last term once more gives an upper bound.

    Raises:
        KernelError: |x| > EXP_LIMIT somewhere in the argument; `bits` outside BITS_RANGE; an inexact number.
    """
    x, bits = _interval(x), _bits(bits)
    if max(-x.lo, x.hi) > EXP_LIMIT:
        raise KernelError(f"exp of {x} is refused: the argument must lie between -{EXP_LIMIT} and {EXP_LIMIT}.")
    return Interval(_exp_at(x.lo, bits).lo, _exp_at(x.hi, bits).hi)


def log(x: Interval | Rational, bits: int = DEFAULT_BITS) -> Interval:
    """An interval that contains the natural logarithm of every x in the argument.

    log increases, so the ends will do.  At one rational x > 0 write x = m * 2^e with 3/4 <= m < 3/2; then log x = log m
    + e log 2, and log((1+z)/(1-z)) = 2 (z + z^3/3 + z^5/5 + ...) gives log m at z = (m-1)/(m+1), |z| <= 1/5, and log 2
    at z = 1/3; see `_log_ratio` for the remainder.

    Raises:
        KernelError: x <= 0 somewhere in the argument; `bits` outside BITS_RANGE; an inexact number.
    """
    x, bits = _interval(x), _bits(bits)
    if x.lo <= 0:
        raise KernelError(f"log of {x} is refused: the argument must be positive.")
    return Interval(_log_at(x.lo, bits).lo, _log_at(x.hi, bits).hi)


def sqrt(x: Interval | Rational, bits: int = DEFAULT_BITS) -> Interval:
    """An interval that contains the square root of every x in the argument; exact at squares of rationals.

    sqrt increases, so the ends will do.  At one rational x >= 0 and a shift s: with r = isqrt(floor(x 4^s)),
    r^2 <= x 4^s < (r+1)^2 (the right side is an integer), so r / 2^s <= sqrt(x) <= (r+1) / 2^s.

    Raises:
        KernelError: x < 0 somewhere in the argument; `bits` outside BITS_RANGE; an inexact number.
    """
    x, bits = _interval(x), _bits(bits)
    if x.lo < 0:
        raise KernelError(f"sqrt of {x} is refused: the argument must not be negative.")
    return Interval(_sqrt_at(x.lo, bits).lo, _sqrt_at(x.hi, bits).hi)


def _exp_at(x: Fraction, bits: int) -> Interval:
    """e^x at one rational |x| <= EXP_LIMIT; the proof stands in `exp`."""
    if x < 0:
        return _outward(1 / _exp_at(-x, bits), bits)
    halvings = ceil(x).bit_length()
    w = bits + halvings + bits.bit_length() + 8  # each squaring doubles the relative error
    value = _exp_unit(x / 2**halvings, w)
    for _ in range(halvings):
        value = _outward(value * value, w)
    return _outward(value, bits)


def _exp_unit(t: Fraction, w: int) -> Interval:
    """e^t at 0 <= t <= 1 in units of 2^-w, before any rounding to `bits`; the proof stands in `exp`."""
    low, high = _floor(t, w), -_floor(-t, w)
    term, n, total_low = 1 << w, 0, 0
    while term:
        total_low += term
        n += 1
        term = term * low // (n << w)
    term, n, total_high = 1 << w, 0, 1 << w
    while term > 1:
        n += 1
        term = -(-term * high // (n << w))
        total_high += term
    return Interval(Fraction(total_low, 1 << w), Fraction(total_high + term, 1 << w))


def _log_at(x: Fraction, bits: int) -> Interval:
    """The logarithm at one rational x > 0; the proof stands in `log`."""
    e = x.numerator.bit_length() - x.denominator.bit_length()
    m = x / Fraction(2) ** e  # in (1/2, 2)
    if m >= Fraction(3, 2):
        e, m = e + 1, m / 2
    elif m < Fraction(3, 4):
        e, m = e - 1, m * 2
    w = bits + bits.bit_length() + 8
    return _outward(_log_ratio((m - 1) / (m + 1), w) + e * _log_ratio(Fraction(1, 3), w), bits)


def _log_ratio(z: Fraction, w: int) -> Interval:
    """log((1+z)/(1-z)) = 2 z (1 + u/3 + u^2/5 + ...), u = z^2, at |z| <= 1/3.

    All terms are nonnegative, so each partial sum of the bracket is a lower bound.  After the term u^n/(2n+1) the rest
    is at most u^n (u + u^2 + ...) = u^n u/(1-u) <= u^n, since u <= 1/2 (also after rounding up); adding u^n gives an
    upper bound.
    """
    low, high = _floor(z * z, w), -_floor(-z * z, w)
    power, n, total_low = 1 << w, 0, 0
    while power:
        total_low += power // (2 * n + 1)
        power, n = power * low >> w, n + 1
    power, n, total_high = 1 << w, 0, 1 << w
    while power > 1:
        power, n = -(-power * high >> w), n + 1
        total_high += -(-power // (2 * n + 1))
    bracket = Interval(Fraction(total_low, 1 << w), Fraction(total_high + power, 1 << w))
    return 2 * z * bracket


def _sqrt_at(x: Fraction, bits: int) -> Interval:
    """The square root at one rational x >= 0; the proof stands in `sqrt`."""
    root = Fraction(isqrt(x.numerator), isqrt(x.denominator))
    if root * root == x:
        return Interval(root, root)
    s = bits + (x.denominator.bit_length() - x.numerator.bit_length()) // 2 + 2
    r = isqrt(_floor(x, 2 * s))
    scale = Fraction(2) ** -s
    return _outward(Interval(r * scale, (r + 1) * scale), bits)


def _interval(value: object) -> Interval:
    """The value as an interval: an Interval itself, or one exact number."""
    if type(value) is Interval:
        return value
    number = exact(value, "An operand of interval arithmetic")
    return Interval(number, number)


def _bits(bits: object) -> int:
    return whole(bits, "The precision in bits", *BITS_RANGE)


def _floor(x: Fraction, shift: int) -> int:
    """floor(x * 2^shift); the shift may be negative."""
    if shift >= 0:
        return (x.numerator << shift) // x.denominator
    return x.numerator // (x.denominator << -shift)


def _outward(x: Interval, bits: int) -> Interval:
    """The interval rounded outward; any number of bits, since working precisions pass the public limit."""
    return Interval(_down(x.lo, bits), -_down(-x.hi, bits))


def _down(x: Fraction, bits: int) -> Fraction:
    """A dyadic y <= x with x - y <= 2^(1-bits) |x|: the shift brings |x| between 2^(bits-1) and 2^(bits+1)."""
    shift = bits + x.denominator.bit_length() - x.numerator.bit_length()
    return _floor(x, shift) * Fraction(2) ** -shift
