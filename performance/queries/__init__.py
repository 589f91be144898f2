"""What the pages of the flight deck read."""
