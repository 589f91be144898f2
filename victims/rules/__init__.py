"""Rules of victims: plain Python."""
