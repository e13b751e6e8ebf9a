"""Derivations: Theorem 3, from the local descent lemma to the count."""

from theory.derivation import Derivation, by_cases, close, have, hitting_time, induct, instance, rewrite

__all__ = ["PROOFS"]

G = "norm(grad(x(k)))"
R = "min(1, 1/(10*L1))"
H = f"min(1/(10*L0), {R}/{G})"
PLAIN, CLIPPED = "eps**2/(20*L0)", "L0/(20*max(1, L1**2))"
D = f"min({PLAIN}, {CLIPPED})"

STAYS = Derivation.of(
    induct(
        "level", "j", "f(x(j)) <= f(x(0))",
        [close()],
        [instance("falls", "h2", i="j"), close("falls level.ih")],
    ),
    instance("end", "level", j="k"),
)  # fmt: skip

P4 = Derivation(
    (
        (
            have("radius", "0 < 1/(10*L1)", "h2"),
            by_cases(
                "r0", "1", "1/(10*L1)", f"0 <= {R}",
                [close("min_is_left(a=1, b=1/(10*L1))")],
                [close("min_is_right(a=1, b=1/(10*L1)) radius")],
            ),
            close("r0 h4"),
        ),
        (
            have("m1", "1 <= max(1, L1**2)", "max_left(a=1, b=L1**2)"),
            have("m2", "L1**2 <= max(1, L1**2)", "max_right(a=1, b=L1**2)"),
            have("m", "0 < max(1, L1**2)", "m1"),
            by_cases(
                "r0", "1", "1/(10*L1)", f"1/(100*max(1, L1**2)) <= {R}**2",
                [close("min_is_left(a=1, b=1/(10*L1)) m1 m")],
                [close("min_is_right(a=1, b=1/(10*L1)) m2 m h2")],
            ),
            close("r0 h1 m"),
        ),
    )
)  # fmt: skip

THM3 = Derivation.of(
    have("long", "0 < max(1, L1**2)", "max_left(a=1, b=L1**2)"),
    have("plain", f"0 < {PLAIN}", "h3 h5", "an unclipped step decreases f by a positive amount"),
    have("clipped", f"0 < {CLIPPED}", "h3 long", "and so does a clipped step"),
    by_cases(
        "positive", PLAIN, CLIPPED, f"0 < {D}",
        [close(f"min_is_left(a={PLAIN}, b={CLIPPED}) plain")],
        [close(f"min_is_right(a={PLAIN}, b={CLIPPED}) clipped")],
    ),
    have("radius", "0 < 1/(10*L1)", "h4"),
    by_cases(
        "r0", "1", "1/(10*L1)", f"0 < {R}",
        [close("min_is_left(a=1, b=1/(10*L1))")],
        [close("min_is_right(a=1, b=1/(10*L1)) radius")],
    ),
    have("r1", f"{R} <= 1", "min_left(a=1, b=1/(10*L1))"),
    have("r2", f"{R} <= 1/(10*L1)", "min_right(a=1, b=1/(10*L1))"),
    *hitting_time(
        D,
        [
            instance("fails", "h10", k="k", why="the step starts at a point that is not eps-stationary"),
            instance("update", "h9", k="k"),
            have("g", f"0 < {G}", "fails h5"),
            have("clip", f"0 < {R}/{G}", "r0 g"),
            have("s1", f"{H} <= 1/(10*L0)", f"min_left(a=1/(10*L0), b={R}/{G})"),
            have("s2", f"{H}*{G} <= {R}", f"min_right(a=1/(10*L0), b={R}/{G}) g"),
            by_cases(
                "s0", "1/(10*L0)", f"{R}/{G}", f"0 < {H}",
                [close(f"min_is_left(a=1/(10*L0), b={R}/{G}) h3")],
                [close(f"min_is_right(a=1/(10*L0), b={R}/{G}) clip")],
            ),
            have("s3", f"{H}*{G} <= 1", "s2 r1"),
            have("s4", f"{H}*{G} <= 1/(10*L1)", "s2 r2"),
            have("s5", f"{H}*{G} <= 1/L1", "s4 h4"),
            instance("descent", "zhang2020/local-descent", h=H, p="x(k)", p0="x(0)"),
            instance("halved", "zhang2020/thm3-p2-decrease#1", h=H, g=G),
            by_cases(
                "enough", "1/(10*L0)", f"{R}/{G}", f"{D} <= {H}*{G}**2/2",
                [
                    instance("full", "min_is_left", a="1/(10*L0)", b=f"{R}/{G}"),
                    instance("p3", "zhang2020/thm3-p3", h=H, g=G, eps="eps"),
                    close(f"p3 min_left(a={PLAIN}, b={CLIPPED})"),
                ],
                [
                    instance("cut", "min_is_right", a="1/(10*L0)", b=f"{R}/{G}"),
                    have("far", f"10*L0*{R} <= {G}", "enough.gt h3 g"),
                    instance("p4", "zhang2020/thm3-p4", g=G),
                    instance("p5", "zhang2020/thm3-p4#1", g=G),
                    have("same", f"{H}*{G} == {R}", "cut g"),
                    close(f"p4 p5 same min_right(a={PLAIN}, b={CLIPPED})"),
                ],
            ),
            have("falls", f"f(x(k) - {H}*grad(x(k))) <= f(x(k)) - {D}", "descent halved enough"),
            rewrite("step", None, "falls", "update"),
        ],
        [
            instance("below", "h7", z="x(K)"),
            have("sum-up", f"K*{D} <= Delta", "total below h8"),
            instance("count", "zhang2020/thm3-p5-count", count="K", first=PLAIN, second=CLIPPED),
            close("count h3 h5 long"),
        ],
    ),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"thm3-p5-monotone": STAYS, "thm3-p4": P4, "thm3": THM3}
