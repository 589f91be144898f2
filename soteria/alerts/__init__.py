"""Who must know what, by when, and whether they have said that they know."""
