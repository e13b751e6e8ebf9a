"""What is too large, misshapen or not a certificate at all ends in a refusal: no hang, no traceback."""

import json

import pytest

from verify.kernel.__main__ import Library
from verify.kernel.certificate import check, read
from verify.kernel.errors import KernelError


def certificate(claim, *steps, **more):
    return {
        "format": 1, "label": "test/attack", "kind": "proof", "obligation": {"claim": [claim]}, "uses": [],
        "proofs": [list(steps)], **more,
    }  # fmt: skip


def refutation(claim, witness, *proofs):
    return certificate(claim, kind="refutation", witness=witness) | {"proofs": list(proofs)}


def arith(name, show, facts=(), **parts):
    return {"rule": "arith", "name": name, "show": show, "from": list(facts), "certificate": parts}


def given(names, then, *hypotheses):
    return {"for": names, "if": list(hypotheses), "then": then}


def refused(data, reason, known=None):
    with pytest.raises(KernelError, match=reason):
        check(data, known or {})


A = {"a": "real"}
TRUE = arith("true", "0 <= 1", sum=[["1", [], []]])


def lipschitz(function, positive=(), branches=1):
    step = {
        "rule": "mean_value", "name": "m", "var": "s", "function": function, "slope": "0", "to": "1", "length": "true",
        "positive": list(positive), "branches": [[arith("d", "0 <= 0", sum=[])]] * branches,
    }  # fmt: skip
    return certificate("0 <= 0", TRUE, step)


DEEP = "(" * 150 + "a" + ")" * 150


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", [
    "((a + b)**200)**200 == 0", "(a + b + c + d)**200 == 0", "(((a + 1)**200)**200)**200 == 0",
    "(((10**200)**200)**200)**200 == 0", "1/(1 + 1/(1 + 1/(1 + 1/(1 + a)**200)**200)**200)**200 == 0",
    "f(((a + b + c)**60)*u) == 0", "(a + 1)**201 == 0", "9" * 1500 + " == a", "-" * 3000 + "a == 0",
    " + ".join(["a"] * 4000) + " == 1", "exp(" * 400 + "a" + ")" * 400 + " == 0", "[" * 500 + "]" * 500 + " == 0",
    "a" * 30_000 + " == 0", DEEP + " == 0", "(lambda: 1) == 0", "(a := 1) == 0", "f'{a}' == 0", "a == 0\n0 == 1",
    "a.b == 0", "a[0] == 0", "a == 0 == b", "a if a else b == 0", "\0 == 0", "\ud800 == 0", "True == 1", "1j == 0",
    "f(*u) == 0", "f(u=u) == 0", "nat(a, k=1)", "nat()", "None == 0", "a ** b == 0", "a ** 0.5 == 0", "a@b == 0",
])  # fmt: skip
def test_monstrous_terms_end_in_a_refusal(text):
    names = {"a": "real", "b": "real", "c": "real", "d": "real", "u": "vector"}
    refused(certificate(given(names, text), arith("end", text, equal=[])), ".")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("show", [
    "0 <= (((10**200)**200)**200)**200", "0 <= (((1/10)**200)**200)**200", "0 <= exp(exp(exp(10)))", "0 <= exp(10001)",
    "0 <= log(0)", "0 <= sqrt(-1)", "0 <= 1/(1 - 1)", "0 <= 0**-1", "0 <= norm(0)", "0 <= y(1)", "exp(0) < 1",
    "0 <= alternate(1)", "2 < exp(log(2))", "exp(1)**2 < exp(2)", "0 <= -exp(-9000)",
])  # fmt: skip
def test_enclosures_of_monsters_end_in_a_refusal(show):
    refused(certificate(show, {"rule": "enclose", "name": "e", "show": show, "bits": 64}), ".")


@pytest.mark.timeout(20)
def test_many_branches_end_in_a_refusal():
    function = " + ".join(f"abs(s - {i})" for i in range(40))
    refused(lipschitz(function), "too many")
    many = {"f": ["v", function.replace("s", "v").replace("abv", "abs")], "grad": ["v", "0"]}
    refused(refutation("f(0) <= 0", {"part": 0, "values": {}, "model": many}, [TRUE]), "too many")


@pytest.mark.parametrize("text", ["1.5", "1e3", "1/0", "/", "", "--1", "1/2/3", "²", "1" * 5000, 1, True, None, [], {}])
def test_what_is_no_rational_is_refused(text):
    data = certificate(given(A, "0 <= 1"), arith("end", "0 <= 1", sum=[[text, [], []]]))
    with pytest.raises(KernelError):
        check(data, {})


ODD = [[], {}, ["a"], {"a": 1}, 1, -1, True, "", "?", 10**30]


