"""Finders: clever and untrusted; whatever they find is rechecked exactly or in ball arithmetic."""
