"""Derivations: AdaGrad-Norm and Polyak's step."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance, polynomial, rewrite

__all__ = ["PROOFS"]

P = "grad(p)"
G2 = f"inner({P}, {P})"
Q = f"(p - s*{P})"
DESCENT = fix(
    "all", {"s": "real"}, {"s.unit": "s*c == eta"},
    have("s.order", "a <= c", "s.size h2 h3"),
    have("s.plus", "0 < s", "s.unit h3 h4"),
    have("s.short", "L*s <= 1", "s.unit s.order h7 h3"),
    instance("s.pair", "h5", p="p", q=Q),
    have("s.square", f"0 <= inner({P} - grad{Q} - L*s*{P}, {P} - grad{Q} - L*s*{P})/(4*L)",
         f"inner_nonnegative(u={P} - grad{Q} - L*s*{P}) h1"),
    have("s.sum", f"f{Q} + s*{G2} - L*s**2*{G2}/2 <= f(p)", "s.pair s.square h1"),
    have("s.saved", f"0 <= s*{G2}*(1 - L*s)", "s.plus s.short g2"),
    have("s.end", f"f{Q} + s*{G2}/2 <= f(p)", "s.sum s.saved"),
)  # fmt: skip


def _step(*end: Step) -> tuple[Step, ...]:
    return (
        have("g2", f"0 <= {G2}", f"inner_nonnegative(u={P})"),
        have("s.size", "a**2 <= c**2", "h6 g2"),
        DESCENT,
        have("unit", "eta*(1/c)*c == eta", "inverse(a=c) h3"),
        instance("at", "all", s="eta*(1/c)"),
        *end,
    )


STEP = Derivation(
    (
        _step(close("at")),
        _step(
            have("order", "a <= c", "s.size h2 h3"),
            have("product", f"(c - a)*c <= {G2}", "h6 order h2"),
            have("plus", "0 < 1/c", "inverse_positive(a=c) h3"),
            have("one", "c*(1/c) == 1", "inverse(a=c) h3"),
            have("growth", f"c - a <= {G2}*(1/c)", "product plus one"),
            have("scaled", f"eta*(c - a)/2 <= eta*(1/c)*{G2}/2", "growth h4"),
            close("at scaled"),
        ),
    )
)
NEXT = "x(k) - eta/b(k + 1)*grad(x(k))"
HERE = "inner(grad(x(k)), grad(x(k)))"
UP = induct(
    "up", "k", {"if": ["k <= T"], "then": "b(0) <= b(k)"},
    [fix("u.first", {}, {"u.le": "0 <= T"}, close())],
    [
        fix(
            "u.next", {}, {"u.then": "k + 1 <= T"},
            have("u.now", "k < T", "u.then"),
            have("u.before", "k <= T", "u.then"),
            instance("u.so-far", "up.ih", using="u.before"),
            instance("u.grown", "h8", k="k", using="u.now"),
            instance("u.here", "h9", k="k"),
            instance("u.there", "h9", k="k + 1"),
            have("u.size", "b(k)**2 <= b(k + 1)**2", "u.grown inner_nonnegative(u=grad(x(k)))"),
            have("u.order", "b(k) <= b(k + 1)", "u.size u.here u.there"),
            close("u.so-far u.order"),
        )
    ],
    why="b does not decrease",
)  # fmt: skip


def _falls(term: str, part: str, *extra: Step) -> Step:
    """f(x(k)) + term(k) <= f(x(0)), for k <= T; ``one`` is the step's inequality."""
    return induct(
        "falls", "k", {"if": ["k <= T"], "then": f"f(x(k)) + {term} <= f(x(0))"},
        [fix("f.first", {}, {"f.le": "0 <= T"}, close())],
        [
            fix(
                "f.next", {}, {"f.then": "k + 1 <= T"},
                have("f.now", "k < T", "f.then"),
                have("f.before", "k <= T", "f.then"),
                instance("f.so-far", "falls.ih", using="f.before"),
                instance("f.up'", "up", k="k"),
                instance("f.up", "f.up'"),
                have("f.start", "eta*L <= b(k)", "f.up h11"),
                instance("f.update", "h7", k="k", using="f.now"),
                instance("f.grown", "h8", k="k", using="f.now"),
                instance("f.here", "h9", k="k"),
                instance("f.there", "h9", k="k + 1"),
                instance("f.one", f"classics/adagrad-norm-step{part}", p="x(k)", a="b(k)", c="b(k + 1)"),
                *extra,
                have("f.sum", f"f({NEXT}) + {term.replace('k', '(k + 1)')} <= f(x(0))",
                     ["f.one", "f.so-far", *(step.name for step in extra[-1:])]),
                rewrite("f.end", None, "f.sum", "f.update"),
            )
        ],
    )  # fmt: skip


