"""What the recorded training runs say about the paper's experiments; nothing here needs torch, nothing is trained.

The records are ``verify/records/runs/training-*.json``: steps were chosen on tuning seeds, everything read here is of
held-out seeds, and every held-out run counts, diverged ones included.
"""

from verify.experiments.zhang2020.correlations import (
    artefact,
    correlation_clipped,
    correlation_difference,
    correlation_hessian,
    correlation_images,
)
from verify.experiments.zhang2020.outcomes import (
    accuracy_against_momentum,
    affine_against_constant,
    affine_against_power,
    clipped_against_unclipped,
)
from verify.experiments.zhang2020.repeating import records_repeat

__all__ = [
    "accuracy_against_momentum",
    "affine_against_constant",
    "affine_against_power",
    "artefact",
    "clipped_against_unclipped",
    "correlation_clipped",
    "correlation_difference",
    "correlation_hessian",
    "correlation_images",
    "records_repeat",
]
