"""Derivation of the stochastic gradient phase of Proposition 2."""

from theory.derivation import Derivation, Step, close, fix, have, induct, instance, rewrite
from theory.papers.lerouxschmidtbach2012.proofs.chain import KEY

__all__ = ["OFFSET", "PROOFS", "inverse_step"]


def inverse_step(t: str) -> str:
    """1/gamma_t."""
    return f"(2*L + mu*({t})/2)"


X, G = "x(guess(w))", "x(pulls(n, w))"
V = f"({X} - xs)"
GAP = f"(f({X}) - f(xs))"
A, AM = "append(w, j)", "append(w, m)"
NEXT = inverse_step("length(w) + 1")


def tangent(w: str) -> dict[str, object]:
    """The points so far lie above every tangent, added up."""
    count = f"(length({w}) + 1)"
    return {
        "for": {"y": "vector"}, "if": [],
        "then": f"{count}*f(y) + inner(grad(y), x(total({w})) - {count}*y) <= height({w}) + {count}*f(xs)",
    }  # fmt: skip


def bound(w: str) -> str:
    """What bounds n times the mean, k draws after the history w."""
    here = f"x(guess({w}))"
    return (
        f"height({w}) - (f({here}) - f(xs)) + {inverse_step(f'length({w})')}*inner({here} - xs, {here} - xs) "
        f"+ 2*sigma**2*(steps(n) - steps(length({w})))"
    )


REST = "(height(w) + 2*sigma**2*(steps(n) - steps(length(w) + 1)))"
MOVE = "(x(pull(j, w)) + x(star(j)))"
MOVED = f"({X} - {MOVE}/{NEXT} - xs)"


def partial(m: str, slopes: str, stars: str, squares: str) -> str:
    """A bound on n times the sum over the first m draws."""
    return (
        f"{m}*({REST} + {NEXT}*inner({V}, {V})) - 2*inner({slopes} + {stars}, {V}) "
        f"+ 2/{NEXT}*(L*inner({slopes}, {V}) + {squares})"
    )


def first(m: str) -> str:
    """The same, with its own sums."""
    return partial(f"({m})", f"x(pulls({m}, w))", f"x(stars({m}))", f"starred({m})")


def one(j: str) -> str:
    """What one draw adds."""
    return partial("1", f"x(pull({j}, w))", f"x(star({j}))", f"inner(x(star({j})), x(star({j})))")


