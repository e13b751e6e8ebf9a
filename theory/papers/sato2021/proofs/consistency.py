"""Derivations: optimal values, errors of coupled levels, projected gradient steps."""

from theory.derivation import Derivation, Step, close, fix, have, induct, instance
from theory.papers.sato2021.proofs.absolute import both

__all__ = ["PROOFS"]


def near(point: str, using: str) -> tuple[Step, ...]:
    """At one point the two objectives differ by at most L d: the facts values.up and values.down."""
    apart = f"top({point}, exact({point})) - top({point}, near({point}))"
    return (
        instance("uniform", "h3", a=point, using=using),
        instance("lipschitz", "h4", a=point, b=f"exact({point})", c=f"near({point})"),
        have("close", f"abs({apart}) <= L*d", "lipschitz uniform h1"),
        *both("values", apart, "L*d", "close"),
    )


CONSISTENCY = Derivation(
    (
        (*near("v", "h7 h8"), instance("best", "h9", a="v", using="h7 h8"), close("best values.down")),
        (*near("u", "h5 h6"), instance("best", "h10", a="u", using="h5 h6"), close("best values.up")),
        (*near("u", "h5 h6"), instance("value", "part.0"), close("value values.up")),
    )
)

ERROR = Derivation.of(
    induct(
        "sum", "k", "(1 - rho)*err(k) <= d*(1 - power(k)) + (1 - rho)*err(0)*power(k)",
        [close("h7")],
        [
            instance("step", "h6"),
            instance("next", "h8"),
            have("scaled", "(1 - rho)*err(k + 1) <= (1 - rho)*(d + rho*err(k))", "step h5"),
            have("before", "rho*((1 - rho)*err(k)) <= rho*(d*(1 - power(k)) + (1 - rho)*err(0)*power(k))", "sum.ih h4"),
            close("scaled before next"),
        ],
    ),
    instance("end", "sum", k="N"),
)  # fmt: skip

FALLS = "f(x(0)) - k*(L*r/2)"
RATE = Derivation.of(
    induct(
        "sum", "k", {"if": ["k <= N"], "then": f"f(x(k)) <= {FALLS}"},
        [fix("start", {}, {"start.le": "0 <= N"}, close())],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= N"},
                have("before", "k <= N", "next.le"),
                have("index", "k <= N - 1", "next.le"),
                instance("so-far", "sum.ih", using="before"),
                instance("projection", "h6"),
                instance("long", "h8", using="index"),
                instance("falls", "sato2021/projected-step", p="x(k)", q="x(k + 1)"),
                have("less", "L/2*r <= L/2*norm(x(k + 1) - x(k))**2", "long h1"),
                close("so-far falls less"),
            )
        ],
        why="each step decreases f by L r/2",
    ),
    have("self", "N <= N"),
    instance("all", "sum", k="N"),
    instance("total", "all", using="self"),
    instance("above", "h7", a="x(N)"),
    have("whole", "N*r*L <= 2*(f(x(0)) - fstar)", "total above"),
    have("divided", "N*r <= 2*(f(x(0)) - fstar)/L", "whole h1"),
    close("divided"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "consistency": CONSISTENCY,
    "error-of-coupled-levels": ERROR,
    "projected-gradient-rate": RATE,
}
