"""Services of cases: one function an act."""