SUM = Derivation.of(
    UP,
    _falls("eta*(b(k) - b(0))/2", "#1"),
    instance("all", "falls", k="T"),
    instance("total", "all"),
    instance("low", "h6", p="x(T)"),
    have("end'", "eta*(b(T) - b(0)) <= 2*Delta", "total low h10"),
    close("end' h4"),
)
BOUND = "(b(0) + 2*Delta/eta)"
RATE = Derivation.of(
    UP,
    fix(
        "bounded", {"m": "real"}, {"b.nat": "nat(m)", "b.le": "m <= T"},
        fix("b.steps", {"j": "real"}, {"bj.nat": "nat(j)", "bj.lt": "j < m"},
            have("bj.le", "j < T", "bj.lt b.le"), instance("bj.end", "h7", k="j")),
        fix("b.growth", {"j": "real"}, {"bi.nat": "nat(j)", "bi.lt": "j < m"},
            have("bi.le", "j < T", "bi.lt b.le"), instance("bi.end", "h8", k="j")),
        instance("b.end", "classics/adagrad-norm-sum", T="m"),
    ),
    have("wide", f"0 < {BOUND}", "h9(k=0) h1 h4 inverse_positive(a=eta)"),
    have("narrow", f"0 < 1/{BOUND}", f"inverse_positive(a={BOUND}) wide"),
    have("whole", f"{BOUND}*(1/{BOUND}) == 1", f"inverse(a={BOUND}) wide"),
    _falls(
        f"k*eta*least*(1/{BOUND})/2", "",
        have("f.inverse", "0 < 1/b(k + 1)", "inverse_positive(a=b(k + 1)) f.there"),
        have("f.unit", "b(k + 1)*(1/b(k + 1)) == 1", "inverse(a=b(k + 1)) f.there"),
        instance("f.most", "bounded", m="k + 1"),
        have("f.longer", f"1/{BOUND} <= 1/b(k + 1)", "f.most f.inverse f.unit narrow whole"),
        instance("f.least", "h12", k="k", using="f.now"),
        have("f.g2", f"0 <= {HERE}", "inner_nonnegative(u=grad(x(k)))"),
        have("f.product", f"eta*{HERE}*(1/{BOUND})/2 <= eta*{HERE}*(1/b(k + 1))/2", "f.longer f.g2 h4"),
        have("f.saved", f"eta*least*(1/{BOUND})/2 <= eta*{HERE}*(1/{BOUND})/2", "f.least narrow h4"),
        have("f.gain", f"eta*least*(1/{BOUND})/2 <= eta*{HERE}*(1/b(k + 1))/2", "f.product f.saved"),
    ),
    instance("all", "falls", k="T"),
    instance("total", "all"),
    instance("low", "h6", p="x(T)"),
    have("end'", f"T*eta*least*(1/{BOUND})/2 <= Delta", "total low h10"),
    have("scaled", f"T*eta*least <= 2*Delta*{BOUND}", "end' whole wide"),
    close("scaled h4"),
)  # fmt: skip


