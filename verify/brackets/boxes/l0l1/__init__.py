"""Clipped and normalised steps on (L0,L1)-smooth functions: the least gap of failing runs by semidefinite programs.

On a box of norms of all iterates the two-centre inequality (claim ours/two-centre) holds with one constant for each
point, and so do the bound on the change of the gradient, Lemma A's on its direction, and Lemma B at the last point.
Their weighted sum is what a semidefinite program finds.  Boxes cover the norms from eps to a cap; above it Lemma B
alone asks for the gap, as f does not increase along the run.  For every number of steps at once, and tighter, is the
trapezoidal rule (ours/clipped-count-trapezoid); this is another way to the same end, given numbers only.
"""

from verify.brackets.boxes.l0l1.constants import Setting
from verify.brackets.boxes.l0l1.lower import Proved, best, proved, refusals

__all__ = ["Proved", "Setting", "best", "proved", "refusals"]
