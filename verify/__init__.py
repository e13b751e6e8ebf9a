"""Verify: what follows from checking.  Imports theory; nothing here is imported by theory."""
