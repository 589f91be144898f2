"""Clocks: the legal and policy deadlines of a case, computed from dated facts by pure rules."""
