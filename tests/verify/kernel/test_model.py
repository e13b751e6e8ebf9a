"""Refutations: counterexamples on the line are accepted only with every hypothesis and the denial shown."""

import copy

import pytest

from verify.kernel.certificate import check
from verify.kernel.errors import KernelError


def arith(name, show, facts=(), **parts):
    return {"rule": "arith", "name": name, "show": show, "from": list(facts), "certificate": parts}


CLAIM = {
    "for": {"L": "real", "p": "vector"},
    "if": ["0 < L", {"for": {"z": "vector"}, "if": [], "then": "hess(z) <= L"}],
    "then": "f(p - grad(p)/L) <= f(p) - inner(grad(p), grad(p))/L",
}
"""False: the decrease is half of that.  f(v) = v^2/2, L = 1, p = 1 refutes it."""

GOOD = {
    "format": 1, "label": "test/greedy", "kind": "refutation", "obligation": {"claim": [CLAIM]}, "uses": [],
    "witness": {
        "part": 0, "values": {"L": "1", "p": "1"},
        "model": {"f": ["v", "v**2/2"], "grad": ["v", "v"], "hess": ["v", "1"]},
    },
    "proofs": [
        [arith("slope", "v == v", equal=[])],
        [arith("curve", "1 == 1", equal=[])],
        [arith("positive", "0 < 1", sum=[["1", [], []]])],
        [
            arith("one", "0 <= 1", sum=[["1", [], []]]),
            {"rule": "apply", "name": "abs", "fact": "abs_of_nonnegative", "with": {"a": "1"}, "using": ["one"]},
            arith("end", "abs(1) <= 1", ["abs"], equal=[["1", "abs"]]),
        ],
        [arith("denied", "1/2 - 1 < 0", sum=[["1/2", [], []]])],
    ],
}  # fmt: skip


def edited(path, value):
    data = copy.deepcopy(GOOD)
    place = data
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return data


def test_a_counterexample_is_accepted():
    found = check(GOOD, {})
    assert found.kind == "refutation"
    assert found.axioms == ()


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("witness", "values", "p"), "0", "the proof ends with"),
        (("witness", "values", "p"), "q", "not declared"),
        (("witness", "values"), {"L": "1"}, "must give a closed term"),
        (("witness", "part"), 1, "no part"),
        (("witness", "model", "grad"), ["v", "2*v"], "the proof ends with"),
        (("witness", "model", "f"), ["v", "1/v"], "divides by a term"),
        (("witness", "model"), {"f": ["v", "v**2/2"]}, "f and grad"),
        (("witness", "model"), {"f": ["v", "v**2/2"], "grad": ["v", "v"]}, "no meaning"),
        (("witness", "model"), {}, "no meaning"),
        (("witness", "model", "norm"), ["v", "v"], "is fixed"),
        (("witness", "model", "hess"), ["v", "2"], "the proof ends with"),
        (("witness", "extra"), 1, "exactly the fields"),
        (("proofs", 4), [arith("denied", "0 <= 1", sum=[["1", [], []]])], "the proof ends with"),
        (("proofs",), GOOD["proofs"][:4], "as many proofs"),
        (("kind",), "proof", "extra or missing"),
    ],
)
def test_broken_counterexamples_are_refused(path, value, reason):
    with pytest.raises(KernelError, match=reason):
        check(edited(path, value), {})


def test_iterates_by_recursion():
    claim = {
        "for": {"K": "real"},
        "if": ["nat(K)", {"for": {"k": "real"}, "if": ["nat(k)"], "then": "x(k + 1) == x(k) - 2*grad(x(k))"}],
        "then": "norm(x(K)) < 1",
    }
    proofs = [
        [arith("slope", "v == v", equal=[])],
        [{"rule": "apply", "name": "one", "fact": "nat_successor", "with": {"a": "0"}, "using": ["nat_zero"]}],
        [{"rule": "apply", "name": "step", "fact": "goal.next", "with": {"k": "k"}, "using": ["h1"]}],
        [
            {"rule": "apply", "name": "next", "fact": "goal.next", "with": {"k": "0"}, "using": ["nat_zero"]},
            arith("at", "orbit(1) == -1", ["next", "goal.start"], equal=[["1", "next"], ["-1", "goal.start"]]),
            arith("low", "orbit(1) <= 0", ["at"], sum=[["1", [], []]], equal=[["1", "at"]]),
        ],
    ]  # fmt: skip
    witness = {
        "part": 0, "values": {"K": "1"},
        "model": {
            "f": ["v", "v**2/2"], "grad": ["v", "v"],
            "x": {"start": "1", "next": ["v", "v - 2*v"]},
        },
    }  # fmt: skip
    data = {**GOOD, "obligation": {"claim": [claim]}, "witness": witness, "proofs": proofs}
    proofs[3] += [
        {"rule": "apply", "name": "abs", "fact": "abs_of_nonpositive", "with": {"a": "orbit(1)"}, "using": ["low"]},
        arith("end", "1 <= abs(orbit(1))", ["abs", "at"], equal=[["-1", "abs"], ["1", "at"]]),
    ]
    assert check(data, {}).kind == "refutation"
    witness["model"]["x"]["next"] = ["v", "v - 3*v"]
    with pytest.raises(KernelError):
        check(data, {})
