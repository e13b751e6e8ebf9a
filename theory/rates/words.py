"""What a derived statement's hypotheses are called, and which descent lemma it starts from."""

from dataclasses import dataclass

import sympy as sp

from theory.derivation import Step, by_cases, close

__all__ = ["LEMMA_A", "PUBLISHED", "Lemma", "Names", "smaller"]


@dataclass(frozen=True)
class Lemma:
    """A descent lemma with curvature constant A L0 + B L1 g, and where Definition 1 must hold for it."""

    label: str
    A: int
    B: int
    near: bool


PUBLISHED = Lemma("zhang2020/local-descent", 5, 4, near=True)
LEMMA_A = Lemma("ours/descent-local-constant", 1, 1, near=False)


class Names:
    """What the hypotheses of the derived statement are called (see ``verify/compile/`` for their order)."""

    def __init__(self, constants: list[sp.Symbol], conditions: int) -> None:
        order = sorted(["Delta", "K", "L0", "L1", "eps", *map(str, constants)])
        self.sign = {name: f"h{i}" for i, name in enumerate(order, 1)}
        parts = ["class", "below", "gap", *(f"domain{i}" for i in range(conditions)), "update", "failing"]
        self.part = {name: f"h{i}" for i, name in enumerate(parts, len(order) + 1)}
        self.constants = " ".join(self.sign[str(c)] for c in constants)
        self.domain = " ".join(self.part[f"domain{i}"] for i in range(conditions))

    def __getitem__(self, name: str) -> str:
        return self.sign.get(name) or self.part[name]


def smaller(name: str, left: str, right: str, why_left: str, why_right: str) -> Step:
    """0 < min(left, right) from reasons for both."""
    return by_cases(
        name, left, right, f"0 < min({left}, {right})",
        [close(f"min_is_left(a={left}, b={right}) {why_left}")],
        [close(f"min_is_right(a={left}, b={right}) {why_right}")],
    )  # fmt: skip
