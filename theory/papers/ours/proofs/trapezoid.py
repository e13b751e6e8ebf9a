"""Derivations: descent by the trapezoidal rule, through a third point between two iterates."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, instance

__all__ = ["PROOFS"]

P = "grad(p)"
LENGTH = f"norm({P})"
C = f"(L0 + L1*{LENGTH})"
AFTER = f"(p - h*{P})"
Q, R, PQ = f"grad{AFTER}", f"norm(grad{AFTER})", f"inner({P}, grad{AFTER})"
TARGET = f"f{AFTER} <= f(p) - h*{LENGTH}*({LENGTH} + min({LENGTH}, {R}))/2 + {C}*h**2*{LENGTH}**2/4"


def _segment(name: str, start: str, way: str) -> Step:
    """The class is known on every segment."""
    return fix(
        name, {"s": "real"}, {"s0": "0 <= s", "s1": "s <= 1"}, instance("there", "h4", z=f"{start} + s*({way})")
    )


def _meets(e: str) -> tuple[Step, ...]:
    """The two bounds at the third point z = q + e, q being the point after the step; they use ``down`` and ``up``.

    Args:
        e: the displacement; ``down`` says c <grad(p), p - z> >= ||z - p||^2, where c (L0 + L1 g) = 1 by the fact
            ``unit``; ``up`` says <grad(q), e> >= (L0 + L1 ||grad(q)||) ||e||^2.
    """
    away = f"(-h*{P} + {e})"  # from p to z
    return (
        have("down1", f"{C}*norm({away})**2 <= -inner({P}, {away})",
             ["down", "unit", "constant", f"norm_square(u={away})"]),
        _segment("down.class", "p", away),
        instance("above", "ours/descent-direction", d=away),
        _segment("up.class", AFTER, e),
        instance("under", "ours/ascent-direction", p=AFTER, d=e),
        have("both", f"f{AFTER} <= f(p) + inner({P}, {away}) + {C}*norm({away})**2/2 - inner({Q}, {e})"
             f" + (L0 + L1*{R})*norm({e})**2/2", "above under"),
    )  # fmt: skip


_BASIC = (
    have("g0", f"0 <= {LENGTH}", f"norm_nonnegative(u={P})"),
    have("r0", f"0 <= {R}", f"norm_nonnegative(u={Q})"),
    have("g2", f"{LENGTH}**2 == inner({P}, {P})", f"norm_square(u={P})"),
    have("r2", f"{R}**2 == inner({Q}, {Q})", f"norm_square(u={Q})"),
    have("constant", f"0 < {C}", "h1 h2 g0"),
    have("steeper", f"0 < L0 + L1*{R}", "h1 h2 r0"),
    have("cs", f"{PQ} <= {LENGTH}*{R}", f"cauchy_schwarz(u={P}, v={Q})"),
    _segment("step.class", "p", f"-h*{P}"),
    have("scale0", f"norm(-h*{P}) == norm(h*{P})", f"norm_symmetric(u=h*{P})"),
    instance("scale1", "norm_scale", a="h", u=P, using="h3"),
    fix("below", {"z": "vector"}, {"z.le": "f(z) <= f(p)"}, instance("everywhere", "h4", z="z")),
    instance("first", "ours/descent-local-constant"),
    instance("forward", "ours/gradient-along-step", u="h", using="h3 h5 below"),
)  # fmt: skip

D1 = f"((c*{Q} - (c + h)*{P})/2)"
E1 = f"((c*{Q} - (c - h)*{P})/2)"
SHORTER = Derivation.of(
    *_BASIC,
    instance("least", "min_is_right", a=LENGTH, b=R, using="h6"),
    instance("change", "ours/gradient-change-shorter", d=f"-h*{P}"),
    fix(
        "all", {"c": "real"}, {"unit": f"c*{C} == 1"},
        have("c0", "0 < c", "unit constant"),
        have("c1", "h <= c", "unit h5 c0"),
        have("moved", f"norm({P} - {Q}) <= {C}*(h*{LENGTH})", "change scale0 scale1"),
        have("moved1", f"c*norm({P} - {Q}) <= h*{LENGTH}", "moved unit c0"),
        have("moved2", f"c**2*norm({P} - {Q})**2 <= h**2*{LENGTH}**2",
             ["moved1", f"norm_nonnegative(u={P} - {Q})", "c0", "g0", "h3"]),
        have("lipschitz", f"c**2*({LENGTH}**2 - 2*{PQ} + {R}**2) <= h**2*{LENGTH}**2",
             ["moved2", f"norm_square(u={P} - {Q})", "g2", "r2"]),
        have("ahead", f"(c - h)*{LENGTH}**2 <= c*{PQ}", "forward unit c0"),
        have("order2", f"{LENGTH}*{R} <= {LENGTH}**2", "h6 g0"),
        have("inside", f"{PQ} <= {LENGTH}**2", "cs order2"),
        have("gap", "0 <= c - h", "c1"),
        have("slack", f"c*{PQ} <= (c + h)*{LENGTH}**2", "inside c0 h3 g0"),
        have("slack1", f"0 <= (c - h)*((c + h)*{LENGTH}**2 - c*{PQ})", "slack gap"),
        have("down0", f"(c**2*{R}**2 - 2*c*(c + h)*{PQ} + (c + h)**2*{LENGTH}**2)/4"
             f" <= -c*(c*{PQ} - (c + h)*{LENGTH}**2)/2", "slack1 lipschitz"),
        have("down", f"inner({D1}, {D1}) <= -c*inner({P}, {D1})", "down0 g2 r2"),
        have("longer", f"(c - h)*{LENGTH}**2 <= c*{LENGTH}*{R}", "ahead cs c0"),
        by_cases(
            "root", LENGTH, "0", f"(c - h)*{LENGTH} <= c*{R}",
            [have("none", f"(c - h)*{LENGTH} <= 0", "root.le gap"), have("some", f"0 <= c*{R}", "c0 r0"),
             close("none some")],
            [close("root.gt longer")],
        ),
        have("rise", f"((c - h)*{LENGTH})**2 <= (c*{R})**2", "root g0 r0 c0 gap"),
        have("up0", f"inner({E1}, {E1}) <= c*inner({Q}, {E1})", "rise g2 r2"),
        have("e2", f"0 <= inner({E1}, {E1})", f"inner_nonnegative(u={E1})"),
        have("flatter", f"L0 + L1*{R} <= {C}", "h6 h2"),
        have("up1", f"{C}*inner({E1}, {E1}) <= inner({Q}, {E1})", "up0 unit constant"),
        have("up", f"(L0 + L1*{R})*norm({E1})**2 <= inner({Q}, {E1})",
             ["up1", "flatter", "e2", f"norm_square(u={E1})"]),
        *_meets(E1),
        have("bend", f"(L0 + L1*{R})*norm({E1})**2 <= {C}*inner({E1}, {E1})",
             ["flatter", "e2", f"norm_square(u={E1})"]),
        have("both1", f"c*f{AFTER} <= c*f(p) + c*inner({P}, {D1}) + inner({D1}, {D1})/2 - c*inner({Q}, {E1})"
             f" + inner({E1}, {E1})/2", ["both", "bend", "unit", "c0", f"norm_square(u={D1})"]),
        have("gather", f"c*f{AFTER} <= c*f(p) - {R}**2*c**2/4 + {PQ}*c*(c - h)/2"
             f" + {LENGTH}**2*(-c**2/2 + (c - h)**2/4)", "both1 g2 r2"),
        have("product", f"{PQ}*(c*(c - h)) <= {LENGTH}*{R}*(c*(c - h))", "cs gap c0"),
        have("square", f"0 <= c**2*({LENGTH} - {R})**2"),
        have("done", f"c*f{AFTER} <= c*f(p) - c*h*{LENGTH}*({LENGTH} + {R})/2 + h**2*{LENGTH}**2/4",
             "gather product square"),
        have("last", f"f{AFTER} <= f(p) - h*{LENGTH}*({LENGTH} + {R})/2 + {C}*h**2*{LENGTH}**2/4",
             "done unit c0 constant"),
    ),
    have("unit", f"(1/{C})*{C} == 1", f"inverse(a={C})"),
    instance("end0", "all", c=f"1/{C}"),
    close("end0 least"),
)


HAT = f"(l*{Q})"
_CLEARED = (
    have("moved0", f"0 <= {C}*(h*{LENGTH})*{R}**2", "constant h3 g0"),
    have("moved1", f"norm({R}**2*{P} - {LENGTH}**2*{Q}) <= {C}*(h*{LENGTH})*{R}**2", "change scale0 scale1"),
    have("moved2", f"norm({R}**2*{P} - {LENGTH}**2*{Q})**2 <= ({C}*(h*{LENGTH})*{R}**2)**2",
         ["moved1", "moved0", f"norm_nonnegative(u={R}**2*{P} - {LENGTH}**2*{Q})"]),
    have("apart", f"{R}**4*{LENGTH}**2 - 2*{R}**2*{LENGTH}**2*{PQ} + {LENGTH}**4*{R}**2"
         f" <= (h*{C})**2*{LENGTH}**2*{R}**4",
         ["moved2", f"norm_square(u={R}**2*{P} - {LENGTH}**2*{Q})", "g2", "r2"]),
    have("hc", f"0 < h*{C}", "h3 constant"),
    have("hc2", f"(h*{C})**2 <= 1", "h5 hc"),
    have("hc3", f"(h*{C})**2*({LENGTH}**2*{R}**4) <= {LENGTH}**2*{R}**4", "hc2"),
    have("fourth", f"0 < {R}**2*{LENGTH}**2", "some more"),
    have("forward2", f"{R}**2*{LENGTH}**2*{LENGTH}**2 <= {R}**2*{LENGTH}**2*(2*{PQ})", "apart hc3"),
    have("forward3", f"{LENGTH}**2 <= 2*{PQ}", "forward2 fourth", "the gradient turns by less than a right angle"),
)  # fmt: skip


def _flatter(e: str) -> tuple[Step, ...]:
    """From ``up0``, inner(e, e) <= c <l grad(q), e>, the condition on e, and l times the room B that it leaves."""
    return (
        have("e2", f"0 <= inner({e}, {e})", f"inner_nonnegative(u={e})"),
        have("up1", f"{C}*inner({e}, {e}) <= inner({HAT}, {e})", "up0 unit constant"),
        have("up2", f"l*(L0 + L1*{R})*inner({e}, {e}) <= inner({HAT}, {e})", "up1 flatter e2"),
        have("up3", f"(L0 + L1*{R})*inner({e}, {e}) <= inner({Q}, {e})", "up2 l0"),
        have("up", f"(L0 + L1*{R})*norm({e})**2 <= inner({Q}, {e})", ["up3", f"norm_square(u={e})"]),
        have("bent", f"0 <= (L0 + L1*{R})*inner({e}, {e})", "steeper e2"),
        have("room", f"0 <= inner({Q}, {e}) - (L0 + L1*{R})*inner({e}, {e})/2", "up3 bent"),
        have("share", f"inner({HAT}, {e}) - {C}*inner({e}, {e})/2 <="
             f" l*(inner({Q}, {e}) - (L0 + L1*{R})*inner({e}, {e})/2)", "flatter e2"),
    )  # fmt: skip


LD1 = f"((c*{HAT} - (c + h)*{P})/2)"
LE1 = f"((c*{HAT} - (c - h)*{P})/2)"
_AHEAD = (
    have("down0", f"(c**2*{LENGTH}**2 - 2*c*(c + h)*(l*{PQ}) + (c + h)**2*{LENGTH}**2)/4"
         f" <= -c*(c*(l*{PQ}) - (c + h)*{LENGTH}**2)/2", "side.le h3"),
    have("down", f"inner({LD1}, {LD1}) <= -c*inner({P}, {LD1})", "down0 g2 l2"),
    have("cut", f"0 <= (c**2 - (c - h)**2)*{LENGTH}**2", "c1 h3 c0"),
    have("up0", f"inner({LE1}, {LE1}) <= c*inner({HAT}, {LE1})", "cut g2 l2"),
    *_flatter(LE1),
    *_meets(LE1),
    have("whole", f"inner({HAT}, {LE1}) - {C}*inner({LE1}, {LE1})/2 <="
         f" inner({Q}, {LE1}) - (L0 + L1*{R})*inner({LE1}, {LE1})/2", "share room l1"),
    have("both1", f"c*f{AFTER} <= c*f(p) + c*inner({P}, {LD1}) + inner({LD1}, {LD1})/2 - c*inner({HAT}, {LE1})"
         f" + inner({LE1}, {LE1})/2",
         ["both", "whole", "unit", "c0", f"norm_square(u={LD1})", f"norm_square(u={LE1})"]),
    have("gather", f"c*f{AFTER} <= c*f(p) - {LENGTH}**2*c**2/4 + l*{PQ}*c*(c - h)/2"
         f" + {LENGTH}**2*(-c**2/2 + (c - h)**2/4)", "both1 g2 l2"),
    have("product", f"l*{PQ}*(c*(c - h)) <= {LENGTH}**2*(c*(c - h))", "inside gap c0"),
    close("gather product"),
)  # fmt: skip

LE2 = f"(c*tau*{HAT})"
LD2 = f"(-h*{P} + {LE2})"
_SIDEWAYS = fix(
    "aside", {"tau": "real"}, {"tau.is": f"tau*{LENGTH}**2 == l*{PQ}"},
    have("ahead", f"l*{LENGTH}**2 <= 2*tau*{LENGTH}**2", "forward3 tau.is l0"),
    have("tau0", "l <= 2*tau", "ahead square0"),
    have("tau+", "0 < tau", "tau0 l0"),
    have("tau1", f"2*c*tau*{LENGTH}**2 <= h*{LENGTH}**2", "side.gt tau.is"),
    have("tau2", "2*c*tau <= h", "tau1 square0"),
    have("tau3", "2*tau <= 1", "tau2 c1 c0"),
    have("cut0", "0 <= (c - h)*(h - 2*c*tau*tau)", "gap tau2 tau3 tau+ c0"),
    have("cut1", f"0 <= (c - h)*(h - 2*c*tau*tau)*{LENGTH}**2", "cut0"),
    have("cut2", f"inner({LD2}, {LD2}) == (h**2 - 2*h*c*tau**2 + c**2*tau**2)*{LENGTH}**2", "g2 l2 tau.is"),
    have("cut3", f"inner({P}, {LD2}) == (c*tau**2 - h)*{LENGTH}**2", "g2 tau.is"),
    have("down", f"inner({LD2}, {LD2}) <= -c*inner({P}, {LD2})", "cut1 cut2 cut3"),
    have("up4", f"inner({LE2}, {LE2}) == c**2*tau**2*{LENGTH}**2", "l2"),
    have("up5", f"inner({HAT}, {LE2}) == c*tau*{LENGTH}**2", "l2"),
    have("up6", f"0 <= c**2*tau*(1 - tau)*{LENGTH}**2", "tau3 tau+"),
    have("up0", f"inner({LE2}, {LE2}) <= c*inner({HAT}, {LE2})", "up4 up5 up6"),
    *_flatter(LE2),
    *_meets(LE2),
    have("share1", f"c*tau*(1 - tau/2)*{LENGTH}**2 <= l*(inner({Q}, {LE2}) - (L0 + L1*{R})*inner({LE2}, {LE2})/2)",
         "share up4 up5 unit"),
    have("share2", f"c*tau*(1 - tau/2)*{LENGTH}**2 <= 2*tau*(inner({Q}, {LE2}) - (L0 + L1*{R})*inner({LE2}, {LE2})/2)",
         "share1 room tau0"),
    have("share3", f"c*(1 - tau/2)*{LENGTH}**2/2 <= inner({Q}, {LE2}) - (L0 + L1*{R})*inner({LE2}, {LE2})/2",
         "share2 tau+"),
    have("both1", f"c*f{AFTER} <= c*f(p) + c*inner({P}, {LD2}) + inner({LD2}, {LD2})/2"
         f" - c**2*(1 - tau/2)*{LENGTH}**2/2",
         ["both", "share3", "unit", "c0", f"norm_square(u={LD2})", f"norm_square(u={LE2})"]),
    have("gather", f"c*f{AFTER} <= c*f(p) + {LENGTH}**2*(c**2*tau**2 - c*h + (h**2 - 2*h*c*tau**2 + c**2*tau**2)/2"
         " - c**2*(1 - tau/2)/2)", "both1 cut2 cut3"),
    have("part0", "0 <= (c - h)*(h - 2*c*tau)", "gap tau2"),
    have("part1", "0 <= 1/4 + tau/2 - tau**2", "tau3 tau+"),
    have("part2", "0 <= c*(c - h)*(1/4 + tau/2 - tau**2)", "part1 gap c0"),
    have("part3", "0 <= c**2*((1 - 2*tau)*(1 + tau))", "tau3 tau+"),
    have("room1", "0 <= c**2/2 - h**2/4 - 3*c**2*tau**2/2 + h*c*tau**2 - c**2*tau/4", "part0 part2 part3"),
    have("room2", f"0 <= {LENGTH}**2*(c**2/2 - h**2/4 - 3*c**2*tau**2/2 + h*c*tau**2 - c**2*tau/4)", "room1"),
    have("aside.end", f"c*f{AFTER} <= c*f(p) - c*h*{LENGTH}**2 + h**2*{LENGTH}**2/4", "gather room2"),
)  # fmt: skip

_GROWN = (
    have("some", f"0 < {LENGTH}", "still.gt"),
    have("more", f"0 < {R}", "some h6"),
    *_CLEARED,
    fix(
        "all", {"c": "real", "l": "real"}, {"unit": f"c*{C} == 1", "l.is": f"l*{R} == {LENGTH}"},
        have("c0", "0 < c", "unit constant"),
        have("c1", "h <= c", "unit h5 c0"),
        have("gap", "0 <= c - h", "c1"),
        have("l0", "0 < l", "l.is some more"),
        have("l1", "l <= 1", "l.is h6 more"),
        have("square0", f"0 < {LENGTH}**2", "some"),
        have("l2", f"l**2*inner({Q}, {Q}) == {LENGTH}**2", "l.is r2"),
        have("flatter", f"l*(L0 + L1*{R}) <= {C}", "l.is l1 h1"),
        have("inside0", f"l*{PQ} <= l*({LENGTH}*{R})", "cs l0"),
        have("inside", f"l*{PQ} <= {LENGTH}**2", "inside0 l.is"),
        by_cases(
            "side", f"h*{LENGTH}**2", f"2*c*(l*{PQ})",
            f"c*f{AFTER} <= c*f(p) - c*h*{LENGTH}**2 + h**2*{LENGTH}**2/4",
            _AHEAD,
            [
                _SIDEWAYS,
                have("square1", f"0 < {LENGTH}**2", "some"),
                have("tau.def", f"(l*{PQ}/{LENGTH}**2)*{LENGTH}**2 == l*{PQ}", "square1"),
                instance("aside1", "aside", tau=f"l*{PQ}/{LENGTH}**2", using="tau.def"),
                close("aside1"),
            ],
        ),
        have("last", f"f{AFTER} <= f(p) - h*{LENGTH}**2 + {C}*h**2*{LENGTH}**2/4", "side unit c0 constant"),
    ),
    have("unit", f"(1/{C})*{C} == 1", f"inverse(a={C})"),
    have("l.def", f"({LENGTH}/{R})*{R} == {LENGTH}", "more"),
    instance("end0", "all", c=f"1/{C}", l=f"{LENGTH}/{R}"),
    close("end0 least"),
)  # fmt: skip

LONGER = Derivation.of(
    *_BASIC,
    instance("least", "min_is_left", a=LENGTH, b=R, using="h6"),
    instance("change", "ours/gradient-change-longer", d=f"-h*{P}"),
    by_cases(
        "still", LENGTH, "0", TARGET,
        [
            have("none", f"{LENGTH}**2 <= 0", "still.le g0"),
            have("slow", f"h*{C}*(h*{LENGTH}**2) <= h*{LENGTH}**2", "h5 h3"),
            have("half", f"0 <= {C}*h**2*{LENGTH}**2", "constant"),
            have("zero", f"h*{LENGTH}**2 <= 0", "none h3"),
            close("first slow half zero least"),
        ],
        _GROWN,
    ),
    close("still"),
)

BOTH_WAYS = Derivation.of(
    by_cases(
        "order", R, LENGTH, TARGET,
        [instance("shorter", "ours/trapezoid-shorter"), close("shorter")],
        [have("longer0", f"{LENGTH} <= {R}", "order.gt"), instance("longer", "ours/trapezoid-longer"), close("longer")],
    ),
    close("order"),
)

PROOFS: dict[str, Derivation] = {
    "trapezoid-shorter": SHORTER,
    "trapezoid-longer": LONGER,
    "descent-trapezoid": BOTH_WAYS,
}
