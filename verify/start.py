"""``rateproof new``: a paper file that runs, to be edited."""

import re
from pathlib import Path

from theory import PaperError

__all__ = ["TEMPLATE", "start"]

TEMPLATE = '''"""My theorem: gradient descent with step 1/L on smooth convex functions.

Check it with    rateproof verify {file}
One claim        rateproof show {key}/last-iterate --paper {file}
In your tests    from verify import as_tests
                 test_claim = as_tests("{file}")
"""
from theory import N, Paper, SmoothConvex, gap, squared_distance, symbols

L, R = symbols("L R", positive=True)
paper = Paper("{key}", title="A paper of mine")


# The method as in the paper: it yields every iterate. Steps that depend on norms use norm, minimum, maximum of theory.
def gradient_descent(f, x, step):
    while True:
        yield x
        x = x - step * f.grad(x)


# What every claim below assumes. Other classes: L0L1Smooth(L0, L1), Smooth(L); exact numbers only: Rational(1, 10).
setting = dict(
    functions=SmoothConvex(L),
    method=gradient_descent,
    step=1 / L,
    given=squared_distance(0) <= R**2,
)

# A right rate. Ends "proved at listed N": for N = 1, 2, by certificates that the kernel accepts.
paper.theorem("last-iterate", then=gap(N) <= L * R**2 / (4 * N + 2), **setting)

# A wrong rate. Without the # it ends refuted, with a function and a start on which it fails, and exit code 1.
# paper.theorem("too-good", then=gap(N) <= L * R**2 / (5 * N + 2), **setting)
'''


def start(name: str, folder: Path = Path()) -> Path:
    """Write a paper file.

    Args:
        name: of the file, with or without .py; the paper's key follows from it.
        folder: where.

    Raises:
        PaperError: if the file exists, or no key can be made of the name.
    """
    file = folder / (name if name.endswith(".py") else f"{name}.py")
    key = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    if not key:
        raise PaperError(f"{name!r}: a paper needs a name with letters or digits, e.g. my_paper.")
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(TEMPLATE.format(key=key, file=file))
    except FileExistsError:
        raise PaperError(f"{file} exists and is left as it is. Choose another name, or remove it first.") from None
    except OSError as error:
        raise PaperError(f"{file} cannot be written: {error.strerror}.") from None
    return file
