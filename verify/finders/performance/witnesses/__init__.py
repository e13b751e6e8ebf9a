"""Functions and points that break a bound, run exactly."""
