"""Benchmarks: each figure is a ratio to a baseline measured beside it (`make bench`)."""
