"""Victims in a case and how to contact them safely."""
