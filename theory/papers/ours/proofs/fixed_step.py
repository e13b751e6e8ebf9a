"""Derivations: gradient descent with a fixed step."""

from theory.derivation import Derivation, by_cases, close, fix, grows, have, hitting_time, instance
from theory.papers.zhang2020.proofs.fixed_step import fixed_step

__all__ = ["PROOFS"]

LIMIT = "(L0 + L1*M)"
D = f"h*(1 - {LIMIT}*h/2)*eps**2"
ANY_STEP = Derivation.of(
    have("limit", f"0 < {LIMIT}", "h3 h4 h5"),
    have("short", f"{LIMIT}*h < 2", "h12"),
    have("factor", f"0 < 1 - {LIMIT}*h/2", "h12"),
    have("rate", f"0 < h*(1 - {LIMIT}*h/2)", "factor h7"),
    have("positive", f"0 < {D}", "rate h6"),
    *hitting_time(
        D,
        fixed_step(
            LIMIT, "h", D, l1="h4", gradient="h11", run="h13", failing="h14",
            smooth=[instance("z.smooth", "h8", z="z")],
            gain=[
                have("longer", "eps**2 <= norm(grad(x(k)))**2", "fails h6"),
                have("gain", f"{D} <= h*(1 - {LIMIT}*h/2)*norm(grad(x(k)))**2", "longer rate"),
            ],
        ),
        [
            instance("below", "h9", z="x(K)"),
            have("sum-up", f"K*({D}) <= Delta", "total below h10"),
            close("sum-up positive"),
        ],
    ),
)  # fmt: skip


def at_step(step: str, decrease: str) -> Derivation:
    """The run with a fixed step as an instance of the run with any step."""
    divisor = f"({step})*(1 - {LIMIT}*({step})/2)*eps**2"
    return Derivation.of(
        have("limit", f"0 < {LIMIT}", "h3 h4 h5"),
        have("step", f"0 < {step}", "limit"),
        have("short", f"({step})*{LIMIT} < 2", "limit"),
        instance("count", "ours/thm6-any-step", h=step),
        have("value", f"{divisor} == {decrease}", "limit", "the decrease per step"),
        have("gain", f"0 < {decrease}", "limit h6"),
        have("divisor", f"0 < {divisor}", "value gain"),
        have("times", f"K*({divisor}) <= Delta", "count divisor"),
        have("sum-up", f"K*({decrease}) <= Delta", "times value"),
        close("sum-up limit h6"),
    )


def potential(slope: str) -> str:
    """The left side of the gradient bound."""
    return f"{slope} - L0/L1*log(1 + L1*({slope})/L0)"


MONOTONE = Derivation.of(
    have("length", "0 <= g - G", "h5"),
    have("slope", "0 < L0 + L1*G", "h1 h2 h3"),
    grows(
        "rises", potential("(G + s)"),
        [[
            have("sum", "0 < L0 + L1*(G + s)", "rises.lo h1 h2 h3"),
            have("inside", "0 < 1 + L1*(G + s)/L0", "rises.lo h1 h2 h3"),
            have("rate", "G*L1/(L0 + L1*G) <= (G + s)*L1/(L0 + L1*(G + s))", "slope sum rises.lo h1 h2 h3"),
            have("same", "1 - L0/L1*((L1/L0)/(1 + L1*(G + s)/L0)) == (G + s)*L1/(L0 + L1*(G + s))", "sum inside h2 h3"),
            close("rate same"),
        ]],
        slope="G*L1/(L0 + L1*G)", to="g - G", length="length",
        positive=[[close("rises.lo h1 h2 h3")]],
    ),
    close("rises"),
)  # fmt: skip

LEVEL = potential("G")
AT_Q = potential("norm(grad(q))")
WITHOUT = Derivation.of(
    have("sum", "0 < L0 + L1*G", "h2 h4 h5"),
    have("slope", "0 < G*L1/(L0 + L1*G)", "sum h2 h5"),
    fix(
        "gradient", {"q": "vector"}, {"level": "f(q) <= f(x(0))"},
        instance("implied", "ours/gradient-bound", p="q", p0="x(0)", why="Lemma B bounds the gradient"),
        by_cases(
            "size", "norm(grad(q))", "G", "norm(grad(q)) <= G",
            [close("size.le")],
            [
                have("g", "0 < norm(grad(q))", "size.gt h2"),
                have("g.le", "G <= norm(grad(q))", "size.gt"),
                instance("more", "ours/gradient-bound-monotone", g="norm(grad(q))"),
                have("rise", "0 < G*L1/(L0 + L1*G)*(norm(grad(q)) - G)", "slope size.gt"),
                have("over", f"{LEVEL} < {AT_Q}", "more rise"),
                close("over implied h10", why="a longer gradient would break the bound"),
            ],
        ),
        why="so G serves as the bound M of Assumption 4",
    ),
    instance("count", "ours/thm6-best", M="G"),
    close("count"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "thm6-any-step": ANY_STEP,
    "thm6-same-step": at_step(f"1/(2*{LIMIT})", f"3*eps**2/(8*{LIMIT})"),
    "thm6-best": at_step(f"1/{LIMIT}", f"eps**2/(2*{LIMIT})"),
    "fixed-step-without-assumption4": WITHOUT,
    "gradient-bound-monotone": MONOTONE,
}
