"""Counterexamples in several dimensions: every hypothesis, coordinate by coordinate, and positive weights."""

import copy

import pytest

from verify.kernel.certificate import check
from verify.kernel.errors import KernelError
from verify.kernel.space import LARGEST

CLAIM = {
    "for": {"c": "real", "u": "vector", "v": "vector", "w": "vector"},
    "if": ["0 < c", "norm(u) <= c", "inner(u, v) == 0", "w == u + c*v"],
    "then": "norm(w)**2 <= norm(u)**2 + c*norm(v)**2",
}
"""False: the last term is c**2 |v|^2.  On the line nothing orthogonal to u != 0 refutes it; in the plane it is easy."""


def by_enclosure(show):
    return [{"rule": "enclose", "name": "goal", "show": show, "bits": 64}]


def by_arith(show):
    return [{"rule": "arith", "name": "goal", "show": show, "from": [], "certificate": {"equal": []}}]


SQUARE = "(0 + 2*({0}*{0}) + 3*({1}*{1}))"
NORM = "sqrt(" + SQUARE + ")"
GOOD = {
    "format": 1, "label": "test/plane", "kind": "refutation", "obligation": {"claim": [CLAIM]}, "uses": [],
    "witness": {
        "part": 0, "metric": ["2", "3"], "values": {"c": "2", "u": ["1", "0"], "v": ["0", "1"], "w": ["1", "2"]},
    },
    "proofs": [
        by_enclosure("0 < 2"),
        by_enclosure("0 < 3"),
        by_enclosure("0 < 2"),
        by_enclosure(f"{NORM.format(1, 0)} <= 2"),
        by_arith("0 + 2*(1*0) + 3*(0*1) == 0"),
        by_arith("1 == 1 + 2*0"),
        by_arith("2 == 0 + 2*1"),
        by_enclosure(f"{NORM.format(1, 0)}**2 + 2*{NORM.format(0, 1)}**2 < {NORM.format(1, 2)}**2"),
    ],
}  # fmt: skip


def edited(path, value):
    data = copy.deepcopy(GOOD)
    place = data
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return data


def test_a_counterexample_in_the_plane_is_accepted():
    found = check(GOOD, {})
    assert (found.kind, found.axioms) == ("refutation", ())


W, V = ("witness", "values"), ("witness", "metric")


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ((*W, "u"), ["1", "1"], "the proof ends with"),  # no longer orthogonal, nor what w is made of
        ((*W, "w"), ["1", "3"], "the proof ends with"),
        ((*W, "c"), "3", "the proof ends with"),
        ((*W, "u"), ["1"], "has 2 coordinates"),
        ((*W, "u"), ["1", "0", "0"], "has 2 coordinates"),
        ((*W, "u"), "1", "has 2 coordinates"),
        ((*W, "c"), ["2", "0"], "a term or relation is a string"),
        ((*W, "u"), [1, 0], "a term or relation is a string"),
        ((*W, "u"), ["1", "f(0)"], "written with"),
        ((*W, "u"), ["1", "y(0)"], "written with"),
        (W, {"c": "2", "u": ["1", "0"], "v": ["0", "1"]}, "must give a value for each"),
        (V, ["2", "-3"], "the proof ends with"),
        (V, ["2", "0"], "the proof ends with"),
        (V, ["2", "3", "1"], "has 3 coordinates"),
        (V, [], "is a list of 1 to"),
        (V, ["1"] * (LARGEST + 1), "is a list of 1 to"),
        (V, "2", "is a list of 1 to"),
        (("witness", "model"), {}, "exactly the fields"),
        (("witness", "part"), 1, "no part"),
        (("proofs", 4), by_arith("0 == 0 + 2*(1*0) + 3*(0*0) + 1 - 1"), None),
        (("proofs", 7), by_enclosure("0 < 1"), "the proof ends with"),
    ],
)
def test_anything_else_is_refused(path, value, reason):
    if reason is None:  # another way to write the same relation
        assert check(edited(path, value), {}).kind == "refutation"
        return
    with pytest.raises(KernelError, match=reason):
        check(edited(path, value), {})


def refuted(claim, values, metric, *shown):
    proofs = [by_enclosure(show) for show in shown]
    data = GOOD | {"obligation": {"claim": [claim]}, "proofs": proofs}
    return check(data | {"witness": {"part": 0, "values": values, "metric": metric}}, {})


@pytest.mark.parametrize(
    "given",
    [
        "f(u) <= 1",
        "norm(grad(u)) <= 1",
        "hess(u) <= 1",
        "norm(hv(u, u)) <= 1",
        "norm(x(0)) <= 1",
        "y(1) <= 2",
        {"for": {"z": "vector"}, "then": "0 <= inner(z, u)"},
        {"for": {"z": "real"}, "then": "z <= z*z"},
    ],
)
def test_functions_and_quantifiers_have_no_meaning_at_finitely_many_points(given):
    claim = {"for": {"u": "vector"}, "if": [given], "then": "norm(u) <= 0"}
    with pytest.raises(KernelError, match="at finitely many points"):
        refuted(claim, {"u": ["1"]}, ["1"], "0 < 1", "0 < 1", "0 < 1")


def test_a_conclusion_with_vectors_is_denied_in_one_coordinate():
    claim = {"for": {"u": "vector", "v": "vector"}, "if": ["norm(u) == norm(v)"], "then": "u == v"}
    values = {"u": ["1", "1"], "v": ["1", "-1"]}
    data = GOOD | {"obligation": {"claim": [claim]}, "witness": {"part": 0, "values": values, "metric": ["1", "1"]}}
    same = "sqrt(0 + 1*(1*1) + 1*(1*1)) == sqrt(0 + 1*(1*1) + 1*((-1)*(-1)))"
    start = [by_enclosure("0 < 1"), by_enclosure("0 < 1"), by_arith(same)]
    assert check(data | {"proofs": [*start, by_enclosure("-1 < 1")]}, {}).kind == "refutation"
    with pytest.raises(KernelError, match="the proof ends with"):
        check(data | {"proofs": [*start, by_arith("1 == 1")]}, {})


def test_what_is_true_in_every_space_is_not_refuted_by_a_metric():
    """Cauchy and Schwarz would fail for an indefinite form, which the positive weights exclude."""
    claim = {"for": {"u": "vector", "v": "vector"}, "if": [], "then": "inner(u, v)**2 <= inner(u, u)*inner(v, v)"}
    values = {"u": ["2", "1"], "v": ["1", "2"]}
    square = "(0 + 1*({0}*{2}) + (-1)*({1}*{3}))"
    uu, uv, vv = square.format(2, 1, 2, 1), square.format(2, 1, 1, 2), square.format(1, 2, 1, 2)
    with pytest.raises(KernelError):
        refuted(claim, values, ["1", "-1"], "0 < 1", "0 < -1", f"{uu}*{vv} < {uv}**2")
