"""Derivations: Adam on slopes that repeat C, -1, -1."""

from theory.derivation import Derivation, Step, by_cases, close, have, induct, instance

__all__ = ["PROOFS"]

FORGETS = (
    have("weight", "2 <= C**2 + 1", "h6"),
    have("positive", "0 < C**2 + 1", "weight"),
    have("first", "(C**2 + 1)*r1**2 <= (C**2 + 1)*C**2", "h9 h8"),
    have("first'", "r1**2 <= C**2", "first positive"),
    have("second", "(C**2 + 1)*r2**2 <= 2*C**2", "h10 first'"),
    have("double", "2*C**2 <= (C**2 + 1)*C**2", "weight"),
    have("second'", "r2**2 <= C**2", "second double positive"),
    have("third", "(C**2 + 1)*r3**2 <= 2*C**2", "h11 second'"),
    have("third'", "r3**2 <= C**2", "third double positive"),
)


def _longer(name: str, root: str, bound: str) -> tuple[Step, ...]:
    """A small slope's step is at least 7/10 of the step before it: 1/root >= 7/10 C/r1."""
    return (
        have(f"{name}.scaled", f"(C**2 + 1)*(C**2*{root}**2) <= (C**2 + 1)*(2*r1**2)", f"{bound} h9 h7"),
        have(f"{name}.square", f"(7*C*{root})**2 <= (10*r1)**2", f"{name}.scaled positive"),
        have(f"{name}.plus", f"0 < 7*C*{root} + 10*r1", "h1 h3 h4 h5"),
        have(f"{name}.ratio", f"7*C*{root} <= 10*r1", f"{name}.square {name}.plus"),
        have(f"{name}.unit", f"{root}*(1/{root}) == 1", f"inverse(a={root})"),
        have(f"{name}.inverse", f"0 < 1/{root}", f"inverse_positive(a={root})"),
        have(f"{name}.half", "7*C <= 10*r1*(1/" + root + ")", f"{name}.ratio {name}.unit {name}.inverse"),
        have(f"{name}.end", f"7*(C*(1/r1)) <= 10*(1/{root})", f"{name}.half unit inverse1"),
    )


