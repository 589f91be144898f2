"""Pages about people: one's own sessions, and the system administrator's."""
