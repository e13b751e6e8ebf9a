"""Smooth functions as exact data, and as oracles in either arithmetic."""
