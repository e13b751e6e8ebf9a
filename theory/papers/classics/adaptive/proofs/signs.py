"""Derivations: sign descent."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance

__all__ = ["PROOFS"]

DESCENT = Derivation.of(
    induct(
        "sums", "i", "along(i) + h*total(i) == 0",
        [close("h7 h9")],
        [close("sums.ih h5(k=i) h8(k=i) h10(k=i)")],
        why="each coordinate contributes -h |g_i|",
    ),
    fix(
        "wide", {"k": "real"}, {"k.nat": "nat(k)", "k.lt": "k < n"},
        instance("short", "h6", k="k"),
        have("width", "h*abs(s(k)) <= h", "short h2"),
    ),
    instance("bound", "h11", width="h"),
    instance("all", "sums", i="n"),
    close("bound all"),
)  # fmt: skip
STEEPEST = Derivation.of(
    instance("one", "classics/sign-descent"),
    have("square", "total(n)**2/L == L*h**2", "h12 h1"),
    have("product", "h*total(n) == L*h**2", "h12"),
    close("one square product"),
)
RATE = Derivation.of(
    induct(
        "falls", "k", {"if": ["k <= T"], "then": "value(k) <= value(0) - k*(h*least - L*h**2/2)"},
        [fix("first", {}, {"first.le": "0 <= T"}, close())],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= T"},
                have("k.before", "k <= T", "next.le"),
                have("k.now", "k < T", "next.le"),
                instance("so-far", "falls.ih", using="k.before"),
                instance("one", "h8", k="k", using="k.now"),
                instance("long", "h7", k="k", using="k.now"),
                have("gain", "h*least <= h*slope(k)", "long h4"),
                close("so-far one gain"),
            )
        ],
    ),
    instance("all", "falls", k="T"),
    instance("total", "all"),
    instance("lowest", "h5", k="T"),
    by_cases(
        "some", "T", "0", "0 < T",
        [have("none", "0 <= L*h**2*(0 - T)", "some.le h2"), close("none h9 h1")],
        [close("some.gt")],
    ),
    have("sum", "T*h*least <= T*h*(L*h)", "total lowest h6 h9"),
    have("scale", "0 < T*h", "some h4"),
    close("sum scale"),
)  # fmt: skip
ONE_COORDINATE = (
    instance("first", "h2", k="0"),
    have("wide", "1 <= width", "first abs_of_nonnegative(a=1)"),
    close("wide"),
)
UNIT = Derivation((*(None,) * 10, ONE_COORDINATE))


def _side(name: str, sign: str, size: str, facts: str) -> tuple[Step, ...]:
    """a drift >= 0 where abs(a) is a or -a."""
    return (
        have(f"{name}.size", f"abs(a) == 0 {sign} a", size),
        have(f"{name}.far", f"0 <= q*(0 {sign} a)*(1 {sign} d)", f"low high h1 {facts}"),
        have(f"{name}.most", f"0 <= (1 - 2*q)*(0 {sign} a)", f"h8 {facts}"),
        close(f"{name}.size {name}.far {name}.most h3 h7"),
    )


MAJORITY = Derivation.of(
    by_cases("sign", "d", "0", "d <= 1", [close("sign.le")], [close("abs_of_nonnegative(a=d) sign.gt h6")]),
    have("high", "d <= 1", "sign"),
    by_cases("other", "d", "0", "-1 <= d", [close("abs_of_nonpositive(a=d) other.le h6")], [close("other.gt")]),
    have("low", "-1 <= d", "other"),
    by_cases(
        "side", "0", "a", "0 <= a*drift",
        _side("right", "+", "abs_of_nonnegative(a=a) side.le", "side.le"),
        _side("left", "-", "abs_of_nonpositive(a=a) side.gt", "side.gt"),
    ),
    have("product", "0 <= a**2*(drift*(a*(1 - q) + b*q))", "side h9"),
    by_cases(
        "zero", "a**2", "0", "0 < a**2",
        [
            close("h9 zero.le"),
        ],
        [close("zero.gt")],
    ),
    close("product zero"),
)  # fmt: skip
PROOFS = {
    "sign-descent": DESCENT,
    "sign-descent-steepest": STEEPEST,
    "sign-descent-rate": RATE,
    "sign-descent-too-good": UNIT,
    "sign-bias-majority": MAJORITY,
    "sign-descent-steepest-too-good": UNIT,
}
