"""Derivation: one step of SAGA on n components, by inequalities between the minimiser and the table, or the iterate.

The solver's multipliers are no help for n > 2: the worst case is attained in so many ways that they are at an edge.
"""

from fractions import Fraction
from string import ascii_lowercase

from theory.derivation import Derivation, fix, gram, have, instance, rewrite

__all__ = ["PROOFS"]


def _saga(n: int, ratio: Fraction) -> Derivation:
    """The step on n components with mu = ratio L.

    With d = x_0 - x*, a_i and b_i the differences of grad f_i at x_0 and at p_i from x*, e_i = p_i - x* and all units
    chosen such that L = 1, what remains of the sum is a sum of squares: of e_i - b_i, of d - mean a_i/ratio, and of the
    a_i and b_i, where mean and fluctuation around it are apart.
    """
    h = 1 / (2 * (ratio * n + 1))
    c = 1 / (2 * n * h * (1 - h * ratio))
    table = Fraction(1, n) - h * ratio  # the weight of the inequality at the table
    here, there = Fraction(1, n) / (2 * (1 - ratio)), table / (2 * (1 - ratio))
    size = 1 + 3 * n
    M = [[Fraction(0)] * size for _ in range(size)]

    def add(i: int, j: int, value: Fraction) -> None:
        M[i][j] += value / 2
        M[j][i] += value / 2

    add(0, 0, here * ratio - c * h * ratio)
    for i in range(n):
        a, b, e = 1 + i, 1 + n + i, 1 + 2 * n + i
        add(0, a, (2 * c * h - Fraction(1, n) - 2 * ratio * here) / n)
        add(a, a, (here - c * h**2) / n)
        add(a, b, 2 * c * h**2 / n)
        add(b, b, (there - c * h**2) / n)
        add(e, e, there * ratio / n)
        add(b, e, -2 * ratio * there / n)
        for j in range(n):
            add(a, 1 + n + j, -2 * c * h**2 / n**2)
            add(b, 1 + n + j, c * h**2 / n**2)
    letters = ascii_lowercase[:n]
    least = [f"g{letter}0" for letter in letters[:-1]]
    least.append("(-" + " - ".join(least) + ")")  # the gradients at the minimiser sum to 0
    vectors = [
        "L*(x0 - xs)", *(f"g{letter}2 - {star}" for letter, star in zip(letters, least, strict=True)),
        *(f"g{letter}1 - {star}" for letter, star in zip(letters, least, strict=True)),
        *(f"L*(y{i} - xs)" for i in range(n)),
    ]  # fmt: skip
    terms = [
        f"({M[i][j]})*inner({vectors[i]}, {vectors[j]})" for i in range(size) for j in range(size) if M[i][j]
    ]  # fmt: skip
    mean = "(" + " + ".join(f"g{letter}1" for letter in letters) + f")/{n}"
    ends = [f"(x0 - {h}/L*(g{letter}2 - g{letter}1 + {mean}))" for letter in letters]
    named = [f"x1{letter}" for letter in letters]

    def bound(points: list[str]) -> str:
        distance = " + ".join(f"inner({p} - xs, {p} - xs)" for p in points)
        values = " + ".join(
            f"({n - 1})*(f{s}1 - f{s}0 - inner({g}, y{i} - xs)) + f{s}2 - f{s}0 - inner({g}, x0 - xs)"
            for i, (s, g) in enumerate(zip(letters, least, strict=True))
        )
        return f"({values})/{n * n} + {c}*L*({distance})/{n} <= ({(1 - h * ratio) * c})*L*R**2"

    def pair(s: str, star: str, i: int, side: int) -> str:
        """The inequality of component i at x* and x_0 (side 0), or at p_i and x* (side 1), without its 0 <=."""
        far, point = (f"g{s}2 - {star}", "x0 - xs") if side == 0 else (f"g{s}1 - {star}", f"y{i} - xs")
        lead = f"f{s}0 - f{s}2 + inner(g{s}2, x0 - xs)" if side == 0 else f"f{s}1 - f{s}0 - inner({star}, {point})"
        half = 1 / (2 * (1 - ratio))
        return (
            f"({lead} - ({half})*inner({far}, {far})/L - ({half * ratio})*L*inner({point}, {point})"
            f" + ({2 * half * ratio})*inner({far}, {point}))"
        )

    start = 3 + 6 * n
    moves = [
        rewrite(f"move-{i}" if i + 1 < n else "end", None if i + 1 == n else bound([*named[: i + 1], *ends[i + 1 :]]),
                f"move-{i - 1}" if i else "sum", f"h{start + 1 + i}")
        for i in range(n)
    ]  # fmt: skip
    before = " + ".join(
        f"(f{s}1 - f{s}0 - inner({g}, y{i} - xs))" for i, (s, g) in enumerate(zip(letters, least, strict=True))
    )
    known = f"({1 - h * ratio})*({c}*L*R**2 - ({before})/{n} - {c}*L*inner(x0 - xs, x0 - xs))"
    sums = [have("known-0", f"0 <= {known}", [f"h{start}"], degree=1)]
    for i, (s, g) in enumerate(zip(letters, least, strict=True)):
        known += f" + {pair(s, g, i, 0)}/{n * n} + ({table / n})*{pair(s, g, i, 1)}"
        facts = [f"known-{i}", f"h{4 + 6 * i}", f"h{5 + 6 * i}"]
        sums.append(have(f"known-{i + 1}", f"0 <= {known}", facts, degree=1))
    return Derivation.of(
        gram("psd", vectors, [[str(value) for value in row] for row in M]),
        fix("divide", {"z": "real"}, {"z.plus": "0 <= z"}, have("z.end", "0 <= z/L", "z.plus h1")),
        instance("rest", "divide", z=" + ".join(terms), using="psd"),
        *sums,
        have("sum", bound(ends), [f"known-{n}", "rest", "h1"], degree=1),
        *moves,
    )


PROOFS = {f"saga-{n}": _saga(n, Fraction(1, 10)) for n in (3, 5)}
