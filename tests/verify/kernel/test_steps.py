"""Every rule of SPEC.md: one proof that is accepted, and ways to break it that are refused with a reason."""

import copy

import pytest

from verify.kernel.certificate import check
from verify.kernel.errors import KernelError
from verify.kernel.steps import RULES


def certificate(given, then, *steps, names=None, **more):
    claim = {"for": names or {}, "if": given, "then": then}
    return {
        "format": 1, "label": "test/claim", "kind": "proof", "obligation": {"claim": [claim]}, "uses": [],
        "proofs": [list(steps)], **more,
    }  # fmt: skip


def arith(name, show, facts=(), **parts):
    return {"rule": "arith", "name": name, "show": show, "from": list(facts), "certificate": parts}


A, AB, UV = {"a": "real"}, {"a": "real", "b": "real"}, {"u": "vector", "v": "vector"}
ONE = arith("one", "0 <= 1", sum=[["1", [], []]])

GOOD = {
    "apply": certificate(
        ["0 < a"], "0 < exp(a)",
        {"rule": "apply", "name": "p", "fact": "exp_positive", "with": {"a": "a"}, "using": []}, names=A,
    ),
    "arith": certificate(
        ["0 < a", "a <= b"], "1/b <= 1/a",
        arith("b", "0 < b", ["h1", "h2"], sum=[["1", ["h1"], []], ["1", ["h2"], []]]),
        arith("end", "1/b <= 1/a", ["h1", "h2", "b"], sum=[["1", ["h2"], []]], scale=["h1", "b"], nonzero=["h1", "b"]),
        names=AB,
    ),
    "block": certificate(
        [], {"for": {"c": "real"}, "if": ["0 <= c"], "then": "0 <= 2*c"},
        {
            "rule": "block", "name": "all", "fix": {"c": "real"}, "assume": [["c0", "0 <= c"]],
            "steps": [arith("twice", "0 <= 2*c", ["c0"], sum=[["2", ["c0"], []]])],
        },
    ),
    "cases": certificate(
        [], "a <= max(a, b)",
        {
            "rule": "cases", "name": "split", "on": ["a", "b"], "show": "a <= max(a, b)",
            "le": [
                {"rule": "apply", "name": "m", "fact": "max_is_right", "with": {"a": "a", "b": "b"}, "using": ["split.le"]},
                arith("l", "a <= max(a, b)", ["split.le", "m"], sum=[["1", ["split.le"], []]], equal=[["-1", "m"]]),
            ],
            "gt": [{"rule": "apply", "name": "m", "fact": "max_left", "with": {"a": "a", "b": "b"}, "using": []}],
        }, names=AB,
    ),
    "induct": certificate(
        [{"for": {"k": "real"}, "if": ["nat(k)"], "then": "y(k + 1) == 2*y(k)"}, "y(0) == 1"],
        {"for": {"j": "real"}, "if": ["nat(j)"], "then": "1 <= y(j)"},
        {
            "rule": "induct", "name": "grow", "var": "j", "show": "1 <= y(j)",
            "base": [arith("zero", "1 <= y(0)", ["h2"], equal=[["-1", "h2"]])],
            "step": [
                {"rule": "apply", "name": "next", "fact": "h1", "with": {"k": "j"}, "using": ["grow.nat"]},
                arith(
                    "up", "1 <= y(j + 1)", ["next", "grow.ih"],
                    sum=[["2", ["grow.ih"], []], ["1", [], []]], equal=[["-1", "next"]],
                ),
            ],
        },
    ),
    "rewrite": certificate(
        ["u == 2*v", "f(u) <= 3"], "f(2*v) <= 3",
        {"rule": "rewrite", "name": "r", "show": "f(2*v) <= 3", "fact": "h2", "by": "h1"}, names=UV,
    ),
    "mean_value": certificate(
        ["0 <= a"], "1 + a <= exp(a)",
        {
            "rule": "mean_value", "name": "m", "var": "s", "function": "exp(s) - s", "slope": "0", "to": "a", "length": "h1",
            "positive": [],
            "branches": [[
                {"rule": "apply", "name": "t", "fact": "exp_tangent", "with": {"a": "s"}, "using": []},
                arith("d", "0 <= exp(s) - 1", ["t", "m.lo"], sum=[["1", ["t"], []], ["1", ["m.lo"], []]]),
            ]],
        },
        arith("end", "1 + a <= exp(a)", ["m", "exp_zero"], sum=[["1", ["m"], []]], equal=[["-1", "exp_zero"]]),
        names=A,
    ),
    "continuation": certificate(
        ["0 <= a"], {"for": {"t": "real"}, "if": ["0 <= t", "t <= a"], "then": "-t <= 0"},
        ONE,
        arith("start", "-0 <= 0", sum=[]),
        {
            "rule": "continuation", "name": "c", "var": "t", "function": "-t", "to": "a", "start": "start",
            "steps": [
                {"rule": "apply", "name": "m", "fact": "min_right", "with": {"a": "-t", "b": "-1"}, "using": []},
                arith("neg", "min(-t, -1) < 0", ["m"], sum=[["1", ["m"], []], ["1", [], []]]),
            ],
        }, names=A,
    ),
    "enclose": certificate([], "exp(1) < 272/100", {"rule": "enclose", "name": "e", "show": "exp(1) < 272/100", "bits": 64}),
    "univariate": certificate(
        ["0 <= a", "a <= 1"], "a**2 <= a",
        {"rule": "univariate", "name": "u", "show": "a**2 <= a", "from": ["h1", "h2"]}, names=A,
    ),
    "gram": certificate(
        [], "0 <= inner(u, u) - 2*inner(u, v) + inner(v, v)",
        {"rule": "gram", "name": "g", "vectors": ["u", "v"], "matrix": [["1", "-1"], ["-1", "1"]]}, names=UV,
    ),
    "multipliers": certificate(  # one step of gradient descent with the step 1/L on convex functions: L R^2/6
        [
            "0 < L", "0 < R",
            {"for": UV, "then": "0 <= f(u) - f(v) - inner(grad(v), u - v) - inner(grad(u) - grad(v), grad(u) - grad(v))/(2*L)"},
            "grad(xs) == 0", "inner(x0 - xs, x0 - xs) <= R**2", "x1 == x0 - grad(x0)/L",
        ],
        "f(x1) - f(xs) <= L*R**2/6",
        {
            "rule": "multipliers", "name": "m", "show": "f(x1) - f(xs) <= L*R**2/6", "positive": ["h1", "h2"],
            "units": {"square": "R**2", "value": "L*R**2"}, "solve": [["h4", "grad(xs)"], ["h6", "grad(x0)"]], "define": [],
            "basis": ["x0", "x1", "grad(x1)", "xs"],
            "rows": [["1/6", "h5"], ["1/2", "h3", "x0", "x1"], ["1/2", "h3", "xs", "x0"], ["1/2", "h3", "xs", "x1"]],
        },
        names={"L": "real", "R": "real", "x0": "vector", "x1": "vector", "xs": "vector"},
    ),
}  # fmt: skip

