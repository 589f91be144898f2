"""Services of victims: one function an act."""
