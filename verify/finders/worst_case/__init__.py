"""Worst cases on the line and in the plane: explicit functions and runs that a bound has to survive."""
