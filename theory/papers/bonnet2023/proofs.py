"""Derivations of the claims of the solvable cases: sums and runs by induction over the number of steps."""

from theory.derivation import Derivation, Step, by_cases, close, have, induct, instance

__all__ = ["PROOFS"]

EFFORT = Derivation.of(
    induct(
        "squares", "k", "0 <= Q(k)",
        [close("h4")],
        [instance("effort", "h5", i="k"), close("squares.ih effort")],
    ),
    induct(
        "sum", "k", "A(k)**2 <= k*Q(k)",
        [close("h2 h4")],
        [
            have("k0", "0 <= k", "nat_nonnegative(a=k)"),
            instance("next", "h3", i="k"),
            instance("effort", "h5", i="k"),
            instance("q0", "squares", k="k"),
            have("sum.pos", "0 <= Q(k) + k*theta(k)**2", "q0 k0"),
            have("big", "(2*A(k)*theta(k))**2 <= (Q(k) + k*theta(k)**2)**2", "sum.ih k0 q0"),
            by_cases(
                "mixed", "2*A(k)*theta(k)", "Q(k) + k*theta(k)**2", "2*A(k)*theta(k) <= Q(k) + k*theta(k)**2",
                [close("mixed.le")], [close("mixed.gt big sum.pos")],
            ),
            close("sum.ih next effort mixed"),
        ],
        why="the mixed term is at most the two squares, by the inequality of the means",
    ),
    instance("all", "sum", k="n"),
    close("all"),
)  # fmt: skip

REDUCTION = Derivation.of(
    instance("effort", "bonnet2023/effort"),
    have("n0", "0 < n", "h7"),
    have("mean", "A(n)**2/n**2 <= Q(n)/n", "effort n0"),
    have("weighted", "lam*(A(n)**2/n**2) <= lam*(Q(n)/n)", "mean h1"),
    close("weighted"),
)  # fmt: skip

UNIQUE = Derivation.of(
    instance("reduced", "bonnet2023/reduction"),
    have("n0", "0 < n", "h7"),
    have("enough", "2*(A(n)**2/n**2) <= lam*(A(n)**2/n**2)", "h8 n0"),
    close("reduced enough n0"),
)


def size(name: str, term: str) -> tuple[Step, ...]:
    """``name`` says that |term|^2 is its square, ``name-sign`` that |term| is not negative."""
    return (
        by_cases(
            name, term, "0", f"abs({term})**2 == ({term})**2",
            [close(f"abs_of_nonpositive(a={term}) {name}.le")], [close(f"abs_of_nonnegative(a={term}) {name}.gt")],
        ),
        by_cases(
            f"{name}-sign", term, "0", f"0 <= abs({term})",
            [close(f"abs_of_nonpositive(a={term}) {name}-sign.le")],
            [close(f"abs_of_nonnegative(a={term}) {name}-sign.gt")],
        ),
    )  # fmt: skip


RUN = (
    have("factor", "0 < 2/lam", "h1"),
    have("short", "2/lam <= 1", "h4 h1"),
    *size("first", "y(0)"),
    induct(
        "inside", "k", "y(k)**2 <= 1",
        [close("first first-sign h3")],
        [
            instance("moves", "h5", i="k"),
            have("square", "y(k + 1)**2 == (2/lam)**2*((1 - y(k)**2)**2*y(k)**2)", "moves"),
            have("less", "(1 - y(k)**2)**2*y(k)**2 <= y(k)**2", "inside.ih"),
            have("factor2", "(2/lam)**2 <= 1", "factor short"),
            have("less1", "(1 - y(k)**2)**2*y(k)**2 <= 1", "less inside.ih"),
            have("product", "(2/lam)**2*((1 - y(k)**2)**2*y(k)**2) <= (1 - y(k)**2)**2*y(k)**2", "factor2"),
            close("square product less1"),
        ],
        why="the iterate stays in [-1, 1]",
    ),
    *size("last", "y(n)"),
)  # fmt: skip

