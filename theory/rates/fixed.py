"""Fixed steps with symbolic constants, after Zhang et al. 2020.

Theorem 6 with the step a/(L0 + L1 M), Theorem 8 with a/sqrt(T), threshold and count of Theorem 4.
"""

from collections.abc import Mapping
from dataclasses import replace

import sympy as sp

from theory.claim import Claim, PaperError
from theory.classes import L0L1Smooth
from theory.derivation import Derivation, close, have, instance
from theory.measures import gap, hitting_time
from theory.methods import gradient_descent
from theory.rates.chain import Chain, Derived, maximiser, show
from theory.statement import ForAll, Run
from theory.symbols import f, grad, norm, symbols, x

__all__ = ["lower_bound", "stochastic", "theorem6"]

L0, L1, M, Delta, eps, h, g, a = symbols("L0 L1 M Delta eps h g a", positive=True)
B, root = symbols("B root", positive=True)
z = sp.Symbol("z", real=True)
gradient_bound = ForAll(over=(z,), points=(z,), given=(f(z) <= f(x(0)),), then=norm(grad(z)) <= M)


def _constant(settings: Mapping[str, sp.Rational], limit: int | None = None) -> sp.Expr:
    """The value of a, symbolic if it is not set."""
    if set(settings) - {"a"}:
        raise PaperError(f"this derivation has the constant a, not {', '.join(sorted(set(settings) - {'a'}))}.")
    value = settings.get("a", a)
    if value.is_number and not (value > 0 and (limit is None or value < limit)):
        raise PaperError(f"a = {value} is outside the domain of validity, 0 < a" + (f" < {limit}." if limit else "."))
    return value


def theorem6(claim: Claim, settings: Mapping[str, sp.Rational]) -> Derived:
    """Gradient descent with the step a/(L0 + L1 M), for 0 < a < 2."""
    u = _constant(settings, 2)
    limit, chain = L0 + L1 * M, Chain()
    share = u * (1 - u / 2)
    bound = Delta * limit / (share * eps**2)
    named = "h6" if u == a else ""
    e = "h7" if u == a else "h6"
    domain = () if u.is_number else (u < 2,)
    text = "(L0 + L1*M)"
    step, gain = f"({u})/{text}", f"({u})*(1 - ({u})/2)*eps**2/{text}"
    divisor = f"({step})*(1 - {text}*({step})/2)*eps**2"
    chain.add(
        "substitute", f"h = {show(u / limit)}", "the method's step",
        have("limit", f"0 < {text}", "h3 h4 h5"),
        have("step", f"0 < {step}", f"limit {named}"),
        have("short", f"({step})*{text} < 2", f"limit {named} {'h12' if domain else ''}"),
    )  # fmt: skip
    chain.add(
        "lemma", "f(x+) <= f(x) - h (1 - (L0 + L1*M) h/2) g^2",
        "zhang2020/thm6-p3: hess f <= L0 + L1*M on the sublevel set, which the step never leaves",
        instance("count", "ours/thm6-any-step", h=step),
    )  # fmt: skip
    chain.add(
        "ring", f"h (1 - (L0 + L1*M) h/2) g^2 >= {show(share * eps**2 / limit)}", "collect, g > eps",
        have("value", f"{divisor} == {gain}", "limit"),
        have("part", f"0 < ({u})*(1 - ({u})/2)", f"{named} {'h12' if domain else ''}"),
        have("gain", f"0 < {gain}", f"limit part {e}"),
        have("divisor", f"0 < {divisor}", "value gain"),
    )  # fmt: skip
    chain.add(
        "hitting time", f"K <= {show(bound)}", "telescope over K failing steps, f >= f*",
        have("times", f"K*({divisor}) <= Delta", "count divisor"),
        have("sum-up", f"K*({gain}) <= Delta", "times value"),
        have("share", f"0 < ({u})*(1 - ({u})/2)*eps**2", f"part {e}"),
        have("many", f"K*(({u})*(1 - ({u})/2)*eps**2) <= Delta*{text}", "sum-up limit"),
        close("many share limit"),
    )  # fmt: skip
    run = Run(
        functions=L0L1Smooth(L0, L1, below=x(0)), method=gradient_descent, parameters={"step": u / limit},
        given=(gap(0) <= Delta, gradient_bound, *domain), then=hitting_time(eps) <= bound,
    )  # fmt: skip
    best = maximiser(a * (1 - a / 2), a)
    return Derived(
        claim=_claim(claim, run, Derivation.of(*chain.steps("setup"))), links=tuple(chain.links), domain=domain,
        decrease={"every step": share * eps**2 / limit}, bound=bound,
        best={"coefficient of (L0 + L1*M)*Delta/eps^2": ({"a": best}, 1 / (best * (1 - best / 2)))},
    )  # fmt: skip


def _claim(claim: Claim, statement: ForAll | Run, proof: Derivation) -> Claim:
    """The derived statement as a claim of its own."""
    return replace(
        claim, statement=statement, proof=proof, uses=proof.labels, expect="true", witness=None, looseness=None
    )


