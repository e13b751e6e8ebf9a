"""One file a paper; each declares ``paper``."""
