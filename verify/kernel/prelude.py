"""The library of facts: what the kernel knows of the reals, of vectors, and -- as listed axioms -- of calculus.

Each entry is a formula that may be applied.  The first table is true in every real inner product space with
division by zero equal to zero.  The second table holds the axioms: a proof that applies one, or that uses the
rule ``mean_value``, is reported as resting on it.
"""

from functools import lru_cache
from typing import Any

from verify.kernel.terms import Formula, formula

__all__ = ["AXIOMS", "FACTS", "MEAN_VALUE", "fact"]

_A = {"a": "real"}
_AB = {"a": "real", "b": "real"}
_U = {"u": "vector"}
_UV = {"u": "vector", "v": "vector"}


def _all(names: dict[str, str], then: str, *given: Any) -> dict[str, Any]:
    return {"for": names, "if": list(given), "then": then}


FACTS: dict[str, Any] = {
    # order and division
    "inverse": _all(_A, "a*(1/a) == 1", "0 < a"),
    "inverse_positive": _all(_A, "0 < 1/a", "0 < a"),
    "square_nonnegative": _all(_A, "0 <= a**2"),
    # min, max, abs, sqrt
    "min_left": _all(_AB, "min(a, b) <= a"),
    "min_right": _all(_AB, "min(a, b) <= b"),
    "min_is_left": _all(_AB, "min(a, b) == a", "a <= b"),
    "min_is_right": _all(_AB, "min(a, b) == b", "b <= a"),
    "max_left": _all(_AB, "a <= max(a, b)"),
    "max_right": _all(_AB, "b <= max(a, b)"),
    "max_is_left": _all(_AB, "max(a, b) == a", "b <= a"),
    "max_is_right": _all(_AB, "max(a, b) == b", "a <= b"),
    "abs_of_nonnegative": _all(_A, "abs(a) == a", "0 <= a"),
    "abs_of_nonpositive": _all(_A, "abs(a) == -a", "a <= 0"),
    "sqrt_nonnegative": _all(_A, "0 <= sqrt(a)", "0 <= a"),
    "sqrt_square": _all(_A, "sqrt(a)**2 == a", "0 <= a"),
    # exp and log
    "exp_zero": "exp(0) == 1",
    "exp_add": _all(_AB, "exp(a + b) == exp(a)*exp(b)"),
    "exp_negate": _all(_A, "exp(a)*exp(-a) == 1"),
    "exp_positive": _all(_A, "0 < exp(a)"),
    "exp_tangent": _all(_A, "1 + a <= exp(a)"),
    "exp_monotone": _all(_AB, "exp(a) <= exp(b)", "a <= b"),
    "exp_strict": _all(_AB, "exp(a) < exp(b)", "a < b"),
    "exp_log": _all(_A, "exp(log(a)) == a", "0 < a"),
    "log_exp": _all(_A, "log(exp(a)) == a"),
    "log_one": "log(1) == 0",
    "log_product": _all(_AB, "log(a*b) == log(a) + log(b)", "0 < a", "0 < b"),
    "log_tangent": _all(_A, "log(a) <= a - 1", "0 < a"),
    "log_monotone": _all(_AB, "log(a) <= log(b)", "0 < a", "a <= b"),
    "log_strict": _all(_AB, "log(a) < log(b)", "0 < a", "a < b"),
    # natural numbers
    "nat_zero": "nat(0)",
    "nat_successor": _all(_A, "nat(a + 1)", "nat(a)"),
    "nat_sum": _all(_AB, "nat(a + b)", "nat(a)", "nat(b)"),
    "nat_nonnegative": _all(_A, "0 <= a", "nat(a)"),
    "alternate_zero": "alternate(0) == 1",
    "alternate_next": _all(_A, "alternate(a + 1) == -alternate(a)"),
    "alternate_square": _all(_A, "alternate(a)**2 == 1", "nat(a)"),
    "nat_discrete": _all(_AB, "a + 1 <= b", "nat(a)", "nat(b)", "a < b"),
    # inner product spaces
    "norm_nonnegative": _all(_U, "0 <= norm(u)"),
    "norm_zero": _all(_U, "u == 0", "norm(u) <= 0"),
    "norm_of_zero": "norm(0) == 0",
    "norm_square": _all(_U, "norm(u)**2 == inner(u, u)"),
    "norm_scale": _all({"a": "real", "u": "vector"}, "norm(a*u) == a*norm(u)", "0 <= a"),
    "norm_symmetric": _all(_U, "norm(-u) == norm(u)"),
    "inner_nonnegative": _all(_U, "0 <= inner(u, u)"),
    "cauchy_schwarz": _all(_UV, "inner(u, v) <= norm(u)*norm(v)"),
    "triangle": _all(_UV, "norm(u + v) <= norm(u) + norm(v)"),
}

MEAN_VALUE = "calculus/mean-value"

AXIOMS: dict[str, dict[str, Any]] = {
    "calculus/hessian-along-segment": {
        "": _all(_UV, "norm(hv(u, v)) <= hess(u)*norm(v)"),
    },
    "calculus/gradient-flow": {
        "start": _all(_U, "flow(u, 0) == u"),
        "rest": _all(
            {"u": "vector", "a": "real", "b": "real"},
            "norm(grad(flow(u, rest(u, a)))) <= a",
            "0 < a",
            {"for": {"z": "vector"}, "if": [], "then": "b <= f(z)"},
        ),
        "time": _all(
            {"u": "vector", "a": "real", "b": "real"},
            "0 <= rest(u, a)",
            "0 < a",
            {"for": {"z": "vector"}, "if": [], "then": "b <= f(z)"},
        ),
    },
}


@lru_cache(maxsize=1000)
def fact(name: str) -> tuple[Formula, str | None] | None:
    """The fact of that name and the axiom it belongs to, if any; axioms are named ``label`` or ``label.part``."""
    if name in FACTS:
        return formula(FACTS[name], {}), None
    label, _, part = name.partition(".")
    if label in AXIOMS and part in AXIOMS[label]:
        return formula(AXIOMS[label][part], {}), label
    return None