ROW = ("proofs", 0, 0, "rows")

BAD = [  # rule, where in the certificate, what to write there, what the refusal says
    ("apply", ("proofs", 0, 0, "with"), {}, "must give a term"),
    ("apply", ("proofs", 0, 0, "with"), {"a": "b"}, "not declared"),
    ("apply", ("proofs", 0, 0, "fact"), "exp_huge", "no fact"),
    ("apply", ("proofs", 0, 0, "using"), ["h1"], "0 hypotheses"),
    ("apply", ("obligation", "claim", 0, "then"), "1 < exp(a)", "the proof ends with"),
    ("arith", ("proofs", 0, 1, "certificate", "sum", 0, 0), "2", "differ by"),
    ("arith", ("proofs", 0, 1, "certificate", "sum", 0, 0), "-1", "negative"),
    ("arith", ("proofs", 0, 1, "certificate", "sum", 0, 0), 1, "not a rational"),
    ("arith", ("proofs", 0, 1, "certificate", "nonzero"), ["h1"], "differ by"),
    ("arith", ("proofs", 0, 1, "certificate", "nonzero"), ["h2"], "not strict"),
    ("arith", ("proofs", 0, 1, "certificate", "scale"), ["h1", "h2"], "not strict"),
    ("arith", ("proofs", 0, 1, "from"), ["h1", "h2"], "no fact"),
    ("arith", ("proofs", 0, 0, "certificate", "sum"), [["1", ["h2"], []]], "differ by"),
    ("arith", ("proofs", 0, 0, "certificate", "more"), [], "object with some of"),
    ("block", ("proofs", 0, 0, "assume"), [["c0", "0 <= 3*c - 1"]], "differ by"),
    ("block", ("proofs", 0, 0, "fix"), {"c": "complex"}, "not a declaration"),
    ("block", ("proofs", 0, 0, "steps"), [], "non-empty list"),
    ("cases", ("proofs", 0, 0, "on"), ["b", "a"], "not the hypothesis"),
    ("cases", ("proofs", 0, 0, "gt"), [ONE], "case gt ends elsewhere"),
    ("induct", ("proofs", 0, 0, "base"), [ONE], "base case"),
    ("induct", ("proofs", 0, 0, "step", 1, "certificate", "sum", 0, 0), "3", "differ by"),
    ("induct", ("proofs", 0, 0, "var"), "k.1", "not a declaration"),
    ("rewrite", ("proofs", 0, 0, "show"), "f(3*v) <= 3", "rewriting does not lead there"),
    ("rewrite", ("proofs", 0, 0, "by"), "h2", "not an equality"),
    ("mean_value", ("proofs", 0, 0, "slope"), "1", "not bounded as claimed"),
    ("mean_value", ("proofs", 0, 0, "to"), "a - 1", "'length' must be the fact"),
    ("mean_value", ("proofs", 0, 0, "function"), "exp(s) - abs(s)", "needs 2 proofs"),
    ("mean_value", ("proofs", 0, 0, "function"), "exp(s) - 1/s", "one proof for each of"),
    ("mean_value", ("proofs", 0, 0, "function"), "exp(s) - y(s)", "no derivative"),
    ("continuation", ("proofs", 0, 2, "function"), "t", "not shown to stay"),
    ("continuation", ("proofs", 0, 2, "function"), "-abs(t)", "must be C"),
    ("continuation", ("proofs", 0, 2, "start"), "one", "'start' must be the fact"),
    ("enclose", ("proofs", 0, 0, "show"), "exp(1) < 271/100", "not shown"),
    ("enclose", ("proofs", 0, 0, "show"), "exp(1) == 271/100", "inequalities only"),
    ("enclose", ("proofs", 0, 0, "bits"), 10**6, "between 8 and 4096"),
    ("enclose", ("proofs", 0, 0, "show"), "10**200 <= 0", "not shown"),
    ("univariate", ("proofs", 0, 0, "from"), ["h1"], "negative value"),
    ("univariate", ("proofs", 0, 0, "show"), "a**2 < a", "negative value"),
    ("gram", ("proofs", 0, 0, "matrix"), [["1", "-2"], ["-2", "1"]], "not positive semidefinite"),
    ("gram", ("proofs", 0, 0, "matrix"), [["1", "-1"], ["0", "1"]], "symmetric"),
    ("gram", ("proofs", 0, 0, "vectors"), ["u", "inner(u, v)"], "vector is wanted"),
    ("multipliers", (*ROW, 0, 0), "166666667/1000000000", "not positive semidefinite|constant"),
    ("multipliers", (*ROW, 0, 0), "166666666/1000000000", "not positive semidefinite"),
    ("multipliers", (*ROW, 1, 0), "500000001/1000000000", "leave .* times"),
    ("multipliers", (*ROW, 1, 0), "-1/2", "is negative"),
    ("multipliers", (*ROW, 1, 0), 1, "a row is"),
    ("multipliers", (*ROW, 1, 1), "h4", "no inequality|only facts"),
    ("multipliers", (*ROW, 1, 1), "h7", "no fact"),
    ("multipliers", (*ROW, 1), ["1/2", "h3", "x0"], "holds for 2 points"),
    ("multipliers", (*ROW, 1), ["1/2", "h3", "x0", "L"], "not points that are declared"),
    ("multipliers", (*ROW, 1), ["1/2", "h3", "x0", "x0 + x1"], "not points that are declared"),
    ("multipliers", (*ROW, 1), ["1/2", "h3", "x1", "x0"], "leave .* times"),
    ("multipliers", ROW, [], "leave .* times"),
    ("multipliers", ROW, ["1/6", "h5"], "list of lists"),
    ("multipliers", ("proofs", 0, 0, "positive"), ["h1"], "no monomial"),
    ("multipliers", ("proofs", 0, 0, "positive"), ["h1", "h5"], "does not say that a parameter is positive"),
    ("multipliers", ("proofs", 0, 0, "units", "value"), "R**2", "units do not fit"),
    ("multipliers", ("proofs", 0, 0, "units", "square"), "2*R**2", "no monomial in the positive parameters"),
    ("multipliers", ("proofs", 0, 0, "units"), {"value": "L*R**2"}, "a monomial for square"),
    ("multipliers", ("proofs", 0, 0, "units", "x0"), "R", "no unknown number"),
    ("multipliers", ("proofs", 0, 0, "solve"), [["h6", "grad(x0)"]], "neither in the basis nor solved"),
    ("multipliers", ("proofs", 0, 0, "solve", 1), ["h5", "grad(x0)"], "no equation"),
    ("multipliers", ("proofs", 0, 0, "solve", 1), ["h6", "grad(x1)"], "does not mention"),
    ("multipliers", ("proofs", 0, 0, "solve", 1), ["h6", "2*x1"], "no point, gradient or value"),
    ("multipliers", ("proofs", 0, 0, "basis"), ["x0", "x1", "xs"], "neither in the basis nor solved"),
    ("multipliers", ("proofs", 0, 0, "define"), [["x1", "x0"]], "a definition is"),
    ("multipliers", ("proofs", 0, 0, "define"), [["f", "x0"]], "not a declaration"),
    ("multipliers", ("proofs", 0, 0, "define"), [["z", "L*x0"]], "units of length"),
    ("multipliers", ("proofs", 0, 0, "define"), [["z", "x0 - inner(x0, x0)*x1"]], "no monomial in the positive parameters"),
    ("multipliers", ("proofs", 0, 0, "show"), "f(x1) - f(xs) < L*R**2/6", "<= only"),
    ("multipliers", ("proofs", 0, 0, "show"), "f(x1) - f(xs) <= L*R**2/7", "constant .* negative"),
    ("multipliers", ("proofs", 0, 0, "show"), "f(x1) - f(xs) <= L*R**3/6", "units do not fit"),
    ("multipliers", ("proofs", 0, 0, "show"), "norm(x1) <= R", "no value, inner product or unknown number"),
]


