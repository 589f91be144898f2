"""Forms about bail, orders and breaches."""
