"""Pages of victims, one subject a module."""
