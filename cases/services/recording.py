"""Turn what was logged into a case, once, in one transaction with everything that hangs on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.models import Case, CaseAccess, CaseDraft, CaseNumber, DraftSection, FirstResponse, Offence, Stage, slug_of
from cases.rules import drafts as rules
from cases.services import allocation, drafts
from soteria.accounts.access import Refused, Unseen, reach_of, who_can_help
from soteria.accounts.models import Force, Team
from soteria.accounts.roles import OWN_INCIDENT_HOURS, Level, Role, Section, grant
from soteria.audit import services as audit
from soteria.clocks import services as clocks
from soteria.registry import CASE_EVENTS

Sections = dict[str, list[dict[str, Any]]]
PLACE = ("district", "premises_type", "postcode", "place")


class NotReady(Exception):
    """Something without which it is no case is missing; `stops` says what, and where to mend it."""

    def __init__(self, stops: Sequence[rules.Pointer]) -> None:
        super().__init__("This case cannot be logged yet.")
        self.stops = list(stops)


def teams_for(user: Any) -> list[Team]:
    """The teams that the person may log a case for today: those where a role of theirs takes an account."""
    ids = {seat.team_id for seat in reach_of(user).seats if _takes_account(seat.role)}
    return list(Team.objects.filter(pk__in=ids).select_related("force").order_by("name"))


def districts_for(user: Any) -> list[str]:
    """The districts of the forces that the person logs cases for, in order of the alphabet."""
    return districts_of(*{team.force_id for team in teams_for(user)})


def districts_of(*forces: int) -> list[str]:
    """The districts of forces, by their ids, in order of the alphabet."""
    named = Team.objects.filter(force_id__in=forces).exclude(district="")
    return sorted(named.values_list("district", flat=True).distinct())


def _takes_account(role: Role) -> bool:
    return grant(role, Section.ACCOUNT).level >= Level.FULL


def log_case(draft: CaseDraft, *, by: Any) -> Case:
    """Make a case of a draft, with its offences, people, reach, clock and audit event. Twice gives the same case.

    Raises NotReady with what is missing, Refused when no role of theirs takes reports, Unseen for another's draft.
    """
    try:
        with transaction.atomic():
            return _log(draft, by)
    except IntegrityError as error:
        # Two cases with one reference were logged at the same moment; the second person is told as if it were later.
        if "one_reference_in_a_force" in str(error) or "slug" in str(error):
            raise NotReady([_taken()]) from error
        raise


def _log(draft: CaseDraft, by: Any) -> Case:
    draft = _lock(draft, by)
    if draft.case is not None:
        return draft.case
    rows = drafts.entries(draft)
    if stops := rules.stops(drafts.as_rules(rows)):
        raise NotReady(stops)
    sections = _sections(rows)
    case = _open_case(sections, by)
    _add_offences(case, sections)
    _add_first_response(case, sections)
    _give_reach(case, by)
    CaseDraft.objects.filter(pk=draft.pk).update(case=case)
    facts = {"draft": draft.pk, "offences": len(sections["offences"]), "team": case.team_id}
    audit.record("case.logged", case, by=by, case=case, after=facts)
    CASE_EVENTS.emit("case.logged", case=case, sections=sections, by=by)
    clocks.note(case.pk, "reported", case.reported_at, source=f"case:{case.pk}")
    return case


def _lock(draft: CaseDraft, by: Any) -> CaseDraft:
    # The case is read after the lock is held, never joined to it: a join would still show what was there before.
    rows = CaseDraft.objects.select_for_update()
    locked = rows.filter(pk=draft.pk, owner_id=by.pk, discarded_at=None).first()
    if locked is None:
        raise Unseen(asked_for="draft")
    return locked


def _sections(rows: Sequence[DraftSection]) -> Sections:
    """The checked answers by section, each with the number of its entry."""
    found: Sections = {plan.name: [] for plan in rules.PLANS}
    for row in rows:
        found[row.section].append(row.values | {"entry": row.entry})
    return found


def _open_case(sections: Sections, by: Any) -> Case:
    account = sections["account"][0]
    where = sections["where"][0] if sections["where"] else {}
    team, now = _team(account, by), timezone.now()
    case = Case(
        reference=_reference(team.force, account.get("reference") or "", now),
        force=team.force,
        team=team,
        oic=by if _roles(by, team) & {Role.OIC} else None,
        stage=_first_stage(),
        reported_at=datetime.fromisoformat(account["reported_at"]),
        reported_how=account.get("reported_how") or "",
        logged_at=now,
        logged_by=by,
        account=account.get("account") or "",
        missing=_missing(sections, ("account", "where")),
        **{name: where.get(name) or "" for name in PLACE},
    )
    case.save(force_insert=True)
    return case


def _team(account: Mapping[str, Any], by: Any) -> Team:
    teams = teams_for(by)
    if not teams:
        raise Refused(who_can_help(Section.ACCOUNT, Level.FULL), section=Section.ACCOUNT)
    chosen = [team for team in teams if str(team.pk) == str(account.get("team"))] if len(teams) > 1 else teams
    if not chosen:
        raise NotReady([rules.Pointer("Select which of your teams the case is for", "account")])
    return chosen[0]


def _roles(user: Any, team: Team) -> set[Role]:
    return {seat.role for seat in reach_of(user).seats if seat.team_id == team.pk}


def _first_stage() -> Stage:
    return Stage.objects.filter(is_open=True).order_by("order")[:1].get()


def _missing(sections: Sections, names: Sequence[str]) -> dict[str, str]:
    return {field: why for name in names for entry in sections[name] for field, why in entry.get("missing", {}).items()}


def _taken() -> rules.Pointer:
    return rules.Pointer(
        "This police reference is already used. Check it, or leave it blank to be given one", "account"
    )


def _reference(force: Force, typed: str, now: datetime) -> str:
    """The police reference that was typed, or the force's next one of this year (London)."""
    if typed:
        if Case.objects.filter(slug=slug_of(typed)).exists():
            raise NotReady([_taken()])
        return typed
    while True:
        year = timezone.localdate(now).year
        given = rules.reference_of(force.code, _next_number(force, year), year)
        if not Case.objects.filter(slug=slug_of(given)).exists():
            return given


