"""Runs: a frozen configuration becomes a grid, the held-out runs and one record; all can be killed and continued."""

from verify.training.runs.experiment import run_experiment
from verify.training.runs.recheck import repeat

__all__ = ["repeat", "run_experiment"]
