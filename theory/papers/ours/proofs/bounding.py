"""Derivations: Lemma B along the gradient flow, and the bound on the gradient that follows."""

from theory.derivation import Derivation, by_cases, close, fix, grows, have, instance, rewrite

__all__ = ["PROOFS"]

Z = "flow(p, s)"
V, W = f"grad({Z})", f"hv({Z}, -grad({Z}))"
N = f"norm({V})"
G = "norm(grad(p))"


def potential(slope: str) -> str:
    """The right side of Lemma B over L1, as a term in the norm of the gradient."""
    return f"({slope})/L1 - L0/L1**2*log(1 + L1*({slope})/L0)"


END = "flow(p, rest(p, a))"
SELF_BOUNDING = Derivation.of(
    fix(
        "below", {"t": "real"}, {"t0": "0 <= t"},
        grows("falls", f"-f({Z})", [[close([f"inner_nonnegative(u={V})"])]], to="t", length="t0"),
        rewrite("from-start", "-f(p) <= -f(flow(p, t))", "falls", "calculus/gradient-flow.start(u=p)"),
        have("level", "f(flow(p, t)) <= f(p)", "from-start"),
        why="f does not increase along the gradient flow",
    ),
    fix(
        "any", {"a": "real"}, {"a0": "0 < a"},
        instance("time", "calculus/gradient-flow.time", u="p", a="a", b="fstar"),
        instance("rest", "calculus/gradient-flow.rest", u="p", a="a", b="fstar"),
        grows(
            "balance", f"{potential(N)} - f({Z})",
            [
                [
                    instance("level", "below", t="s"),
                    instance("local", "h3", z=Z),
                    have(
                        "turn", f"norm({W}) <= (L0 + L1*{N})*{N}",
                        [
                            "local", f"calculus/hessian-along-segment(u={Z}, v=-{V})", f"norm_symmetric(u={V})",
                            "balance.0",
                        ],
                    ),
                    have(
                        "radial", f"-norm({W}) <= inner({V}, {W})/{N}",
                        [f"cauchy_schwarz(u=-{V}, v={W})", f"norm_symmetric(u={V})", "balance.0"],
                    ),
                    have("rate", f"-(L0 + L1*{N})*{N} <= inner({V}, {W})/{N}", "turn radial"),
                    have("inside", f"0 < 1 + L1*{N}/L0", "h1 h2 balance.0"),
                    have("sum", f"0 < L0 + L1*{N}", "h1 h2 balance.0"),
                    have("rate-times", f"-(L0 + L1*{N})*{N}**2 <= inner({V}, {W})", "rate balance.0"),
                    have("slower", f"-{N}**2 <= inner({V}, {W})/(L0 + L1*{N})", "rate-times sum"),
                    have(
                        "chain",
                        f"inner({V}, {W})/{N}/L1 - L0/L1**2*((L1*(inner({V}, {W})/{N})/L0)/(1 + L1*{N}/L0))"
                        f" == inner({V}, {W})/(L0 + L1*{N})",
                        "sum inside h1 h2 balance.0",
                    ),
                    close(["slower", "chain", f"norm_square(u={V})"]),
                ],
                [close([f"inner_nonnegative(u={V})"])],
            ],
            positive=[[close(["h1", "h2", f"norm_nonnegative(u={V})"])]],
            to="rest(p, a)", length="time",
            why="along the flow ||grad f|| falls no faster than (L0 + L1 ||grad f||) ||grad f||, and f falls at the "
            "rate ||grad f||^2",
        ),
        rewrite(
            "gap", f"{potential(G)} - f(p) <= {potential(f'norm(grad({END}))')} - f({END})", "balance",
            "calculus/gradient-flow.start(u=p)",
        ),
        have("n", f"0 <= norm(grad({END}))", [f"norm_nonnegative(u=grad({END}))"]),
        have("more", f"1 <= 1 + L1*norm(grad({END}))/L0", "n h1 h2"),
        have("log0", f"0 <= log(1 + L1*norm(grad({END}))/L0)",
             [f"log_monotone(a=1, b=1 + L1*norm(grad({END}))/L0)", "log_one"]),
        instance("low", "h4", z=END),
        have("left", f"{potential(f'norm(grad({END}))')} <= a/L1", "log0 rest h1 h2"),
        have("close", f"{potential(G)} - a/L1 <= f(p) - fstar", "gap left low"),
        have("scaled", f"{G} - L0/L1*log(1 + L1*{G}/L0) - a <= L1*(f(p) - fstar)", "close h2"),
        why="stop where ||grad f|| <= a",
    ),
    by_cases(
        "limit", f"{G} - L0/L1*log(1 + L1*{G}/L0)", "L1*(f(p) - fstar)",
        f"{G} - L0/L1*log(1 + L1*{G}/L0) <= L1*(f(p) - fstar)",
        [close("limit.le")],
        [
            have("excess", f"0 < ({G} - L0/L1*log(1 + L1*{G}/L0) - L1*(f(p) - fstar))/2", "limit.gt"),
            instance("half", "any", a=f"({G} - L0/L1*log(1 + L1*{G}/L0) - L1*(f(p) - fstar))/2"),
            close("half limit.gt"),
        ],
        why="a is arbitrary",
    ),
    close("limit"),
)  # fmt: skip

