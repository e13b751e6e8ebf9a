"""Decided exactly: covers in balls, signs near infinity, symmetries, refutations by sequences and corners."""
