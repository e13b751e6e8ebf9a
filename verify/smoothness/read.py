"""Reads a function: a formula, a formula in a file, or a callable that turns out to be one."""

import ast
import builtins
import inspect
import keyword
import re
import runpy
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import sympy as sp
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations

from theory import PaperError
from verify.smoothness.formulas import corners

__all__ = ["Source", "box", "read"]

LINE = "write a formula such as 'x**4 + exp(x)', or FILE.py:NAME for a function in a file"


LARGEST = 10**200

CODE = (ast.Attribute, ast.Subscript, ast.Lambda, ast.IfExp, ast.comprehension, ast.NamedExpr, ast.JoinedStr)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A function as read.

    Attributes:
        text: as the user wrote it, or the formula found.
        variables: in the order of the arguments.
        formula: the exact expression, or None for a black box.
        cornered: the exact expression of a black box that may have no derivative somewhere.
        call: a black box: takes one float array of shape (d,), or d floats.
        dim: number of variables; 0 if a black box did not say.
        note: how it was read.
    """

    text: str
    variables: tuple[sp.Symbol, ...] = ()
    formula: sp.Expr | None = None
    cornered: sp.Expr | None = None
    call: Callable[..., Any] | None = None
    dim: int = 0
    note: str = ""


def read(text: str, dim: int = 0) -> Source:
    """The function that a user means.

    Args:
        text: a formula, or FILE.py:NAME.
        dim: number of variables of a callable that takes one array; 0 to find out.

    Raises:
        PaperError: for what cannot be read, with the next step.
    """
    file, _, name = text.rpartition(":")
    if not file.endswith(".py"):
        if text.endswith(".py"):
            raise PaperError(f"{text}: which function of the file? Write {text}:NAME.")
        return _formula(_parsed(text), text)
    value = _loaded(Path(file), name)
    if isinstance(value, sp.Expr):
        return _formula(value, text)
    if not callable(value):
        raise PaperError(f"{text} is a {type(value).__name__}, neither a sympy expression nor callable.")
    return _traced(value, text, dim)


def box(text: str, variables: Sequence[sp.Symbol]) -> dict[sp.Symbol, tuple[Fraction | None, Fraction | None]]:
    """The ends of each variable from 'x=-1..2,y=0..oo', or one 'lo..hi' for all.

    Raises:
        PaperError: for anything else.
    """
    ends: dict[sp.Symbol, tuple[Fraction | None, Fraction | None]] = dict.fromkeys(variables, (None, None))
    named = {str(v): v for v in variables}
    for part in filter(None, text.replace(" ", "").split(",")):
        name, equals, interval = part.rpartition("=")
        low, dots, high = interval.partition("..")
        if not dots or (equals and name not in named):
            known = ", ".join(named)
            raise PaperError(f"--box {part!r}: write lo..hi such as -1..5/2, or NAME=lo..hi, NAME among {known}.")
        pair = (_end(low, part), _end(high, part))
        if pair[0] is not None and pair[1] is not None and pair[0] >= pair[1]:
            raise PaperError(f"--box {part!r}: the left end is not below the right end.")
        for v in [named[name]] if equals else variables:
            ends[v] = pair
    return ends


def _end(text: str, part: str) -> Fraction | None:
    if text in ("oo", "-oo", "inf", "-inf"):
        return None
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise PaperError(f"--box {part!r}: {text!r} is no number; write e.g. -1, 5/2, 0.1 or oo.") from None


def _plain(text: str) -> None:
    """Refuse what is no formula, before it is evaluated: sympy would run any Python in it."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        if words := sorted(set(re.findall(r"[A-Za-z_]\w*", text)) & set(keyword.kwlist)):
            raise PaperError(f"{text!r}: {words[0]} is a word of Python; give the variable another name.") from None
        raise PaperError(f"{text!r} cannot be read as a formula ({type(error).__name__}): {LINE}.") from None
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node not in called and callable(getattr(sp, node.id, None)):
            raise PaperError(f"{text!r}: {node.id} is a function of sympy; give the variable another name.")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
            raise PaperError(f"{text!r}: a power is written **, as in x**4.")
        name = node.func if isinstance(node, ast.Call) else None
        code = isinstance(name, ast.Name) and hasattr(builtins, name.id) and name.id not in ("abs", "max", "min")
        if code or (name and not isinstance(name, ast.Name)) or isinstance(node, CODE):
            raise PaperError(f"{text!r} is code, not a formula: {LINE}.")
        if isinstance(node, ast.Constant) and not isinstance(node.value, bool | int | float):
            raise PaperError(f"{text!r}: {node.value!r} is no number: {LINE}.")


def _parsed(text: str) -> sp.Expr:
    _plain(text)
    try:
        value = parse_expr(text.strip(), transformations=(*standard_transformations, rationalize))
    except (SyntaxError, TypeError, AttributeError, ValueError, sp.SympifyError) as error:
        raise PaperError(f"{text!r} cannot be read as a formula ({type(error).__name__}): {LINE}.") from None
    if not isinstance(value, sp.Expr):
        raise PaperError(f"{text!r} is a {type(value).__name__}, not a real function: {LINE}.")
    unknown = sorted({str(a.func) for a in value.atoms(sp.core.function.AppliedUndef)})
    if unknown:
        known = "exp, log, sqrt, sin, cos, cosh, ..."
        raise PaperError(f"{text!r}: no function {', '.join(unknown)} is known. Known: {known}")
    return value