QUADRATIC = Derivation.of(
    have("x0", "0 <= L1*g/L0", "h1 h2 h3"),
    grows(
        "bend", "s - log(1 + s) - s**2/(2*(1 + s))",
        [[
            have("one", "0 < 1 + s", "bend.lo"),
            have("two", "0 < (2*(1 + s))**2", "one"),
            have("rate", "0 <= s**2/(2*(1 + s))**2", "two", squares=("s",)),
            close("one two rate"),
        ]],
        to="L1*g/L0", length="x0",
        positive=[[close("bend.lo")], [close("bend.lo")]],
        why="x - log(1 + x) - x^2/(2 (1 + x)) has the derivative x^2/(2 (1 + x)^2)",
    ),
    have("one", "0 < 1 + L1*g/L0", "x0"),
    have("sum", "0 < L0 + L1*g", "h1 h2 h3"),
    have(
        "scaled", "L0/L1**2*((L1*g/L0)**2/(2*(1 + L1*g/L0))) <= L0/L1**2*(L1*g/L0 - log(1 + L1*g/L0))",
        "bend log_one h1 h2",
    ),
    have("left", "L0/L1**2*((L1*g/L0)**2/(2*(1 + L1*g/L0))) == g**2/(2*L0 + 2*L1*g)", "one sum h1 h2"),
    close("scaled left h1 h2"),
)  # fmt: skip

ATTAINED = Derivation.of(
    have("argument", "exp(L1*v) == 1 + L1*M/L0", "h5 h1 h2"),
    rewrite("length", "log(1 + L1*M/L0) == L1*v", "log_exp(a=L1*v)", "argument"),
    close("argument length h1 h2"),
)

GRADIENT_BOUND = Derivation.of(
    fix(
        "lower", {"z": "vector"}, {"z.le": "f(z) <= f(p)"},
        have("level", "f(z) <= f(p0)", "z.le h6"),
        instance("local", "h4", z="z"),
        why="the sublevel set of p is part of that of p0",
    ),
    instance("self", "ours/self-bounding"),
    close("self h6 h7 h3"),
)

EXPLICIT = Derivation.of(
    have("under", "0 <= Delta**2*L1**2 + 2*Delta*L0", "h1 h2"),
    instance("root", "sqrt_square", a="Delta**2*L1**2 + 2*Delta*L0"),
    instance("root0", "sqrt_nonnegative", a="Delta**2*L1**2 + 2*Delta*L0"),
    by_cases(
        "square", "g", "Delta*L1 + sqrt(Delta**2*L1**2 + 2*Delta*L0)",
        "g <= Delta*L1 + sqrt(Delta**2*L1**2 + 2*Delta*L0)",
        [close("square.le")],
        [close("square.gt root root0 h5", why="otherwise (g - L1 Delta)^2 > L1^2 Delta^2 + 2 L0 Delta")],
    ),
    close("square"),
)

PROOFS: dict[str, Derivation] = {
    "self-bounding": SELF_BOUNDING,
    "self-bounding-quadratic": QUADRATIC,
    "self-bounding-attained": ATTAINED,
    "gradient-bound": GRADIENT_BOUND,
    "gradient-bound-explicit": EXPLICIT,
}
