"""SVG files lose bytes, not what is seen."""

import io
import re
import xml.etree.ElementTree as ET

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
    """End points of a path, in hundredths, whether its commands are absolute or relative."""
    here, found, size = (0.0, 0.0), [], {"m": 2, "l": 2, "c": 6, "q": 4}
    command, numbers = "", []
    for token in re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", path):
        if token.isalpha():
            command = token
        else:
            numbers.append(float(token))
            if len(numbers) == size[command.lower()]:
                x, y = numbers[-2:]
                here = (x, y) if command.isupper() else (here[0] + x, here[1] + y)
                found.append(here)
                numbers = []
    return np.array(found)


def test_paths_stay_within_a_hundredth_of_a_point():
    before = drawn()
    after = slim(before)
    paths = [[node.get("d") for node in ET.fromstring(text).iter(f"{SVG}path") if node.get("d")] for text in (before, after)]
    assert len(paths[0]) == len(paths[1]) > 20
    for old, new in zip(*paths, strict=True):
        assert places(old) == pytest.approx(places(new), abs=0.0051)


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
