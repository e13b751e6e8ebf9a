"""Sun, Bach (2022): screening for penalized conditional gradient methods."""

from theory.papers.sun2022 import measured, screening, theorems, transient
from theory.papers.sun2022.proofs import PROOFS
from theory.papers.sun2022.setting import paper

__all__ = ["measured", "paper", "screening", "theorems", "transient"]

paper.prove(PROOFS)
