"""Derivations: on the line, through the change of variable s(g) = log(1 + L1 g/L0)/L1."""

from theory.derivation import Derivation, close, have, instance

__all__ = ["PROOFS"]

D = "norm(d)"
START, END = "(1 + L1*norm(grad(p))/L0)", "(1 + L1*norm(grad(d + p))/L0)"
FIRST, SECOND = "(1 + L1*first/L0)", "(1 + L1*second/L0)"

LIPSCHITZ = Derivation.of(
    instance("growth", "ours/growth-sharp"),
    have("start", f"0 < {START}", "h1 h2 norm_nonnegative(u=grad(p))"),
    have("end-point", f"0 < {END}", "h1 h2 norm_nonnegative(u=grad(d + p))"),
    have("ratio", f"{END} <= exp(L1*{D})*{START}", "growth h1 h2"),
    instance("logs", "log_monotone", a=END, b=f"exp(L1*{D})*{START}", using="end-point ratio"),
    instance("positive", "exp_positive", a=f"L1*{D}"),
    instance("sum", "log_product", a=f"exp(L1*{D})", b=START, using="positive start"),
    close(f"logs sum log_exp(a=L1*{D})"),
)

_POSITIVE = (
    have("first+", f"0 < {FIRST}", "h1 h2 h3"),
    have("second+", f"0 < {SECOND}", "h1 h2 h5"),
    instance("exp-first", "exp_log", a=FIRST, using="first+"),
    instance("exp-second", "exp_log", a=SECOND, using="second+"),
)

CONVERSE = Derivation.of(
    *_POSITIVE,
    have("order", f"log({FIRST}) <= L1*r + log({SECOND})", "h6"),
    instance("exps", "exp_monotone", a=f"log({FIRST})", b=f"L1*r + log({SECOND})", using="order"),
    instance("product", "exp_add", a="L1*r", b=f"log({SECOND})"),
    have("ratio", f"{FIRST} <= exp(L1*r)*{SECOND}", "exps product exp-first exp-second"),
    close("ratio h1 h2"),
)

THROUGH_ZERO = Derivation.of(
    *_POSITIVE,
    instance("exps", "exp_monotone", a=f"log({FIRST}) + log({SECOND})", b="L1*r", using="h6"),
    instance("product", "exp_add", a=f"log({FIRST})", b=f"log({SECOND})"),
    have("both", f"{FIRST}*{SECOND} <= exp(L1*r)", "exps product exp-first exp-second"),
    have("a", "0 < L1*first/L0", "h1 h2 h3"),
    have("b", "0 < L1*second/L0", "h1 h2 h5"),
    have(
        "unit", f"L1*first/L0 + L1*second/L0 <= {SECOND}*(exp(L1*r) - 1)", "both a b",
        "in the unit L0/L1",
    ),
    close("unit h1 h2"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "log-gradient-lipschitz": LIPSCHITZ,
    "line-converse": CONVERSE,
    "line-through-zero": THROUGH_ZERO,
}
