"""Derivations: the two-centre inequality."""

from theory.derivation import Derivation, Step, close, fix, grows, have, instance
from theory.papers.ours.proofs.growth import turning

__all__ = ["PROOFS"]

G, D = "grad(p)", "norm(d)"
C = f"(L0 + L1*norm({G}))"
ALONG, TURN, REACH = "grad(p + y*d)", "hv(p + y*d, d)", f"exp(L1*{D}*y)"

ASCENT = Derivation.of(
    fix(
        "gradient", {"t": "real"}, {"t0": "0 <= t", "t1": "t <= 1"},
        grows(
            "slope", f"inner({ALONG}, d) + {C}/L1*{REACH}*{D}",
            [[
                *turning("slope", "h3", "t1"),
                have("radial", f"-inner({TURN}, d) <= norm({TURN})*{D}", [
                    f"cauchy_schwarz(u=-{TURN}, v=d)", f"norm_symmetric(u={TURN})",
                ]),
                close("radial turn h2 norm_nonnegative(u=d)"),
            ]],
            var="y", to="t", length="t0",
        ),
        have(
            "drop", f"inner({G}, d) - {C}/L1*(exp(L1*{D}*t) - 1)*{D} <= inner(grad(p + t*d), d)", "slope exp_zero"
        ),
        why="the gradient grows no faster than in ours/growth-sharp",
    ),
    grows(
        "rise", f"f(p + y*d) - inner({G}, d)*y + {C}/L1**2*({REACH} - 1 - L1*{D}*y)",
        [[instance("drop", "gradient", t="y"), close("drop h2")]],
        var="y",
    ),
    close("rise exp_zero"),
)  # fmt: skip

RATIO = Derivation.of(
    fix(
        "slopes", {"t": "real"}, {"t0": "0 <= t"},
        grows(
            "chord", "u*(exp(reach*s) - 1) - reach*(exp(u*s) - 1)",
            [[
                have("further", "u*s <= reach*s", "h3 chord.lo"),
                instance("more", "exp_monotone", a="u*s", b="reach*s", using="further"),
                have("product", "0 <= u*reach", "h1 h2"),
                close("more product"),
            ]],
            to="t", length="t0",
        ),
        have("below", "reach*(exp(u*t) - 1) <= u*(exp(reach*t) - 1)", "chord exp_zero"),
    ),
    grows(
        "ratio", "u**2*(exp(reach*s) - 1 - reach*s) - reach**2*(exp(u*s) - 1 - u*s)",
        [[
            instance("below", "slopes", t="s"),
            have("product", "0 <= u*reach", "h1 h2"),
            close("below product"),
        ]],
        why="both sides vanish at 0, and their slopes are in this order",
    ),
    close("ratio exp_zero"),
)  # fmt: skip

Z = "((A*p + B*q - grad(p) + grad(q))/(A + B))"
LAST = "(A*(p - q) - grad(p) + grad(q))"
QUADRATIC = Derivation.of(
    have("sum", "0 < A + B", "h1 h2"),
    have("apart", f"f(p) - f(q) >= inner(grad(q), {Z} - q) - inner(grad(p), {Z} - p)"
         f" - A*norm({Z} - p)**2/2 - B*norm({Z} - q)**2/2", "h3 h4"),
    close([
        "apart", "sum", f"norm_square(u={Z} - p)", f"norm_square(u={Z} - q)", "norm_square(u=p - q)",
        f"norm_square(u={LAST})",
    ]),
)  # fmt: skip

F = "2*(exp(L1*rho) - 1 - L1*rho)/(L1*rho)**2"


def _within(name: str, centre: str, near: str, bound: str) -> tuple[Step, ...]:
    """Within rho of a centre the exponential term is at most the quadratic one.

    Args:
        name: of the facts.
        centre: p or q.
        near: the hypothesis that the class is known in the ball around the centre.
        bound: the hypothesis that the auxiliary point is in that ball.
    """
    away = f"{Z} - {centre}"
    r, local = f"norm({away})", f"(L0 + L1*norm(grad({centre})))"
    return (
        have(f"{name}.r", f"0 <= {r}", f"norm_nonnegative(u={away})"),
        fix(
            f"{name}.segment", {"s": "real"}, {"s0": "0 <= s", "s1": "s <= 1"},
            instance("length", "norm_scale", a="s", u=away),
            have("inside", f"norm(s*({away})) <= rho", f"length s1 {name}.r {bound}"),
            instance("there", near, z=f"{centre} + s*({away})", using="inside"),
        ),
        have(f"{name}.u", f"0 <= L1*{r}", f"{name}.r h4"),
        have(f"{name}.top", f"L1*{r} <= L1*rho", f"{bound} h4"),
        have(f"{name}.reach", "0 < L1*rho", "h4 h5"),
        instance(f"{name}.ratio", "ours/exponential-ratio", u=f"L1*{r}", reach="L1*rho"),
        have(f"{name}.reach2", "0 < (L1*rho)**2", f"{name}.reach"),
        have(
            f"{name}.phi", f"2*(exp(L1*{r}) - 1 - L1*{r}) <= L1**2*{r}**2*({F})",
            f"{name}.ratio {name}.reach2 {name}.reach",
        ),
        have(f"{name}.local", f"0 < {local}", f"h3 h4 norm_nonnegative(u=grad({centre}))"),
        have(f"{name}.scaled", f"{local}/L1**2*(exp(L1*{r}) - 1 - L1*{r}) <= {local}*({F})*{r}**2/2",
             f"{name}.phi {name}.local h4"),
    )  # fmt: skip


CLASS = Derivation.of(
    *_within("up", "p", "h6", "h10"),
    instance("above", "ours/descent-exponential", p="p", d=f"{Z} - p"),
    *_within("down", "q", "h7", "h11"),
    instance("under", "ours/ascent-exponential", p="q", d=f"{Z} - q"),
    have("up.bend", f"(L0 + L1*norm(grad(p)))*({F})*norm({Z} - p)**2/2 <= A*norm({Z} - p)**2/2", "h8 up.r"),
    have("down.bend", f"(L0 + L1*norm(grad(q)))*({F})*norm({Z} - q)**2/2 <= B*norm({Z} - q)**2/2", "h9 down.r"),
    have("high", f"f({Z}) <= f(p) + inner(grad(p), {Z} - p) + A*norm({Z} - p)**2/2", "above up.scaled up.bend"),
    have("low", f"f({Z}) >= f(q) + inner(grad(q), {Z} - q) - B*norm({Z} - q)**2/2", "under down.scaled down.bend"),
    instance("meet", "ours/two-centre-quadratic", using="h1 h2 high low"),
    close("meet"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "ascent-exponential": ASCENT,
    "exponential-ratio": RATIO,
    "two-centre-quadratic": QUADRATIC,
    "two-centre": CLASS,
}
