"""The finder of arithmetic certificates: the goals of real proofs are found, and false ones are not."""

from fractions import Fraction
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.finders.proofs.arithmetic import find
from verify.kernel import arith
from verify.kernel.errors import KernelError
from verify.kernel.terms import Atom, Formula, Scope, formula

REALS = (
    "F0",
    "F1",
    "L",
    "L0",
    "L1",
    "M",
    "T",
    "D",
    "eps",
    "x0",
    "x1",
    *"abcdghkmpqrstyz",
)
SCOPE: Scope = dict.fromkeys(REALS, "real") | {
    "w": "vector",
    "u": "vector",
    "v": "vector",
}


def parsed(texts: list[str]) -> dict[str, Formula]:
    return {f"f{i}": formula(text, SCOPE) for i, text in enumerate(texts)}


def atom(text: str) -> Atom:
    goal = formula(text, SCOPE)
    assert isinstance(goal, Atom)
    return goal


def prove(texts: list[str], goal: str, **options: Any) -> dict[str, Any]:
    """The certificate found, checked once more by the kernel."""
    facts = parsed(texts)
    found = find(atom(goal), facts, SCOPE, **options)
    assert found is not None, f"nothing found for {goal}"
    arith.check(atom(goal), facts, found, SCOPE)
    return found


STEP = ["0 < L0", "0 < h", "h*(10*L0) <= 1", "0 <= g", "0 < L1", "h*g*(10*L1) <= 1"]
NORMS = [
    "0 < r",
    "0 <= norm(w)",
    "norm(w) <= M",
    "norm(w)**2 == inner(w, w)",
    "norm(u)**2 == inner(u, u)",
    "0 < M",
]
NOISE = ["0 <= p", "p <= 1", "0 < q", "q <= p + 2", "0 <= s", "s*q <= 3", "t <= s", "0 <= t", "x0 <= x1", "x1 <= y",
         "y <= z + p", "0 < z", "k*z <= 1", "0 <= k", "q*s <= t + 5"]  # fmt: skip

