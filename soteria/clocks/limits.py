"""The limits in force, from the database."""

from datetime import date

from soteria.clocks import rules
from soteria.clocks.models import Limit
from soteria.clocks.rules import NoLimitInForce

__all__ = ["NoLimitInForce", "all_limits", "in_force"]


def in_force(name: str, on: date) -> rules.Limit:
    """The limit `name` in force on the London date `on`; raises NoLimitInForce where there was none."""
    limit = Limit.objects.in_force(on).filter(name=name).first()
    if limit is None:
        raise NoLimitInForce(name, on)
    return limit.as_rule()


def all_limits() -> rules.Limits:
    """Every limit with its dates, ready for the rules: one query."""
    return rules.Limits(limit.as_rule() for limit in Limit.objects.all())
