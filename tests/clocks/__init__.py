"""Tests of the clocks engine."""
