"""Pages about bail, orders and breaches."""