CONTRACTS = Derivation((
    (
        *RUN,
        induct(
            "positive", "k", "0 <= ratio(k)",
            [close("h6")], [instance("next", "h7", i="k"), close("next positive.ih factor")],
        ),
        induct(
            "falls", "k", "y(k)**2 <= ratio(k)**2*y(0)**2",
            [close("h6")],
            [
                instance("moves", "h5", i="k"),
                instance("next", "h7", i="k"),
                instance("in", "inside", k="k"),
                have("square", "y(k + 1)**2 == (2/lam)**2*((1 - y(k)**2)**2*y(k)**2)", "moves"),
                have("less", "(1 - y(k)**2)**2*y(k)**2 <= y(k)**2", "in"),
                have("least", "(1 - y(k)**2)**2*y(k)**2 <= ratio(k)**2*y(0)**2", "less falls.ih"),
                have(
                    "product", "(2/lam)**2*((1 - y(k)**2)**2*y(k)**2) <= (2/lam)**2*(ratio(k)**2*y(0)**2)",
                    "least factor",
                ),
                have("target", "ratio(k + 1)**2*y(0)**2 == (2/lam)**2*(ratio(k)**2*y(0)**2)", "next"),
                close("square product target"),
            ],
            why="each step multiplies the iterate by at most 2/lambda",
        ),
        instance("fell", "falls", k="n"),
        instance("share", "positive", k="n"),
        have("squares", "abs(y(n))**2 <= (ratio(n)*abs(y(0)))**2", "fell first last"),
        have("bound0", "0 <= ratio(n)*abs(y(0))", "share first-sign"),
        by_cases(
            "end-root", "abs(y(n))", "ratio(n)*abs(y(0))", "abs(y(n)) <= ratio(n)*abs(y(0))",
            [close("end-root.le")], [close("end-root.gt squares bound0")],
        ),
        close("end-root"),
    ),
    (*RUN, instance("all", "inside", k="n"), close("all last last-sign")),
))  # fmt: skip

DUALITY = Derivation.of(
    induct(
        "sum", "k", "p(k)*w(k) == S(k)",
        [close("h3 h5")],
        [
            instance("back", "h2", i="k"), instance("forward", "h4", i="k"), instance("next", "h6", i="k"),
            have("moved", "p(k + 1)*w(k + 1) == p(k)*w(k) + p(k + 1)*b(k)", "back forward"),
            close("moved next sum.ih"),
        ],
        why="a step of the adjoint undoes the step of the state's derivative, and adds the control's share",
    ),
    instance("all", "sum", k="n"),
    close("all"),
)  # fmt: skip

CONSERVED = Derivation.of(
    induct(
        "same", "k", "X(k)*p(k) == X(0)*p(0)",
        [close()],
        [
            instance("forward", "h3", i="k"), instance("back", "h4", i="k"),
            have("moved", "X(k + 1)*p(k + 1) == X(k)*p(k)", "forward back"),
            close("moved same.ih"),
        ],
    ),
    instance("all", "same", k="n"),
    close("all"),
)  # fmt: skip

CONVEX = Derivation.of(
    have("double", "exp(2*t) == exp(t)*exp(t)", "exp_add(a=t, b=t)"),
    close("double"),
)

BEST = "A(n)/(n*(lam + 1))"
SAMPLE = Derivation.of(
    induct(
        "sum", "k", "P(k) == k*s**2 - 2*s*A(k) + B(k)",
        [close("h4 h6 h8")],
        [
            instance("a", "h5", i="k"), instance("b", "h7", i="k"), instance("p", "h9", i="k"),
            close("a b p sum.ih"),
        ],
    ),
    instance("all", "sum", k="n"),
    have("n0", "0 < n", "h3"),
    have("mean", "P(n)/n == s**2 - 2*s*A(n)/n + B(n)/n", "all n0"),
    have("weight", "0 < 1 + lam", "h1"),
    have("product", "0 < n*(lam + 1)", "n0 weight"),
    have("q1", f"{BEST}*(1 + lam) == A(n)/n", "n0 weight product"),
    have("square", "0 < n**2*(lam + 1)", "n0 weight"),
    have("q2", f"A(n)**2/(n**2*(lam + 1)) == {BEST}*(A(n)/n)", "n0 weight product square"),
    have("q3", f"(lam + 1)*(s - {BEST})**2 == (lam + 1)*s**2 - 2*s*(A(n)/n) + {BEST}*(A(n)/n)", "q1"),
    close("mean q2 q3"),
)  # fmt: skip


