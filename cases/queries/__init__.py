"""Reads of cases: each takes the reader, asks through visible_to, and returns frozen values."""
