"""Derivations of the steps of Theorem 8; the refutation of Theorem 7 is in ``trap``."""

from theory.derivation import Derivation, close, fix, have, induct, instance
from theory.papers.zhang2020.proofs.trap import REFUTATION

__all__ = ["PROOFS"]

TELESCOPE = Derivation.of(
    induct(
        "sum", "k", {"if": ["k <= T"], "then": "value(k) <= value(0) - k*h*eps**2 + k*h**2*B"},
        [fix("start", {}, {"start.le": "0 <= T"}, close())],
        [
            fix(
                "next", {}, {"next.le": "k + 1 <= T"},
                have("k.lt", "k < T", "next.le"),
                instance("so-far", "sum.ih", using="next.le"),
                instance("falls", "h8", i="k"),
                instance("fails", "h9", i="k"),
                have("enough", "h*eps**2 <= h*squared(k)", "fails h5"),
                close("so-far falls enough"),
            )
        ],
        why="telescope",
    ),
    instance("all", "sum", k="T"),
    instance("total", "all"),
    close("total h6 h7"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"thm7": REFUTATION, "thm8-p2": TELESCOPE}
