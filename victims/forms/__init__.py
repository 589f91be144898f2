"""Questions about victims, one subject a module."""
