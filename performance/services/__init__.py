"""Acts of performance: building an invented force."""
