"""Attacks on the kernel: each test once proved something false, hung, or crashed, or is the nearest thing that might."""

import pytest

from verify.kernel.certificate import check
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


A, U = {"a": "real"}, {"u": "vector"}
AU = {"a": "real", "u": "vector"}
TRUE = arith("true", "0 <= 1", sum=[["1", [], []]])


# -- sorts ---------------------------------------------------------------------------------------------------


def test_zero_rewritten_into_a_vector_turns_no_inequality_into_an_equation():
    steps = [
        arith("zero", "0 == 0*u", equal=[]),
        {"rule": "rewrite", "name": "end", "show": "0 == a", "fact": "h1", "by": "zero"},
    ]
    refused(certificate(given(AU, "0 == a", "0 <= a"), *steps), "number on its left side")


def test_zero_rewritten_with_closed_terms_proves_no_contradiction():
    steps = [
        arith("zero", "0 == 0*grad(0)", equal=[]),
        {"rule": "apply", "name": "exp", "fact": "exp_positive", "with": {"a": "0"}, "using": []},
        {"rule": "rewrite", "name": "flat", "show": "0 == exp(0)", "fact": "exp", "by": "zero"},
        arith("end", "1 <= 0", ["exp_zero", "flat"], absurd=True, equal=[["1", "exp_zero"], ["1", "flat"]]),
    ]
    refused(certificate("1 <= 0", *steps), "number on its left side")


def test_a_vector_as_the_value_of_a_real_refutes_nothing():
    claim = given(A, "0 <= a", "0 < a")
    witness = {"part": 0, "values": {"a": "grad(0) - grad(0)"}, "model": {}}
    same = arith("same", "grad(0) == grad(0)", equal=[])
    refused(refutation(claim, witness, [same], [same]), "is a vector")


def test_an_unknown_function_as_the_value_of_a_real_is_refused():
    claim = given(A, "a < 1", "0 < a")
    refused(refutation(claim, {"part": 0, "values": {"a": "y(0)"}, "model": {}}, [TRUE], [TRUE]), "only, not with")


def test_mean_value_runs_up_to_a_real_only():
    step = {
        "rule": "mean_value", "name": "m", "var": "s", "function": "s", "slope": "1", "to": "u", "length": "h1",
        "positive": [], "branches": [[arith("one", "1 <= 1", sum=[])]],
    }  # fmt: skip
    refused(certificate(given(U, "0 + u == u", "0 == u"), step), "a real is wanted")


def test_vectors_are_not_multiplied_in_a_certificate():
    claim = given(AU, "a == 1", "u == 0")
    refused(certificate(claim, arith("end", "a == 1", ["h1"], equal=[["u", "h1"]])), "a real is wanted")


@pytest.mark.parametrize("text", ["u <= 0", "0 < u", "nat(u)", "u + a == u", "norm(a) == 0", "u*u == 0", "1/u == 0"])
def test_ill_sorted_statements_are_refused(text):
    refused(certificate(given(AU, text), TRUE), "vector|real")


# -- counterexamples -----------------------------------------------------------------------------------------

FLAT = {"f": ["v", "0"], "grad": ["v", "0"], "hess": ["v", "0"]}
ZERO = arith("zero", "0 == 0", equal=[])


@pytest.mark.parametrize("orbit", [
    {"start": "0", "next": ["v", "orbit(5) + 1"]},
    {"start": "orbit(0) + 1", "next": ["v", "v"]},
    {"start": "0", "next": ["v", "y(v)"]},
])  # fmt: skip
def test_a_recursion_that_speaks_of_itself_defines_no_sequence(orbit):
    claim = given({}, "x(0) == x(0)")
    absurd = [arith("end", "orbit(0) < orbit(0)", ["goal.start"], absurd=True, equal=[["-1", "goal.start"]])]
    witness = {"part": 0, "values": {}, "model": FLAT | {"x": orbit}}
    refused(refutation(claim, witness, [ZERO], [ZERO], absurd), "only, not with")


def test_an_objective_with_a_kink_refutes_nothing():
    # true: no differentiable function equals the norm
    claim = given({}, "1 <= 0", given({"z": "vector"}, "f(z) == norm(z)"))
    same = [arith("same", "abs(z) == abs(z)", equal=[])]
    denied = [arith("end", "0 < 1", sum=[["1", [], []]])]
    refused(refutation(claim, {"part": 0, "values": {}, "model": {"f": ["v", "abs(v)"]}}, same, denied), "f and grad")
    kink = {"f": ["v", "abs(v)"], "grad": ["v", "1"]}
    one = [arith("one", "1 == 1", equal=[])]
    refused(refutation(claim, {"part": 0, "values": {}, "model": kink}, one, one, same, denied), "the proof ends with")