def _next_number(force: Force, year: int) -> int:
    """Add one and read it in one statement: the row stays locked until we commit, so no number is given twice."""
    table = CaseNumber._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (force_id, year, last) VALUES (%s, %s, 1) '  # noqa: S608 - our own table's name
            f'ON CONFLICT (force_id, year) DO UPDATE SET last = "{table}".last + 1 RETURNING last',
            [force.pk, year],
        )
        return int(cursor.fetchone()[0])


def _add_offences(case: Case, sections: Sections) -> None:
    """Keep the offences, and leave each one's id beside its answers for those who link people to them."""
    for values in sections["offences"]:
        values["id"] = Offence.objects.create(
            case=case,
            offence_class_id=values["offence_class"],
            title=values["title"][:200],
            is_attempt=values["is_attempt"],
            precision=values["precision"],
            occurred_from=_moment(values["occurred_from"]),
            occurred_to=_moment(values["occurred_to"]),
            when_in_words=values["when_in_words"],
        ).pk


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _add_first_response(case: Case, sections: Sections) -> None:
    for values in sections["response"]:
        FirstResponse.objects.create(case=case, **response_facts(values))


def response_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The checked answers of the first response, as its record keeps them."""
    coded = [field.name for field in FirstResponse._meta.fields if field.choices]
    return {
        "first_contact_at": _moment(values.get("first_contact_at")),
        "words": values.get("words") or "",
        **{name: values[name] for name in coded},
    }


def _give_reach(case: Case, by: Any) -> None:
    """Let the person who logged it see it, as far as the role in which they did so reaches."""
    roles = _roles(by, case.team)  # type: ignore[arg-type]
    if case.oic_id == by.pk:
        allocation.project_own(case, by)
    elif Role.SOLO in roles:
        allocation.allocate_support(case=case, user=by, duty="solo", by=by)
    if Role.CALL_HANDLER in roles:
        until = case.logged_at + timedelta(hours=OWN_INCIDENT_HOURS)
        CaseAccess.objects.create(user=by, case=case, reach=CaseAccess.Reach.LOGGED, until=until)
