"""Ten thousand corruptions of stored certificates: none is accepted unless exact evaluation finds it a proof after all.

A corrupted file is checked against the obligation compiled from its claim.  Either the kernel refuses it, in one
sentence, or every identity, agreement and number that the kernel relied on is evaluated here anew, at random rationals,
by code that shares nothing with the kernel's normal forms.  Then the converse: a stored proof, beside a claim that is
stronger by a tenth of a percent, proves nothing.
"""

import ast
import copy
import json
import random
import re
from functools import lru_cache
from itertools import islice

import pytest

from tests.quality.second_look import agree, confirm, form, identity, number, polynomial, watched, weighed
from theory.catalog import Catalog, built_in
from verify.compile import obligation
from verify.kernel.certificate import check, read
from verify.kernel.errors import KernelError
from verify.kernel.polynomial import key
from verify.kernel.terms import formula
from verify.places import CERTIFICATES, certificate_file

SHARDS, EACH = 40, 250


@lru_cache(maxsize=1)
def library():
    """label -> (file, obligation compiled anew, accepted certificates it may use), all of them accepted as they stand."""
    catalog, accepted, found = Catalog(built_in()), {}, {}
    for label in catalog.order:
        path = certificate_file(catalog[label])
        if path.is_file():
            data, target = read(path), obligation(catalog[label])
            known = {used: accepted[used] for used in data["uses"]}
            accepted[label] = check(data, known, target)
            found[label] = (data, target, known)
    return found


def sums(multiplier):
    """2 <u, v> <= 2 R^2 from <u, u> <= 2 R^2 and <v, v> <= 2 R^2, each times 1/2."""
    scope = {"R": "real", "u": "vector", "v": "vector"}
    texts = {"h1": "0 < R", "h2": "inner(u, u) <= 2*R**2", "h3": "inner(v, v) <= 2*R**2"}
    facts = {name: formula(text, scope) for name, text in texts.items()}
    data = {"positive": ["h1"], "units": {"square": "R**2", "value": "R**2"}, "solve": [], "define": [],
            "basis": ["u", "v"], "rows": [[multiplier, "h2"], ["1/2", "h3"]]}  # fmt: skip
    return formula("inner(u, v) <= R**2*2", scope), data, facts.get, scope


def test_the_second_look_sees_what_is_false():
    weighed(*sums("1/2"))
    scope = {"a": "real", "u": "vector"}
    fact = {"h": formula("0 <= a", scope)}
    identity(formula("0 <= 2*a", scope), fact, {"sum": [["2", ["h"], []]]}, scope)
    for look, args in (
        (identity, (formula("0 <= 2*a", scope), fact, {"sum": [["3", ["h"], []]]}, scope)),
        (identity, (formula("0 <= 2*a", scope), fact, {"sum": [["2", ["h"], []]], "absurd": True}, scope)),
        (agree, (formula("0 <= a", scope), formula("0 <= -a", scope))),
        (agree, (formula("0 <= a", scope), formula("0 < a", scope))),
        (agree, (formula("f(u) <= a", scope), formula("f(2*u) <= a", scope))),
        (agree, (formula("u == 0", scope), formula("u == a*u", scope))),
        (number, (formula("exp(1) <= 2", {}), 64)),
        (polynomial, ([-1, 0, 1], -2, 2)),
        (form, ([], [["1", "2"], ["2", "1"]])),
        (weighed, sums("1/4")),
        (weighed, sums("2")),
        (weighed, (formula("inner(u, u) <= R", {"u": "vector", "R": "real"}), *sums("1/2")[1:])),
    ):
        with pytest.raises(AssertionError):
            look(*args)


# -- corruptions -----------------------------------------------------------------------------------------------


def places(data, path=()):
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, item in items:
        yield from places(item, (*path, name))


def at(data, path):
    for name in path:
        data = data[name]
    return data


WORD = re.compile(r"[A-Za-z_][\w.'#/-]*")
NUMBER = re.compile(r"\d+")
FLIPS = {"<=": ("<", ">=", "=="), "<": ("<=", ">"), "==": ("<=", "<"), "+": ("-",), "*": ("+", "/"), "/": ("*",)}


def reword(text, draw, words):
    """One number nudged, one name replaced, or one sign or relation turned."""
    kind = draw.randrange(3)
    if kind == 0 and (hits := list(NUMBER.finditer(text))):
        hit = draw.choice(hits)
        return text[: hit.start()] + str(max(0, int(hit[0]) + draw.choice((-1, 1, 2, 10)))) + text[hit.end() :]
    if kind == 1 and (hits := list(WORD.finditer(text))):
        hit = draw.choice(hits)
        return text[: hit.start()] + draw.choice(words) + text[hit.end() :]
    if hits := list(re.finditer(r"<=|==|[<+*/]", text)):
        hit = draw.choice(hits)
        return text[: hit.start()] + draw.choice(FLIPS[hit[0]]) + text[hit.end() :]
    return draw.choice(words)


ODD = (None, True, 0, 1, -1, 2.5, "", "0", "1", "0 <= 1", [], {}, ["h1"], {"a": "real"})


