"""The explanation of a score on paper: the same facts as its page, as words and tables."""

from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils import timezone

from soteria.documents.report import Block, Facts, Report, Table, Words
from soteria.documents.report import html as report_html
from soteria.ui import dates
from suspects.queries.explained import Explanation
from suspects.queries.score_rows import Row
from suspects.queries.story import Told
from suspects.views.ranked import CAVEAT

COLUMNS = (
    "Case", "Allegation", "Happened", "Status", "Counts for", "Harm (days)", "Recency", "Victim at risk", "Adds",
)  # fmt: skip
HIDDEN = (
    "Part of this score comes from cases that you cannot see. An intelligence analyst of your force can tell you more."
)
NOT_IN_IT = "That is a second figure: nothing of a match that nobody has confirmed is in the score."
ADDS = (
    "“Adds” is how much lower the score would be without that row. Several rows of one incident count once, so each "
    "may add nothing by itself."
)


def html(user: Any, found: Explanation, context: dict[str, Any]) -> str:
    """The whole document. Its title names nobody: titles stay in lists of downloads and of printed papers."""
    now = timezone.now()
    lines = [f"Printed by {user} on {dates.moment(now)}. It was right at that time. Destroy it as confidential waste."]
    blocks = list(_blocks(found, context))
    return report_html(Report("Score of a suspect", timezone.localdate(now), blocks, CAVEAT, True, lines))


def _blocks(found: Explanation, context: dict[str, Any]) -> Iterator[Block]:
    yield Facts("Where the score stands", list(_facts(found, context)))
    if found.standing:
        rows = [
            (part["name"], f"{part['value']:.1f}", f"{part['weight']}%", f"{part['points']:.1f}")
            for part in context["parts"]
        ]
        yield Table("What it is made of", ("Component", "Of 100", "Weighs", "Points of the base"), rows)
    if context["possible"]:
        yield Words("Possibly the same person", "\n\n".join(_possible(context)))
    none = "No offence is recorded in a case of this suspect that you can see."
    yield Table("What is counted", COLUMNS, [_row(row) for row in found.rows], none)
    yield Words("About these rows", "\n\n".join(_about_rows(found)))
    yield Words("What one fact would do", "\n\n".join(found.moves.sentences) or "No single fact would move the band.")
    yield Words("What changed", _changed(found, context))
    told = [_earlier(one, why) for one, why in context["latest"]]
    yield Table("Earlier scores", ("As on", "Why", "Version", "Base score", "Judgement", "Score"), told)


def _earlier(one: Told, why: str) -> tuple[str, ...]:
    given = one.given
    if given.base is None:
        return dates.day(given.on), why, given.version, "Not scored", "", ""
    judged = f"{one.points:+d}" if one.points else "None"
    return dates.day(given.on), why, given.version, f"{given.base:.1f}", judged, f"{one.final:.1f}"


def _facts(found: Explanation, context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    born = found.suspect.date_of_birth
    yield "Name", str(found.suspect)
    yield "Born", dates.day(born) if born else "Not known"
    if found.doubt:
        yield "About the date of birth", found.doubt
    if found.suspect.aliases:
        yield "Also known as", ", ".join(found.suspect.aliases)
    if found.standing:
        ranks = context["ranks"]
        yield "Band", found.standing.band
        yield "Score and rank", f"{found.standing.final:.1f}, rank {ranks[1]}"
        yield "Base score and rank", f"{found.standing.base:.1f}, rank {ranks[0]}"
        yield "Scored as on", dates.day(found.standing.as_of)
        yield "Repeat suspect", _repeat(found)
    else:
        yield "Score", f"Not scored. {found.left_out}"
    yield "Judgement", _judgement(context["judgement"])
    yield "Version of the weights", _version(found)
    yield "Disputes the record", "Yes" if context["is_disputed"] else "No"
    yield "In custody", _held(context)
    if found.story.joined:
        yield "Records joined to this one", f"{found.story.joined}, each by a person’s decision"
    if context.get("sentence"):
        yield "Over time", context["sentence"]


def _repeat(found: Explanation) -> str:
    if not (found.standing and (found.standing.is_repeat or found.standing.is_serial)):
        return "No"
    kind = "Serial" if found.standing.is_serial else "Repeat"
    return f"{kind} suspect by definition {found.version.definition.code}"


def _version(found: Explanation) -> str:
    one = found.version
    unsure = ", which your force has still to confirm" if one.needs_confirmation else ""
    return f"{one.code}{unsure}. {one.authority or one.source}"


def _held(context: dict[str, Any]) -> str:
    until = f", earliest release {dates.day(context['until'])}" if context["until"] else ""
    return f"{context['held']}{until}" if context["held"] else "Not known to be"


def _possible(context: dict[str, Any]) -> Iterator[str]:
    """Whom the suspect may also be, and the second figure, which is never the score."""
    yield from (each.words for each in context["possible"])
    then = context["what_if"]
    if then and then.together:
        yield f"As one person the score would be {then.then:.1f}, by base. {NOT_IN_IT}"


def _about_rows(found: Explanation) -> Iterator[str]:
    """What whoever reads the rows must know of them: what is not shown, how sure it is that all are of one person."""
    if found.is_partly_hidden:
        yield HIDDEN
    if found.joined:
        yield found.joined
    if found.own:
        yield (
            "The reader is named on a restricted case of this suspect. With that case the score would be "
            f"{found.own.base:.1f}. Nobody else sees this number: stored scores and the list leave restricted cases "
            "out."
        )
    yield ADDS


def _judgement(one: dict[str, Any] | None) -> str:
    if one is None:
        return "None"
    return f"{one['points']:+d} points until {dates.day(one['ends'])}: {one['reason']}"


def _row(row: Row) -> tuple[str, ...]:
    happened = f"{dates.day(row.day)}{' (worked out: no exact date)' if row.is_worked_out else ''}"
    case = _listed(row.case.reference, "restricted" if row.case.is_restricted else "", row.joined)
    status = _listed(row.status, f"Outcome {row.outcome}" if row.outcome else "", row.named_with)
    when = f"{happened}. Reported {dates.day(row.reported)}"
    first = (case, f"{row.offence}, {row.victim.lower()}", when, status)
    if not row.counts:
        return (*first, f"Not counted: {row.not_counted}", "", "", "", "")
    sizes = ((row.status_weight, "-2"), (row.harm_days, "-2g"), (row.recency, 2), (row.vulnerability, "-2"))
    return (*first, *(floatformat(size, places) for size, places in sizes), f"{row.without:.1f}")


def _listed(*words: str) -> str:
    return ". ".join(word for word in words if word)


def _changed(found: Explanation, context: dict[str, Any]) -> str:
    if found.since is None:
        return found.why_not_compared
    since = f"Since the score of {dates.day(found.since.on)}: {found.since.came} came, {found.since.went} went and "
    since += f"{found.since.otherwise} count otherwise."
    return "\n\n".join([since, *context["steps"]])
