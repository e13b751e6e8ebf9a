"""The probe on functions whose Hessians are known, and on real networks: what must be exact is."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from verify.training.models import build
from verify.training.probe import Objective, along, extreme, smoothness


class Point(nn.Module):
    """A point of R^n: a model whose loss is any function of it."""

    def __init__(self, x):
        super().__init__()
        self.x = nn.Parameter(torch.as_tensor(x, dtype=torch.float64))


def function(of, x):
    return Objective(Point(x), lambda model, chunk: of(model.x), [None])


def matrix(values, seed=0):
    """Symmetric, with these eigenvalues."""
    rotation, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(values), len(values))))
    return torch.as_tensor(rotation @ np.diag(values) @ rotation.T)


@pytest.fixture
def quadratic():
    h = matrix([-7.0, -2.0, 0.0, 0.5, 1.0, 3.0])
    return h, function(lambda x: x @ h @ x / 2, np.arange(1.0, 7.0))


def test_a_quadratic(quadratic):
    h, f = quadratic
    x, d = f.point(), torch.tensor([0.3, -1.0, 0.2, 0.0, 2.0, 1.0], dtype=torch.float64)
    found = along(f, x, d)
    assert found.loss == pytest.approx((x @ h @ x / 2).item(), rel=1e-6)
    assert found.gradient == pytest.approx((h @ x).norm().item(), rel=1e-6)
    assert found.smoothness == pytest.approx(((h @ d).norm() / d.norm()).item(), rel=1e-6)
    assert found.curvature == pytest.approx((d @ h @ d / (d @ d)).item(), rel=1e-6)
    assert (found.order, found.precision) == (0.0, 0.0)


def test_the_norm_of_its_hessian(quadratic):
    _, f = quadratic
    top = extreme(lambda v: f.hessian_times(f.point(), v), f.point(), most=6, tolerance=1e-9)
    assert top.value == pytest.approx(-7, rel=1e-6)
    assert top.residual < 1e-6


@pytest.mark.parametrize(("x", "d"), [(2.0, 0.5), (2.0, -1.0), (-3.0, -0.25), (1.0, -3.0)])
def test_the_quartic(x, d):
    f = function(lambda p: (p**4).sum(), [x])
    found = along(f, f.point(), torch.tensor([d], dtype=torch.float64))
    ratios = [abs(4 * (x + g * d) ** 3 - 4 * x**3) / abs(g * d) for g in np.arange(1, 11) / 10]
    assert found.smoothness == pytest.approx(max(ratios), rel=1e-6)
    assert found.curvature == pytest.approx(12 * x**2, rel=1e-6)
    assert found.gradient == pytest.approx(4 * abs(x) ** 3, rel=1e-6)
    top = extreme(lambda v: f.hessian_times(f.point(), v), f.point())
    assert (top.value, top.steps) == (pytest.approx(12 * x**2, rel=1e-6), 1)


def test_a_linear_function_has_no_curvature():
    f = function(lambda p: 3 * p.sum(), [1.0, 2.0])
    found = along(f, f.point(), torch.ones(2, dtype=torch.float64))
    assert (found.smoothness, found.curvature) == (0.0, 0.0)


def test_nothing_can_be_seen_along_no_step():
    f = function(lambda p: (p**2).sum(), [1.0])
    with pytest.raises(ValueError, match="no length"):
        along(f, f.point(), torch.zeros(1, dtype=torch.float64))


def test_where_the_largest_ratio_is():
    f = function(lambda p: (p**4).sum(), [1.0])
    seen = smoothness(f, f.point(), torch.tensor([1.0], dtype=torch.float64))
    assert (seen.gamma, len(seen.ratios)) == (1.0, 10)
    assert list(seen.ratios) == sorted(seen.ratios)


@pytest.mark.parametrize("steps", [4, 8, 12])
def test_an_eigenvalue_lies_within_the_residual(steps):
    values = np.linspace(-1, 10, 40) ** 3
    h = matrix(values)
    top = extreme(lambda v: h @ v, torch.zeros(40, dtype=torch.float64), most=steps, tolerance=0)
    assert np.abs(values - top.value).min() <= top.residual * (1 + 1e-9) + 1e-9
    assert abs(top.value) <= np.abs(values).max() + 1e-9


def test_too_few_products_leave_a_residual():
    h = matrix(np.linspace(1, 2, 40))
    first, last = (extreme(lambda v: h @ v, torch.zeros(40).double(), most=most, tolerance=0) for most in (2, 30))
    assert first.residual > 0.05 > 1e-6 > last.residual


@pytest.fixture(params=["lstm", "batch", "group"])
def network(request):
    """A small network of each kind in single precision, and its objective on two chunks."""
    rng = torch.Generator().manual_seed(0)
    if request.param == "lstm":
        model = build({"name": "lstm", "embedding": 4, "hidden": 5, "layers": 2}, seed=1, tokens=7)
        tokens = torch.randint(0, 7, (2, 9, 3), generator=rng)
        chunks = [(t[:-1], t[1:]) for t in tokens]

        def loss(net, chunk):
            return nn.functional.cross_entropy(net(chunk[0])[0].reshape(-1, 7), chunk[1].reshape(-1))
    else:
        model = build({"name": "residual", "width": 4, "blocks": 1, "norm": request.param}, seed=1, channels=1, classes=3)
        pictures = torch.randn(2, 6, 1, 8, 8, generator=rng)
        chunks = [(p, torch.tensor([0, 1, 2, 0, 1, 2])) for p in pictures]

        def loss(net, chunk):
            return nn.functional.cross_entropy(net(chunk[0]), chunk[1])

    return model, Objective(model, loss, chunks)


def test_equal_points_give_equal_bits_and_leave_no_trace(network):
    model, f = network
    before = {name: value.clone() for name, value in model.state_dict().items()}
    x = f.point()
    first = f.gradient(x)[1]
    f.gradient(x + 1)
    f.hessian_times(x, first)
    assert torch.equal(f.gradient(x)[1], first)
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert model.training


def test_the_product_is_the_derivative_of_the_gradient(network):
    f = network[1].double()
    x = f.point()
    v = torch.randn(x.shape, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    v /= v.norm()
    step = 1e-6
    differences = (f.gradient(x + step * v)[1] - f.gradient(x - step * v)[1]) / (2 * step)
    exact = f.hessian_times(x, v)
    assert (differences - exact).norm() < 1e-5 * exact.norm()


def test_floors_are_far_below_the_estimate(network):
    _, f = network
    found = along(f, f.point(), -0.1 * f.gradient(f.point())[1])
    assert 0 < found.precision < 1e-2 * found.smoothness
    assert math.isfinite(found.order) and found.order < 1e-2 * found.smoothness


def test_weights_are_one_a_chunk(network):
    model, f = network
    with pytest.raises(ValueError, match="3 weights for 2 chunks"):
        Objective(model, f.loss, f.chunks, [1, 1, 1])
