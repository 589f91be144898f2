"""Fifty people at the real web at once, and how long it takes until a supervisor sees what they logged."""
