"""Who leaves a well sooner: the unstable eigenvalue at the saddle, underdamped and nonreversible against overdamped."""

from sympy import Eq, Rational, sqrt

from theory import ForAll, symbols
from theory.papers.gao2020.setting import gam, paper

mu, h1, h2, p, q, bound = symbols("mu h1 h2 p q bound", positive=True)
a, z = symbols("a z")

underdamped = (sqrt(gam**2 + 4 * mu) - gam) / 2
"""mu_U of a saddle whose negative eigenvalue is -mu."""

PREFACTOR = (
    "In the Eyring-Kramers formula the expected exit time is inversely proportional to the unstable rate at the "
    "saddle: mu* for LD, mu_U = (sqrt(gamma^2 + 4 mu*) - gamma)/2 for ULD; the other factors agree."
)
paper.claim(
    "underdamped-rate",
    ForAll(then=(Eq(underdamped**2 + gam * underdamped - mu, 0), underdamped > 0)),
    kind="lemma",
    title="mu_U is the positive root of z^2 + gamma z - mu*",
    locator="Sec. on exit times, ULD",
    note="So mu_U is the unstable eigenvalue of the linearised underdamped dynamics at the saddle.",
)
paper.claim(
    "underdamped-wins",
    ForAll(given=(gam + mu < 1,), then=underdamped > mu),
    kind="theorem",
    title="underdamped exits are faster if gamma + mu* < 1",
    locator="Sec. on exit times, comparison",
    note=PREFACTOR,
)
paper.claim(
    "underdamped-loses",
    ForAll(given=(gam + mu >= 1,), then=underdamped <= mu),
    kind="theorem",
    title="and only then: underdamped loses if gamma + mu* >= 1",
    locator="Sec. on exit times, comparison",
    note=f"{PREFACTOR} The condition depends on units of time: speeding up F or the clock changes the winner.",
)
paper.claim(
    "underdamped-always",
    ForAll(then=underdamped > mu),
    kind="control",
    title="careless: underdamped exits are always faster",
    locator="Sec. on exit times, read without its condition",
    expect="false",
    witness={gam: Rational(3, 2), mu: Rational(1)},
    note="gamma = 3/2, mu* = 1: mu_U = 1/2.",
)
turned = (p - q + sqrt((q - p) ** 2 + 4 * (1 + a**2) * p * q)) / 2
"""mu_J of a saddle with the Hessian diag(-p, q) and J = [[0, a], [-a, 0]]."""

SADDLE = (
    "Saddle Hessian diag(-p, q), J = [[0, a], [-a, 0]]: the negative eigenvalue of (I + J) H is minus the left side. "
    "For q = p it is p sqrt(1 + a^2), the number that spectra are compared with in nonreversible-exits."
)
paper.claim(
    "nonreversible-rate",
    ForAll(then=(Eq(turned**2 + (q - p) * turned - (1 + a**2) * p * q, 0), turned >= p)),
    kind="theorem",
    title="a nonreversible drift never slows an exit, in the plane",
    locator="Sec. on exit times, NLD: mu_J* >= mu*",
    note=f"{SADDLE} First: minus it is a zero of the characteristic polynomial.",
)
paper.claim(
    "nonreversible-strict",
    ForAll(given=(a > 0,), then=turned > p),
    kind="theorem",
    title="and makes it strictly faster unless J = 0, in the plane",
    locator="Sec. on exit times, NLD",
    note=f"{SADDLE} It depends on a^2 only.",
)
paper.claim(
    "nonreversible-unbounded",
    ForAll(given=(a**2 * p * q >= bound * (bound + p + q),), then=turned >= p + bound),
    kind="remark",
    title="scaling J makes exits as fast as one likes, so J must be fixed in a comparison",
    locator="Sec. on exit times, NLD",
    provenance="ours",
    note="In continuous time, in the plane: for every bound some a makes mu_J* exceed mu* by it. Discretised, a "
    "larger J asks for smaller steps.",
)
spread = (h1 - h2) ** 2 - 4 * a**2 * h1 * h2
paper.claim(
    "nonreversible-well",
    ForAll(
        given=(h1 <= h2, spread >= 0),
        then=((h1 + h2 - sqrt(spread)) / 2 >= h1, (h1 + h2 + sqrt(spread)) / 2 <= h2),
    ),
    kind="theorem",
    title="in the plane: real eigenvalues of (I + J) H lie between those of H",
    locator="Sec. on NLD: lambda_1^J >= m",
    note="H = diag(h1, h2), J = [[0, a], [-a, 0]]; the left sides are the eigenvalues.",
)
paper.claim(
    "nonreversible-best",
    ForAll(given=(spread < 0,), then=z**2 - (h1 + h2) * z + (1 + a**2) * h1 * h2 > 0),
    kind="theorem",
    title="in the plane: for 4 a^2 h1 h2 > (h1 - h2)^2 there are none, and the rate is tr(H)/2",
    locator="Sec. on NLD; Lelievre, Nier, Pavliotis 2013",
    note="The characteristic polynomial of (I + J) H has no real zero z, so that both eigenvalues have half of its "
    "trace h1 + h2 as real part; in d dimensions tr(H)/d is the best there is, as tr((I + J) H) = tr(H). See "
    "optimal-drift.",
)
