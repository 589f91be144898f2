"""Bail, protective orders and breaches."""
