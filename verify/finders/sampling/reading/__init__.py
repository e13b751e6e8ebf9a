"""A statement taken apart into what can be drawn for."""
