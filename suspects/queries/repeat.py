"""Who is a repeat suspect by the definition in force: the one answer, for the list, decisions on arrest and measures.

The standing of whoever is scored says it. Those who have no standing, as people under 18 and police employees, are
counted from what is recorded by the same definition: they too are brought to answer, and a list apart must not make
anybody safer to leave at large. Restricted cases are in neither, so that the answer never says that there is one.
"""

import re
from datetime import date
from itertools import cycle
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from suspects.models import ScoreVersion, Standing, Suspect
from suspects.queries import score_sql

# The flag of score_sql.FORMULA (suspects.rules.repeat.flags), without the score that these people do not have.
REPEATED = """SELECT suspect_id FROM allegation WHERE status_weight > 0 GROUP BY suspect_id
  HAVING count(DISTINCT incident_id) FILTER (WHERE status_weight >= %(weight)s::float8) >= %(incidents)s
    OR count(DISTINCT victim_id) >= %(victims)s"""
GAP = re.compile(r"%(?:\((\w+)\))?s")


def is_repeat(suspect_id: int, day: date) -> bool:
    """Whether a suspect is a repeat suspect by the definition in force on a London date. 4 queries."""
    one = Suspect.objects.filter(pk=suspect_id)
    return one.filter(by_definition(one, day, "pk")).exists()


def by_definition(some: QuerySet[Suspect], day: date, field: str = "suspect") -> Q:
    """The condition that a row's suspect, in `field`, is a repeat suspect by the definition in force. 3 queries.

    `some` holds every suspect of the rows; only those of them without a standing are counted from what is recorded by
    the end of the day.
    """
    known = Standing.objects.filter(is_repeat=True, suspect__in=some.order_by().values("pk"))
    found = list(known.values_list("pk", flat=True))
    version = ScoreVersion.objects.in_force(day)
    if version is not None:
        found += _counted(some.filter(standing=None).order_by().values("pk"), version, day)
    return Q(**{f"{field}__in": found})


def _counted(some: QuerySet[Any], version: ScoreVersion, day: date) -> list[int]:
    """Those of some suspects who are repeat suspects by what is recorded of them: read once, not for each row."""
    own, of_own = some.query.sql_with_params()
    words = f"WITH {score_sql.allegations(suspects=f'i.suspect_id IN ({own})', few=True)} {REPEATED}"  # noqa: S608 - our own words
    definition = version.definition
    given = {
        "as_of": day,
        "version": version.pk,
        "gravity": version.gravity_id,
        "weight": definition.incident_weight,
        "incidents": definition.incidents,
        "victims": definition.victims,
    }
    # The gaps of our statements have names, those of a queryset have none, and a query takes one kind alone.
    unnamed = cycle(of_own)
    values: list[Any] = [given[gap[1]] if gap[1] else next(unnamed) for gap in GAP.finditer(words)]
    with connection.cursor() as cursor:
        cursor.execute(GAP.sub("%s", words), values)
        return [suspect for (suspect,) in cursor.fetchall()]
