"""Management commands of suspects."""
