"""Which entries are one person: features, comparisons, a trained model, guards. Plain Python and DuckDB, no Django."""