DOWN = "max(-1, -C*alpha/r1 + at)"
MIDDLE = f"min(1, alpha/r2 + {DOWN})"
PERIOD = Derivation(
    (
        (
            *FORGETS,
            have("unit", "r1*(1/r1) == 1", "inverse(a=r1)"),
            have("inverse1", "0 < 1/r1", "inverse_positive(a=r1)"),
            *_longer("two", "r2", "second"),
            *_longer("three", "r3", "third"),
            have("sum", "0 < C + r1", "h1 h3"),
            have("order", "r1 <= C", "first' sum"),
            have("one", "1 <= C*(1/r1)", "order unit inverse1"),
            have("net", "2/5 <= 1/r2 + 1/r3 - C*(1/r1)", "two.end three.end one"),
            have("gain", "2*alpha/5 <= alpha/r2 + alpha/r3 - C*alpha/r1", "net h2"),
            have("down", f"-C*alpha/r1 + at <= {DOWN}", "max_right(a=-1, b=-C*alpha/r1 + at)"),
            have("up", "0 < alpha/r3", "inverse_positive(a=r3) h2"),
            have("least", "min(1, 2*alpha/5 + at) <= 1", "min_left(a=1, b=2*alpha/5 + at)"),
            have("other", "min(1, 2*alpha/5 + at) <= 2*alpha/5 + at", "min_right(a=1, b=2*alpha/5 + at)"),
            by_cases(
                "top", "1", f"alpha/r2 + {DOWN}", f"min(1, 2*alpha/5 + at) <= alpha/r3 + {MIDDLE}",
                [
                    have("top.at", f"{MIDDLE} == 1", f"min_is_left(a=1, b=alpha/r2 + {DOWN}) top.le"),
                    close("top.at least up"),
                ],
                [
                    have("top.below", f"{MIDDLE} == alpha/r2 + {DOWN}",
                         f"min_is_right(a=1, b=alpha/r2 + {DOWN}) top.gt"),
                    close("top.below other down gain"),
                ],
            ),
            by_cases(
                "last", "1", f"alpha/r3 + {MIDDLE}",
                f"min(1, 2*alpha/5 + at) <= min(1, alpha/r3 + {MIDDLE})",
                [
                    have("last.at", f"min(1, alpha/r3 + {MIDDLE}) == 1",
                         f"min_is_left(a=1, b=alpha/r3 + {MIDDLE}) last.le"),
                    close("last.at least"),
                ],
                [
                    have("last.below", f"min(1, alpha/r3 + {MIDDLE}) == alpha/r3 + {MIDDLE}",
                         f"min_is_right(a=1, b=alpha/r3 + {MIDDLE}) last.gt"),
                    close("last.below top"),
                ],
            ),
            close("last"),
        ),
        (*FORGETS, close("third'")),
    )
)  # fmt: skip
HERE = "min(1, alpha/r3(k) + min(1, alpha/r2(k) + max(-1, -C*alpha/r1(k) + place(k))))"
FACTS = tuple(instance(f"f{i}", f"h{i}", k="k") for i in range(9, 15))
ROUND = {"old": "before(k)", "r1": "r1(k)", "r2": "r2(k)", "r3": "r3(k)"}
NOW, THEN = "2*alpha*k/5 - 1", "2*alpha*(k + 1)/5 - 1"
DIVERGES = Derivation.of(
    induct(
        "low", "k", "0 <= before(k)",
        [close("h7")],
        [have("low.square", "0 <= r3(k)**2"), close("low.square h16(k=k)")],
    ),
    induct(
        "high", "k", "before(k) <= C**2",
        [close("h8")],
        [
            instance("high.low", "low", k="k"),
            *FACTS,
            instance("high.next", "classics/adam-period#1", at="0", **ROUND),
            close("high.next h16(k=k)"),
        ],
    ),
    induct(
        "inside", "k", "place(k) <= 1",
        [close("h6")],
        [have("inside.top", f"{HERE} <= 1", f"min_left(a=1, b={HERE[7:-1]})"), close("inside.top h15(k=k)")],
    ),
    induct(
        "rises", "k", f"min(1, {NOW}) <= place(k)",
        [have("start", "min(1, 2*alpha*0/5 - 1) <= -1", "min_right(a=1, b=2*alpha*0/5 - 1)"), close("start h5")],
        [
            instance("r.low", "low", k="k"),
            instance("r.high", "high", k="k"),
            instance("r.inside", "inside", k="k"),
            *FACTS,
            instance("r.next", "classics/adam-period", at="place(k)", **ROUND),
            have("r.one", f"min(1, {THEN}) <= 1", f"min_left(a=1, b={THEN})"),
            have("r.two", f"min(1, {THEN}) <= {THEN}", f"min_right(a=1, b={THEN})"),
            by_cases(
                "case", "1", NOW, f"min(1, {THEN}) <= 2*alpha/5 + place(k)",
                [
                    have("case.at", f"min(1, {NOW}) == 1", f"min_is_left(a=1, b={NOW}) case.le"),
                    close("case.at r.one rises.ih h2"),
                ],
                [
                    have("case.below", f"min(1, {NOW}) == {NOW}", f"min_is_right(a=1, b={NOW}) case.gt"),
                    close("case.below r.two rises.ih"),
                ],
            ),
            by_cases(
                "both", "1", "2*alpha/5 + place(k)", f"min(1, {THEN}) <= min(1, 2*alpha/5 + place(k))",
                [
                    have("both.at", "min(1, 2*alpha/5 + place(k)) == 1",
                         "min_is_left(a=1, b=2*alpha/5 + place(k)) both.le"),
                    close("both.at r.one"),
                ],
                [
                    have("both.below", "min(1, 2*alpha/5 + place(k)) == 2*alpha/5 + place(k)",
                         "min_is_right(a=1, b=2*alpha/5 + place(k)) both.gt"),
                    close("both.below case"),
                ],
            ),
            have("r.place", f"min(1, {THEN}) <= {HERE}", "both r.next"),
            close("r.place h15(k=k)"),
        ],
    ),
    instance("all", "rises", k="n"),
    close("all"),
)  # fmt: skip
PROOFS = {
    "adam-period": PERIOD,
    "adam-diverges": DIVERGES,
}
