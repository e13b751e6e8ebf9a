"""The engine: which checkers attack which claims, in parallel, and what is remembered of it."""

from verify.engine.run import Options, Tally, remembered, verify

__all__ = ["Options", "Tally", "remembered", "verify"]
