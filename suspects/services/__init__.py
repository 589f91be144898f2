"""Services of suspects: one function an act."""
