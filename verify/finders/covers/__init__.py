"""Ball arithmetic: evaluation, adaptive covers, hunting for violations."""
