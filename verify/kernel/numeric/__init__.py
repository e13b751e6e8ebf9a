"""Exact numbers: rational intervals, signs of one-variable polynomials, positive semidefinite matrices."""
