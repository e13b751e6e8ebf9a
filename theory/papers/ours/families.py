"""Clipped gradient descent with symbolic step constants: what Theorem 3 becomes for every admissible (a, b)."""

from sympy import Min

from theory import ForAll, symbols
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.setting import L0, Delta, eps
from theory.rates.clipped import LEMMA_A, PUBLISHED, clipped

count = symbols("count", nonnegative=True)
a, share, radius, most = symbols("a share radius most", positive=True)

paper.claim(
    "clipped-count",
    ForAll(
        given=(
            count * Min(share * a * eps**2 / L0, share * L0 * radius**2 / a) <= Delta,
            1 / radius**2 <= most,
        ),
        then=count <= L0 * Delta / (share * a * eps**2) + a * Delta * most / (share * L0),
    ),
    kind="step",
    title="counting the steps, with the step constant a",
    note="share: the part of h g^2 by which f decreases; radius: the longest step.",
)

for slug, title, lemma in (
    ("thm3-family", "Theorem 3 for every step a/L0 and radius min(1, b/L1) with 5a + 4b < 2", PUBLISHED),
    ("clipped-family", "the same with Lemma A, for a + b <= 1 and Definition 1 on the sublevel set only", LEMMA_A),
):
    derived = clipped(f"ours/{slug}", title, lemma, {})
    paper.claim(
        slug,
        derived.claim.statement,
        kind="theorem",
        title=title,
        sense="upper",
        uses=derived.claim.uses,
        proof=derived.claim.proof,
        note="Derived with symbolic constants: rateproof derive " + f"ours/{slug}.",
    )
