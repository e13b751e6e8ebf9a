"""Le Roux, Schmidt, Bach (2012), one file a subject; ``paper`` collects the claims."""

from theory.papers.lerouxschmidtbach2012 import edge, linear, many, measured, sums, warm
from theory.papers.lerouxschmidtbach2012.proofs import PROOFS
from theory.papers.lerouxschmidtbach2012.setting import paper

__all__ = ["edge", "linear", "many", "measured", "paper", "sums", "warm"]

paper.prove(PROOFS)
