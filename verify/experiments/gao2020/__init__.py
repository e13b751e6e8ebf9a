"""Measurements for Gao, Gurbuzbalaban, Zhu (2020)."""

from verify.experiments.gao2020.discretised import discretisations
from verify.experiments.gao2020.exits import exit_times, nonreversible_exits
from verify.experiments.gao2020.quadratics import optimal_drift, recurrence

__all__ = ["discretisations", "exit_times", "nonreversible_exits", "optimal_drift", "recurrence"]
