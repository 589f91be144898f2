"""What pages and jobs read of bail, orders and breaches."""
