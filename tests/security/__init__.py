"""Attacks on the door, and the refusals that meet them; each test cites its line of the security checklist."""
