"""The explanation of a score on paper: the same facts as its page, as words and tables."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from soteria.documents.report import Block, Facts, Report, Table, Words
from soteria.documents.report import html as report_html
from soteria.ui import dates
from suspects.queries.explained import Explanation, Row
from suspects.views.ranked import CAVEAT

COLUMNS = ("Case", "Allegation", "Happened", "Status", "Counts for", "Harm (days)", "Adds")


def html(user: Any, found: Explanation, context: dict[str, Any]) -> str:
    """The whole document."""
    now = timezone.now()
    lines = [f"Printed by {user} on {dates.moment(now)}. It was right at that time. Destroy it as confidential waste."]
    blocks = list(_blocks(found, context))
    return report_html(Report(f"Score of {found.suspect}", timezone.localdate(now), blocks, CAVEAT, True, lines))


def _blocks(found: Explanation, context: dict[str, Any]) -> Iterator[Block]:
    yield Facts("Where the score stands", list(_facts(found, context)))
    if found.standing:
        rows = [
            (part["name"], f"{part['value']:.1f}", f"{part['weight']}%", f"{part['points']:.1f}")
            for part in context["parts"]
        ]
        yield Table("What it is made of", ("Component", "Of 100", "Weighs", "Points of the base"), rows)
    yield Table("What is counted", COLUMNS, [_row(row) for row in found.rows])
    yield Words("What one fact would do", "\n\n".join(found.moves.sentences) or "No single fact would move the band.")
    yield Words("What changed", _changed(found, context))
    told = [
        (dates.day(one.on), why, "Not scored" if one.base is None else f"{one.base:.1f}")
        for one, why in context["latest"]
    ]
    yield Table("Scores before", ("As on", "Why", "Base score"), told)


def _facts(found: Explanation, context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    born = found.suspect.date_of_birth
    yield "Born", dates.day(born) if born else "Not known"
    if found.standing:
        ranks = context["ranks"]
        yield "Band", found.standing.band
        yield "Score and rank", f"{found.standing.final:.1f}, rank {ranks[1]}"
        yield "Base score and rank", f"{found.standing.base:.1f}, rank {ranks[0]}"
        yield "Scored as on", dates.day(found.standing.as_of)
    else:
        yield "Score", f"Not scored. {found.left_out}"
    yield "Judgement", _judgement(context["judgement"])
    yield "Version of the weights", f"{found.version.code}. {found.version.authority or found.version.source}"
    yield "Disputes the record", "Yes" if context["is_disputed"] else "No"
    yield "In custody", context["held"] or "Not known to be"
    if context.get("sentence"):
        yield "Over time", context["sentence"]


def _judgement(one: dict[str, Any] | None) -> str:
    if one is None:
        return "None"
    return f"{one['points']:+d} points until {dates.day(one['ends'])}: {one['reason']}"


def _row(row: Row) -> tuple[str, ...]:
    happened = f"{dates.day(row.day)}{' (worked out: no exact date)' if row.is_worked_out else ''}"
    first = (row.case.reference, f"{row.offence}, {row.victim.lower()}", happened, row.status)
    if not row.counts:
        return (*first, f"Not counted: {row.not_counted}", "", "")
    return (*first, f"{row.status_weight:g}", f"{row.harm_days:g}", f"{row.without:.1f}")


def _changed(found: Explanation, context: dict[str, Any]) -> str:
    if found.since is None:
        return "There is no earlier score to compare with."
    since = f"Since the score of {dates.day(found.since.on)}: {found.since.came} came, {found.since.went} went."
    return "\n\n".join([since, *context["steps"]])
