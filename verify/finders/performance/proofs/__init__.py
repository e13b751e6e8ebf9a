"""From a solver's floats, or a closed form, to exact multipliers that the kernel accepts."""
