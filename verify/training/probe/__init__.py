"""The probe: gradient, smoothness along a step, and Hessian norm of any torch model on a fixed subset of its data."""

from verify.training.probe.estimate import Estimate, Smoothness, along, smoothness
from verify.training.probe.lanczos import Extreme, extreme
from verify.training.probe.objective import Objective

__all__ = ["Estimate", "Extreme", "Objective", "Smoothness", "along", "extreme", "smoothness"]