def one_sided(name: str, difference: str, term: str) -> Step:
    """A difference of the two sums is at most W, by induction."""
    return induct(
        name, "k", f"{difference} <= W(k)",
        [close("h2 h4 h6")],
        [
            instance("a", "h3", i="k"), instance("b", "h5", i="k"), instance("w", "h7", i="k"),
            by_cases(
                "one", "y(k) - z(k)", "0", f"{term} <= abs(y(k) - z(k))",
                [close("abs_of_nonpositive(a=y(k) - z(k)) one.le")],
                [close("abs_of_nonnegative(a=y(k) - z(k)) one.gt")],
            ),
            close(f"a b w one {name}.ih"),
        ],
    )  # fmt: skip


DISTANCE = Derivation.of(
    one_sided("above", "A(k) - B(k)", "y(k) - z(k)"),
    one_sided("below", "B(k) - A(k)", "z(k) - y(k)"),
    instance("more", "above", k="n"),
    instance("less", "below", k="n"),
    by_cases(
        "side", "A(n) - B(n)", "0", "abs(A(n) - B(n)) <= W(n)",
        [close("abs_of_nonpositive(a=A(n) - B(n)) side.le less")],
        [close("abs_of_nonnegative(a=A(n) - B(n)) side.gt more")],
    ),
    close("side"),
)  # fmt: skip

SIZE = "A(n)/(n*(1 + lam)) - B(n)/(n*(1 + lam))"
GENERALISATION = Derivation.of(
    instance("near", "bonnet2023/sample-distance"),
    have("close", "abs(A(n) - B(n)) <= n*D", "near h11"),
    have("weight", "0 < 1 + lam", "h2"),
    have("n0", "0 < n", "h4"),
    *(
        by_cases(
            name, "A(n) - B(n)", "0", f"{difference} <= n*D",
            [close(f"abs_of_nonpositive(a=A(n) - B(n)) {name}.le close")],
            [close(f"abs_of_nonnegative(a=A(n) - B(n)) {name}.gt close")],
        )
        for name, difference in (("more", "A(n) - B(n)"), ("less", "B(n) - A(n)"))
    ),
    have("product", "0 < n*(1 + lam)", "n0 weight"),
    have("scale", "0 < 1/(n*(1 + lam))", "product"),
    have("value", "n*D*(1/(n*(1 + lam))) == D/(1 + lam)", "n0 weight product"),
    have("scaled-up", "(A(n) - B(n))*(1/(n*(1 + lam))) <= n*D*(1/(n*(1 + lam)))", "more scale"),
    have("scaled-down", "(B(n) - A(n))*(1/(n*(1 + lam))) <= n*D*(1/(n*(1 + lam)))", "less scale"),
    have("up", f"{SIZE} <= D/(1 + lam)", "scaled-up value"),
    have("down", f"-({SIZE}) <= D/(1 + lam)", "scaled-down value"),
    by_cases(
        "side", SIZE, "0", f"abs({SIZE}) <= D/(1 + lam)",
        [close(f"abs_of_nonpositive(a={SIZE.replace(' ', '')}) side.le down")],
        [close(f"abs_of_nonnegative(a={SIZE.replace(' ', '')}) side.gt up")],
    ),
    close("side"),
)  # fmt: skip

PROOFS = {
    "effort": EFFORT,
    "reduction": REDUCTION,
    "unique": UNIQUE,
    "shooting-contracts": CONTRACTS,
    "adjoint-is-gradient": DUALITY,
    "bilinear-conserved": CONSERVED,
    "bilinear-unique": CONVEX,
    "sample-cost": SAMPLE,
    "sample-distance": DISTANCE,
    "generalisation": GENERALISATION,
}
"""Slug -> derivation."""
