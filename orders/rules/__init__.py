"""The rules of bail, orders and breaches. Pure: they take values, return values, and read no clock."""
