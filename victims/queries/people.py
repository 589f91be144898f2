"""What to call a victim."""

from victims.models import Victim


def called(victim: Victim) -> str:
    """The name to use when speaking to them."""
    return victim.known_as or victim.forenames or str(victim)
