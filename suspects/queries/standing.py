"""What is derived of a standing beside its score: held or at liberty, on a list apart, and who came or left.

Each is one statement over a set, run after the scores of a night or of a change, in the same transaction.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from soteria import planned
from suspects.models import Standing, Suspect
from suspects.queries.standing_sql import FEW
from suspects.rules.circumstances import RETURNS_BEFORE, born_after

Given = dict[str, Any]
# suspects.rules.circumstances.is_held, by the newest row of custody that was not withdrawn.
HELD = """UPDATE suspects_standing s SET is_held = h.is_held FROM (
  SELECT DISTINCT ON (c.suspect_id) c.suspect_id, c.kind <> 'released'
    AND (c.until IS NULL OR c.until > %(returns)s) AS is_held
  FROM suspects_custody c WHERE c.withdrawn_at IS NULL AND c."on" <= %(today)s
  ORDER BY c.suspect_id, c."on" DESC, c.recorded_at DESC, c.id DESC) h
WHERE h.suspect_id = s.suspect_id AND s.is_held <> h.is_held AND {these}"""
FREE = "UPDATE suspects_standing s SET is_held = false WHERE s.is_held AND {these}"
# Police employees have a list of their own: they have no place on the general one, and take none from anybody.
SERVING = """SELECT 1 FROM suspects_policeservice p WHERE p.suspect_id = s.suspect_id AND p.withdrawn_at IS NULL
  AND p."on" <= %(today)s AND (p.until IS NULL OR p.until >= %(today)s)"""
POLICE = f"DELETE FROM suspects_standing s WHERE EXISTS ({SERVING}) AND {{these}}"  # noqa: S608 - our own words

# The newest merge or parting that moved what is scored of somebody since he was last scored before this run. What only
# restricted cases hold is in no score: a merge of that alone is never told as the reason.
MERGED = """SELECT e.why FROM (
    SELECT m.id, m.at, 'joined' AS why FROM suspects_merge m WHERE s.suspect_id IN (m.kept_id, m.folded_id)
    UNION ALL
    SELECT m.id, u.at, 'parted' FROM suspects_unmerge u JOIN suspects_merge m ON m.id = u.merge_id
    WHERE s.suspect_id IN (m.kept_id, m.folded_id)) e
  WHERE e.at > (SELECT r.at FROM suspects_score x JOIN suspects_scorerun r ON r.id = x.run_id
      WHERE x.suspect_id = s.suspect_id AND x.run_id <> %(run)s ORDER BY x.id DESC LIMIT 1)
    AND EXISTS (SELECT FROM suspects_mergedpart p JOIN suspects_involvement i ON i.id = p.involvement_id
      JOIN cases_case c ON c.id = i.case_id WHERE p.merge_id = e.id AND NOT c.is_restricted)
  ORDER BY e.at DESC LIMIT 1"""

# Who is in bands A and B and was not, or was and is not. What lasts of a score (frequency, victim, lasting harm) tells
# a change of fact from the passing of time.
CHANGED = f"""INSERT INTO suspects_listchange (run_id, suspect_id, force_id, is_on, why, band, final)
WITH latest AS (
  SELECT DISTINCT ON (s.suspect_id) s.suspect_id, s.force_id, s.is_on, s.why FROM suspects_listchange s
  WHERE {{these}} ORDER BY s.suspect_id, s.id DESC),
listed AS (SELECT s.* FROM suspects_standing s WHERE s.band IN ('A', 'B') AND {{these}}),
changed AS (
  SELECT coalesce(n.suspect_id, o.suspect_id) AS suspect_id, coalesce(n.force_id, o.force_id) AS force_id,
    n.suspect_id IS NOT NULL AS is_on, o.why AS came_by
  FROM listed n FULL JOIN (SELECT * FROM latest WHERE is_on) o ON o.suspect_id = n.suspect_id
  WHERE n.suspect_id IS NULL OR o.suspect_id IS NULL)
SELECT %(run)s, s.suspect_id, s.force_id, s.is_on, CASE
    WHEN NOT s.is_on AND new.left_out <> '' THEN new.left_out
    WHEN NOT s.is_on AND EXISTS ({SERVING}) THEN 'apart'
    WHEN merged.why IS NOT NULL THEN merged.why
    WHEN s.is_on AND (old.base IS NULL) THEN CASE WHEN t.base < {{edge}} THEN 'judgement' ELSE 'first' END
    WHEN (t.base >= {{edge}}) <> s.is_on OR (NOT s.is_on AND s.came_by = 'judgement') THEN 'judgement'
    WHEN newest.version_id <> before.version_id AND new.run_id = %(run)s THEN 'version'
    WHEN s.is_on THEN 'recorded'
    WHEN new.run_id = %(run)s AND (new.frequency < old.frequency OR new.victim < old.victim
      OR new.harm_lasting < old.harm_lasting) THEN 'less'
    ELSE 'time' END, coalesce(t.band, ''), t.final
FROM changed s LEFT JOIN suspects_standing t ON t.suspect_id = s.suspect_id
LEFT JOIN LATERAL (SELECT * FROM suspects_score x WHERE x.suspect_id = s.suspect_id ORDER BY x.id DESC LIMIT 1) new ON true
LEFT JOIN LATERAL (SELECT * FROM suspects_score x WHERE x.suspect_id = s.suspect_id AND x.id < new.id
  ORDER BY x.id DESC LIMIT 1) old ON true
LEFT JOIN LATERAL ({MERGED}) merged ON true
LEFT JOIN suspects_scorerun newest ON newest.id = new.run_id LEFT JOIN suspects_scorerun before ON before.id = old.run_id
"""  # noqa: S608, E501 - our own words; a join a line
EDGE = "(SELECT value FROM suspects_scoreweight WHERE version_id = %(version)s AND kind = 'band' AND code = 'B')"


def settle(run: Any, suspects: Sequence[int] | None = None) -> None:
    """After a run: put the standings of these suspects, or of everybody, on the lists where they belong.

    Who came or left by it is kept with why. 3 queries, or 1 for a few suspects.
    """
    given = {"run": run.pk, "version": run.version_id, **_given(run.as_of, suspects)}
    words = [statement.format(these=_these(suspects), edge=EDGE) for statement in (POLICE, HELD, CHANGED)]
    with connection.cursor() as cursor:
        planned.run(cursor, *words, given=given, few=suspects is not None and len(suspects) <= FEW)


def place(suspect_id: int, today: date) -> None:
    """Put one suspect's standing on the list where it belongs, in the transaction of the fact that changed."""
    given = _given(today, [suspect_id])
    with connection.cursor() as cursor:
        for statement in (POLICE, FREE, HELD):
            cursor.execute(statement.format(these=_these([suspect_id])), given)


def place_by_birth(suspect: Suspect, today: date) -> None:
    """Take a suspect off the list at once where a new date of birth says under 18, before he is scored again.

    Where the date cannot be right, the next score puts him back.
    """
    if suspect.date_of_birth and suspect.date_of_birth > born_after(today):
        Standing.objects.filter(suspect=suspect).delete()


def _these(suspects: Sequence[int] | None) -> str:
    return "true" if suspects is None else "s.suspect_id = ANY(%(suspects)s)"


def _given(today: date, suspects: Sequence[int] | None) -> Given:
    return {"today": today, "returns": today + RETURNS_BEFORE, "suspects": list(suspects or ())}
