"""Sampling: members as oracles in floats and balls, statements read as something to draw for, trials."""
