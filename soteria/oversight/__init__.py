"""Pages for those who watch the system itself."""
