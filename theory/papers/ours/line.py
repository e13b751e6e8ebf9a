"""One dimension: f is (L0,L1)-smooth exactly when s(f'(x)) is 1-Lipschitz, s(g) = sign(g) log(1 + L1 |g|/L0)/L1."""

from sympy import exp, log

from theory import ForAll, Unformalised, symbols
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.setting import L0, L1, d, grad, norm, on_segment, p

r, first, second, level = symbols("r first second level", positive=True)


paper.claim(
    "log-gradient-lipschitz",
    ForAll(
        points=(p, d),
        given=(on_segment,),
        then=log(1 + L1 * norm(grad(p + d)) / L0) - log(1 + L1 * norm(grad(p)) / L0) <= L1 * norm(d),
    ),
    kind="theorem",
    title="s(||grad f||) is 1-Lipschitz, in any dimension",
    locator="sect. 2.3",
    uses=("ours/growth-sharp",),
    note="On the line, where f' changes sign only through 0 = s(0), this is the signed statement too.",
)

paper.claim(
    "line-converse",
    ForAll(
        given=(log(1 + L1 * first / L0) - log(1 + L1 * second / L0) <= L1 * r,),
        then=first - second <= (L0 / L1 + second) * (exp(L1 * r) - 1),
    ),
    kind="theorem",
    title="conversely, s(f') 1-Lipschitz bounds the difference quotients of f'",
    locator="sect. 2.3",
    note="first, second: |f'| at two points at distance r. Divided by r, as r -> 0: |f''| <= L0 + L1 |f'|.",
)

paper.claim(
    "line-through-zero",
    ForAll(
        given=(log(1 + L1 * first / L0) + log(1 + L1 * second / L0) <= L1 * r,),
        then=first + second <= (L0 / L1 + second) * (exp(L1 * r) - 1),
    ),
    kind="step",
    title="the converse for derivatives of opposite sign",
    locator="sect. 2.3",
)

paper.claim(
    "line-increase",
    Unformalised(
        text="On the line, between points at distance r with s-values s' and s, the increase of f ranges over "
        "exactly the interval from H(s) + H(s') - 2 H((s + s' - r)/2) to its mirror image, H(u) = "
        "(L0/L1^2)(e^(L1|u|) - 1 - L1|u|).",
        reason="an integral over all 1-Lipschitz profiles; the exact one-dimensional worst case rests on it",
    ),
    kind="theorem",
    title="the exact range of the increase between two points of the line",
    locator="sect. 2.3",
    sense="tight",
)
