"""Clipped gradient descent with symbolic step constants: eta = a/L0, longest step R = min(1, b/L1).

From a descent lemma f(x+) <= f(x) - h g^2 + (A L0 + B L1 g) h^2 g^2/2 to the number of failing steps.  With
(A, B) = (5, 4) this is the proof of Theorem 3 (Zhang et al. 2020); with (1, 1), Lemma A, its improvement.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import sympy as sp

from theory.claim import Claim, PaperError
from theory.classes import L0L1Smooth
from theory.derivation import Derivation, Step, by_cases, close, fix, have, hitting_time, instance, rewrite
from theory.measures import gap
from theory.measures import hitting_time as T
from theory.methods import clipped_gradient_descent
from theory.rates.chain import Chain, Derived, linear_bound, maximiser, show
from theory.rates.words import LEMMA_A, PUBLISHED, Lemma, Names, smaller
from theory.statement import Run
from theory.symbols import symbols, x

__all__ = ["LEMMA_A", "PUBLISHED", "Lemma", "clipped"]

L0, L1, Delta, eps, h, g = symbols("L0 L1 Delta eps h g", positive=True)
a, b = symbols("a b", positive=True)
G = "norm(grad(x(k)))"


def _apply(lemma: Lemma, H: str, n: Names) -> tuple[Step, ...]:
    """The descent lemma at x(k)."""
    if lemma.near:
        return (
            have("s3", f"{H}*{G} <= 1", "s2 r1"),
            have("s4", f"{H}*{G} <= 1/L1", f"p2 reach {n['L1']}"),
            instance("descent", lemma.label, h=H, p="x(k)", p0="x(0)"),
        )
    return (
        fix(
            "local", {"z": "vector"}, {"lower": "f(z) <= f(x(k))"},
            have("within", "f(z) <= f(x(0))", "lower k.level"),
            instance("inside", n["class"], z="z"),
        ),
        have("s3", f"{H}*(L0 + L1*{G}) <= 1", "p1 p2 reach"),
        instance("descent", lemma.label, h=H, p="x(k)"),
    )  # fmt: skip


def clipped(
    label: str, title: str, lemma: Lemma, settings: Mapping[str, sp.Rational], printed: int | None = None
) -> Derived:
    """Derive the bound for eta = a/L0 and radius min(1, b/L1).

    Args:
        label: of the derived claim.
        title: of the derived claim.
        lemma: the descent lemma to start from.
        settings: exact values for a and b; what is not set stays symbolic.
        printed: for a = b = 1/10, the constant C to which the bound is rounded at the end,
            C L0 Delta/eps^2 + C max(1, L1^2) Delta/L0.

    Raises:
        PaperError: for an unknown constant, or values outside the domain of validity.
    """
    unknown = set(settings) - {"a", "b"}
    if unknown:
        raise PaperError(f"this derivation has the constants a and b, not {', '.join(sorted(unknown))}.")
    u, v = settings.get("a", a), settings.get("b", b)
    if any(sp.sympify(value) <= 0 for value in settings.values()):
        raise PaperError(f"a and b must be positive, not {settings}.")
    A, B, chain = lemma.A, lemma.B, Chain()
    share = 1 - linear_bound(h * (A * L0 + B * L1 * g), {h * L0: u, h * L1 * g: v}) / 2
    domain = [cond for cond in ((share > 0,) if lemma.near else (u + v <= 1,)) if cond is not sp.true]
    if sp.false in domain:
        needed = f"{A}a + {B}b < 2" if lemma.near else "a + b <= 1"
        raise PaperError(f"a = {u}, b = {v} is outside the domain of validity: {needed} is needed.")
    R = sp.Min(1, v / L1)
    plain, cut = share * u * eps**2 / L0, share * L0 * R**2 / u
    bound = L0 * Delta / (share * u * eps**2) + u * Delta * sp.Max(1, L1**2 / v**2) / (share * L0)
    n = Names([c for c in (a, b) if c in {u, v}], len(domain))
    _links(chain, lemma, n, (str(u), str(v), str(share)), (plain, cut, bound))
    if printed is not None:
        bound = _round(chain, n, printed)
    start = x(0)
    claim = Claim(
        label=label, title=title, kind="theorem", locator="derived", provenance="ours", sense="upper",
        statement=Run(
            functions=L0L1Smooth(L0, L1, near=start) if lemma.near else L0L1Smooth(L0, L1, below=start),
            method=clipped_gradient_descent, parameters={"step": u / L0, "radius": R},
            given=(gap(0) <= Delta, *domain), then=T(eps) <= bound,
        ),
        proof=Derivation.of(
            *chain.steps("setup"),
            *hitting_time(_decrease(str(u), str(v), str(share)), chain.steps("step"), chain.steps("count")),
        ),
    )  # fmt: skip
    return Derived(
        claim=replace(claim, uses=claim.proof.labels), links=tuple(chain.links), domain=tuple(domain), bound=bound,
        decrease={"unclipped": plain, "clipped": cut}, best=_best(lemma),
    )  # fmt: skip


def _regimes(u: str, v: str, c: str) -> tuple[str, str]:
    return f"({c})*({u})*eps**2/L0", f"({c})*L0*min(1, ({v})/L1)**2/({u})"


def _decrease(u: str, v: str, c: str) -> str:
    plain, cut = _regimes(u, v, c)
    return f"min({plain}, {cut})"


class _Terms(NamedTuple):
    """The constants and the terms of the proof, in the kernel's syntax, and the facts that constants are positive."""

    u: str
    v: str
    c: str
    R: str
    H: str
    D: str
    plain: str
    cut: str
    signs: str


