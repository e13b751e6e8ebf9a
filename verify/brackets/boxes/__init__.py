"""Bounds that are proved box by box, on boxes of gradient norms that cover all norms."""
