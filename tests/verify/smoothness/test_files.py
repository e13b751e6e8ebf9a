"""Functions in files: treated exactly if they give a formula, else sampled; and the command."""

import json

import pytest

from theory import PaperError
from verify.smoothness import smoothness

LOSSES = """
import math
import numpy as np
import sympy as sp

t = sp.Symbol("t")
formula = t**4 / 2


def half_quartic(w):
    return 0.5 * w**4


def product(a, b):
    return (a * b - 1) ** 2


def array(w):
    return (w[0] * w[1] - 1) ** 2


def softplus(w):
    return math.log1p(math.exp(-abs(w))) + max(w, 0.0)


def quartics(w):
    return float(np.sum(np.asarray(w, dtype=float) ** 4))


def branch(w):
    return 3.0 if w == 0 else w**2


def noise(w):
    return math.sin(1e9 * w)


def angry(w):
    raise RuntimeError("boom")


def twice(w):
    return np.asarray(w, dtype=float) * 2


def root(w):
    return math.sqrt(w) ** 5


constant = "text"
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "losses.py"
    path.write_text(LOSSES)
    return path


@pytest.mark.parametrize("name", ["formula", "half_quartic"])
def test_a_formula_is_treated_exactly(file, name):
    assert smoothness(f"{file}:{name}", slopes=["1"]).closed_form == "8/L1**2"


@pytest.mark.parametrize(("name", "dim"), [("product", 0), ("array", 2)])
def test_a_callable_of_several_numbers(file, name, dim):
    assert smoothness(f"{file}:{name}", dim=dim).verdict == "refuted"


def test_a_black_box_survives_with_the_tightest_constants_seen(file):
    found = smoothness(f"{file}:softplus", slopes=["0", "1/2"], trials=200)
    assert (found.verdict, found.exit_code) == ("survived", 0)
    assert found.trials > 150
    assert {point.rigour for point in found.points} == {"sampled"}
    assert [float(point.L0) for point in found.points] == pytest.approx([1 / 4, 1 / 16], abs=1e-4)
    assert found == smoothness(f"{file}:softplus", slopes=["0", "1/2"], trials=200)


def test_a_black_box_of_an_array(file):
    found = smoothness(f"{file}:quartics", dim=2, slopes=["1"], trials=200)
    assert float(found.points[0].L0) == pytest.approx(16, abs=1e-2)


def test_the_gap_of_a_black_box_is_above_the_lowest_value_of_all(file):
    found = smoothness(f"{file}:quartics", dim=2, name="h0h1", slopes=["12"], trials=200)
    assert float(found.points[0].L0) == pytest.approx(3, abs=1e-2)


def test_a_branch_that_symbols_cannot_take_is_noticed(file):
    found = smoothness(f"{file}:branch", slopes=["0"], trials=100)
    assert found.verdict == "survived"
    assert "a black box" in found.notes[0]


def test_corners_are_sampled_and_said(file):
    found = smoothness("Abs(x)**3", slopes=["1"], trials=200)
    assert found.verdict == "survived"
    assert "Abs has no second derivative at its corners" in found.notes[0]
    assert float(found.points[0].L0) == pytest.approx(3, abs=1e-2)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("nothing", ["has no 'nothing'", "half_quartic"]),
        ("constant", ["a str, neither"]),
        ("array", ["TypeError", "--dim d"]),
        ("noise", ["two step sizes", "--box"]),
        ("angry", ["called with one float", "RuntimeError: boom"]),
    ],
)
def test_mistakes_are_one_sentence(file, name, parts):
    with pytest.raises(PaperError) as caught:
        smoothness(f"{file}:{name}")
    assert all(part in str(caught.value) for part in parts), caught.value


def test_more_numbers_than_one_and_points_outside_the_domain(file):
    with pytest.raises(PaperError, match=r"array of shape \(2,\); a function returns one number"):
        smoothness(f"{file}:twice", dim=2)
    found = smoothness(f"{file}:root", trials=100)
    assert found.verdict == "survived"
    assert "draws were rejected: not finite" in found.notes[-1]


def test_a_file_that_fails_is_one_sentence(tmp_path):
    (tmp_path / "broken.py").write_text("def f(w):\n    return w\n1 / 0\n")
    with pytest.raises(PaperError, match=r"broken.py:3: ZeroDivisionError"):
        smoothness(f"{tmp_path}/broken.py:f")


def test_a_formula_may_start_with_a_minus_sign(cli):
    result = cli("smoothness", "-log(x)", "--box=1..oo", "--at", "0", "--json", "-")
    assert result.code == 0
    assert json.loads(result.out)["points"][0]["least"] == "1"
    assert "no such option" in cli("smoothness", "x", "--clas", "convex").err.lower()


def test_without_a_picture_there_is_still_an_answer(cli, tmp_path):
    result = cli("smoothness", "abs(x)", "--plot", tmp_path / "corner.png")
    assert result.code == 2
    assert "refuted, at one point" in result.out
    assert "no point with positive gradient norm and curvature" in result.err


def test_the_plot_of_a_function_with_a_flat_part(cli, tmp_path):
    assert cli("smoothness", "log(exp(x)+exp(y))", "--at", "1", "--plot", tmp_path / "flat.png").code == 0


def test_the_command(cli, tmp_path):
    plot, data = tmp_path / "frontier.svg", tmp_path / "out.json"
    result = cli("smoothness", "x**4", "--at", "2", "--plot", plot, "--json", data)
    assert result.code == 0
    assert "L0 = 16/L1**2" in result.out
    assert "proved, on the whole line" in result.out
    assert json.loads(data.read_text())["points"][0]["L0"] == "4"
    assert "<svg" in plot.read_text()
    assert cli("smoothness", "sin(x**2)").code == 1
    assert cli("smoothness", "x**").code == 2
    assert cli("smoothness", "x**4 + x**2*y**2 + y**4", "--at", "0").code == 3
