"""Derivations, one file a subject."""

from theory.papers.lerouxschmidtbach2012.proofs import cold, edge, lemma1, linear, many, phases, sums, warm

__all__ = ["PROOFS"]

PROOFS = {
    slug: proof
    for subject in (cold, edge, lemma1, linear, many, phases, sums, warm)
    for slug, proof in subject.PROOFS.items()
}