TRUE: dict[str, tuple[list[str], str]] = {
    "step size": (STEP, "h*(5*L0 + 4*L1*g) <= 9/10"),
    "descent": (
        [*STEP, "F1 <= F0 - h*g**2 + (5*L0 + 4*L1*g)/2*h**2*g**2"],
        "F1 <= F0 - 11/20*h*g**2",
    ),
    "small gradient": (["0 < L0", "0 < eps", "eps <= g", "h == 1/(10*L0)", "F1 <= F0 - h*g**2/2"],
                       "F1 <= F0 - eps**2/(20*L0)"),
    "large gradient": (["0 < L0", "0 < L1", "L0 <= L1*g", "1 <= m", "0 < m", "L1**2 <= m", "h*g == 1/(10*L1)"],
                       "L0/(10*m) <= h*g**2"),
    "count": (["T*d <= D", "0 < d", "d == eps**2/(20*L0)", "0 < L0", "0 < eps"], "T <= 20*L0*D/eps**2"),
    "Cauchy-Schwarz": ([*NORMS, "norm(u) == r**2", "0 <= inner(r**2*w + M*u, r**2*w + M*u)"],
                       "-M*r**2 <= inner(w, u)"),
    "Cauchy-Schwarz, linear": ([*NORMS, "norm(u) == r", "0 <= inner(r*w + M*u, r*w + M*u)"], "-M*r <= inner(w, u)"),
    "strict": (["0 < a", "a < b", "0 < c"], "a*c < b*c"),
    "contradiction": (["a < b", "b < a"], "5 <= 0"),
    "AM-GM": (["0 <= a", "0 <= b"], "2*a*b <= a**2 + b**2"),
    "AM-GM squared": (["0 <= a", "0 <= b"], "4*a*b <= (a + b)**2"),
    "exponentials": (["0 < exp(a)", "exp(a)*exp(-a) == 1", "1 + a <= exp(a)", "0 < exp(-a)"], "exp(-a)*(1 + a) <= 1"),
    "inverse": (["0 < b"], "a/b*b == a"),
    "inverse of a product": (["0 < L", "0 < a", "0 < b", "a*L <= b"], "1/b <= 1/(a*L)"),
    "irrelevant facts": ([*NOISE, "0 < L0", "0 < h", "h*(10*L0) <= 1", "0 <= g", "g <= h"], "g*L0 <= 1/10"),
    "cubic": (["0 <= a", "0 <= b"], "0 <= (a - b)**2*(a + 2*b)"),
    "square": ([], "0 <= a**2 - 2*a*b + b**2"),
    "quotient": (["0 <= a", "0 < 1 - a"], "1 + a <= 1/(1-a)"),
    "quotients add up": (["0 < a + b"], "a/(a + b) + b/(a + b) == 1"),
    "harmonic mean": (["0 < a", "0 < b", "0 < a + b"], "4/(a + b) <= 1/a + 1/b"),
    "geometric series": (["0 < q", "q < 1", "0 < 1 - q", "s*(1 - q) == 1 - t"], "s == (1 - t)/(1 - q)"),
    "root": (["0 <= a", "0 < b", "a**2 <= b**2"], "a <= b"),
    "box": (["0 <= a", "a <= 1", "0 <= b", "b <= 1", "0 <= c", "c <= 1"], "a + b + c - a*b - b*c - c*a <= 1"),
    "Young": (["0 < c"], "a*b <= a**2/(2*c) + c*b**2/2"),
    "Lagrange": ([], "(a*c + b*d)**2 <= (a**2 + b**2)*(c**2 + d**2)"),
    "adaptive step": (
        ["0 <= g", "h == 1/(L0 + L1*g)", "0 < L0 + L1*g", "0 < L0", "0 < L1", "F1 <= F0 - h*g**2/2", "L0 <= L1*g"],
        "F1 <= F0 - g/(4*L1)",
    ),
    "chain": (["a == b", "b == c"], "a**2*d == c**2*d"),
    "transitive": (["a < b", "b < c"], "a < c"),
    "triangle": (
        ["norm(u) <= M", "0 <= norm(u)", "norm(u)**2 == inner(u,u)", "norm(w)**2 == inner(w,w)", "norm(w) <= r",
         "0 <= norm(w)", "inner(u, w) <= norm(u)*norm(w)"],
        "inner(u + w, u + w) <= (M + r)**2",
    ),
    "negative divisor": (["0 < -a", "b <= c"], "c/a <= b/a"),
    "factor of a positive product": (["0 < a*b", "0 < a"], "0 < b"),
    "ex falso, equality": (["a < b", "b < a"], "c == 2"),
    "zero is not positive": (["a == 0", "0 < a*b"], "c <= d"),
    "a false constant": (["a <= b", "b == a - 1"], "c <= d"),
    "AM-GM of three": (["0 <= a", "0 <= b", "0 <= c"], "3*a*b*c <= a**3 + b**3 + c**3"),
    "Motzkin times a square": ([], "0 <= (a**2 + b**2)*(a**4*b**2 + a**2*b**4 - 3*a**2*b**2 + 1)"),
    "Cirtoaje": ([], "3*(a**3*b + b**3*c + c**3*a) <= (a**2 + b**2 + c**2)**2"),
    "strict squares": ([], "0 < 5*a**4 - 4*a**3 + 3*a**2 - 7*a/2 + 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_finds(name: str) -> None:
    facts, goal = TRUE[name]
    start = perf_counter()
    prove(facts, goal)
    assert perf_counter() - start < 10


@pytest.mark.parametrize("name", ["descent", "large gradient", "cubic", "triangle", "adaptive step"])
def test_finds_among_irrelevant_facts(name: str) -> None:
    facts, goal = TRUE[name]
    prove([*facts, *NOISE], goal)


def test_passes_over_what_arithmetic_cannot_use() -> None:
    facts = parsed(["nat(k)", "u == w", "a <= b"])
    facts["all"] = formula({"for": {"n": "real"}, "then": "n <= n"}, SCOPE)
    assert find(atom("a <= b + 1"), facts, SCOPE) is not None


def test_refuses_a_goal_that_is_no_relation_over_the_reals() -> None:
    with pytest.raises(KernelError):
        find(atom("nat(k)"), {}, SCOPE)


def test_a_hinted_square_is_used() -> None:
    goal = "0 <= (a + 3*b - 7*c + d + 2*p - 5*q + r)**2 + s**2"
    found = prove([], goal, squares=["a + 3*b - 7*c + d + 2*p - 5*q + r"])
    assert len(found["sum"]) == 2


def test_cites_only_the_inverses_in_play() -> None:
    assert prove(["0 < a", "0 < b", "0 < c"], "1/a*a*b == b") == {"nonzero": ["f0"]}


coefficient = st.fractions(min_value=Fraction(1, 4), max_value=4, max_denominator=6)
FACTS = ["0 < a", "0 <= b", "c <= a + b", "b*c <= 2", "d**2 <= a", "0 < 3 - a"]
SIDES = ["a", "b", "(a + b - c)", "(2 - b*c)", "(a - d**2)", "(3 - a)", "(b - d)**2", "(a - 2*c)**2/a"]


@settings(derandomize=True, deadline=None, max_examples=20)
@given(
    st.lists(st.tuples(coefficient, st.lists(st.sampled_from(SIDES), min_size=1, max_size=2)), min_size=1, max_size=3)
)
def test_finds_whatever_was_built_from_the_facts(parts: list[tuple[Fraction, list[str]]]) -> None:
    prove(FACTS, "0 <= " + " + ".join("*".join([f"({c})", *sides]) for c, sides in parts))


FALSE: dict[str, tuple[list[str], str]] = {
    "too large a step": (STEP, "h*(5*L0 + 4*L1*g) <= 8/10"),
    "descent constant": (
        [*STEP, "F1 <= F0 - h*g**2 + (5*L0 + 4*L1*g)/2*h**2*g**2"],
        "F1 <= F0 - 12/20*h*g**2",
    ),
    "sign lost": (["0 <= a", "0 <= b"], "0 <= a**2 - 3*a*b + b**2"),
    "strict from weak": (["0 <= a", "a <= b", "0 < c"], "a*c < b*c"),
    "inverse of what may vanish": ([], "a/a == 1"),
    "inverse the wrong way": (["0 < a", "a <= b"], "1/a <= 1/b"),
    "Motzkin": ([], "0 <= a**4*b**2 + a**2*b**4 - 3*a**2*b**2 + 1"),
    "not a square": ([], "0 <= 2*a**2 + 5*a*b + 3*b**2"),
    "unrelated": (NOISE, "a <= 1"),
    "converse": (["0 <= a*b", "0 <= a"], "0 <= b"),
    "no contradiction": (["a <= b", "b <= a"], "5 <= 0"),
    "equality from inequality": (["a <= b", "b <= a + 1"], "a == b"),
}


@pytest.mark.parametrize("name", FALSE)
def test_gives_up(name: str) -> None:
    facts, goal = FALSE[name]
    start = perf_counter()
    assert find(atom(goal), parsed(facts), SCOPE) is None
    assert perf_counter() - start < 10


def test_weights_are_found_however_many_terms_the_facts_have():
    """What the last step of SAGA on 5 components asks for: matching monomials gives up long before."""
    points = [f"p{i}" for i in range(14)]
    scope = SCOPE | dict.fromkeys(points, "vector")
    pairs = [(p, q, i + 2 * j) for i, p in enumerate(points) for j, q in enumerate(points)]
    first = " + ".join(f"{k + 1}*inner({p}, {q})" for p, q, k in pairs)
    second = " + ".join(f"{k + 1}*inner({p}, {q})/L" for p, q, k in pairs)
    texts = [f"0 <= {first}", f"0 <= M - ({second})", "0 < L"]
    facts = {f"f{i}": formula(text, scope) for i, text in enumerate(texts)}
    goal = formula(f"0 <= 2*({first}) + 3*M - 3*({second})", scope)
    assert isinstance(goal, Atom)
    start = perf_counter()
    found = find(goal, facts, scope, degree=1)
    assert perf_counter() - start < 5
    assert found is not None
    assert {name: Fraction(c) for c, (name,), _ in found["sum"]} == {"f0": 2, "f1": 3}
    arith.check(goal, facts, found, scope)
    less = formula(f"0 <= 2*({first}) + 3*M - 3*({second}) - inner(p0, p0)", scope)
    assert isinstance(less, Atom)
    assert find(less, facts, scope, degree=1) is None
