"""What is printed for a meeting: the agenda of who is worked on, and one suspect's profile."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from cases.models import Case
from soteria.documents.report import Block, Facts, Table, Words
from soteria.ui import dates
from suspects.models import Nomination, Standing, Suspect
from suspects.queries import plan_words, plans
from suspects.queries.action import Action
from suspects.queries.sight import cases_in_sight

MOST = 100  # on one agenda; a meeting reads no more
LISTED = "listed"
CAVEAT = (
    "Allegations, not findings. Nobody on this paper is shown by it to have done anything. Keep it in the meeting, and "
    "destroy it as the meeting’s rules say."
)


def for_route(user: Any, day: date, route: str) -> list[plans.Worked]:
    """Whom an agenda names: everybody worked on, or those nominated to one route, the first to be done first."""
    rows = plans.worked(user, day)
    if route != LISTED:
        open_or_accepted = [Nomination.State.PROPOSED, Nomination.State.ACCEPTED]
        named = Nomination.objects.filter(suspect=OuterRef("pk"), route=route, state__in=open_or_accepted)
        rows = plans.seen_or_nominated(user, day).filter(Exists(named))
    return list(plans.lines(rows.select_related("standing").order_by(*plans.ORDER.by())[:MOST]))


def agenda(rows: list[plans.Worked]) -> list[Block]:
    """The blocks of an agenda: who, how it stands, and what is to be done by when."""
    return [Table("Suspects", COLUMNS, [_agenda_row(row) for row in rows], empty="Nobody is on this agenda.")]


COLUMNS = ("Suspect", "Score", "On the list since", "Routes", "Plan", "Owner", "To do")


def _agenda_row(row: plans.Worked) -> tuple[str, ...]:
    born = f" (born {dates.day(row.born)})" if row.born else ""
    since = dates.day(row.entered_on) if row.entered_on else "Not on the list"
    return (
        f"{row.name}{born}",
        scored(row),
        since,
        ", ".join(row.routes),
        row.stands_words,
        row.owner,
        f"{row.to_do} by {dates.day(row.act_on)}",
    )


def scored(one: plans.Worked | Standing | None) -> str:
    """Where somebody stands: the final score and its band, and the base beside it, so that a judgement shows."""
    if one is None or one.final is None or one.base is None:
        return "Not scored"
    return f"{one.final:.1f}, band {one.band} (base {one.base:.1f})"


def cases_of(user: Any, suspect: Suspect) -> list[Case]:
    """The cases of a suspect that the reader may see, newest first. 1 query."""
    seen = cases_in_sight(user).filter(involvements__suspect=suspect).select_related("team", "stage")
    return list(seen.order_by("-reported_at", "-pk"))


def profile(found: Action, cases: list[Case]) -> list[Block]:
    """The blocks of a profile: who, his score, the cases in sight, the plan and its record, and what was decided."""
    live = found.live
    blocks: list[Block] = [Facts("Who", _who(found)), _cases(cases)]
    if live is None:
        blocks.append(Words("Plan", _no_plan(found)))
    else:
        blocks += [
            Facts(f"Plan {live.number}", plan_words.shown(plan_words.plan_facts(live))),
            Facts("Why it is lawful and enough", plan_words.shown(plan_words.record_facts(live))),
            Table("Reviews", ("Read on", "By", "What happened", "Still proportionate"), _reviews(found)),
        ]
    return [*blocks, _nominations(found), _markers(found)]


def _who(found: Action) -> list[tuple[str, str]]:
    suspect, standing = found.suspect, found.standing
    score = scored(standing) + (f" as on {dates.day(standing.as_of)}" if standing else "")
    entry = found.entry
    return [
        ("Name", str(suspect)),
        ("Also known as", ", ".join(suspect.aliases)),
        ("Date of birth", dates.day(suspect.date_of_birth) if suspect.date_of_birth else ""),
        ("PNC ID", suspect.pnc_id),
        ("Score", score),
        ("On the list", f"Since {dates.day(entry.entered_on)}. {entry.get_why_display()}" if entry else "No"),
    ]


def _cases(cases: list[Case]) -> Table:
    rows = [(case.reference, dates.day(case.reported_at), str(case.stage), str(case.team or "")) for case in cases]
    return Table("Cases that the reader can see", ("Case", "Reported", "Stage", "Team"), rows)


def _no_plan(found: Action) -> str:
    decision = next(iter(found.no_plans), None)
    if decision is None:
        return "There is no live plan."
    told = f"{decision.get_reason_display()}. {decision.words}"
    return f"{told}\n\nDecided by {decision.decided_by}, to be read again on {dates.day(decision.review_on)}."


def _reviews(found: Action) -> list[tuple[str, ...]]:
    return [
        (dates.day(one.reviewed_at), str(one.reviewed_by), one.progress, one.still_proportionate)
        for one in found.reviews
    ]


def _nominations(found: Action) -> Table:
    rows = [(one.get_route_display(), one.get_state_display(), one.reason) for one in found.nominations]
    return Table("Nominations", ("Route", "Decision", "Why"), rows)


def _markers(found: Action) -> Table:
    rows = [
        (one.get_kind_display(), one.get_state_display(), dates.day(one.review_on) if one.review_on else "")
        for one in found.markers
    ]
    return Table("Warning markers on PNC", ("Marker", "State", "Review"), rows)
