"""Black boxes of torch, and of jax where it is installed too: their own derivatives, on functions with known constants."""

import importlib.util

import numpy as np
import pytest

from verify.smoothness import smoothness
from verify.smoothness.blackbox.autodiff import derivatives

LOSSES = {
    "torch": """
import torch

def quartic(w):
    return torch.sum(w**4)

def softmax(w):
    return torch.logsumexp(w, 0)

def catenary(w):
    return torch.cosh(w)

def valley(w):
    return (torch.sin(w[0]) * w[1] - 1) ** 2 + 0 * torch.sum(w)

def broken(w):
    return torch.zeros(3)
""",
    "jax": """
import jax
import jax.numpy as jnp

def quartic(w):
    return jnp.sum(w**4)

def softmax(w):
    return jax.scipy.special.logsumexp(w)

def catenary(w):
    return jnp.cosh(w)

def valley(w):
    return (jnp.sin(w[0]) * w[1] - 1) ** 2 + 0 * jnp.sum(w)

def broken(w):
    return jnp.zeros(3)
""",
}


@pytest.fixture(params=[name for name in LOSSES if importlib.util.find_spec(name)])
def file(request, tmp_path):
    path = tmp_path / f"{request.param}_losses.py"
    path.write_text(LOSSES[request.param])
    return path


def library(file):
    return file.stem.partition("_")[0]


@pytest.mark.parametrize(
    ("name", "options", "constant"),
    [
        ("quartic", dict(dim=2, slopes=["1"]), 16),
        ("quartic", dict(dim=1, slopes=["2"]), 4),
        ("softmax", dict(dim=3, name="smooth"), 1 / 2),
        ("softmax", dict(dim=3, name="convex"), 0),
        ("catenary", dict(slopes=["2"]), 1),
        ("quartic", dict(dim=2, name="h0h1", slopes=["12"]), 3),
    ],
)
def test_the_constants_seen_are_those_known(file, name, options, constant):
    found = smoothness(f"{file}:{name}", trials=150, **options)
    assert (found.verdict, found.trials) == ("survived", 150)
    assert f"{library(file)}'s autodiff" in found.notes[0]
    assert float(found.points[0].L0) == pytest.approx(constant, rel=1e-5, abs=1e-6)


def test_derivatives_are_exact_to_rounding(file):
    names = {}
    exec(file.read_text(), names)
    own = derivatives(names["valley"], 2)
    assert own.library == library(file)
    a, b = point = np.array([0.7, -1.3])
    gradient, hessian = own.both(point)
    inner = np.sin(a) * b - 1
    assert own.value(point) == pytest.approx(inner**2, rel=1e-14)
    np.testing.assert_allclose(gradient, [2 * inner * np.cos(a) * b, 2 * inner * np.sin(a)], rtol=1e-13)
    mixed = 2 * np.cos(a) * (np.sin(a) * b + inner)
    expected = [[2 * b**2 * np.cos(a) ** 2 - 2 * inner * b * np.sin(a), mixed], [mixed, 2 * np.sin(a) ** 2]]
    np.testing.assert_allclose(hessian, expected, rtol=1e-12)


def test_three_numbers_are_no_loss(file):
    names = {}
    exec(file.read_text(), names)
    assert derivatives(names["broken"], 2) is None
