"""People, teams, roles and access."""