def stochastic(claim: Claim, settings: Mapping[str, sp.Rational]) -> Derived:
    """SGD with the step a/sqrt(T), where gradients along the run are at most M: the last step of Theorem 8."""
    u = _constant(settings)
    chain = Chain()
    bound = (Delta / u + u * B) ** 2 / eps**4
    quadratic = "f(x - h v) <= f(x) - h <grad f, v> + (5*L0 + 4*L1*g) h^2 |v|^2/2"
    chain.add("lemma", quadratic, "zhang2020/local-descent-direction")
    chain.add("bound", "|v| <= M + tau, so the last term is at most h^2 B, B = (5*L0 + 4*L1*M)(M + tau)^2/2", "g <= M")
    chain.add("expectation", "E f(x+) <= E f(x) - h E g^2 + h^2 B", "zhang2020/thm8-p1: the noise has mean zero")
    chain.add("telescope", "T h eps^2 <= Delta + T h^2 B", "zhang2020/thm8-p2: while E g^2 >= eps^2")
    chain.add("substitute", f"h = {show(u / sp.Symbol('sqrt(T)'))}", "the method's step")
    names = sorted(["B", "Delta", "eps", "h", "root", *(["a"] if u == a else [])])
    n = {name: f"h{i}" for i, name in enumerate(names, 1)}
    p, q = f"h{len(names) + 1}", f"h{len(names) + 2}"
    sign = n.get("a", "")
    chain.add(
        "ring", f"sqrt(T) eps^2 <= {show(Delta / u + u * B)}", "multiply by sqrt(T)/h",
        have("scaled", f"root*({u})*eps**2 <= Delta + ({u})**2*B", f"{p} {q}"),
        have("single", f"root*eps**2 <= Delta/({u}) + ({u})*B", f"scaled {sign}"),
        have("one", f"root <= (Delta/({u}) + ({u})*B)/eps**2", f"single {n['eps']}"),
        have("zero", "0 <= root", n["root"]),
    )  # fmt: skip
    chain.add(
        "hitting time", f"T <= {show(bound)}", "square",
        have("square", f"root**2 <= ((Delta/({u}) + ({u})*B)/eps**2)**2", "one zero"), close("square"),
    )  # fmt: skip
    given = (sp.Eq(h * root, u), root**2 * h * eps**2 <= Delta + root**2 * h**2 * B)
    at = sp.sqrt(Delta / B)
    assert sp.simplify(sp.diff(Delta / a + a * B, a).subs(a, at)) == 0
    return Derived(
        claim=_claim(claim, ForAll(given=given, then=root**2 <= bound), Derivation.of(*chain.steps("setup"))),
        links=tuple(chain.links), domain=(), bound=bound,
        decrease={"every step, in expectation": u * eps**2 / root - u**2 * B / root**2},
        best={"number of steps": ({"a": at}, sp.simplify((Delta / at + at * B) ** 2 / eps**4))},
    )  # fmt: skip


def lower_bound(claim: Claim, settings: Mapping[str, sp.Rational], repaired: Claim) -> Derived:
    """Threshold and count of Theorem 4, with the function that is in the class for all L0, L1 > 0."""
    if settings:
        raise PaperError("the lower bound has no free constants to set; derive it without --set.")
    chain = Chain()
    reach = sp.log(1 + L1 * M / L0) / L1
    slope = L0 / L1 * (sp.exp(L1 * reach) - 1)
    steep = f"f'(r) = (L0/L1)(exp(L1*r) - 1) = {show(sp.simplify(slope))} at r = {show(reach)}"
    chain.add("substitute", steep, "the start")
    threshold = sp.solve(sp.Eq(h * sp.simplify(slope), 2 * reach), h)[0]
    chain.add("cases", f"a step overshoots to a larger distance iff h >= {show(threshold)}", "h f'(r) - r >= r")
    chain.add("lemma", "then |f'(x_k)| >= M for every k, T = oo", "ours/thm4-repaired-divergence: f'(r)/r increases")
    distance, left = 1 + (Delta - 5 * eps / 4) / (2 * eps), sp.Rational(3, 8)
    begins = f"a run on f2 starts at {show(sp.expand(distance))} and is stationary only within {left} of 0"
    chain.add("substitute", begins, "f2 = Delta at the start")
    count = sp.simplify((distance - left) / (2 * eps * h))
    chain.add("bound", f"T >= {show(count)}", "ours/thm4-count: every step on f2 has length at most 2 eps h")
    bound = sp.simplify(count.subs(h, threshold))
    chain.add("hitting time", f"T >= {show(bound)}", "the adversary answers h with the worse of the two functions")
    reachable = L1 * Delta >= M - L0 / L1 * sp.log(1 + L1 * M / L0)
    conditions = (eps <= L0 / 3, 2 * eps <= M, Delta >= 5 * eps / 4, reachable)
    return Derived(
        claim=repaired, links=tuple(chain.links), domain=conditions, decrease={}, bound=bound, best={},
    )  # fmt: skip