@pytest.mark.parametrize("value", ODD, ids=str)
def test_a_field_of_another_type_is_refused_in_one_sentence(value):
    steps = [
        {"rule": "apply", "name": "p", "fact": "exp_add", "with": {"a": "a", "b": "a"}, "using": []},
        arith("q", "0 <= 1", ["p"], sum=[["1", [], ["a"]]], equal=[["1", "p"]], scale=["p"], nonzero=["p"]),
        {"rule": "block", "name": "b", "fix": {"c": "real"}, "assume": [["k", "0 <= c"]], "steps": [TRUE]},
        {"rule": "cases", "name": "c", "on": ["a", "0"], "show": "0 <= 1", "le": [TRUE], "gt": [TRUE]},
        {"rule": "induct", "name": "i", "var": "k", "show": "0 <= 1", "base": [TRUE], "step": [TRUE]},
        {"rule": "rewrite", "name": "r", "show": "0 <= 1", "fact": "p", "by": "p"},
        lipschitz("s")["proofs"][0][1],
        {"rule": "continuation", "name": "n", "var": "s", "function": "-s", "to": "1", "start": "h1", "steps": [TRUE]},
        {"rule": "enclose", "name": "e", "show": "0 <= 1", "bits": 64},
        {"rule": "univariate", "name": "u", "show": "0 <= a", "from": ["h1"]},
        {"rule": "gram", "name": "g", "vectors": ["0"], "matrix": [["1"]]},
    ]
    tried = 0
    for step in steps:
        for field in step:
            if field == "why" or (field, value) == ("using", []):
                continue
            changed = json.loads(json.dumps(step))
            changed[field] = value
            tried += 1
            data = certificate(given(A, "1 <= 0", "0 <= a"), TRUE, changed)
            refused(data, ".")
    assert tried > 50


def test_files_that_are_no_certificates(tmp_path):
    texts = [
        "", "[]", "{", "\ufeff{}", '{"a": 1, "a": 1}', '{"a": 1.5}', '{"a": NaN}', '{"a": ' + "9" * 5000 + "}",
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ]  # fmt: skip
    for text in texts:
        path = tmp_path / "c.json"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(KernelError):
            read(path)
    (tmp_path / "c.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(KernelError):
        read(tmp_path / "c.json")
    with pytest.raises(KernelError):
        read(tmp_path)
    deep = {"format": 1}
    for _ in range(5000):
        deep = {"a": deep}
    refused(certificate("0 <= 1", TRUE, witness=deep, kind="refutation"), "deeply")


def test_a_library_stays_in_its_folder_and_ends(tmp_path):
    library = Library(tmp_path)
    for label in ("../a", "a/../b", "a", "/a", "a//b", ".", "a/.", "", "a/b\0"):
        with pytest.raises(KernelError):
            library.label(label)
    (tmp_path / "p").mkdir()
    for i in range(300):
        data = certificate("0 <= 1", TRUE, label=f"p/c{i}", uses=[f"p/c{i + 1}"])
        (tmp_path / "p" / f"c{i}.json").write_text(json.dumps(data))
    with pytest.raises(KernelError, match="longer than"):
        library.label("p/c0")
    data = certificate("0 <= 1", TRUE, label="p/loop", uses=["p/loop"])
    (tmp_path / "p" / "loop.json").write_text(json.dumps(data))
    with pytest.raises(KernelError, match="cyclic"):
        library.label("p/loop")


SUM = " + ".join(f"1/{10**900 + 2 * i + 1}" for i in range(10))
"""A sum of fractions of 900 digits: one of 9000 digits, which Python refuses to print."""


@pytest.mark.parametrize("step", [
    arith("end", f"0 == a*({SUM})", equal=[]),
    arith("end", f"y({SUM}) == 0", equal=[]),
    {"rule": "univariate", "name": "end", "show": f"a <= {SUM}", "from": ["h1"]},
    {"rule": "multipliers", "name": "end", "show": f"{SUM} <= 0", "positive": [], "units": {"square": "1", "value": "1"},
     "solve": [], "define": [], "basis": [], "rows": []},
])  # fmt: skip
def test_numbers_too_long_to_print_end_in_a_refusal(step):
    refused(certificate(given(A, "1 <= 0", "1 <= a"), step), "bits")


@pytest.mark.parametrize("name", [["a"], {}, [], 1, True])
def test_a_definition_has_a_name(name):
    step = {"rule": "multipliers", "name": "m", "show": "0 <= inner(u, u)", "positive": [], "solve": [], "rows": [],
            "units": {"square": "1", "value": "1"}, "define": [[name, "u"]], "basis": ["u"]}  # fmt: skip
    refused(certificate(given({"u": "vector"}, "1 <= 0"), step), "new name")


@pytest.mark.timeout(20)
def test_terms_that_double_with_every_step_end_in_a_refusal():
    # 60 short steps once meant a term of 2^60 parts
    steps, fact, name = [], "exp_tangent", "a"
    for i in range(60):
        apply = {"rule": "apply", "name": "s", "fact": fact, "with": {name: f"b{i} + b{i}"}, "using": []}
        steps.append({"rule": "block", "name": f"d{i}", "fix": {f"b{i}": "real"}, "assume": [], "steps": [apply]})
        fact, name = f"d{i}", f"b{i}"
    refused(certificate("0 <= 1", *steps, TRUE), "parts")


@pytest.mark.timeout(20)
def test_rewriting_many_places_into_long_terms_ends_in_a_refusal():
    def tree(name, depth):
        return name if not depth else f"({tree(name, depth - 1)} + {tree(name, depth - 1)})"

    steps = [
        {"rule": "rewrite", "name": "end", "show": "0 <= 1", "fact": "h2", "by": "h1"},
    ]
    claim = given({"a": "real", "b": "real"}, "0 <= 1", f"a == {tree('b', 11)}", f"0 <= {tree('a', 11)}")
    refused(certificate(claim, *steps), "parts")


@pytest.mark.timeout(20)
def test_a_counterexample_of_nested_meanings_ends_in_a_refusal():
    claim = given({}, "y(" * 60 + "1" + ")" * 60 + " <= 0")
    witness = {"part": 0, "values": {}, "model": {"y": ["v", "v + v"]}}
    refused(refutation(claim, witness, [TRUE]), "parts")
