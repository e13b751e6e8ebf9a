"""The commands about checking, by subject, and what all commands share; rateproof.py puts them on the command line."""