def _terms(u: str, v: str, c: str, n: Names) -> _Terms:
    plain, cut = _regimes(u, v, c)
    R = f"min(1, ({v})/L1)"
    signs = f"{n['L0']} {n['L1']} {n.constants}"
    return _Terms(u, v, c, R, f"min(({u})/L0, {R}/{G})", _decrease(u, v, c), plain, cut, signs)


def _links(chain: Chain, lemma: Lemma, n: Names, texts: tuple[str, str, str], results: Any) -> None:
    """The chain itself, rule by rule."""
    t = _terms(*texts, n)
    plain, cut, bound = results
    _before(chain, lemma, n, t)
    _one_step(chain, lemma, n, t)
    _two_regimes(chain, n, t, (plain, cut))
    _count(chain, n, t, bound)


def _before(chain: Chain, lemma: Lemma, n: Names, t: _Terms) -> None:
    """What holds for every step."""
    u, v, c, R, _, _, plain, cut, signs = t
    step, longest = show(sp.sympify(u) / L0), show(sp.sympify(v) / L1)
    chain.add(
        "substitute", f"h = min({step}, R/g), R = min(1, {longest})", "the method's step where ||grad f|| = g",
        have("share", f"0 < {c}", f"{n.constants} {n.domain}"),
        have("reach", f"{v} <= 1" if lemma.near else f"{u} + {v} <= 1", f"{n.constants} {n.domain}"),
        have("radius", f"0 < ({v})/L1", signs),
        smaller("r0", "1", f"({v})/L1", "", "radius"),
        have("r1", f"{R} <= 1", f"min_left(a=1, b=({v})/L1)"),
        have("r2", f"{R} <= ({v})/L1", f"min_right(a=1, b=({v})/L1)"),
        have("plain", f"0 < {plain}", f"share {signs} {n['eps']}"),
        have("clipped", f"0 < {cut}", f"share r0 {signs}"),
        smaller("positive", plain, cut, "plain", "clipped"),
    )  # fmt: skip


