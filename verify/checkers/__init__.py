"""Checkers: each a module with NAME, VERSION, ``applies(claim)`` and ``check(task) -> Finding``."""
