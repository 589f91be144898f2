"""What is given in writing beside the bail sheet: release without bail, changed conditions, a changed return, and that
there will be no prosecution. Each is printed for a custody officer to sign; none says what a victim said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.models import Case
from orders.models import Arrest, BailVariation, Rank, Release, SurrenderChange
from orders.queries import periods
from orders.queries.papers import decision, offences_of, signatures, warning, who
from orders.rules.surrender import when
from soteria.documents.report import Block, Facts, Table, Words
from soteria.ui.dates import moment

OFFICER, INTERPRETER = "Custody officer", "Appropriate adult or interpreter, if any"
UNDER_INVESTIGATION = (
    "You are released without bail while the investigation goes on. There are no conditions and no day on which you "
    "must come back. You may be arrested or asked to attend again. You will be told in writing if there is to be "
    "no prosecution."
)
NOT_PROSECUTED = (
    "You are not to be prosecuted for this (Police and Criminal Evidence Act 1984 sections 34(5C), 37(6B) and 37B(5)). "
    "This does not prevent a prosecution if new evidence comes to light."
)


@dataclass(frozen=True)
class Notice:
    """One kind of paper: its title, the rows that it is printed of, the way from a row to its case, and its words."""

    title: str
    rows: Callable[[], Any]
    case: str
    blocks: Callable[[Case, Any], list[Block]]


def _of_release(case: Case, row: Release) -> list[Block]:
    officer = f"{row.get_officer_rank_display()} {row.officer}"
    facts = [
        ("Power", row.get_route_display()),
        ("Custody officer", officer),
        ("Why no bail", row.get_no_bail_display()),
    ]
    return [
        Facts("Person and arrest", [*who(case, row.arrest), ("Released without bail", moment(row.decided_at))]),
        Facts("Release", facts),
        *decision(row),
        Words("What this means", UNDER_INVESTIGATION),
        signatures(OFFICER, "Person released", INTERPRETER),
    ]


def _of_variation(case: Case, row: BailVariation) -> list[Block]:
    """The conditions from that moment, and which of them are new or ended: why, which may be of others, is left out."""
    rows = row.bail.conditions.order_by("pk")
    now = [one for one in rows if one.starts_at <= row.varied_at and not (one.ends_at and one.ends_at <= row.varied_at)]
    held = [(str(one), one.get_protects_display(), _new(one.starts_at == row.varied_at)) for one in now]
    ended = [(str(one),) for one in rows if one.ends_at == row.varied_at]
    officer = f"{Rank(row.officer_rank).label} {row.authorised_by}" if row.officer_rank else row.authorised_by
    return [
        Facts("Person and arrest", who(case, row.bail.arrest)),
        Facts("Change", [("From", moment(row.varied_at)), ("Custody officer", officer)]),
        Table("Conditions from then", ("Condition", "What it protects", "New"), held, empty="No conditions."),
        Table("Conditions that ended", ("Condition",), ended, empty="None ended."),
        Words("What this means", warning(row.bail.route)),
        signatures(OFFICER, "Person on bail", INTERPRETER),
    ]


def _new(is_new: bool) -> str:
    return "Yes" if is_new else "No"


def _of_surrender(case: Case, row: SurrenderChange) -> list[Block]:
    now = "You need not come back"
    if row.surrender_at:
        now = moment(row.surrender_at) + (f", {row.station}" if row.station else "")
    facts = [
        ("Notice given", moment(row.notice_at)),
        ("You had to return", when(row.was_at) if row.was_at else "No time was set"),
        ("You must return now", now),
        ("Bail period ends", periods.legal_end(case.pk, row.bail.arrest_id)),
    ]
    return [
        Facts("Person and arrest", who(case, row.bail.arrest)),
        Facts("Return (Police and Criminal Evidence Act 1984 section 47(4) to (4D))", facts),
        Words("What this means", f"Your conditions stay as they are. {warning(row.bail.route)}"),
        signatures(OFFICER, "Person on bail", INTERPRETER),
    ]


def _of_no_prosecution(case: Case, row: Arrest) -> list[Block]:
    given = moment(row.notice_at) if row.notice_at else "When it is signed below"
    return [
        Facts("Person and arrest", [*who(case, row), ("Offence", offences_of(case) or " "), ("Notice given", given)]),
        Words("No prosecution", NOT_PROSECUTED),
        signatures(OFFICER, "Person arrested", INTERPRETER),
    ]


NOTICES: Mapping[str, Notice] = {
    "release": Notice(
        "Release without bail",
        lambda: Release.objects.without_bail().select_related("arrest__suspect"),
        "arrest__case",
        _of_release,
    ),
    "conditions": Notice(
        "Changed conditions of bail",
        lambda: BailVariation.objects.select_related("bail__arrest__suspect"),
        "bail__arrest__case",
        _of_variation,
    ),
    "return": Notice(
        "Changed return on bail",
        lambda: SurrenderChange.objects.select_related("bail__arrest__suspect"),
        "bail__arrest__case",
        _of_surrender,
    ),
    "no-prosecution": Notice(
        "Notice of non-prosecution",
        lambda: Arrest.objects.standing().select_related("suspect"),
        "case",
        _of_no_prosecution,
    ),
}
