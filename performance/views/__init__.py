"""The pages of the flight deck."""