def test_an_objective_with_a_pole_refutes_nothing():
    claim = given(U, "1 <= 0", "f(u) == 1", "norm(u) == 1")
    model = {"f": ["v", "1/v"], "grad": ["v", "-1/v**2"]}
    refused(refutation(claim, {"part": 0, "values": {"u": "1"}, "model": model}, [TRUE], [TRUE], [TRUE]), "divides by")


def test_a_gradient_with_a_root_is_not_locally_lipschitz():
    claim = given({}, "1 <= 0", given(U, "f(u) == 0"))
    model = {"f": ["v", "0"], "grad": ["v", "sqrt(v)"]}
    refused(refutation(claim, {"part": 0, "values": {}, "model": model}, [TRUE], [TRUE], [TRUE]), "divides by")


def test_only_functions_of_one_variable_get_a_meaning():
    witness = {"part": 0, "values": {}, "model": {"y": ["v", "0"]}}
    refused(refutation("y() < 0", witness, [TRUE]), "0 arguments")
    refused(refutation("y(1, 2) < 0", witness, [TRUE]), "2 arguments")


@pytest.mark.parametrize("name", ["norm", "inner", "hv", "flow", "rest", "exp", "alternate", "orbit"])
def test_fixed_meanings_stay_fixed(name):
    witness = {"part": 0, "values": {}, "model": {name: ["v", "0"]}}
    refused(refutation("1 <= 1", witness, [TRUE]), "fixed|pair")


# -- calculus ------------------------------------------------------------------------------------------------

BELOW = given({"z": "vector"}, "b <= f(z)")


def flowing(function, *hypotheses):
    step = {
        "rule": "mean_value", "name": "m", "var": "s", "function": function, "slope": "0", "to": "a", "length": "h1",
        "positive": [],
        "branches": [[
            arith("d", "0 <= inner(grad(flow(u, s)), grad(flow(u, s)))",
                  ["q"], sum=[["1", ["q"], []]]),
        ]],
    }  # fmt: skip
    step["branches"][0].insert(
        0, {"rule": "apply", "name": "q", "fact": "inner_nonnegative", "with": {"u": "grad(flow(u, s))"}, "using": []}
    )
    names = {"a": "real", "b": "real", "u": "vector"}
    return certificate(given(names, "-f(flow(u, 0)) + 0*a <= -f(flow(u, a))", "0 <= a", *hypotheses), step)


def test_a_flow_may_be_followed_only_where_it_exists():
    # x' = 4 x^3, the flow of -x^4, leaves every bound in finite time
    assert check(flowing("-f(flow(u, s))", BELOW), {}).axioms
    refused(flowing("-f(flow(u, s))"), "no fact says")
    refused(flowing("-f(flow(u, s))", given({"z": "vector"}, "b <= f(z)", "norm(z) <= 1")), "no fact says")
    refused(flowing("-f(flow(u, s))", given({"z": "vector"}, "f(z) <= f(z)")), "no fact says")
    refused(flowing("-f(flow(u, s))", given({"z": "vector", "c": "real"}, "c <= f(z)")), "no fact says")


def test_a_flow_is_not_followed_back_in_time():
    refused(flowing("f(flow(u, -s))", BELOW), "own time only")


def lipschitz(function, positive=(), branches=1):
    step = {
        "rule": "mean_value", "name": "m", "var": "s", "function": function, "slope": "0", "to": "1", "length": "true",
        "positive": list(positive), "branches": [[arith("d", "0 <= 0", sum=[])]] * branches,
    }  # fmt: skip
    return certificate(given(U, "0 <= 0"), TRUE, step)


@pytest.mark.parametrize(("function", "reason"), [
    ("1/s", "one proof for each"), ("s**-2", "one proof for each"), ("sqrt(s)", "one proof for each"),
    ("log(s)", "one proof for each"), ("1/(1 + 1/s)", "one proof for each"), ("1/norm(s*u)", "one proof for each"),
    ("hess(s*u)", "no derivative"), ("y(s)", "no derivative"), ("norm(x(s))", "no derivative|needs 2"),
    ("alternate(s)", "no derivative"), ("rest(u, s)", "no derivative"), ("hess(s*u)**0", "no derivative"),
    ("0*hess(s*u)", "no derivative"), ("inner(u, hv(s*u, u))", "no derivative"), ("abs(s)", "needs 2 proofs"),
    ("max(s, min(s, 0))", "needs 4 proofs"),
])  # fmt: skip
def test_what_need_not_be_lipschitz_is_not_differentiated(function, reason):
    refused(lipschitz(function), reason)


def test_real_induction_wants_a_derivative_everywhere():
    # a gradient is locally Lipschitz: it has a derivative almost everywhere only
    step = {
        "rule": "continuation", "name": "c", "var": "s", "function": "inner(grad(s*u), u)", "to": "1", "start": "true",
        "steps": [TRUE],
    }  # fmt: skip
    refused(certificate(given(U, "0 <= 0"), TRUE, step), r"must be C\^1")


