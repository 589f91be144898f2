"""What the case page shows of suspects: who they are said to be, and in how many other cases the reader meets them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from cases.queries import loaded
from cases.rules.drafts import by_reason, reason_words
from cases.rules.people import ETHNICITIES
from soteria.accounts.roles import Level, Section
from soteria.registry import CASE_PANELS, Gap, Panel
from soteria.ui import dates
from suspects.forms.logging import RELATIONSHIPS
from suspects.models import Involvement, InvolvementStatus, PoliceWorkFinding, Suspect
from suspects.queries import births, checks, control, findings, statuses
from suspects.queries.bars import not_barred_from
from suspects.queries.links import Met, met, waiting_links
from suspects.reference.checks import domestic

LINKS = ("links_of_left", "links_of_right")
_LABELS = {
    "date_of_birth": "Date of birth",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "description": "Description",
    "relationship": "Relationship",
}


def register() -> None:
    """Add the panel to the case page, and what its gaps read of every case."""
    loaded.add(
        "involvements",
        lambda case_id: Involvement.objects.filter(case_id=case_id).select_related("suspect").order_by("pk"),
    )
    loaded.add(LINKS[0], lambda case_id: waiting_links().filter(left__involvements__case_id=case_id).order_by("pk"))
    loaded.add(LINKS[1], lambda case_id: waiting_links().filter(right__involvements__case_id=case_id).order_by("pk"))
    statuses.register()
    findings.register()
    checks.register()
    control.register()
    CASE_PANELS.add(
        Panel(
            "suspects",
            "Suspects",
            Section.SUSPECT,
            30,
            "suspects/panels/suspects.html",
            suspects,
            place="suspects",
            gaps=gaps,
        )
    )


def suspects(case: Any, user: Any) -> dict[str, Any]:
    """The suspects of a case. 2 queries beside the rows that the page has read.

    A role that sees the section in part sees that there is one, not who.
    """
    rows = loaded.rows(case, "involvements")
    prefetch_related_objects(rows, "offences")
    masked = not case.sight.may(Section.SUSPECT, Level.READ)
    known = [] if masked else [row.suspect_id for row in rows if row.suspect_id]
    others = met(user, known, [link for side in LINKS for link in loaded.rows(case, side)], beside=case.pk)
    steps = {} if masked else statuses.present_in(case)
    found = {} if masked else findings.present_in(case)
    may_change = case.sight.may(Section.SUSPECT, Level.FULL)
    shown = [
        _row(row, number, others, steps.get(row.pk), found.get(row.pk), masked=masked)
        for number, row in enumerate(rows, 1)
    ]
    for row, line in zip(rows, shown, strict=True):
        # What is so of the man, in whichever case: a conflict of interest in another of his bars from it.
        line["may_keep"] = bool(row.suspect_id) and may_change and not _is_barred(user, row, others)
    if not masked:
        _add_checks(case, rows, shown)
    return {
        "case": case,
        "masked": masked,
        "rows": shown,
        "may_change": may_change,
        "may_score": case.sight.may(Section.INTEL, Level.READ),
        "consider": control.CONSIDER,
    }


def _add_checks(case: Any, rows: list[Involvement], shown: list[dict[str, Any]]) -> None:
    """How far the checks of each suspect are, and what was said of control. No query beside what the page has read."""
    recorded, said = checks.present_in(case), control.present_in(case)
    for row, line in zip(rows, shown, strict=True):
        line["checks"] = checks.of(row, recorded.get(row.pk)) if row.suspect_id else None
        line["control"] = said.get(row.pk, control.NOTHING_SAID)


def _is_barred(user: Any, row: Involvement, others: Met) -> bool:
    return others.has_bars and not not_barred_from(user, row.suspect_id or 0)


def gaps(case: Any, user: Any) -> list[Gap]:
    """What is not recorded of each suspect or cannot be right, with the page that asks it. 1 query.

    Nothing for a reader in part.
    """
    if not case.sight.may(Section.SUSPECT, Level.READ):
        return []
    rows = loaded.rows(case, "involvements")
    if not rows:
        may_add = case.sight.may(Section.SUSPECT, Level.FULL)
        return [Gap("No suspect is recorded", reverse("suspects:add", args=[case.slug]) if may_add else "")]
    may_change = case.sight.may(Section.SUSPECT, Level.FULL)
    blank = [
        _gap(row, number, name, case, may_change=may_change)
        for number, row in enumerate(rows, 1)
        for name in _blank(row)
    ]
    doubted = [_doubted(row, why, case, may_change=may_change) for row, why in _doubts(case, rows)]
    return [*blank, *doubted, *_unasked(case, rows, may_change=may_change)]


def _doubts(case: Any, rows: Iterable[Involvement]) -> list[tuple[Involvement, str]]:
    """The suspects whose date of birth cannot be right beside what the case says, and why."""
    return [(row, why) for row in rows if (why := births.doubt_of(case, row))]


def _doubted(row: Involvement, why: str, case: Any, *, may_change: bool) -> Gap:
    page = reverse("suspects:edit-person", args=[case.slug, row.pk]) if may_change else ""
    return Gap(f"{row.suspect}: {why[:1].lower()}{why[1:]}", page)


def _unasked(case: Any, rows: Iterable[Involvement], *, may_change: bool) -> list[Gap]:
    """The checks that are due and not done, and of whom nobody asked about control. Only of people known by name."""
    recorded, said = checks.present_in(case), control.present_in(case)
    found = []
    for row in rows:
        if row.suspect is None or row.relationship not in domestic():
            continue
        asked = checks.of(row, recorded.get(row.pk))
        if asked.missing:
            page = reverse("suspects:checks", args=[case.slug, row.pk])
            found.append(Gap(f"{row.suspect}: {asked.gap}", page))
        if not said.get(row.pk, control.NOTHING_SAID).is_asked:
            page = reverse("suspects:indicators", args=[case.slug, row.pk])
            found.append(Gap(f"{row.suspect}: controlling or coercive behaviour", page if may_change else ""))
    return found


def _blank(row: Involvement) -> list[str]:
    """The questions about a suspect that have no answer; a person not identified is asked only what is theirs."""
    if row.suspect is None:
        wanted = ("description", "relationship") if row.kind == Involvement.Kind.DESCRIBED else ()
        return [name for name in wanted if not getattr(row, name)]
    person = [name for name in ("date_of_birth", "sex", "ethnicity") if not getattr(row.suspect, name)]
    return person if row.relationship else [*person, "relationship"]


def _gap(row: Involvement, number: int, name: str, case: Any, *, may_change: bool) -> Gap:
    missing = row.missing | (row.suspect.missing if row.suspect else {})
    why = missing.get(name, "")
    words = f"{row.suspect or f'Suspect {number}'}: {_LABELS[name].lower()}" + (
        f" ({reason_words(why)})" if why else ""
    )
    page = "suspects:edit" if name in ("description", "relationship") else "suspects:edit-person"
    return Gap(words, reverse(page, args=[case.slug, row.pk]) if may_change else "")


def _row(
    row: Involvement,
    number: int,
    others: Met,
    step: InvolvementStatus | None,
    finding: PoliceWorkFinding | None,
    *,
    masked: bool,
) -> dict[str, Any]:
    offences = [str(offence) for offence in row.offences.all()]
    if masked:
        return {"involvement": row, "name": f"Suspect {number}", "kind": row.get_kind_display(), "offences": offences}
    suspect = row.suspect
    missing = row.missing | (suspect.missing if suspect else {})
    return {
        "involvement": row,
        "suspect": suspect,
        "name": str(suspect) if suspect else f"Suspect {number}",
        "kind": row.get_kind_display(),
        "facts": [fact for fact in _facts(row, step, finding) if fact["value"]],
        "offences": offences,
        "missing": by_reason(missing, _LABELS),
        "other_cases": others.cases.get(row.suspect_id or 0, 0),
        "possible": others.possible.get(row.suspect_id or 0, []),
    }


def _facts(row: Involvement, step: InvolvementStatus | None, finding: PoliceWorkFinding | None) -> list[dict[str, Any]]:
    return [
        *(_about(row.suspect) if row.suspect else []),
        {"label": "Status", "value": f"{step}, {dates.day(step.on)}" if step else ""},
        {"label": "Came to light by", "value": finding and f"{finding}. Not counted in a score"},
        {"label": "Description", "value": row.description},
        {"label": "To the victim", "value": dict(RELATIONSHIPS).get(row.relationship, row.relationship)},
    ]


def _about(person: Suspect) -> list[dict[str, Any]]:
    return [
        {"label": "Also known as", "value": ", ".join(person.aliases)},
        {"label": "Date of birth", "value": person.date_of_birth, "is_date": True},
        {"label": "Sex", "value": person.get_sex_display() if person.sex else ""},
        {"label": "Ethnicity", "value": ETHNICITIES.get(person.ethnicity, "Not stated" if person.ethnicity else "")},
        {"label": "PNC ID", "value": person.pnc_id},
        {"label": "CRO number", "value": person.cro},
        {"label": "Phone numbers", "value": ", ".join(person.phones)},
    ]
