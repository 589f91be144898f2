"""Forms about suspects."""
