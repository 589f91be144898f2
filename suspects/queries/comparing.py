"""Records that a suspect may be compared with: of whatever likeness, among those whose pair this person may open."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from suspects.models import Involvement, Suspect
from suspects.queries.alike import Alike, Asked, find_alike
from suspects.queries.restricted import is_apart, is_named
from suspects.queries.sight import cases_in_sight


def others(user: Any, suspect: Suspect, asked: Asked) -> list[Alike]:
    """Records like what was asked, likeliest first, without the suspect's own; 1 query beside those of find_alike.

    Only of the suspect's force, since records are joined within one, and only where `one_pair.get_pair` opens the pair:
    in a case whose intelligence the person reads, and on no restricted list unless their role reads those.
    """
    found = find_alike(user, asked)
    parts = Involvement.objects.filter(suspect=OuterRef("pk"), case__in=cases_in_sight(user))
    rows = Suspect.objects.filter(Exists(parts), pk__in=[one.pk for one in found], force=suspect.force_id)
    rows = rows.exclude(pk=suspect.pk)
    if not is_named(user):
        rows = rows.exclude(is_apart(timezone.localdate()))
    opened = set(rows.values_list("pk", flat=True))
    return [one for one in found if one.pk in opened]
