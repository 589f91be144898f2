"""Commands of the clocks."""
