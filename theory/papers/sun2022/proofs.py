"""Derivations: screening from the duality gap, and the run on the line by induction."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance

__all__ = ["PROOFS"]

D = "inner(a, grad(u) - grad(v))"
BETWEEN = "inner(grad(u) - grad(v), u - v)"

COCOERCIVE = Derivation.of(
    fix(
        "any", {"e": "real"}, {},
        instance("up", "h3", z="u", t="-e"),
        instance("down", "h3", z="v", t="e"),
        instance("above-v", "h2", z="v", w="u - e*a"),
        instance("above-u", "h2", z="u", w="v + e*a"),
        have("both", f"2*e*{D} - L*e**2 <= {BETWEEN}", "up down above-v above-u"),
        why="go along the atom from both points, and stay above the tangents at the other one",
    ),
    instance("best", "any", e=f"{D}/L"),
    have("length", f"L*({D}/L) == {D}", "h1"),
    have("scaled", f"2*(L*({D}/L))*{D} - (L*({D}/L))**2 <= L*{BETWEEN}", "best h1"),
    close("scaled length"),
)  # fmt: skip

RESIDUAL = Derivation.of(
    instance("gap", "sun2022/gap-bounds-residual"),
    instance("steep", "sun2022/cocoercive"),
    have("scaled", f"L*{BETWEEN} <= L*gap", "gap h1"),
    close("steep scaled"),
)


def within(name: str, atom: str, radius: str, slack: str) -> tuple[Step, ...]:
    """Along the atom the two gradients differ by at most r: ``name-more`` and ``name-less``."""
    term = f"inner({atom}, grad(u) - grad(v))"
    return (
        instance(name, "sun2022/residual", a=atom),
        have(f"{name}-square", f"({term})**2 <= r**2", f"{name} {radius}"),
        by_cases(
            f"{name}-more", term, "r", f"{term} <= r",
            [close(f"{name}-more.le")], [close(f"{name}-more.gt {name}-square {slack}")],
        ),
        by_cases(
            f"{name}-less", "-r", term, f"-r <= {term}",
            [close(f"{name}-less.le")], [close(f"{name}-less.gt {name}-square {slack}")],
        ),
    )  # fmt: skip


SAFE = Derivation.of(
    *within("first", "a", "h9", "h2"),
    *within("second", "b", "h9", "h2"),
    close("first-more second-less h10", "the support atom wins at the minimiser, and each side moves by at most r"),
)

IDENTIFIED = Derivation.of(
    *within("first", "a", "h13", "h3"),
    *within("second", "c", "h13", "h3"),
    have("length", "L*(delta**2/(16*L)) == delta**2/16", "h1"),
    have("scaled", "L*gap < L*(delta**2/(16*L))", "h12 h1"),
    have("small", "16*r**2 < delta**2", "scaled length h13"),
    by_cases("short", "delta", "4*r", "4*r < delta", [close("short.le small h2 h3")], [close("short.gt")]),
    close("first-less second-more h10 h11 short"),
)

ONE_STEP = (
    have("t0", "0 <= t", "nat_nonnegative(a=t)"),
    have("t2", "0 < t + 2", "t0"),
)

FACTOR = "2*(n + 1)/(t + 2) - 1"
TRANSIENT = Derivation.of(
    induct(
        "run", "k", {
            "for": {"m": "real"}, "if": ["nat(m)", "k + m == 2*n"],
            "then": "y(k)*factorial(m)*factorial(k + 1) == factorial(k + m)",
        },
        [
            fix(
                "start", {"m": "real"}, {"m.nat": "nat(m)", "m.sum": "0 + m == 2*n"},
                instance("one", "h7", i="0"),
                have("factorial1", "factorial(1) == 1", "one h6"),
                close("h4 factorial1"),
            ),
        ],
        [
            fix(
                "next", {"m": "real"}, {"m.nat": "nat(m)", "m.sum": "k + 1 + m == 2*n"},
                have("k0", "0 <= k", "nat_nonnegative(a=k)"),
                have("m0", "0 <= m", "nat_nonnegative(a=m)"),
                have("more", "k + (m + 1) == 2*n", "m.sum"),
                instance("before", "run.ih", m="m + 1"),
                instance("moves", "h5", i="k"),
                instance("left", "h7", i="m"),
                instance("right", "h7", i="k + 1"),
                have("k2", "0 < k + 2", "k0"),
                have("sign", "1 - 2*(n + 1)/(k + 2) <= 0", "m.sum k2 m0"),
                have("size", "abs(1 - 2*(n + 1)/(k + 2)) == 2*(n + 1)/(k + 2) - 1",
                     "abs_of_nonpositive(a=1 - 2*(n + 1)/(k + 2)) sign"),
                have("factor", "(2*(n + 1)/(k + 2) - 1)*(k + 2) == m + 1", "m.sum k2"),
                have("step", "y(k + 1)*(k + 2) == y(k)*(m + 1)", "moves size factor"),
                have("both", "y(k + 1)*factorial(m)*factorial(k + 2) == y(k)*factorial(m + 1)*factorial(k + 1)",
                     "step left right"),
                close("both before"),
            ),
        ],
        why="a step multiplies by (2n - k)/(k + 2), which moves one factor from one factorial to the other",
    ),
    instance("here", "run", k="t"),
    instance("there", "here", m="j"),
    close("there"),
)  # fmt: skip

CATALAN = Derivation.of(
    have("sum", "n + n == 2*n", ""),
    instance("all", "sun2022/transient", t="n", j="n"),
    close("all"),
)

SIZE = Derivation.of(
    *ONE_STEP,
    have("sign", f"0 <= {FACTOR}", "h3 t2"),
    have("size", f"abs({FACTOR}) == {FACTOR}", f"abs_of_nonnegative(a={FACTOR}) sign"),
    close("size t2"),
)
GROWS = Derivation.of(*ONE_STEP, close("h3 t2"))

EXPONENTIAL = Derivation.of(
    induct("positive", "k", "0 < factorial(k)", [close("h2")], [
        instance("next", "h3", i="k"), have("k0", "0 <= k", "nat_nonnegative(a=k)"), close("next k0 positive.ih"),
    ]),
    induct("powers", "k", "0 < power(k)", [close("h4")], [instance("next", "h5", i="k"), close("next powers.ih")]),
    induct(
        "grows", "k", "power(k)*(factorial(k + 1)*factorial(k + 2)) <= factorial(2*k + 2)",
        [
            instance("one", "h3", i="0"), instance("two", "h3", i="1"),
            have("f1", "factorial(1) == 1", "one h2"),
            have("f2", "factorial(2) == 2", "two f1"),
            close("h4 f1 f2"),
        ],
        [
            have("k0", "0 <= k", "nat_nonnegative(a=k)"),
            instance("double", "h5", i="k"),
            instance("k2", "nat_sum", a="k", b="2"),
            instance("kk", "nat_sum", a="k", b="k"),
            instance("kk2", "nat_sum", a="k + k", b="2"),
            instance("kk3", "nat_sum", a="k + k", b="3"),
            instance("a2", "h3", i="k + 1"),
            instance("a3", "h3", i="k + 2"),
            instance("b3", "h3", i="2*k + 2"),
            instance("b4", "h3", i="2*k + 3"),
            instance("p1", "positive", k="k + 1"),
            instance("p2", "positive", k="k + 2"),
            instance("q", "powers", k="k"),
            have("top", "factorial(2*k + 4) == (2*k + 4)*(2*k + 3)*factorial(2*k + 2)", "b3 b4"),
            have(
                "more", "(2*k + 4)*(2*k + 3)*(power(k)*(factorial(k + 1)*factorial(k + 2))) <= factorial(2*k + 4)",
                "top grows.ih k0",
            ),
            have("product", "0 < power(k)*(factorial(k + 1)*factorial(k + 2))", "p1 p2 q"),
            have(
                "less", "2*(k + 2)*(k + 3)*(power(k)*(factorial(k + 1)*factorial(k + 2))) "
                "<= (2*k + 4)*(2*k + 3)*(power(k)*(factorial(k + 1)*factorial(k + 2)))", "product k0",
            ),
            have(
                "goal-side", "power(k + 1)*(factorial(k + 2)*factorial(k + 3)) "
                "== 2*(k + 2)*(k + 3)*(power(k)*(factorial(k + 1)*factorial(k + 2)))", "double a2 a3",
            ),
            close("goal-side less more"),
        ],
        why="from n to n + 1 the right side grows by (2n + 4)(2n + 3), the left by 2 (n + 2)(n + 3)",
    ),
    instance("all", "grows", k="n"),
    close("all"),
)  # fmt: skip

PROOFS = {
    "cocoercive": COCOERCIVE,
    "residual": RESIDUAL,
    "safe": SAFE,
    "identified": IDENTIFIED,
    "transient": TRANSIENT,
    "transient-catalan": CATALAN,
    "transient-factor": SIZE,
    "transient-grows": GROWS,
    "transient-shrinks": GROWS,
    "transient-exponential": EXPONENTIAL,
}
"""Slug -> derivation."""