def edited(data, path, value):
    data = copy.deepcopy(data)
    place = data
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return data


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_an_accepted_proof(rule):
    accepted = check(GOOD[rule], {})
    assert accepted.label == "test/claim"
    calculus = {"mean_value", "continuation"}
    assert accepted.axioms == (("calculus/mean-value",) if rule in calculus else ())


def test_each_rule_has_a_refusal():
    assert {rule for rule, *_ in BAD} == set(RULES) == set(GOOD)


@pytest.mark.parametrize(("rule", "path", "value", "reason"), BAD)
def test_broken_proofs_are_refused(rule, path, value, reason):
    with pytest.raises(KernelError, match=reason):
        check(edited(GOOD[rule], path, value), {})


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("format",), 2, "regenerate"),
        (("format",), True, "format"),
        (("kind",), "refutation", "missing fields"),
        (("kind",), "rumour", "proof or refutation"),
        (("extra",), 1, "extra or missing"),
        (("label",), 7, "string"),
        (("uses",), ["other/claim"], "no accepted certificate"),
        (("uses",), "none", "list of labels"),
        (("proofs",), [], "as many proofs"),
        (("proofs", 0, 0, "rule"), "oracle", "unknown rule"),
        (("proofs", 0, 0, "surprise"), 1, "extra or missing fields"),
        (("proofs", 0, 0, "name"), "h1", "taken"),
        (("proofs", 0, 0, "name"), "exp_zero", "taken"),
        (("proofs", 0, 0, "name"), None, "not allowed"),
        (("proofs", 0, 0, "why"), 3, "prose"),
        (("obligation", "claim"), [], "non-empty"),
        (("obligation", "refutes"), True, "exactly the field"),
        (("obligation", "claim", 0, "then"), "0 < exp(0.5)", "never as floats"),
        (("obligation", "claim", 0, "then"), "0 < exp(a", "cannot read"),
        (("obligation", "claim", 0, "then"), "a.real < 1", "unknown construct"),
        (("obligation", "claim", 0, "for"), {"exp": "real"}, "not a declaration"),
        (("obligation", "claim", 0, "for"), {"_0": "real"}, "not a declaration"),
    ],
)
def test_malformed_files_are_refused(path, value, reason):
    with pytest.raises(KernelError, match=reason):
        check(edited(GOOD["apply"], path, value), {})


def test_a_proof_of_something_else_is_refused():
    other = {"claim": [{"for": A, "if": [], "then": "0 < exp(a)"}]}
    with pytest.raises(KernelError, match="another statement"):
        check(GOOD["apply"], {}, other)


def test_uses_must_be_applied():
    lemma = check(GOOD["apply"], {})
    data = edited(GOOD["enclose"], ("uses",), ["test/claim"])
    with pytest.raises(KernelError, match="does not apply"):
        check(data, {"test/claim": lemma})


def test_a_lemma_can_be_applied_and_is_reported():
    lemma = check(GOOD["apply"], {})
    step = {"rule": "apply", "name": "p", "fact": "test/claim", "with": {"a": "2"}, "using": ["two"]}
    data = certificate([], "0 < exp(2)", arith("two", "0 < 2", sum=[["2", [], []]]), step, uses=["test/claim"])
    assert check(data, {"test/claim": lemma}).uses == ("test/claim",)


def test_vectors_are_never_multiplied():
    for text in ("u*v == 0", "u/v == 0", "inner(u, 1) == 0", "u + 1 == u", "u <= v", "u**2 == u"):
        with pytest.raises(KernelError, match=r"vector|real"):
            check(certificate([], text, ONE, names=UV), {})