C = "(4*L0 + 4*L1**2*eps)"
GK, V = "grad(x(k))", "(f(x(k)) - f(xs))"
D = "(x(k) - xs)"
AFTER = f"({D} - t*{V}*{GK})"
CUT = f"{V}/inner({GK}, {GK})*{GK}"
POLYAK = Derivation.of(
    fix(
        "closer", {"k": "real", "t": "real"},
        {"c.level": f"eps <= {V}", "c.unit": f"t*inner({GK}, {GK}) == 1", "c.plus": "0 < t"},
        instance("c.convex", "h6", p="x(k)"),
        instance("c.bounded", "h7", p="x(k)"),
        have("c.size", f"norm({GK})**2 == inner({GK}, {GK})", f"norm_square(u={GK})"),
        have("c.square", f"0 <= (norm({GK}) - 2*L1*{V})**2"),
        have("c.least", f"inner({GK}, {GK}) <= 4*L0*{V} + 4*L1**2*{V}**2", "c.bounded c.size c.square"),
        have("c.level2", f"eps*4*L0*{V} <= 4*L0*{V}**2", "c.level h1 h5"),
        have("c.rise", f"eps*inner({GK}, {GK}) <= {C}*{V}**2", "c.least c.level2 h5"),
        have("c.gain", f"eps <= {C}*t*{V}**2", "c.rise c.unit c.plus"),
        have("c.move", f"2*t*{V}*{V} <= 2*t*{V}*inner({GK}, {D})", "c.convex c.plus c.level h5"),
        have("c.near", f"inner({AFTER}, {AFTER}) <= inner({D}, {D}) - t*{V}**2", "c.move c.unit"),
        have("c.wide", f"0 < {C}", "h1 h2 h5"),
        have("c.end", f"{C}*inner({AFTER}, {AFTER}) <= {C}*inner({D}, {D}) - eps", "c.near c.wide c.gain"),
        why="one step, with t = 1/||grad f||^2",
    ),
    induct(
        "near", "k", {"if": ["k <= T"], "then": f"{C}*inner({D}, {D}) <= {C}*R**2 - k*eps"},
        [
            fix(
                "first", {}, {"first.le": "0 <= T"},
                have("wide", f"0 < {C}", "h1 h2 h5"),
                have("scaled", f"{C}*inner(x(0) - xs, x(0) - xs) <= {C}*R**2", "wide h9"),
                close("scaled"),
            )
        ],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= T"},
                have("k.now", "k <= T", "next.le"),
                have("k.before", "k < T", "next.le"),
                instance("so-far", "near.ih", using="k.now"),
                instance("update", "h8", k="k", using="k.before"),
                instance("level", "h10", k="k", using="k.before"),
                instance("convex", "h6", p="x(k)"),
                have("up", f"0 < inner({GK}, {D})", "convex level h5"),
                by_cases(
                    "flat", f"inner({GK}, {GK})", "0", f"0 < inner({GK}, {GK})",
                    [
                        have("flat.size", f"norm({GK})**2 <= 0", ["flat.le", f"norm_square(u={GK})"]),
                        have("flat.cs", f"inner({GK}, {D}) <= norm({GK})*norm{D}",
                             f"cauchy_schwarz(u={GK}, v={D})"),
                        have("flat.n", f"0 <= norm({GK})", f"norm_nonnegative(u={GK})"),
                        have("flat.d", f"0 <= norm{D}", f"norm_nonnegative(u={D})"),
                        by_cases(
                            "long", f"norm({GK})", "0", f"inner({GK}, {D}) <= 0",
                            [close("long.le flat.cs flat.d")],
                            [have("flat.no", f"0 < norm({GK})**2", "long.gt"), close("flat.no flat.size")],
                        ),
                        close("long up"),
                    ],
                    [close("flat.gt")],
                ),
                have("unit", f"inner({GK}, {GK})*(1/inner({GK}, {GK})) == 1", f"inverse(a=inner({GK}, {GK})) flat"),
                have("unit'", f"(1/inner({GK}, {GK}))*inner({GK}, {GK}) == 1", "unit"),
                have("plus", f"0 < 1/inner({GK}, {GK})", f"inverse_positive(a=inner({GK}, {GK})) flat"),
                instance("one", "closer", k="k", t=f"1/inner({GK}, {GK})", using="level unit' plus"),
                have("sum", f"{C}*inner({D} - {CUT}, {D} - {CUT}) <= {C}*R**2 - (k + 1)*eps", "one so-far"),
                rewrite("end", None, "sum", "update"),
            )
        ],
    ),
    instance("all", "near", k="T"),
    instance("total", "all"),
    have("rest", "0 <= inner(x(T) - xs, x(T) - xs)", "inner_nonnegative(u=x(T) - xs)"),
    have("wide", f"0 < {C}", "h1 h2 h5"),
    have("rest'", f"0 <= {C}*inner(x(T) - xs, x(T) - xs)", "rest wide"),
    have("count", f"T*eps <= {C}*R**2", "total rest'"),
    close("count h5"),
)  # fmt: skip


