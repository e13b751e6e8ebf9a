"""MathML as Typst's mathematics, for the vocabulary that ``paper.mathematics`` produces."""

import xml.etree.ElementTree as ET

__all__ = ["typst_math"]

OPERATORS = {"\u2061": "", "\u2063": "", ",": "\\,", "∗": "*", "‖": 'class("normal", ‖)', "|": 'class("normal", |)'}


def typst_math(mathml: str) -> str:
    """The formula as source for Typst's math mode.

    Raises:
        ValueError: for an element that the report's formulas do not have.
    """
    return _write(ET.fromstring(mathml.replace("&ApplyFunction;", "")))


def _write(node: ET.Element) -> str:
    parts = list(node)
    match node.tag:
        case "math" | "mrow" | "mpadded" | "mtd":
            return _row(parts)
        case "mi" | "mtext":
            text = node.text or ""
            return text if len(text) == 1 else f'"{text}"'
        case "mn":
            return node.text or ""
        case "mo":
            text = node.text or ""
            return OPERATORS.get(text, text)
        case "mspace":
            return ""
        case "mfrac":
            return f"frac({_write(parts[0])}, {_write(parts[1])})"
        case "msqrt":
            return f"sqrt({_row(parts)})"
        case "msub":
            return f"attach({_write(parts[0])}, b: {_write(parts[1])})"
        case "msup":
            return f"attach({_write(parts[0])}, t: {_write(parts[1])})"
        case "msubsup":
            return f"attach({_write(parts[0])}, b: {_write(parts[1])}, t: {_write(parts[2])})"
        case "munder":
            return f"attach(limits({_write(parts[0])}), b: {_write(parts[1])})"
        case "mtable":
            return f"cases({', '.join(' space '.join(map(_write, row)) for row in parts)})"
    raise ValueError(f"no Typst for the MathML element {node.tag!r}.")


def _row(parts: list[ET.Element]) -> str:
    """Elements one after the other; the brace before a table is the table's own."""
    cases = any(part.tag == "mtable" for part in parts)
    written = (_write(part) for part in parts if not (cases and part.tag == "mo"))
    return " ".join(text for text in written if text)
