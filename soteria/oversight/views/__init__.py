"""Pages of oversight, one subject a module."""
