"""Which worst cases can be asked for: (method, class) -> how to answer."""

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from theory.catalog import Catalog
from theory.claim import PaperError
from verify.brackets.answers import Answer
from verify.brackets.boxes.l0l1.answer import by_boxes, described
from verify.brackets.boxes.smooth.answer import clipped_smooth
from verify.brackets.clipped_convex.answer import clipped_convex
from verify.brackets.fixed_step import CLASSES, fixed_step
from verify.brackets.worst_case import Bracket, setup, worst_case

__all__ = ["PROBLEMS", "Answer", "answer"]

KNOTS = "knots (x, s)"
"""The entry of ``Member.as_json`` with the knots."""

Options = Mapping[str, sp.Rational]


def l0l1(catalog: Catalog, method: str, functions: str, options: Options, words: Mapping[str, str]) -> Answer:
    """Clipped or normalised gradient descent on (L0,L1)-smooth functions."""
    wanted = {"L0", "L1", "step", "radius"}
    missing = [name for name in ("L0", "L1") if name not in options]
    if missing:
        raise PaperError(f"the class {functions} needs --{missing[0]}.")
    unknown = sorted([*options.keys() - wanted - {"Delta", "N", "eps"}, *words.keys() - {"boxes"}])
    if unknown:
        raise PaperError(f"the class {functions} has no --{unknown[0]}.")
    steps = options.get("N")
    if steps is not None and not (steps.is_Integer and steps >= 0):
        raise PaperError(f"--N {steps}: a number of steps is a whole number.")
    if "boxes" in words and ("Delta" in options or not options.keys() >= {"N", "eps"}):
        raise PaperError("--boxes goes with --eps and --N: boxes bound the least gap.")
    fixed = setup(catalog, method, {name: v for name, v in options.items() if name in wanted})
    bracket = worst_case(
        fixed,
        delta=options.get("Delta"),
        steps=None if steps is None else int(steps),
        accuracy=options.get("eps"),
    )
    lines, data = _lines(bracket), _data(bracket)
    if "boxes" not in words:
        return Answer(lines=tuple(lines), data=data)
    found = by_boxes(fixed.values, options["eps"], int(options["N"]))
    line, more = described(found)
    return Answer(
        lines=(*lines, line),
        data={**data, "boxes": more},
        certificate=None if found is None else found.certificate,
    )


Words = Mapping[str, str]

PROBLEMS: Mapping[tuple[str, str], Callable[[Catalog, str, str, Options, Words], Answer]] = {
    ("clipped-gd", "l0l1"): l0l1,
    ("normalized-gd", "l0l1"): l0l1,
    ("clipped-gd", "smooth-convex"): clipped_convex,
    ("clipped-gd", "smooth"): clipped_smooth,
    **{(method, name): fixed_step for name, question in CLASSES.items() for method in question.methods},
}
"""(method, class) -> the function that answers; a new problem is one entry."""


def answer(catalog: Catalog, method: str, functions: str, options: Options, words: Words | None = None) -> Answer:
    """Bracket a worst case.

    Args:
        catalog: the claims, from which the proved ends are read.
        method: e.g. "clipped-gd".
        functions: the class, e.g. "l0l1".
        options: constants, parameters, and what is given of Delta, N and eps.
        words: options that are words.

    Raises:
        PaperError: when nobody answers for this method on this class, or the options do not fit.
    """
    solver = PROBLEMS.get((method, functions))
    if solver is None:
        known = ", ".join(f"{m} on {c}" for m, c in PROBLEMS)
        raise PaperError(f"no worst case of {method} on {functions}. Known: {known}.")
    return solver(catalog, method, functions, options, words or {})


def _lines(bracket: Bracket) -> list[str]:
    fixed, instance = bracket.setup, bracket.instance
    constants = ", ".join(f"{name} = {value}" for name, value in fixed.values.items())
    given = ", ".join(f"{name} = {value}" for name, value in bracket.given.items())
    ends = f"[{_show(bracket.low)}, {_show(bracket.high)}]"
    other = "high" if bracket.proved == "low" else "low"
    found = ["no explicit function was found"]
    if instance is not None:
        found = [
            f"attained on a function of one variable, rechecked in ball arithmetic: gap at most "
            f"{float(instance.gap):.6g}, ||grad f|| > eps at x_0, ..., x_{instance.failures - 1}",
            f"s = sign(f') log(1 + L1 |f'|/L0)/L1 is piecewise linear through {len(instance.member.as_json()[KNOTS])} "
            "knots (--json lists them); rounding off its corners, where f'' jumps, changes nothing",
        ]
    evidence = {
        bracket.proved: [
            f"proved for every (L0,L1)-smooth function in any dimension: {fixed.claim.label}",
            "the trapezoidal rule (ours/descent-trapezoid) along the run, Lemma B at its last point; the decrease is "
            "least, over all gradients before and after a step, between two of size eps",
        ],
        other: found,
    }
    published = [f"compare  {label} gives {_show(value)}" for label, value in bracket.published.items()]
    return [
        f"{fixed.method} on (L0,L1)-smooth functions, {constants}; {given}",
        "",
        f"{bracket.quantity}: {ends}",
        "",
        *(f"{name if not i else '':<9}{text}" for name in ("low", "high") for i, text in enumerate(evidence[name])),
        *published,
    ]


def _data(bracket: Bracket) -> dict[str, Any]:
    instance = bracket.instance
    return {
        "method": bracket.setup.method,
        "values": {str(name): str(value) for name, value in bracket.setup.values.items()},
        "given": {name: str(value) for name, value in bracket.given.items()},
        "quantity": bracket.quantity,
        "low": _plain(bracket.low),
        "high": _plain(bracket.high),
        "proved end": bracket.proved,
        "claim": bracket.setup.claim.label,
        "published": {label: _plain(value) for label, value in bracket.published.items()},
        "function": None
        if instance is None
        else {
            **instance.member.as_json(),
            "start": str(instance.start),
            "gap at most": str(instance.gap),
            "failing iterates": instance.failures,
        },
    }


def _show(value: Any) -> str:
    return "?" if value is None else str(value) if isinstance(value, int) else f"{float(value):.6g}"


def _plain(value: Any) -> Any:
    """Integers as they are; other numbers exactly, as text, and as 12 digits."""
    if value is None or isinstance(value, int):
        return value
    return {"exact": str(value), "decimal": str(sp.N(value, 12))}
