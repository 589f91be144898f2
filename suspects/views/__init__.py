"""Pages about suspects."""
