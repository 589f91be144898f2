"""What a person who leaves would leave behind: open cases without an OIC, or a team without a supervisor."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cases.models import Case
from soteria.accounts.doors import Held
from soteria.accounts.models import Membership
from soteria.accounts.roles import Role

LISTED = 20
SUPERVISING = (Role.SUPERVISOR, Role.DI)


def held_by(*, person: Any) -> list[Held]:
    """The cases of which this person is OIC, and the teams that only they supervise; open cases alone count.

    Cases are named by reference and nothing else, since the administrator may not open them; restricted ones not so.
    """
    return [*_as_oic(person), *_as_supervisor(person)]


def _as_oic(person: Any) -> list[Held]:
    cases = Case.objects.open().filter(oic=person)
    count = cases.count()
    if not count:
        return []
    named = list(
        cases.filter(is_restricted=False).order_by("reported_at", "pk").values_list("reference", flat=True)[:LISTED]
    )
    words = f"They are the investigator (OIC) of {count} open case{'' if count == 1 else 's'}"
    if count > len(named):
        words += f", of which {len(named) or 'none'} can be named here"
    address = f"{reverse('cases:list')}?{urlencode({'oic': person.collar_number})}" if person.collar_number else ""
    return [Held(f"{words}. A supervisor must give them to somebody else first", tuple(named), address)]


def _as_supervisor(person: Any) -> list[Held]:
    today = timezone.localdate()
    seats = Membership.objects.current(today).filter(role__in=SUPERVISING, user__is_active=True)
    teams = seats.filter(user=person).values("team")
    others = seats.filter(team__in=teams).exclude(user=person).values("team")
    open_cases = Case.objects.open().filter(team__in=teams).exclude(team__in=others)
    found = open_cases.values("team__name").annotate(number=Count("pk")).order_by("team__name")
    return [
        Held(
            f"Nobody else supervises {row['team__name']}, which has {row['number']} open "
            f"case{'' if row['number'] == 1 else 's'}. Give somebody else the role of supervisor first"
        )
        for row in found
    ]
