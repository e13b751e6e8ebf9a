"""My theorem: the last iterate of gradient descent with step 1/L."""
from theory import N, Paper, SmoothConvex, gap, squared_distance, symbols

L, R = symbols("L R", positive=True)
paper = Paper("doe2026", title="Last iterates", url="arXiv:2601.00001v1")


def gradient_descent(f, x, step):
    while True:
        yield x
        x = x - step * f.grad(x)


setting = dict(
    functions=SmoothConvex(L),
    method=gradient_descent,
    step=1 / L,
    given=squared_distance(0) <= R**2,
)

paper.theorem("last-iterate", locator="Thm. 1", sense="tight",
              then=gap(N) <= L * R**2 / (4 * N + 2), **setting)
paper.theorem("too-good", locator="Remark 2", sense="upper",
              then=gap(N) <= L * R**2 / (5 * N + 2), **setting)
