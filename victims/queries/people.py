"""What to call a victim."""

from victims.models import Victim


def called(victim: Victim) -> str:
    """The name to use when speaking to them."""
    return victim.known_as or victim.forenames or str(victim)


def has_name(victim: Victim) -> bool:
    """Whether any name of theirs is known, so that a letter can begin with it."""
    return bool(victim.known_as or victim.forenames or victim.surname)
