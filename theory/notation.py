"""Statements in the notation of the field: from their exact data to LaTeX."""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import sympy as sp
from sympy.core.alphabets import greeks
from sympy.printing.latex import LatexPrinter

from theory.statement import Exists, ForAll, Inclusion, Observation, Run, Statement, Unformalised

__all__ = ["Writer", "claim_html", "claim_latex", "latex", "statement"]

NAMES = {
    **{name: rf"\{name}" for name in greeks if name not in ("lamda", "omicron")},
    "eps": r"\varepsilon",
    "lam": r"\lambda",
    "fstar": r"f^{*}",
    "height": r"\ell",
    "slope": r"\sigma",
    "width": r"\omega",
    "distance": r"\delta",
    "count": "n",
}
"""Symbols that are spelt out in papers files, as mathematicians write them."""


class _Printer(LatexPrinter):
    """The formal functions of ``theory.symbols`` and ``theory.measures`` in their usual notation."""

    def _power(self, base: str, power: Any) -> str:
        return base if power is None else rf"{{{base}}}^{{{power}}}"

    def _print_Symbol(self, symbol: Any, *options: Any) -> str:
        name = symbol.name
        if name in NAMES or re.fullmatch(r"[a-z_]{2,}", name):
            return NAMES.get(name) or _word(name)
        return str(super()._print_Symbol(symbol, *options))

    def _print_norm(self, e: Any, exp: Any = None) -> str:
        return self._power(rf"\left\|{self._print(e.args[0])}\right\|", exp)

    def _print_grad(self, e: Any, exp: Any = None) -> str:
        return self._power(rf"\nabla f\left({self._print(e.args[0])}\right)", exp)

    def _print_hess(self, e: Any, exp: Any = None) -> str:
        return self._power(rf"\left\|\nabla^{{2}} f\left({self._print(e.args[0])}\right)\right\|", exp)

    def _print_inner(self, e: Any, exp: Any = None) -> str:
        return self._power(rf"\left\langle {self._print(e.args[0])},{self._print(e.args[1])}\right\rangle", exp)

    def _print_x(self, e: Any, exp: Any = None) -> str:
        if isinstance(e.args[0], sp.core.function.AppliedUndef):  # a family of points: theory.symbols.family
            return self._power(str(self._print(e.args[0])), exp)
        return self._power(f"x_{{{self._print(e.args[0])}}}", exp)

    def _print_gap(self, e: Any, exp: Any = None) -> str:
        return self._power(rf"\left(f(x_{{{self._print(e.args[0])}}})-f^{{*}}\right)", exp)

    def _print_gradient_norm(self, e: Any, exp: Any = None) -> str:
        return self._power(rf"\left\|\nabla f(x_{{{self._print(e.args[0])}}})\right\|", exp)

    def _print_best_gradient_norm(self, e: Any, exp: Any = None) -> str:
        last = self._print(e.args[0])
        return self._power(rf"\min_{{k\leq {last}}}\left\|\nabla f(x_{{k}})\right\|", exp)

    def _print_squared_distance(self, e: Any, exp: Any = None) -> str:
        return self._power(rf"\left\|x_{{{self._print(e.args[0])}}}-x^{{*}}\right\|^{{2}}", exp)

    def _print_hitting_time(self, e: Any, exp: Any = None) -> str:
        return self._power(f"T_{{{self._print(e.args[0])}}}", exp)

    def _print_AppliedUndef(self, e: Any, exp: Any = None) -> str:
        plain = e.func.__name__
        name = _word(plain) if re.fullmatch(r"[a-z_]{2,}", plain) else str(super()._print_Symbol(sp.Symbol(plain)))
        name = f"{{{name}}}" if "_" in name else name
        return self._power(f"{name}_{{{', '.join(map(self._print, e.args))}}}", exp)

    def _print_Function(self, e: Any, exp: Any = None) -> str:
        named = getattr(self, f"_print_{e.func.__name__}", None)
        if named is not None:
            return str(named(e, exp))
        if isinstance(e, sp.core.function.AppliedUndef):
            return self._print_AppliedUndef(e, exp)
        return str(super()._print_Function(e, exp))


