"""Derivation: one step of SAGA for any number of components is a sum of squares."""

from theory.derivation import Derivation, close, fix, have, instance

__all__ = ["PROOFS"]

Y, LESS = "(1 - h*L)", "(L - mu)"
FAR = f"{Y}*A + h*{LESS}*B"
STEEP = "A - n*mu*d"
LEFT = f"((1 - h*mu)*(1 - h*mu*n)*{Y} - h*L*{Y} - h*L*(h*L - h*mu))"
GOAL = (
    "n**2*(1 - h*mu)*(2*h*(1 - h*mu)*T + inner(d, d)) - n*2*h*(1 - h*mu)*((n - 1)*T + X) - n**2*inner(d, d) "
    "+ 2*h*n*inner(d, A) - h**2*(n*(SA - 2*SAB + SB) + 2*inner(A, B) - inner(B, B))"
)
POINT = f"(2*{LESS}*(inner(A, d) - X) - SA - L*mu*n*inner(d, d) + 2*mu*inner(A, d))"
JENSEN = f"n*({Y}**2*SA + 2*{Y}*(h*{LESS})*SAB + (h*{LESS})**2*SB)"
SAGA = Derivation.of(
    have("less", f"0 < {LESS}", "h6"),
    have("all", "0 < L + mu*n", "h1 h3 h5"),
    have("step", "2*h*(L + mu*n) == 1", "h7 all"),
    have("part", "0 < h*mu*n", "h2 h3 h5"),
    have("y", f"0 < {Y}", "step part"),
    have("short", f"0 < h*{LESS}", "h2 less"),
    have("z", "0 < 1 - h*mu", "y short"),
    have("long", "0 < h*L", "h1 h2"),
    have("share", "0 <= 1 - h*mu*n", "step long"),
    have("least", "0 <= (1 - h*mu)*(h*mu*n)*(1 + h*L)", "z part long"),
    have("left", f"0 <= {LEFT}", "least step", why="this is (1 - h mu) h mu n (1 + h L)"),
    have("w1", f"0 <= L*{Y}*n*h*(1 - h*mu)", "h1 y h5 h2 z", degree=4),
    have("w2", f"0 <= {Y}*{LESS}*n*h*(1 - h*mu)*(1 - h*mu*n)", "y less h5 h2 z share", degree=4),
    have("w3", "0 < L*h", "h1 h2"),
    have("w4", f"0 <= L*h*{Y}**2", "w3"),
    have("w5", f"0 <= L*({Y}*{LESS}*h**2 + h**3*{LESS}**2)", "h1 h2 y less"),
    have("w6", f"0 <= {LESS}*n*h*{LEFT}", "less h5 h2 left"),
    have("point", f"0 <= {POINT}", "h9"),
    have("one", f"0 <= L*{Y}*n*h*(1 - h*mu)*{POINT}", "w1 point"),
    have("two", f"0 <= {Y}*{LESS}*n*h*(1 - h*mu)*(1 - h*mu*n)*(2*L*T - SB)", "w2 h8"),
    have("three", f"0 <= L*h*({JENSEN} - inner({FAR}, {FAR}))", "w3 h11"),
    instance("steep", "inner_nonnegative", u=STEEP),
    have("four", f"0 <= L*h*{Y}**2*inner({STEEP}, {STEEP})", "w4 steep"),
    instance("table", "inner_nonnegative", u="B"),
    have("five", f"0 <= L*({Y}*{LESS}*h**2 + h**3*{LESS}**2)*inner(B, B)", "w5 table"),
    have("six", f"0 <= {LESS}*n*h*{LEFT}*SB", "w6 h10"),
    have("sum", f"0 <= L*{Y}*{LESS}*({GOAL})", "one two three four five six", degree=1),
    have("scale", f"0 < L*{Y}*{LESS}", "h1 y less"),
    fix(
        "divide", {"a": "real", "b": "real"}, {"divide.positive": "0 < a", "divide.le": "0 <= a*b"},
        have("divide.end", "0 <= b", "divide.positive divide.le"),
    ),
    instance("rest", "divide", a=f"L*{Y}*{LESS}", b=GOAL, using="scale sum"),
    have("end'", f"0 <= ({GOAL})/n**2", "rest h5"),
    close("end' h5", degree=1),
)  # fmt: skip

PROOFS = {"saga-decrease": SAGA}
