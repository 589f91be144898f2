"""Measures and the flight deck."""