def corrupt(data, draw, others):
    """The file with one thing changed: a text, an element, an order, a field's name, a type, a borrowed part."""
    paths = [p for p in places(data) if p]
    path = draw.choice(paths)
    here, last = at(data, path[:-1]), path[-1]
    item, kind = here[last], draw.randrange(8)
    if isinstance(item, str) and kind < 5:
        texts = [at(data, p) for p in draw.sample(paths, min(20, len(paths)))]
        words = [w for t in texts if isinstance(t, str) for w in WORD.findall(t)] or ["h1"]
        here[last] = reword(item, draw, words)
    elif isinstance(here, list) and kind < 6:
        what = draw.randrange(3)
        if what == 0:
            del here[last]
        elif what == 1:
            here.insert(draw.randrange(len(here) + 1), copy.deepcopy(item))
        else:
            other = draw.randrange(len(here))
            here[last], here[other] = here[other], here[last]
    elif isinstance(here, dict) and kind == 5:
        here[draw.choice((f"{last}s", last.upper(), "why", "name"))] = here.pop(last)
    elif kind == 6:
        here[last] = copy.deepcopy(draw.choice(ODD))
    else:
        alike = [p for p in places(others) if p and p[-1] == last] or [()]
        here[last] = copy.deepcopy(at(others, draw.choice(alike)))


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_corruption_is_accepted_that_is_no_proof(shard):
    found, draw = library(), random.Random(shard)
    assert len(found) > 100, f"certificates are missing under {CERTIFICATES.name}"
    labels = sorted(found)
    weights = [1 / (2000 + len(json.dumps(found[label][0]))) for label in labels]
    refused = accepted = 0
    while refused + accepted < EACH:
        label, other = draw.choices(labels, weights, k=2)
        data, target, known = found[label]
        changed = copy.deepcopy(data)
        for _ in range(draw.choice((1, 1, 1, 1, 2, 3))):
            corrupt(changed, draw, found[other][0])
        if changed == data and json.dumps(changed) == json.dumps(data):
            continue
        calls = []
        try:
            with watched(calls):
                shown = check(changed, known, target)
        except KernelError:
            refused += 1
            continue
        if shown.label != label:  # the checkers compare it with the claim's
            refused += 1
            continue
        assert changed["obligation"] == target and shown.kind == data["kind"]
        assert confirm(calls) > 0
        accepted += 1
    assert refused > EACH / 2


# -- falsified claims ------------------------------------------------------------------------------------------


class _Scaled(ast.NodeTransformer):
    """One constant, counted from the left and outside exponents, times a factor."""

    def __init__(self, index, factor):
        self.left, self.factor = index, factor

    def visit_BinOp(self, node):
        if isinstance(node.op, ast.Pow):
            node.left = self.visit(node.left)
            return node
        return self.generic_visit(node)

    def visit_Constant(self, node):
        self.left -= 1
        return node if self.left != -1 else ast.parse(f"({node.value}*{self.factor})", mode="eval").body


def stronger(then):
    """The conclusion with each constant, or a whole side, changed by 10, 1 and 0.1 %; and turned around."""
    rel = next(r for r in (" <= ", " < ", " == ") if r in then)
    left, right = then.split(rel)
    if rel != " == ":
        yield f"{right}{rel}{left}"
    for percent in (100, 10, 1):
        yield f"({left})*{1000 + percent}/1000{rel}{right}"
        yield f"{left}{rel}({right})*{1000 - percent}/1000"
        for i in range(min(len(NUMBER.findall(then)), 12)):
            for sign in (-1, 1):
                factor = f"{1000 + sign * percent}/1000"
                yield ast.unparse(_Scaled(i, factor).visit(ast.parse(then, mode="eval")))


def falsified(data):
    for i, claim in enumerate(data["obligation"]["claim"]):
        if isinstance(claim, dict) and isinstance(claim["then"], str) and data["kind"] == "proof":
            for then in stronger(claim["then"]):
                yield i, {**claim, "then": then}


def retold(data, i, claims, known):
    """The forger's next move: the last step says what the new claim says.  Only what is true may pass (weaker claims)."""
    end = data["proofs"][i][-1]
    end = end | ({"show": claims[i]["then"]} if "show" in end else {})
    proofs = [[*part[:-1], end] if j == i else part for j, part in enumerate(data["proofs"])]
    calls = []
    try:
        with watched(calls):
            check({**data, "obligation": {"claim": claims}, "proofs": proofs}, known)
    except KernelError:
        return
    confirm(calls)


@pytest.mark.parametrize("rest", range(8))
def test_a_proof_of_a_claim_proves_nothing_stronger(rest):
    tried = 0
    for label in sorted(library())[rest::8]:
        data, target, known = library()[label]
        most = 1 + 200_000 // len(str(data))  # a large certificate takes seconds to read, so fewer are tried of it
        for i, claim in islice(falsified(data), most):
            old = formula(target["claim"][i], {})
            try:
                new = formula(claim, {})
            except KernelError:
                continue
            if key(old) == key(new):
                continue  # 0 times something, or both sides scaled
            claims = [claim if j == i else part for j, part in enumerate(target["claim"])]
            with pytest.raises(KernelError, match="another statement"):
                check(data, known, {"claim": claims})
            with pytest.raises(KernelError):
                check({**data, "obligation": {"claim": claims}}, known)
            retold(data, i, claims, known)
            tried += 1
    assert tried > 50
