"""Pure rules of cases: no Django, no clock, no database."""
