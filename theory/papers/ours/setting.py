"""The collection of facts derived while checking; the words are those of the clipping paper's claims."""

from sympy import Rational

from theory import Paper
from theory.papers.zhang2020.setting import on_segment

paper = Paper("ours", title="What checking the clipping paper found", provenance="ours")

SHARP = Rational(5171, 5000)
"""1.0342: an upper bound of 2 (e^c - 1 - c)/c^2 at c = 1/10."""

__all__ = ["SHARP", "on_segment", "paper"]
