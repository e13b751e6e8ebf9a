"""SVG without what nobody sees: metadata, unused names, styles said twice, digits below a hundredth of a point."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import hypot

__all__ = ["slim"]

SVG, XLINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}"
_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:e-?\d+)?")
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_CALL = re.compile(r"(\w+)\(([^)]*)\)")
_REFERENCE = re.compile(r"#([^\s)\"']+)")
_SIZES = {"M": 2, "L": 2, "C": 6, "Q": 4}
"""Numbers that a command of a path takes."""
_FLAT = 2
"""Hundredths of a point by which a polygon may be straightened."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slim(text: str) -> str:
    """The same picture in fewer bytes.

    Args:
        text: an SVG file as matplotlib writes it: paths of the absolute commands M, L, C, Q and z.
    """
    root = ET.fromstring(text)
    for dead in root.findall(f"{{{SVG}}}metadata"):
        root.remove(dead)
    elements = list(root.iter())
    pointed = Counter(name for node in elements for value in node.attrib.values() for name in _REFERENCE.findall(value))
    short = {name: _word(i) for i, (name, _) in enumerate(pointed.most_common())}
    styles = Counter(node.attrib["style"] for node in elements if "style" in node.attrib)
    classes = {style: _word(i) for i, (style, times) in enumerate(styles.most_common()) if times > 1}
    for node in elements:
        _attributes(node, short, classes)
        node.text = node.text if (node.text or "").strip() else None
        node.tail = node.tail if (node.tail or "").strip() else None
    _unwrap(root)
    sheet = root.find(f".//{{{SVG}}}style")
    if sheet is not None:
        rules = "".join(f".{name}{{{_tight(style)}}}" for style, name in classes.items())
        sheet.text = f"{_tight(sheet.text or '')}{rules}"
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode").replace(" />", "/>") + "\n"


def _word(i: int) -> str:
    """a, b, ..., z, ba, bb, ...: the i-th short name."""
    high, low = divmod(i, len(_LETTERS))
    return (_word(high) if high else "") + _LETTERS[low]


def _tight(style: str) -> str:
    return re.sub(r"\s*([:;{}])\s*", r"\1", style.strip())


def _attributes(node: ET.Element, short: dict[str, str], classes: dict[str, str]) -> None:
    """Shorten the attributes of one element in place."""
    for name, value in list(node.attrib.items()):
        if name == "id":
            del node.attrib[name]
            if value in short:
                node.set(name, short[value])
        elif name == "style" and value in classes:
            del node.attrib[name]
            node.set("class", classes[value])
        elif name == "style":
            node.set(name, _tight(value))
        elif name == "d":
            node.set(name, _path(value))
        elif name == "transform":
            node.set(name, _CALL.sub(_call, value))
        elif name in ("x", "y", "width", "height"):
            node.set(name, _NUMBER.sub(lambda found: _text(round(100 * float(found[0]))), value))
    for name, value in list(node.attrib.items()):
        if name == "transform" and not value:
            del node.attrib[name]
        if "#" in value and name in ("clip-path", f"{XLINK}href"):
            del node.attrib[name]
            node.set(name.removeprefix(XLINK), _REFERENCE.sub(lambda found: f"#{short[found[1]]}", value))


def _call(found: re.Match[str]) -> str:
    """One function of a transform: lengths to hundredths, scales to five digits, a turn by nothing left out."""
    numbers = [float(word) for word in found[2].replace(",", " ").split()]
    if found[1] == "rotate" and not numbers[0]:
        return ""
    digits = "{:.5g}" if found[1] == "scale" else "{:.2f}"
    return f"{found[1]}({' '.join(_short(digits.format(number)) for number in numbers)})"


def _short(number: str) -> str:
    """Without zeros that say nothing."""
    whole = number.rstrip("0").rstrip(".") if "." in number and "e" not in number else number
    return re.sub(r"^(-?)0\.", r"\1.", whole) if whole not in ("-0", "") else "0"


def _text(hundredths: int) -> str:
    return _short(f"{hundredths / 100:.2f}")


def _path(text: str) -> str:
    """A path in steps from point to point, which are short; rounding does not add up, as places are rounded."""
    written: list[str] = []
    here, last = (0, 0), ""
    for command, numbers in _straightened(_parsed(text)):
        steps = [value - here[i % 2] for i, value in enumerate(numbers)]
        if command == "M":
            written.append(f"M{_joined(numbers)}")
        elif command == "L" and 0 in steps:
            command, step = ("H", steps[0]) if steps[1] == 0 else ("V", steps[1])
            written.append(f"{command.lower()}{_text(step)}")
        elif numbers:
            written.append((command.lower() if command != last else " " if steps[0] >= 0 else "") + _joined(steps))
        else:
            written.append("z")
        last, here = command, (numbers[-2], numbers[-1]) if numbers else here
    return "".join(written)


Piece = tuple[str, list[int]]


def _parsed(text: str) -> Iterator[Piece]:
    """Commands with their numbers in hundredths."""
    numbers: list[int] = []
    command = ""
    for token in _TOKEN.findall(text):
        if token.isalpha():
            command = token.upper()
            if command == "Z":
                yield "Z", []
            continue
        numbers.append(round(100 * float(token)))
        if len(numbers) == _SIZES[command]:
            yield command, numbers
            numbers = []


def _straightened(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Without the points of a polygon that lie on the line between others."""
    start: tuple[int, int] = (0, 0)
    for straight, group in groupby(pieces, key=lambda piece: piece[0] == "L"):
        found = list(group)
        if straight:
            corners = _corners([start, *((piece[1][0], piece[1][1]) for piece in found)])
            yield from (("L", [*corner]) for corner in corners[1:])
        else:
            yield from found
        if found[-1][1]:
            start = (found[-1][1][-2], found[-1][1][-1])


def _corners(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Douglas and Peucker's choice of points: what is left out is no further from the line than ``_FLAT``."""
    keep, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        low, high = waiting.pop()
        (x, y), (u, v) = points[low], points[high]
        length = hypot(u - x, v - y)
        far, at = float(_FLAT), 0
        for i in range(low + 1, high):
            p, q = points[i]
            off = abs((u - x) * (q - y) - (v - y) * (p - x)) / length if length else hypot(p - x, q - y)
            far, at = (off, i) if off > far else (far, at)
        if at:
            keep.add(at)
            waiting += [(low, at), (at, high)]
    return [points[i] for i in sorted(keep)]


def _joined(values: list[int]) -> str:
    words = [_text(value) for value in values]
    return "".join(word if i == 0 or word.startswith("-") else f" {word}" for i, word in enumerate(words))


def _unwrap(node: ET.Element) -> None:
    """Groups that say nothing give way to what is in them."""
    children: list[ET.Element] = []
    for child in list(node):
        _unwrap(child)
        bare = child.tag == f"{{{SVG}}}g" and not child.attrib
        children += list(child) if bare else [child]
    for child in list(node):
        node.remove(child)
    node.extend(children)