def _formula(value: sp.Expr, text: str) -> Source:
    """With real variables and exact numbers."""
    symbols = sorted(value.free_symbols, key=str)
    if not symbols:
        raise PaperError(f"{text!r} has no variable: {LINE}.")
    real = {s: sp.Symbol(str(s), real=True) for s in symbols}
    exact = sp.nsimplify(value, rational=True).subs(real, simultaneous=True)
    if any(abs(number) > LARGEST for number in exact.atoms(sp.Rational)):
        raise PaperError(f"{text!r} has numbers beyond 10**200, where floats find nothing: scale the function.")
    variables = tuple(real.values())
    names = sorted({type(node).__name__ for node in sp.preorder_traversal(exact) if isinstance(node, corners.KINDS)})
    if names:
        plain = sp.lambdify(variables, exact, "numpy")
        call = plain if len(variables) == 1 else (lambda point: plain(*point))
        note = f"{', '.join(names)} has no second derivative at its corners: sampled instead of treated exactly."
        return Source(text=str(value), variables=variables, call=call, cornered=exact,
                      dim=len(variables), note=note)  # fmt: skip
    return Source(text=str(exact), variables=variables, formula=_by_sine(exact), dim=len(variables))


def _by_sine(value: sp.Expr) -> sp.Expr:
    """With sines and cosines in place of tan, cot, sec and csc, which have no enclosure."""
    for function, by in (
        (sp.tan, lambda a: sp.sin(a) / sp.cos(a)),
        (sp.cot, lambda a: sp.cos(a) / sp.sin(a)),
        (sp.sec, lambda a: 1 / sp.cos(a)),
        (sp.csc, lambda a: 1 / sp.sin(a)),
    ):
        value = value.replace(function, by)
    return value


def _loaded(path: Path, name: str) -> Any:
    if not path.is_file():
        raise PaperError(f"{path}: no such file; {LINE}.")
    try:
        names = runpy.run_path(str(path), run_name="_function")
    except SyntaxError as error:
        raise PaperError(f"{path}:{error.lineno}: {error.msg}: {(error.text or '').strip()}") from None
    except ImportError as error:
        missing = f"pip install {error.name}" if error.name in ("torch", "jax") else "Install it beside rateproof"
        raise PaperError(f"{path}: {error}. {missing}, or do without it: numpy will do.") from None
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        where = f"{path}:{lines[-1]}" if lines else str(path)
        raise PaperError(f"{where}: {type(error).__name__}: {error}. The file must run without an error.") from None
    if name not in names:
        own = [n for n, v in names.items() if not n.startswith("_") and (callable(v) or isinstance(v, sp.Expr))]
        raise PaperError(f"{path} has no {name!r}. It has: {', '.join(own) or 'no function'}.")
    return names[name]


def _traced(call: Callable[..., Any], text: str, dim: int) -> Source:
    """Called with symbols first: what comes back as a formula is treated exactly."""
    count = len([p for p in inspect.signature(call).parameters.values()
                 if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)])  # fmt: skip
    if count > 1:
        names = list(inspect.signature(call).parameters)[:count]
        variables = tuple(sp.Symbol(n, real=True) for n in names)
        arguments: tuple[Any, ...] = variables
    elif dim:
        variables = tuple(sp.Symbol(f"w{i}", real=True) for i in range(dim))
        arguments = (_vector(variables),)
    else:
        variables = (sp.Symbol("w", real=True),)
        arguments = variables
    many = count > 1
    box_call = (lambda point: call(*point)) if many else call if dim else (lambda point: call(point))
    try:
        value = call(*arguments)
    except Exception:  # whatever a program does with a symbol: it is then asked with numbers
        value = None
    if isinstance(value, sp.Expr) and value.free_symbols and _same(call, value, arguments, variables):
        found = _formula(value, text)
        if found.formula is not None:
            return Source(text=found.text, variables=variables, formula=found.formula, dim=len(variables),
                          note="the callable gave a formula for symbols: treated exactly")  # fmt: skip
    return Source(text=text, variables=variables, call=box_call, dim=len(variables) if many else dim,
                  note="a black box: differentiated numerically, sampled, proves nothing")  # fmt: skip


def _same(call: Callable[..., Any], value: sp.Expr, arguments: tuple[Any, ...], variables: Sequence[sp.Symbol]) -> bool:
    """Whether callable and formula agree in floats: a test such as w == 0 takes one branch for every symbol."""
    for place in (0.0, 1.0, -1.0, 2.0, 0.37, -5.25):
        numbers = [place + 0.5 * i for i in range(len(variables))]
        given = tuple(numbers) if isinstance(arguments[0], sp.Symbol) else (_vector(numbers),)
        try:
            ours = complex(value.subs(dict(zip(variables, numbers, strict=True))).evalf())
            theirs = complex(call(*given))
        except Exception:
            continue
        if abs(ours - theirs) > 1e-6 * (1 + abs(ours)):
            return False
    return True


def _vector(entries: Sequence[Any]) -> Any:
    import numpy as np

    return np.array(entries, dtype=object if isinstance(entries[0], sp.Symbol) else float)