def _word(name: str) -> str:
    """A name of several letters: Greek if it is a Greek letter's, which may have an index; else the word."""
    head, _, index = name.rstrip("_").partition("_")
    letter = NAMES.get(head) if head in (*greeks, "lam", "eps") else None
    if letter is None:
        return rf"\mathit{{{name.rstrip('_').replace('_', '-')}}}"
    return rf"{letter}_{{{_word(index) if len(index) > 1 else index}}}" if index else letter


def latex(expression: Any) -> str:
    """An expression or relation as LaTeX."""
    return str(_Printer({"fold_short_frac": False}).doprint(expression))


Writer = Callable[[str], str]
"""How one formula, given as LaTeX, is written into the text."""


def statement(said: Statement, math: Writer, line: Callable[[str, int], str]) -> list[str]:
    """A statement as lines: hypotheses, then what follows.

    Args:
        said: the statement.
        math: writes a formula.
        line: finishes a line of text, at a depth from 0.
    """
    return [line(text, depth) for text, depth in _lines(said, math, 0)]


def _lines(said: Statement, math: Writer, depth: int) -> list[tuple[str, int]]:
    if isinstance(said, ForAll):
        over = f"For all {math(', '.join(map(latex, said.over)))}" if said.over else "For all values"
        return [(over, depth), *_listed("if", said.given, math, depth), *_listed("then", said.conclusions, math, depth)]
    if isinstance(said, Run):
        chosen = ", ".join(f"{name.replace('_', ' ')} {math(latex(value))}" for name, value in said.parameters.items())
        method = said.method.__name__.replace("_", " ")
        noise = f"; noise at most {math(latex(said.noise))} almost surely" if said.noise is not None else ""
        members = _class(said.functions, math) + " with a minimiser" * said.minimised
        head = f"For every f in {members} and every run of {method}"
        then = said.then if isinstance(said.then, tuple) else (said.then,)
        return [
            (f"{head} with {chosen}{noise}" if chosen else head + noise, depth),
            *_listed("if", said.given, math, depth),
            *_listed("then", then, math, depth),
        ]
    if isinstance(said, Inclusion):
        formula = math(f"{latex(said.variable)} \\mapsto {latex(said.function)}")
        member = f"is in {_class(said.functions, math)}"
        return [(formula, depth), (member, depth), *_listed("if", said.given, math, depth)]
    if isinstance(said, Exists):
        some = f"There are {math(', '.join(map(latex, said.over)))} with"
        return [(some, depth), *_listed("", said.that, math, depth)]
    if isinstance(said, Observation):
        seen = _listed("measured:", said.then, math, depth)
        return [(said.text, depth), *seen, (f"Contradicted by: {said.contradicted_by}", depth)]
    if isinstance(said, Unformalised):
        return [(said.text, depth), (f"Not expressed yet: {said.reason}", depth)]
    raise TypeError(f"no words for a statement of type {type(said).__name__}.")


def _class(functions: Any, math: Writer) -> str:
    constants = ", ".join(latex(sp.sympify(value)) for value in functions.parameters.values())
    return f"{type(functions).__name__} {math(f'({constants})')}"


def _listed(word: str, items: Iterable[Any], math: Writer, depth: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for item in items:
        start = "and" if found else word
        if isinstance(item, Statement):
            (first, _), *rest = _lines(item, math, depth + 1)
            found += [(f"{start} {first[0].lower()}{first[1:]}", depth + 1), *rest]
        else:
            found.append((f"{start} {math(latex(item))}", depth + 1))
    return found


def claim_latex(said: Statement) -> str:
    """The formulas that a statement ends in, between dollars, as notebooks show them."""
    if isinstance(said, Unformalised | Observation):
        return rf"$\text{{{said.text}}}$"
    then = said.function if isinstance(said, Inclusion) else getattr(said, "then", getattr(said, "that", ()))
    parts = then if isinstance(then, tuple) else (then,)
    joined = r",\quad ".join(map(latex, parts))
    return rf"$\displaystyle {joined}$"


def claim_html(label: str, title: str, said: Statement) -> str:
    """Label, title and statement, with formulas between dollars, which notebooks set."""
    lines = statement(said, lambda formula: f"${formula}$", lambda text, depth: _line(text, depth))
    return f"<div><b>{escape(label)}</b> {escape(title)}{''.join(lines)}</div>"


def _line(text: str, depth: int) -> str:
    return f'<div style="margin-left:{2 * depth}em">{escape(text, quote=False)}</div>'
