"""Forms of the door and of people's administration."""
