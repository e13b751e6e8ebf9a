"""What the files of this paper share: the paper, its symbols and the two usual conditions on the start.

Locators agree with those that PEPit 0.5.1 gives for the same rate in its examples, or with the source itself, except
where they say "from memory": there neither could be read, and the number may be off.  The statements do not depend
on it: each is reconstructed, with a proof or a refutation of its own.
"""

from theory.measures import gap, squared_distance
from theory.paper import Paper
from theory.symbols import symbols

__all__ = ["FEW", "LOW", "NEAR", "D", "Delta", "L", "M", "R", "alpha", "paper"]

L, R, M, D, Delta, alpha = symbols("L R M D Delta alpha", positive=True)

paper = Paper("classics", title="Classical rates of first-order methods", provenance="reconstructed")

NEAR = squared_distance(0) <= R**2
LOW = gap(0) <= Delta
FEW = (1, 2, 3, 4, 5)
