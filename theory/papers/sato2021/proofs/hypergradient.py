"""Derivations: the chain rule with its error."""

from theory.derivation import Derivation, have
from theory.papers.sato2021.proofs.absolute import at_most, both

__all__ = ["PROOFS"]

MOVED, REST = "(q - p)", "(q - p - h*z)"
STEP = f"f(p) - f(q) + inner(g, {MOVED})"
WHOLE = "h*inner(g, z) + f(p) - f(q)"
BOUND = "h**2*(K*(c + norm(z))**2 + c*norm(g))"

CHAIN_RULE = Derivation.of(
    have("length", f"norm{MOVED} <= c*h**2 + h*norm(z)", [f"triangle(u={REST}, v=h*z)", "norm_scale(a=h, u=z)", "h5"]),
    have("short", f"norm{MOVED} <= h*(c + norm(z))", "length h2 h3 h6", "as h <= 1"),
    have("squared", f"norm{MOVED}**2 <= h**2*(c + norm(z))**2", [
        "short", f"norm_nonnegative(u={MOVED})", "norm_nonnegative(u=z)", "h2", "h3"]),
    have("curved", f"K*norm{MOVED}**2 <= K*h**2*(c + norm(z))**2", "squared h1",
         "what the step is not linear in costs K ||q - p||^2"),
    *both("step", STEP, f"K*norm{MOVED}**2", "h4"),
    have("scaled", f"norm(g)*norm{REST} <= c*h**2*norm(g)", "h5 norm_nonnegative(u=g)"),
    have("up", f"inner(g, {REST}) <= c*h**2*norm(g)", ["scaled", f"cauchy_schwarz(u=g, v={REST})"],
         "what the inputs are not linear in costs ||g|| c h^2"),
    have("down", f"-inner(g, {REST}) <= c*h**2*norm(g)", [
        "scaled", f"cauchy_schwarz(u=-g, v={REST})", "norm_symmetric(u=g)"]),
    have("above", f"{WHOLE} <= {BOUND}", "step.up down curved"),
    have("below", f"-({WHOLE}) <= {BOUND}", "step.down up curved"),
    at_most("end", WHOLE, BOUND, "above", "below"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"chain-rule": CHAIN_RULE}
