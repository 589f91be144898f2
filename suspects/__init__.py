"""Suspects, shared across cases, and their involvement."""
