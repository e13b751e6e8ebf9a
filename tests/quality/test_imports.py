"""The arrows between the rooms: who may import whom, and that starting is quick."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("theory", "verify", "figures", "paper")
STANDARD = frozenset(sys.stdlib_module_names)

# For a folder or file, what it may import besides the standard library; the longest match rules.
ALLOWED = {
    "theory": {"theory", "sympy"},
    "verify/kernel": {"verify.kernel"},
    "verify": {
        "theory",
        "verify",
        "sympy",
        "numpy",
        "scipy",
        "cvxpy",
        "clarabel",
        "flint",
        "hypothesis",
        "pebble",
        "rich",
    },
    "verify/experiments": {"theory", "verify", "sympy", "numpy", "scipy", "cvxpy", "flint", "sklearn"},
    "verify/training": {"theory", "verify", "numpy", "scipy", "sklearn", "torch"},
    "verify/engine/cluster.py": {"theory", "verify", "distributed"},
    "verify/__main__.py": {"rateproof"},
    "verify/commands": {"theory", "verify", "rich", "typer"},
    "verify/testing.py": {"theory", "verify", "hypothesis", "pytest"},
    "verify/smoothness/plot.py": {"theory", "verify", "sympy", "numpy", "matplotlib"},
    "figures": {"theory", "verify", "figures", "sympy", "numpy", "matplotlib", "rich"},
    "paper": {"theory", "verify", "figures", "paper", "sympy", "griffe", "jinja2", "markupsafe", "math_core", "typst"},
    "rateproof.py": {"theory", "verify", "figures", "paper", "typer"},
}
# figures and paper read the ledger; they never run a checker.
CLOSED = {"figures": ("verify.checkers", "verify.engine"), "paper": ("verify.checkers", "verify.engine")}
# flint is not among them: sympy itself looks for it.
HEAVY = ("torch", "numpy", "scipy", "cvxpy", "clarabel", "matplotlib", "hypothesis", "pebble", "distributed", "rich", "typer")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def below(name: str, modules: Iterable[str]) -> bool:
    """Whether the name is one of the modules, or in one."""
    return any(name == module or name.startswith(module + ".") for module in modules)


def violations(root: Path) -> list[str]:
    """Every import against the arrows, as file:line: what."""
    found = []
    files = [*root.glob("*.py"), *(file for room in ROOMS for file in (root / room).rglob("*.py"))]
    for path in sorted(files):
        place = path.relative_to(root).as_posix()
        rules = [rule for rule in ALLOWED if place == rule or place.startswith(rule + "/")]
        rule = max(rules, key=len)
        for line, name in imports(path):
            known = name.partition(".")[0] in STANDARD or below(name, ALLOWED[rule])
            if not known or below(name, CLOSED.get(rule, ())):
                found.append(f"{place}:{line}: {name}")
    return found


def test_the_arrows_hold():
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("theory/bad.py", "import verify.ledger"),
        ("theory/bad.py", "def later():\n    import numpy"),
        ("theory/papers/bad.py", "from verify import verdict"),
        ("verify/kernel/bad.py", "import sympy"),
        ("verify/kernel/bad.py", "from theory import Claim"),
        ("verify/bad.py", "from figures import style"),
        ("verify/bad.py", "import matplotlib.pyplot"),
        ("figures/bad.py", "from verify.checkers import load"),
        ("figures/bad.py", "from verify import engine"),
        ("paper/bad.py", "import verify.engine.run"),
        ("verify/bad.py", "import typer"),
        ("verify/bad.py", "import torch"),
        ("verify/experiments/bad.py", "def later():\n    import torch"),
        ("verify/commands/bad.py", "def later():\n    from figures import make"),
        ("rateproof.py", "import sympy"),
    ],
)
def test_a_planted_violation_is_found(tmp_path, place, text):
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n")
    assert len(violations(tmp_path)) == 1


def fresh(code: str) -> str:
    """What a new interpreter prints, started in the root."""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.strip()


@pytest.mark.parametrize("module", ["theory", "verify.ledger", "rateproof"])
def test_importing_brings_in_no_solver(module):
    heavy = [name for name in HEAVY if not (module == "rateproof" and name in ("typer", "rich"))]
    heavy += ["sympy"] if module == "rateproof" else []  # help comes at once
    assert fresh(f"import {module}, sys; print([n for n in {heavy!r} if n in sys.modules])") == "[]"


@pytest.mark.parametrize("module", ["theory", "verify.ledger"])
def test_importing_is_quick(module):
    # Our own part: what the import takes beyond sympy, which takes most of it; the best of three, on a shared machine.
    code = f"import time, sympy; b = time.perf_counter(); import {module}; print(time.perf_counter() - b)"
    assert min(float(fresh(code)) for _ in range(3)) < 0.5


@pytest.mark.parametrize("module", ["theory", "verify.ledger", "rateproof"])
def test_the_rooms_are_ours(module):
    __import__(module)
    assert Path(sys.modules[module].__file__).resolve().is_relative_to(ROOT)
