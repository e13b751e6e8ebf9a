"""Draws: points, scalars, functions, tables and processes that meet the hypotheses."""