GRADIENT = (
    instance("is", "h19", w="w"),
    instance("p1", "h16", p="xs", q=X),
    rewrite("p1'd", f"f({X}) + inner({G}/n, xs - {X}) + mu/2*inner(xs - {X}, xs - {X}) <= f(xs)", "p1", "is"),
    have("strong", f"n*({GAP} + mu/2*inner({V}, {V})) <= inner({G}, {V})", "p1'd r h5"),
    instance("p2", "h17", p="xs", q=X),
    rewrite(
        "p2'd", f"f({X}) + inner(grad({X}), xs - {X}) + inner(grad({X}), grad({X}))/(2*L) <= f(xs)", "p2", "h18"
    ),
    instance("square", "inner_nonnegative", u=f"grad({X}) - L*{V}"),
    instance("l'd", "inverse", a="L"),
    instance("l0", "inverse_positive", a="L"),
    have("square'd", f"0 <= 1/(2*L)*inner(grad({X}) - L*{V}, grad({X}) - L*{V})", "square l0"),
    have("flat", f"{GAP} <= L/2*inner({V}, {V})", "p2'd square'd l'd"),
    instance("p3", "h16", p=X, q="xs"),
    rewrite("above", f"f(xs) + mu/2*inner({V}, {V}) <= f({X})", "p3", "h18"),
    instance("v0", "inner_nonnegative", u=V),
    instance("ell", "nat_nonnegative", a="length(w)", using="nat"),
    have("a0", f"0 < {NEXT}", "h1 h3 ell"),
    instance("a", "inverse", a=NEXT, using="a0"),
    instance("a1", "inverse_positive", a=NEXT, using="a0"),
    instance("adds", "h28", m="length(w)", using="nat"),
)  # fmt: skip
ASSUMED = {"J": tangent("w"), "nat": "nat(length(w))"}
BASE = fix(
    "base", {"w": "real"}, {**ASSUMED, "end": "length(w) + 0 + 1 == n"},
    *GRADIENT,
    have("l1", "length(w) + 1 == n", "end"),
    rewrite("last", f"steps(n) == steps(length(w)) + 1/{NEXT}", "adds", "l1"),
    instance("value", "h29", w="w"),
    instance("average", "J", y="x(total(w))/n"),
    have("jensen", "n*warmed(0, w) <= height(w)", "average value l1 r"),
    have("s0", f"0 <= 2*sigma**2/{NEXT}", "a1"),
    have("far", f"{GAP} <= {inverse_step('length(w)')}*inner({V}, {V})", "flat v0 h1 h3 ell"),
    have("fin", f"n*warmed(0, w) <= {bound('w')}", "jensen s0 far last"),
)  # fmt: skip
HEIGHT = "f(x(guess(append(w, j))))"
DRAW = fix(
    "draw", {"j": "real"}, {"draw.nat": "nat(j)", "draw.lt": "j < n"},
    instance("longer", "h21", j="j", w="w", using="draw.lt"),
    instance("moves", "h22", j="j", w="w", using="draw.lt"),
    instance("sum", "h24", j="j", w="w", using="draw.lt"),
    instance("higher", "h26", j="j", w="w", using="draw.lt"),
    instance("coco", "h15", i="j", w="w", using="draw.lt"),
    fix(
        "J'1", {"y": "vector"}, {},
        instance("so-far", "J", y="y"),
        instance("new", "h16", p=f"x(guess({A}))", q="y"),
        instance("far", "inner_nonnegative", u=f"x(guess({A})) - y"),
        have("far'd", f"0 <= mu/2*inner(x(guess({A})) - y, x(guess({A})) - y)", "far h3"),
        have("t0", f"(length(w) + 2)*f(y) + inner(grad(y), x(total(w)) + x(guess({A})) - (length(w) + 2)*y) "
             f"<= height({A}) + (length(w) + 2)*f(xs)", "so-far new far'd higher"),
        rewrite("t1", f"(length(w) + 2)*f(y) + inner(grad(y), x(total({A})) - (length(w) + 2)*y) "
                f"<= height({A}) + (length(w) + 2)*f(xs)", "t0", "sum"),
        rewrite("t2", tangent(A)["then"], "t1", "longer"),
    ),
    instance("n1", "nat_successor", a="length(w)", using="nat"),
    rewrite("n2", f"nat(length({A}))", "n1", "longer"),
    have("n3", f"length({A}) + t + 1 == n", "longer end"),
    instance("later", "all.ih", w=A, using="J'1 n2 n3"),
    rewrite("l1", f"n*warmed(t, {A}) <= height({A}) - (f(x(guess({A}))) - f(xs)) "
            f"+ {NEXT}*inner(x(guess({A})) - xs, x(guess({A})) - xs) + 2*sigma**2*(steps(n) - steps(length(w) + 1))",
            "later", "longer"),
    have("l2", f"n*warmed(t, {A}) <= {REST} + {NEXT}*inner(x(guess({A})) - xs, x(guess({A})) - xs)", "l1 higher"),
    rewrite("l3", f"n*warmed(t, {A}) <= {REST} + {NEXT}*inner({MOVED}, {MOVED})", "l2", "moves"),
    instance("young", "inner_nonnegative", u="x(pull(j, w)) - x(star(j))"),
    have("young'd", f"0 <= 1/{NEXT}*inner(x(pull(j, w)) - x(star(j)), x(pull(j, w)) - x(star(j)))", "young a1"),
    have("coco'd", f"0 <= 2/{NEXT}*(L*inner(x(pull(j, w)), {V}) - inner(x(pull(j, w)), x(pull(j, w))))", "coco a1"),
    have("l4", f"n*warmed(t, {A}) <= {one('j')}", "l3 young'd coco'd a"),
    why="one draw",
)  # fmt: skip


def more(pulls: str) -> str:
    """The bound after one more draw, with the sum of the gradients as given."""
    return "n*picked(t, w, m + 1) <= " + partial("(m + 1)", pulls, "(x(stars(m)) + x(star(m)))", "starred(m + 1)")