def _single(relation: str) -> tuple[Step, ...]:
    """A relation for every k < 1: it holds for k = 0."""
    return (
        induct(
            "once", "i", {"if": ["i < 1"], "then": relation},
            [fix("o.first", {}, {"o.le": "0 < 1"}, close())],
            [fix("o.next", {}, {"o.then": "i + 1 < 1"}, close("o.then nat_nonnegative(a=i)"))],
        ),
        instance("here", "once", i="k"),
        instance("end", "here"),
    )  # fmt: skip


def _run(eta: str, x: str, b: str, *more: str) -> Derivation:
    """That a run of one step of AdaGrad-Norm on u^2/2 is one; x and b as terms in i."""
    after = {name: term.replace("i", "(i + 1)") for name, term in (("x", x), ("b", b))}
    update = _single(f"{after['x']} == -{eta}*({x})/({after['b']}) + ({x})")
    growth = _single(f"({after['b']})**2 == ({b})**2 + ({x})*({x})")
    positive = (close("nat_nonnegative(a=k) h1"),)
    return Derivation((*(None,) * 7, update, growth, positive, *(None,) * 2, *map(_single, more)))


def _polyak(value: str, slope: str, x: str, eps: str, *bounded: Step) -> Derivation:
    """That a run of one Polyak step is one; value and slope as terms in v, x as a term in i."""
    f, g = (f"({term.replace('v', f'({x})')})" for term in (value, slope))
    update = _single(f"{x.replace('i', '(i + 1)')} == -({f} - 0)*{g}/({g}*{g}) + ({x})")
    return Derivation((*(None,) * 7, bounded or None, update, None, _single(f"{eps} <= {f}")))


def _quartic(name: str, sign: str, fact: str) -> tuple[Step, ...]:
    return (
        polynomial(f"{name}.shape", f"16*p**2 <= 10 {sign} 8*p**3", fact),
        have(f"{name}.cube", f"0 <= 0 {sign} 4*p**3", fact),
        have(f"{name}.fourth", "0 <= p**4"),
        have(f"{name}.whole", f"16*p**2*p**4 <= (10 {sign} 8*p**3)*p**4", f"{name}.shape {name}.fourth"),
        have(f"{name}.size", f"abs(4*p**3) == 0 {sign} 4*p**3",
             f"{'abs_of_nonnegative' if sign == '+' else 'abs_of_nonpositive'}(a=4*p**3) {name}.cube"),
        close(f"{name}.whole {name}.size"),
    )  # fmt: skip


QUARTIC = by_cases(
    "side", "0", "p", "abs(4*p**3)**2 <= (2*5 + 2*1*abs(4*p**3))*(p**4 - 0**4)",
    _quartic("right", "+", "side.le"), _quartic("left", "-", "side.gt"),
)  # fmt: skip
SHORT = ("1", "5/12 - 5*i/13", "1 + i/12")
PROOFS = {
    "adagrad-norm-step": STEP,
    "adagrad-norm-sum": SUM,
    "adagrad-norm": RATE,
    "adagrad-norm-sum-too-good": _run(*SHORT),
    "adagrad-norm-too-good": _run(*SHORT, "25/144 <= (5/12 - 5*i/13)*(5/12 - 5*i/13)"),
    "adagrad-norm-small-start": _run("10", "3/4 - 6*i", "1 + i/4"),
    "polyak-step-l0l1": POLYAK,
    "polyak-step-l0l1-too-good": _polyak("v**2/2", "v", "1 - i/2", "49/100"),
    "polyak-step-l0l1-without-l1": _polyak("v**4", "4*v**3", "5 - 5*i/4", "600", QUARTIC),
}