# -- names ---------------------------------------------------------------------------------------------------


def test_a_bound_variable_captures_nothing():
    rule = given(A, given({"b": "real"}, "a <= b"))
    step = {"rule": "apply", "name": "end", "fact": "h1", "with": {"a": "b"}, "using": []}
    refused(certificate(given({"b": "real"}, given({"b": "real"}, "b <= b"), rule), step), "capture")


def test_shadowed_binders_are_told_apart():
    # for all a (for all a: a <= 0) is not (for all a: for all b: a <= 0)
    goal = given(A, given({"b": "real"}, "a <= 0"))
    source = given({"b": "real"}, given({"c": "real"}, "c <= 0"), "0 <= b")
    step = {"rule": "rewrite", "name": "end", "show": goal, "fact": "h1", "by": "h2"}
    refused(certificate(given({"d": "real"}, goal, source, "d == 1"), step), "does not lead there")


def test_rewriting_under_a_binder_of_the_same_name():
    fact = given({"b": "real"}, "b == b")
    step = {"rule": "rewrite", "name": "end", "show": given({"b": "real"}, "1 == b"), "fact": "h2", "by": "h1"}
    refused(certificate(given({"b": "real"}, given({"b": "real"}, "1 == b"), "b == 1", fact), step), "same name")


def test_a_subproof_may_not_redeclare_a_variable():
    block = {"rule": "block", "name": "end", "fix": A, "assume": [["c", "0 <= a"]], "steps": [TRUE]}
    refused(certificate(given(A, given(A, "0 <= 1", "0 <= a")), block), "declared already")


@pytest.mark.parametrize("name", ["ﬁ", "µ", "x y", "_0", "a.b", "exp", "1/[a]", "a, b", "a]", ""])
def test_names_are_plain(name):
    refused(certificate(given({name: "real"}, "0 <= 1"), TRUE), "not a declaration")


def test_spellings_of_one_name_are_one_name_or_refused():
    # Python reads the ligature as "fi": a variable of that spelling would be another one than is written
    steps = {"rule": "induct", "name": "end", "var": "ﬁ", "show": "0 <= fi", "base": [TRUE], "step": [TRUE]}
    refused(certificate(given({"fi": "real"}, given({"k": "real"}, "0 <= fi", "nat(k)")), steps), "not a declaration")


@pytest.mark.parametrize("name", ["", "h1", "part.0\n", "a\nb", "\ud800", "é", "x" * 201, 7, ["a"], {}])
def test_fact_names_are_printable_and_new(name):
    refused(certificate(given(A, "0 <= 1", "0 <= a"), TRUE | {"name": name}), "taken|bad")


@pytest.mark.parametrize("label", ["a", "a/b#1", "a/b/c", "../b", "a/..", "a/b\n", "a/\ud800", "a/-b", "/", 7, []])
def test_labels_are_plain(label):
    refused(certificate("0 <= 1", TRUE, label=label), "paper/slug")


def test_a_part_of_a_claim_does_not_prove_itself():
    step = {"rule": "apply", "name": "end", "fact": "part.0", "with": {}, "using": []}
    refused(certificate(given({}, "1 <= 0"), step), "no fact")
    refused(certificate("1 <= 0", arith("end", "1 <= 0", ["part.0"], sum=[["1", ["part.0"], []]])), "no fact")


# -- division ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [
    "a/a == 1", "(a**2 + a)/(a + 1) == a", "a**-1*a == 1", "(a - a)**0 == 0", "1/(1/(a + 1)) == 1", "a**0 == a/a",
    "1/(a*a)*a == 1/b", "0**-1 == 1", "0/0 == 1", "a/(a + 1) + 1/(a + 1) == 1",
])  # fmt: skip
def test_division_by_what_may_be_zero_cancels_nothing(text):
    refused(certificate(given({"a": "real", "b": "real"}, text), arith("end", text, equal=[])), "differ")


@pytest.mark.parametrize("text", [
    "1/(1/a) == a", "1/(a*b) == (1/a)*(1/b)", "a/0 == 0", "0**-1 == 0", "0**0 == 1", "1/(2*a + 2) == 1/2/(a + 1)",
    "1/(a/b) == b/a", "1/(a**-2) == a**2",
])  # fmt: skip
def test_laws_that_total_division_keeps(text):
    assert check(certificate(given({"a": "real", "b": "real"}, text), arith("end", text, equal=[])), {})


def test_an_inverse_is_cleared_only_where_its_own_base_is_positive():
    claim = given({"a": "real", "b": "real"}, "a*(1/a) == 1", "0 < a + b")
    refused(certificate(claim, arith("end", "a*(1/a) == 1", ["h1"], equal=[], nonzero=["h1"])), "differ")
