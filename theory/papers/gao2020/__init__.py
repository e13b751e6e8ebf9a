"""Gao, Gurbuzbalaban, Zhu (2020), one file a subject; ``paper`` collects the claims."""

from theory.papers.gao2020 import exits, invariance, measured, norm_lemma
from theory.papers.gao2020.proofs import PROOFS
from theory.papers.gao2020.setting import paper

__all__ = ["exits", "invariance", "measured", "norm_lemma", "paper"]

paper.prove(PROOFS)
