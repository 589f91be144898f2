"""Arithmetic of the flight deck: months, small numbers, variation. Plain Python."""
