"""What is done about bail, orders and breaches, one act a function."""