DRAWS = induct(
    "part", "m", {"if": ["m <= n"], "then": f"n*picked(t, w, m) <= {first('m')}"},
    [
        fix(
            "none", {}, {"none.le": "0 <= n"},
            instance("z0", "h30", k="t", w="w"),
            instance("z1", "h7", w="w"),
            have("z2", f"n*picked(t, w, 0) <= {partial('0', '(0*xs)', '(0*xs)', 'starred(0)')}", "z0 h12"),
            rewrite("z3", f"n*picked(t, w, 0) <= {partial('0', 'x(pulls(0, w))', '(0*xs)', 'starred(0)')}", "z2", "z1"),
            rewrite("z4", f"n*picked(t, w, 0) <= {first('0')}", "z3", "h9"),
        )
    ],
    [
        fix(
            "more", {}, {"more.le": "m + 1 <= n"},
            have("m.le", "m <= n", "more.le"),
            have("m.lt", "m < n", "more.le"),
            instance("before", "part.ih", using="m.le"),
            instance("adds'1", "h31", k="t", m="m", w="w"),
            instance("drawn", "draw", j="m", using="m.lt"),
            instance("t1", "h8", m="m", w="w"),
            instance("t2", "h10", m="m"),
            instance("t3", "h13", m="m"),
            have("m1", more("(x(pulls(m, w)) + x(pull(m, w)))"), "before adds'1 drawn t3"),
            rewrite("m2", more("x(pulls(m + 1, w))"), "m1", "t1"),
            rewrite("m3", f"n*picked(t, w, m + 1) <= {first('m + 1')}", "m2", "t2"),
        )
    ],
    why="sum over the draws",
)  # fmt: skip
NEXT_STEP = fix(
    "next", {"w": "real"}, {**ASSUMED, "end": "length(w) + (t + 1) + 1 == n"},
    *GRADIENT,
    DRAW,
    DRAWS,
    instance("whole", "part", m="n"),
    have("n.le", "n <= n"),
    instance("total'1", "whole", using="n.le"),
    rewrite("total'2", f"n*picked(t, w, n) <= {partial('n', G, '(0*xs)', 'starred(n)')}", "total'1", "h11"),
    instance("mean", "h32", k="t", w="w"),
    have("short", f"2/{NEXT}*L <= 1", "a a1 a0 h3 ell"),
    have("slope0", f"0 <= inner({G}, {V})", "strong above v0 h3 h5"),
    have("short'd", f"2/{NEXT}*L*inner({G}, {V}) <= inner({G}, {V})", "short slope0"),
    have("n-fold", f"n*(n*warmed(t + 1, w)) <= n*({bound('w')})", "total'2 mean short'd strong adds h14"),
    have("fin", f"n*warmed(t + 1, w) <= {bound('w')}", "n-fold h5"),
    why="one more draw",
)  # fmt: skip
START: tuple[Step, ...] = (
    fix(
        "J0", {"y": "vector"}, {},
        instance("new", "h16", p="x(guess(origin))", q="y"),
        instance("far", "inner_nonnegative", u="x(guess(origin)) - y"),
        have("far'd", "0 <= mu/2*inner(x(guess(origin)) - y, x(guess(origin)) - y)", "far h3"),
        have("t0", "(0 + 1)*f(y) + inner(grad(y), x(guess(origin)) - (0 + 1)*y) <= height(origin) + (0 + 1)*f(xs)",
             "new far'd h25"),
        rewrite("t1", "(0 + 1)*f(y) + inner(grad(y), x(total(origin)) - (0 + 1)*y) <= height(origin) + (0 + 1)*f(xs)",
                "t0", "h23"),
        rewrite("t2", tangent("origin")["then"], "t1", "h20"),
    ),
    rewrite("n0", "nat(length(origin))", "nat_zero", "h20"),
    have("n1", "length(origin) + k + 1 == n", "h20 h33"),
)  # fmt: skip
OFFSET = "(x(guess(origin)) - xs)"
WARM = Derivation.of(
    instance("r", "inverse", a="n"),
    instance("r0", "inverse_positive", a="n"),
    induct(
        "all", "t",
        {"for": {"w": "real"}, "if": [tangent("w"), "nat(length(w))", "length(w) + t + 1 == n"],
         "then": f"n*warmed(t, w) <= {bound('w')}"},
        [BASE],
        [NEXT_STEP],
    ),
    *START,
    instance("for-all", "all", t="k"),
    instance("here", "for-all", w="origin", using="J0 n0 n1"),
    rewrite("here'd", f"n*warmed(k, origin) <= height(origin) - (f(x(guess(origin))) - f(xs)) "
            f"+ {inverse_step('0')}*inner({OFFSET}, {OFFSET}) + 2*sigma**2*(steps(n) - steps(0))", "here", "h20"),
    instance("sum", f"{KEY}/step-sum"),
    have("sum'd", "2*sigma**2*steps(n) <= 2*sigma**2*(2/mu*log(1 + mu*n/(4*L)))", "sum"),
    have("n-fold", f"n*warmed(k, origin) <= 2*L*inner({OFFSET}, {OFFSET}) + 4*sigma**2/mu*log(1 + mu*n/(4*L))",
         "here'd sum'd h25 h27"),
    close("n-fold r r0"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"warm-start-bound": WARM}