def _one_step(chain: Chain, lemma: Lemma, n: Names, t: _Terms) -> None:
    """The decrease of one step as a share of h g^2."""
    u, v, c, R, H, _, _, _, signs = t
    A, B = lemma.A, lemma.B
    longest = show(sp.sympify(v) / L1)
    chain.add(
        "bound", f"h L0 <= {u}  and  h g <= R <= {longest}", "a minimum is below both of its arguments",
        instance("fails", n["failing"], k="k"),
        instance("update", n["update"], k="k"),
        have("g", f"0 < {G}", f"fails {n['eps']}"),
        have("longest", f"0 < {R}/{G}", "r0 g"),
        have("first", f"0 < ({u})/L0", signs),
        have("s1", f"{H} <= ({u})/L0", f"min_left(a=({u})/L0, b={R}/{G})"),
        have("s2", f"{H}*{G} <= {R}", f"min_right(a=({u})/L0, b={R}/{G}) g"),
        smaller("s0", f"({u})/L0", f"{R}/{G}", "first", "longest"),
        have("p1", f"{H}*L0 <= {u}", f"s1 {n['L0']}"),
        have("p2", f"{H}*{G}*L1 <= {v}", f"s2 r2 {n['L1']}"),
        stage="step",
    )  # fmt: skip
    where = "h g <= min(1, 1/L1)" if lemma.near else "h (L0 + L1 g) <= 1"
    chain.add(
        "lemma", f"f(x+) <= f(x) - h g^2 + ({A}*L0 + {B}*L1*g) h^2 g^2/2", f"{lemma.label}, for {where}",
        *_apply(lemma, H, n), stage="step",
    )  # fmt: skip
    chain.add(
        "bound", f"h ({A}*L0 + {B}*L1*g) <= {sp.sympify(f'{A}*({u}) + {B}*({v})')}", "from h L0 and h g",
        have("p3", f"{H}*({A}*L0 + {B}*L1*{G}) <= {A}*({u}) + {B}*({v})", "p1 p2"), stage="step",
    )  # fmt: skip
    chain.add(
        "ring", f"f(x+) <= f(x) - c h g^2,  c = {c}", "collect the two terms",
        have(
            "quadratic", f"f(x(k) - {H}*grad(x(k))) <= f(x(k)) - ({c})*{H}*{G}**2",
            "descent p3 s0 norm_nonnegative(u=grad(x(k)))", degree=4,
        ), stage="step",
    )  # fmt: skip


def _two_regimes(chain: Chain, n: Names, t: _Terms, values: tuple[sp.Expr, sp.Expr]) -> None:
    """What that share is worth when the step is clipped and when it is not."""
    u, _, c, R, H, D, plain, cut, signs = t
    step = show(sp.sympify(u) / L0)
    chain.add(
        "cases", f"unclipped: c h g^2 >= {show(values[0])};  clipped: c h g^2 >= {show(values[1])}",
        f"h = {step} and g > eps, or h g = R and g >= R*{show(L0 / sp.sympify(u))}",
        by_cases(
            "enough", f"({u})/L0", f"{R}/{G}", f"{D} <= ({c})*{H}*{G}**2",
            [
                instance("full", "min_is_left", a=f"({u})/L0", b=f"{R}/{G}"),
                have("square", f"eps**2 <= {G}**2", f"fails {n['eps']}"),
                have("worth", f"{plain} <= ({c})*(({u})/L0)*{G}**2", f"square share first {signs}"),
                close(f"worth full min_left(a={plain}, b={cut})"),
            ],
            [
                instance("cut", "min_is_right", a=f"({u})/L0", b=f"{R}/{G}"),
                have("far", f"{R}*L0/({u}) <= {G}", f"enough.gt g {signs}"),
                have("worth", f"{cut} <= ({c})*({R}/{G})*{G}**2", f"far share r0 g {signs}"),
                close(f"worth cut min_right(a={plain}, b={cut})"),
            ],
        ),
        have("falls", f"f(x(k) - {H}*grad(x(k))) <= f(x(k)) - {D}", "quadratic enough"),
        rewrite("step", None, "falls", "update"),
        stage="step",
    )  # fmt: skip


