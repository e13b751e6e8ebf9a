"""Derivations: norms of the blocks by their energy, and comparisons of unstable rates."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, instance

__all__ = ["PROOFS"]

ROOT = "sqrt(4*mu + gamma**2)"
SQUARE = (
    have("inside", "0 <= 4*mu + gamma**2", "h1 h2", squares=("gamma",)),
    instance("square", "sqrt_square", a="4*mu + gamma**2", using="inside"),
    instance("positive", "sqrt_nonnegative", a="4*mu + gamma**2", using="inside"),
)

RATE = Derivation(
    (
        (*SQUARE, close("square")),
        (
            *SQUARE,
            by_cases(
                "side", ROOT, "gamma", "0 < -gamma/2 + sqrt(gamma**2 + 4*mu)/2",
                [have("product", f"{ROOT}**2 <= gamma**2", "side.le positive h1"), close("product square h2")],
                [close("side.gt")],
            ),
        ),
    )
)  # fmt: skip

WINS = Derivation.of(
    *SQUARE,
    have("less", "4*mu*(gamma + mu) < 4*mu", "h3 h2"),
    by_cases(
        "side", ROOT, "2*mu + gamma", "mu < -gamma/2 + sqrt(gamma**2 + 4*mu)/2",
        [have("product", f"{ROOT}**2 <= (2*mu + gamma)**2", "side.le positive h1 h2"), close("product square less")],
        [close("side.gt")],
        why="(2 mu + gamma)^2 = gamma^2 + 4 mu (gamma + mu)",
    ),
)  # fmt: skip

LOSES = Derivation.of(
    *SQUARE,
    have("more", "4*mu <= 4*mu*(gamma + mu)", "h3 h2"),
    by_cases(
        "side", ROOT, "2*mu + gamma", "-gamma/2 + sqrt(gamma**2 + 4*mu)/2 <= mu",
        [close("side.le")],
        [have("product", f"(2*mu + gamma)**2 < {ROOT}**2", "side.gt positive h1 h2"), close("product square more")],
        why="(2 mu + gamma)^2 = gamma^2 + 4 mu (gamma + mu)",
    ),
)  # fmt: skip

TURNED = "4*p*q*(a**2 + 1) + (-p + q)**2"
def saddle(p: str, q: str) -> tuple[Step, ...]:
    """The root at the saddle, from the facts that p and q are positive."""
    return (
        have("corner", "0 < p*q", (p, q)),
        have("twist", "0 <= p*q*a**2", "corner", squares=("a",)),
        have("inside", f"0 <= {TURNED}", "corner twist", squares=("q - p",)),
        instance("square", "sqrt_square", a=TURNED, using="inside"),
        instance("positive", "sqrt_nonnegative", a=TURNED, using="inside"),
    )


def beyond(least: str, using: str) -> Step:
    """The root is at least ``least``, as its square is: the fact ``far``."""
    return by_cases(
        "far", least, f"sqrt({TURNED})", f"{least} <= sqrt({TURNED})",
        [close("far.le")],
        [have("product", f"sqrt({TURNED})**2 < ({least})**2", "far.gt positive"), close(f"product square {using}")],
    )  # fmt: skip


SADDLE = Derivation(
    (
        (*saddle("h1", "h2"), close("square")),
        (*saddle("h1", "h2"), beyond("p + q", "twist"), close("far")),
    )
)

STRICT = Derivation.of(
    *saddle("h1", "h2"),
    have("turn", "0 < a**2*(p*q)", "h3 corner"),
    by_cases(
        "far", f"sqrt({TURNED})", "p + q", f"p + q < sqrt({TURNED})",
        [have("product", f"sqrt({TURNED})**2 <= (p + q)**2", "far.le positive"), close("product square turn")],
        [close("far.gt")],
    ),
    close("far"),
)  # fmt: skip

UNBOUNDED = Derivation.of(*saddle("h2", "h3"), beyond("p + q + 2*bound", "h4"), close("far"))

SPREAD = "(h1 - h2)**2 - 4*a**2*h1*h2"
WELL_ROOT = (
    instance("square", "sqrt_square", a=SPREAD, using="h4"),
    instance("positive", "sqrt_nonnegative", a=SPREAD, using="h4"),
    have("corner", "0 < h1*h2", "h1 h2"),
    have("twist", "0 <= h1*h2*a**2", "corner", squares=("a",)),
    by_cases(
        "near", f"sqrt({SPREAD})", "h2 - h1", f"sqrt({SPREAD}) <= h2 - h1",
        [close("near.le")],
        [have("product", f"(h2 - h1)**2 < sqrt({SPREAD})**2", "near.gt h3 positive"), close("product square twist")],
    ),
    close("near"),
)  # fmt: skip
WELL = Derivation((WELL_ROOT, WELL_ROOT))
BEST = Derivation.of(close("h3", squares=("2*z - h1 - h2",)))

STABLE = (
    have("stable", "0 < 2 - eta*lambda_", "h5"),
    have("kept", "eta*(s*lambda_*(2 - eta*lambda_) - 2/beta) == 0", "h6"),
    have("value", "s*lambda_*(2 - eta*lambda_) == 2/beta", "kept h2"),
)
EULER = Derivation(
    (
        (
            *STABLE,
            have("divisor", "0 < beta*lambda_*(2 - eta*lambda_)", "stable h1 h3"),
            have("cleared", "s*(beta*lambda_*(2 - eta*lambda_)) == 2", "value h1"),
            close("cleared divisor"),
        ),
        (
            *STABLE,
            have("excess", "0 < s*lambda_*(eta*lambda_)", "h2 h3 h4"),
            have("half", "1/beta < s*lambda_", "value excess"),
            have("cleared", "1 < s*(beta*lambda_)", "half h1"),
            have("divisor", "0 < beta*lambda_", "h1 h3"),
            close("cleared divisor"),
        ),
    )
)

DOWN, ACROSS = "V*c - t*(V*gamma/2 + X*lambda_)", "X*c + t*(V + X*gamma/2)"
MOVED = f"(({DOWN})**2 + ({ACROSS})**2)"
START = "(V**2 + X**2)"
WIDTH = "((1 + lambda_)**2 - 4*(lambda_ - gamma**2/4))"
ROWS = ("((c - t*gamma/2)**2 + t**2*lambda_**2)", "(t**2 + (c + t*gamma/2)**2)")

ROUND = "(c**2 + t**2*(lambda_ - gamma**2/4))"
BLOCK = Derivation.of(
    have("first", f"({DOWN})**2 <= {ROWS[0]}*{START}", squares=("(c - t*gamma/2)*X + t*lambda_*V",)),
    have("second", f"({ACROSS})**2 <= {ROWS[1]}*{START}", squares=("t*X - (c + t*gamma/2)*V",)),
    have("frobenius", f"{ROWS[0]} + {ROWS[1]} == 2*{ROUND} + t**2*{WIDTH}", "", "the sum of the squared entries of E"),
    have("wide", f"0 <= {WIDTH}", squares=("1 - lambda_", "gamma")),
    have("curved", "0 < lambda_ - gamma**2/4", "h3"),
    have("product", f"(lambda_ - gamma**2/4)*t**2*{WIDTH} <= {ROUND}*{WIDTH}", "wide", squares=("c",)),
    have("round", f"0 <= {ROUND}", "curved", squares=("c", "t")),
    have("excess", f"0 <= {ROUND}*(lambda_ - gamma**2/4)", "round curved"),
    have("entries", f"(lambda_ - gamma**2/4)*({ROWS[0]} + {ROWS[1]}) <= (1 + lambda_)**2*{ROUND}",
         "product frobenius excess"),
    have("start", f"0 <= {START}", squares=("V", "X")),
    have("whole", f"(lambda_ - gamma**2/4)*({ROWS[0]} + {ROWS[1]})*{START} <= (1 + lambda_)**2*{ROUND}*{START}",
         "entries start"),
    have("lower", f"(lambda_ - gamma**2/4)*{MOVED} <= (lambda_ - gamma**2/4)*({ROWS[0]} + {ROWS[1]})*{START}",
         "first second curved"),
    close("whole lower"),
)  # fmt: skip

SUBCRITICAL = Derivation.of(
    have("friction", "gamma**2 < 4*lambda_", "h5 h6"),
    instance("block", "gao2020/norm-lemma-block", using="friction"),
    have("moved", f"0 <= {MOVED}", squares=(DOWN, ACROSS)),
    have("curved", "0 < lambda_ - gamma**2/4", "friction"),
    have("round", f"0 <= {ROUND}", "curved", squares=("c", "t")),
    have("start", f"0 <= {START}", squares=("V", "X")),
    have("scale", f"0 <= {ROUND}*{START}", "round start"),
    have("left", f"(m - gamma**2/4)*{MOVED} <= (lambda_ - gamma**2/4)*{MOVED}", "moved h6"),
    have("square", "(1 + lambda_)**2 <= (1 + M)**2", "h7 h3"),
    have("right", f"(1 + lambda_)**2*({ROUND}*{START}) <= (1 + M)**2*({ROUND}*{START})", "square scale"),
    close("left block right"),
)

AT_REST = ("V - t*(V*r + X*r**2)", "X + t*(V + X*r)")
REST_ROWS = ("((1 - t*r)**2 + t**2*r**4)", "(t**2 + (1 + t*r)**2)")
CRITICAL = Derivation(
    (
        (
            have("first", f"({AT_REST[0]})**2 <= {REST_ROWS[0]}*{START}", squares=("(1 - t*r)*X + t*r**2*V",)),
            have("second", f"({AT_REST[1]})**2 <= {REST_ROWS[1]}*{START}", squares=("t*X - (1 + t*r)*V",)),
            close("first second"),
        ),
        (
            have("friction", "(2*r)**2 < 4*lambda_", "h3"),
            have("twice", "0 < 2*r", "h2"),
            instance("block", "gao2020/norm-lemma-block", gamma="2*r", using="friction twice h1"),
            close("block"),
        ),
    )
)

WIDE = "gamma**2 + (1 - lambda_)**2"
D = f"sqrt({WIDE})"
MOST, LEAST = f"((1 + lambda_ + {D})/2)", f"((1 + lambda_ - {D})/2)"
ENERGY = "(p**2 + gamma*p*q + lambda_*q**2)"
EIGENVALUES = (
    have("inside", f"0 < {WIDE}", "h1", squares=("1 - lambda_",)),
    have("inside'", f"0 <= {WIDE}", "inside"),
    instance("square", "sqrt_square", a=WIDE, using="inside'"),
    instance("nonnegative", "sqrt_nonnegative", a=WIDE, using="inside'"),
    by_cases(
        "positive", D, "0", f"0 < {D}",
        [have("zero", f"{D}**2 <= 0", "positive.le nonnegative"), close("zero square inside")],
        [close("positive.gt")],
    ),
    have("product", f"{MOST}*{LEAST} == lambda_ - gamma**2/4", "square"),
    have("curved", "0 < lambda_ - gamma**2/4", "h3"),
    have("most", f"0 < {MOST}", "positive h2"),
    by_cases(
        "least", LEAST, "0", f"0 < {LEAST}",
        [have("sign", f"{MOST}*{LEAST} <= 0", "least.le most"), close("sign product curved")],
        [close("least.gt")],
    ),
)  # fmt: skip


def definite(name: str, form: str, first: str, second: str, why: str) -> Step:
    """A form with trace D and determinant 0 is nonnegative, as D times it is a sum of two squares."""
    return fix(
        name, {"p": "real", "q": "real"}, {},
        have("rank", f"{D}*{form} == ({first})**2 + ({second})**2", "square"),
        have("scaled", f"0 <= {D}*{form}", "rank", squares=(first, second)),
        have("form", f"0 <= {form}", "scaled positive"),
        why=why,
    )  # fmt: skip


SHARP = Derivation.of(
    *EIGENVALUES,
    definite("above", f"({ENERGY} - {LEAST}*(p**2 + q**2))", f"(1 - {LEAST})*p + gamma/2*q",
             f"gamma/2*p + (lambda_ - {LEAST})*q", "the least eigenvalue of the energy"),
    definite("below", f"({MOST}*(p**2 + q**2) - {ENERGY})", f"({MOST} - 1)*p - gamma/2*q",
             f"gamma/2*p - ({MOST} - lambda_)*q", "the largest eigenvalue of the energy"),
    instance("kept", "gao2020/energy-kept", using="h1 h2"),
    instance("after", "above", p=DOWN, q=ACROSS),
    instance("before", "below", p="V", q="X"),
    have("round", f"0 <= {ROUND}", "curved", squares=("c", "t")),
    have("scaled", f"{ROUND}*(V**2 + V*X*gamma + X**2*lambda_) <= {ROUND}*({MOST}*{START})", "before round"),
    have("chain", f"{LEAST}*{MOVED} <= {MOST}*{ROUND}*{START}", "after kept scaled"),
    fix(
        "times", {"s": "real", "a": "real", "b": "real"}, {"s.positive": "0 < s", "a.less": "a <= b"},
        have("both", "s*a <= s*b", "s.positive a.less"),
    ),
    instance("twice", "times", s=MOST, a=f"{LEAST}*{MOVED}", b=f"{MOST}*{ROUND}*{START}", using="most chain"),
    have("area", f"{MOST}*{LEAST}*{MOVED} == (lambda_ - gamma**2/4)*{MOVED}", "product"),
    close("twice area"),
)  # fmt: skip

ATTAINED = Derivation(
    (
        (
            *EIGENVALUES,
            have("down", f"gamma**2/4 + lambda_*({MOST} - 1) == {MOST}*({MOST} - 1)", "square"),
            have("across", f"gamma/2 + gamma*({MOST} - 1)/2 == {MOST}*gamma/2"),
            have("first", f"(gamma**2/4 + lambda_*({MOST} - 1))**2 == ({MOST}*({MOST} - 1))**2", "down"),
            have("second", f"(gamma/2 + gamma*({MOST} - 1)/2)**2 == ({MOST}*gamma/2)**2", "across"),
            close("first second"),
        ),
        (
            *EIGENVALUES,
            have("less", f"0 < (1 + lambda_ - {MOST})*(1 + lambda_ + {MOST})", "least most h2"),
            close("less"),
        ),
        (
            *EIGENVALUES,
            have("sum", f"{MOST}**2 + {LEAST}**2 == (1 + lambda_)**2 - 2*(lambda_ - gamma**2/4)", "product"),
            have("order", f"{LEAST}*{LEAST} < {MOST}*{LEAST}", "positive least"),
            close("sum order product"),
        ),
    )
)  # fmt: skip

ABSCISSA = Derivation.of(
    have("sides", "0 < (gamma - 2*r)*(gamma + 2*r)", "h1 h2 h3"),
    have("inside", "0 <= gamma**2 - 4*r**2", "sides"),
    instance("square", "sqrt_square", a="gamma**2 - 4*r**2", using="inside"),
    instance("positive", "sqrt_nonnegative", a="gamma**2 - 4*r**2", using="inside"),
    by_cases(
        "far", "sqrt(gamma**2 - 4*r**2)", "gamma - 2*r", "gamma - 2*r < sqrt(gamma**2 - 4*r**2)",
        [
            have("product", "sqrt(gamma**2 - 4*r**2)**2 <= (gamma - 2*r)**2", "far.le positive"),
            have("gap", "0 < r*(gamma - 2*r)", "h2 h3"),
            close("product square gap"),
        ],
        [close("far.gt")],
    ),
    close("far"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "underdamped-rate": RATE,
    "underdamped-wins": WINS,
    "underdamped-loses": LOSES,
    "nonreversible-rate": SADDLE,
    "nonreversible-strict": STRICT,
    "nonreversible-unbounded": UNBOUNDED,
    "nonreversible-well": WELL,
    "nonreversible-best": BEST,
    "euler-bias": EULER,
    "norm-lemma-block": BLOCK,
    "norm-lemma-subcritical": SUBCRITICAL,
    "norm-lemma-critical": CRITICAL,
    "norm-lemma-sharp": SHARP,
    "norm-lemma-attained": ATTAINED,
    "abscissa": ABSCISSA,
}
