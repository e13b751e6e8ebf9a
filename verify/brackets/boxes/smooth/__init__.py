"""Clipped gradient descent on smooth functions that need not be convex: brackets of the gap with which N steps fail.

With L = eps = 1, x_{k+1} = x_k - min(step, radius/||g_k||) g_k, and the steps fail if ||g_0||, ..., ||g_N|| >= 1.  The
least gap f(x_0) - f* of such a run is bounded from below on boxes of (||g_0||, ..., ||g_{N-1}||) that reach from 1 to a
cap.  Above the cap no boxes are needed: f does not increase (steps are at most 2/L), and f(x_k) - f* >= ||g_k||^2/2.
Each bound is a formula that the kernel accepts.  Rational points bound the least gap from above.
"""

from verify.brackets.boxes.smooth.lower import Proved, proved, refusals
from verify.brackets.boxes.smooth.points import Run, explicit, violations

__all__ = ["Proved", "Run", "explicit", "proved", "refusals", "violations"]