def _count(chain: Chain, n: Names, t: _Terms, bound: sp.Expr) -> None:
    """From the decrease per step to the number of steps."""
    u, v, c, R, _, D, _, _, _ = t
    fallen = "K min(unclipped, clipped) <= f(x0) - f(x_K) <= Delta"
    chain.add("telescope", fallen, "K failing steps, f >= f*", stage="count")
    chain.add(
        "hitting time", f"K <= {show(bound)}", "1/min(p, q) <= 1/p + 1/q",
        instance("lowest", n["below"], z="x(K)"),
        have("sum-up", f"K*{D} <= Delta", f"total lowest {n['gap']}"),
        *_inverse_radius(v, n),
        instance("count", "ours/clipped-count", count="K", share=c, a=u, radius=R, most=f"max(1, L1**2/({v})**2)"),
        have("derived", f"K <= L0*Delta/(({c})*({u})*eps**2) + ({u})*Delta*max(1, L1**2/({v})**2)/(({c})*L0)", "count"),
        stage="count",
    )  # fmt: skip


def _round(chain: Chain, n: Names, C: int) -> sp.Expr:
    """Round both constants up to C, for a = b = 1/10."""
    inner, outer = "max(1, L1**2/(1/10)**2)", "max(1, L1**2)"
    chain.add(
        "round", f"K <= {C}*L0*Delta/eps^2 + {C}*max(1, L1^2)*Delta/L0", "max(1, 100 L1^2) <= 100 max(1, L1^2)",
        by_cases(
            "wider", "1", "L1**2/(1/10)**2", f"{inner} <= 100*{outer}",
            [close("max_is_right(a=1, b=L1**2/(1/10)**2) max_right(a=1, b=L1**2)")],
            [close("max_is_left(a=1, b=L1**2/(1/10)**2) max_left(a=1, b=L1**2)")],
        ),
        have("longest-step", f"0 < {outer}", "max_left(a=1, b=L1**2)"),
        close(f"count wider longest-step {n['L0']} {n['eps']} {n['Delta']}", name="rounded"),
        stage="count",
    )  # fmt: skip
    return C * L0 * Delta / eps**2 + C * sp.Max(1, L1**2) * Delta / L0


def _inverse_radius(v: str, n: Names) -> tuple[Step, ...]:
    R, M = f"min(1, ({v})/L1)", f"max(1, L1**2/({v})**2)"
    signs = f"{n['L1']} {n.constants}"
    return (
        by_cases(
            "reciprocal", "1", f"({v})/L1", f"1/{R}**2 <= {M}",
            [
                instance("long", "min_is_left", a="1", b=f"({v})/L1"),
                have("one", f"{R}**2 == 1", "long"),
                close(f"one r0 max_left(a=1, b=L1**2/({v})**2)"),
            ],
            [
                have("ratio", f"1/(({v})/L1)**2 == L1**2/({v})**2", signs),
                instance("short", "min_is_right", a="1", b=f"({v})/L1"),
                rewrite("back", f"1/{R}**2 == L1**2/({v})**2", "ratio", "short"),
                close(f"back max_right(a=1, b=L1**2/({v})**2)"),
            ],
        ),
    )  # fmt: skip


def _best(lemma: Lemma) -> dict[str, tuple[dict[str, sp.Expr], sp.Expr]]:
    """The best constants this chain can give, by the rule *optimise*."""
    A, B = lemma.A, lemma.B
    worth = a * (1 - (A * a + B * b) / 2)
    first = maximiser(worth, a) if lemma.near else 1 - b  # Lemma A: the domain a + b <= 1 ends before the maximum
    equal = maximiser(worth.subs(b, a), a)
    both = sp.simplify(1 / worth.subs(b, a).subs(a, equal))
    alone = sp.simplify(1 / worth.subs(b, 0).subs(a, first.subs(b, 0)))
    return {
        "C in C*(L0*Delta/eps^2 + max(1, L1^2)*Delta/L0), b <= 1": ({"a": equal, "b": equal}, both),
        "coefficient of L0*Delta/eps^2 for given b": ({"a": first}, sp.simplify(1 / worth.subs(a, first))),
        "its infimum, as b -> 0": ({"a": first.subs(b, 0)}, alone),
    }
