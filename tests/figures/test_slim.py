"""SVG files lose bytes, not what is seen."""

import io
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest

from figures import style
from figures.slim import slim

SVG = "{http://www.w3.org/2000/svg}"


def drawn():
    with style.theme():
        made, axes = style.figure(2.0)
        axes.plot(np.linspace(0, 1, 50), np.sin(np.linspace(0, 9, 50)), "o-", label="a line")
        axes.fill_between([0, 1], [0, 0], [1, 2])
        axes.set(xlabel="step $x_1$", ylabel="size")
        style.legend_below(made, axes)
        written = io.BytesIO()
        made.savefig(written, format="svg")
    return written.getvalue().decode()


def places(path):
    """Places along a path, whether its commands are absolute or relative; a new part begins after nan."""
    here, found, size = (0.0, 0.0), [], {"m": 2, "l": 2, "c": 6, "q": 4, "h": 1, "v": 1}
    command, numbers = "", []
    for token in re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", path):
        if token.isalpha():
            command = token
            continue
        numbers.append(float(token))
        if len(numbers) == size[command.lower()]:
            x, y = {"h": (*numbers, 0), "v": (0, *numbers)}.get(command, numbers[-2:])
            here = (x, y) if command.isupper() else (here[0] + x, here[1] + y)
            found += [(np.nan, np.nan), here] if command == "M" else [here]
            numbers = []
    return np.array(found)


def off(point, line):
    """Distance of a point from a polygon."""
    best = np.inf
    for a, b in pairwise(line):
        if not np.isnan([*a, *b]).any():
            along = np.clip(np.dot(point - a, b - a) / max(np.dot(b - a, b - a), 1e-12), 0, 1)
            best = min(best, np.hypot(*(point - a - along * (b - a))))
    return best


def test_paths_stay_within_hundredths_of_a_point():
    before = drawn()
    after = slim(before)
    paths = [[node.get("d") for node in ET.fromstring(text).iter(f"{SVG}path") if node.get("d")] for text in (before, after)]
    assert len(paths[0]) == len(paths[1]) > 20
    for old, new in zip(*paths, strict=True):
        first, second = places(old), places(new)
        assert first[1] == pytest.approx(second[1], abs=0.0051)
        assert first[-1] == pytest.approx(second[-1], abs=0.0051)
        assert max(off(point, second) for point in first if not np.isnan(point).any()) < 0.03


def test_a_straight_line_needs_two_points():
    many = " ".join(f"L {i} {2 * i}" for i in range(1, 100))
    assert '"M0 0l99 198"' in slim(f'<svg xmlns="http://www.w3.org/2000/svg"><path d="M 0 0 {many}"/></svg>')
    corner = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M 0 0 L 5 0 L 10 0 L 10 7 z M 1 1 L 2 1.5"/></svg>'
    assert '"M0 0h10v7zM1 1l1 .5"' in slim(corner)


def test_what_is_pointed_at_is_there():
    root = ET.fromstring(slim(drawn()))
    names = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(names) == len(set(names))
    pointed = {found for node in root.iter() for value in node.attrib.values() for found in re.findall(r"#(\w+)\)?$", value)
               if not re.fullmatch("[0-9a-f]{6}", found)}  # fmt: skip
    assert pointed == set(names)
    sheet = root.find(f".//{SVG}style").text
    classes = {node.get("class") for node in root.iter() if node.get("class")}
    assert classes == set(re.findall(r"\.(\w+)\{", sheet))


def test_it_is_half_the_size_and_says_the_same_twice():
    before = drawn()
    assert len(slim(before)) < 0.55 * len(before)
    assert slim(before) == slim(before)
    assert "metadata" not in slim(before)
    assert mpl.rcParams["svg.hashsalt"] is None


def test_text_that_is_text_stays():
    assert ">left <" in slim('<svg xmlns="http://www.w3.org/2000/svg"><text x="1.23456">left <tspan>b</tspan></text></svg>')
