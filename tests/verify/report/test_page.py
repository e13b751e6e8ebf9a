"""Statements as a reader would say them."""

from dataclasses import replace

import sympy as sp

from theory import Exists, ForAll, Inclusion, L0L1Smooth, N, Observation, Run, Unformalised, gap, symbols
from theory.measures import hitting_time
from theory.methods import gradient_descent
from verify.report.page import statement_lines

L, u, v = symbols("L u v")


def test_each_form_of_statement():
    hypothesis = ForAll(over=(u,), given=(u <= 1,), then=u <= 2)
    assert statement_lines(ForAll(over=(v,), given=(v >= 1, hypothesis), then=(v >= 0, v > 0))) == [
        "for all v",
        "  given v >= 1",
        "        for all u",
        "          given u <= 1",
        "          then  u <= 2",
        "  then  v >= 0",
        "        v > 0",
    ]
    run = Run(functions=L0L1Smooth(L, 1), method=gradient_descent, parameters={"step": 1 / L}, then=gap(N) <= L)
    members, method = "for every f in L0L1Smooth(L0 = L, L1 = 1)", "and the run of gradient_descent with step = 1/L"
    assert statement_lines(run)[0] == f"{members} with a minimiser {method}"
    assert statement_lines(replace(run, then=hitting_time(L) <= 1))[0] == f"{members} {method}"  # any lower bound fstar
    member = statement_lines(Inclusion(function=sp.exp(u), variable=u, functions=L0L1Smooth(0, 1), given=(L > 0,)))
    assert member[0] == "the function of u"
    assert member[-2:] == ["is in L0L1Smooth(L0 = 0, L1 = 1)", "  given L > 0"]
    assert statement_lines(Exists(over=(u,), that=(u > 3,))) == ["there are u with", "        u > 3"]
    assert statement_lines(Observation(text="It falls.", contradicted_by="it rises"))[1] == "contradicted by: it rises"
    assert statement_lines(Unformalised(text="Words.", reason="no inequality"))[1] == "not expressed yet: no inequality"
