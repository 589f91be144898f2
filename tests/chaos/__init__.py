"""Faults injected into the whole stack, many times over, with a ledger of what must be there afterwards."""
