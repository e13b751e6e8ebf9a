"""Is this function (L0,L1)-smooth, and with which constants?  Exact for formulas, sampled for black boxes.

Exports what ``rateproof smoothness`` calls; nothing heavy is imported before it is needed.
"""

from verify.smoothness.kinds import KINDS, Kind
from verify.smoothness.result import Point, Result
from verify.smoothness.run import smoothness

__all__ = ["KINDS", "Kind", "Point", "Result", "smoothness"]
