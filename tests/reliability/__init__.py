"""Faults injected into real workers, brokers and databases."""
