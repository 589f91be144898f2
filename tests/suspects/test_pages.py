"""Suspects in forms of a case: one record a person, and nothing lost between two officers."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseDraft
from cases.services import drafts
from cases.services import recording as logging
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.models import Involvement, Suspect, SuspectAddress
from suspects.services import recording
from tests.cases import logging_steps as steps
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OffenceClassFactory,
    OffenceFactory,
    StageFactory,
    allocate,
    member,
)
from tests.factories.forms import sent_back

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NAMED = {"kind": "known", "forenames": "Gareth", "surname": "Thornbury", "why_blank": "not_known"}


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    StageFactory()
    OffenceClassFactory()


@pytest.fixture
def client(sign_in: SignIn, oic: User) -> Client:
    return sign_in(oic)


@pytest.fixture
def draft(oic: User) -> CaseDraft:
    return drafts.start(key=uuid4(), by=oic)


def url(name: str, case: Case, *more: object) -> str:
    return reverse(f"suspects:{name}", args=[case.slug, *more])


ROUTES = ["add", "identify", "edit", "edit-person"]


@pytest.mark.parametrize("name", ROUTES)
def test_outsiders_do_not_learn_of_a_suspect(
    name: str, case: Case, known: Suspect, outsider: User, sign_in: SignIn
) -> None:
    path = url(name, case, *([] if name == "add" else [known.involvements.get().pk]))

    assert sign_in(outsider).get(path).status_code == 404
    assert sign_in(outsider).post(path, {}).status_code == 404


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("role", [Role.VEO, Role.SOLO, Role.LEAD])
def test_a_role_that_does_not_keep_suspects_changes_none(
    name: str, role: Role, case: Case, known: Suspect, sign_in: SignIn
) -> None:
    user = member(role, case.team)
    allocate(case, user)
    path = url(name, case, *([] if name == "add" else [known.involvements.get().pk]))

    assert sign_in(user).post(path, {}).status_code == 403


def test_a_suspect_of_another_case_is_not_found(client: Client, case: Case) -> None:
    stranger = InvolvementFactory()

    for name in ("edit", "edit-person", "identify"):
        assert client.get(url(name, case, stranger.pk)).status_code == 404


def same_person_url(draft: CaseDraft) -> str:
    return reverse("suspects:log-same-person", args=[draft.key, 1])


def test_nobody_else_answers_for_a_draft(draft: CaseDraft, outsider: User, sign_in: SignIn) -> None:
    assert sign_in(outsider).get(same_person_url(draft)).status_code == 404
    assert sign_in(outsider).get(reverse("suspects:log-suspect", args=[draft.key, 1])).status_code == 404


def test_a_name_on_record_is_asked_about(client: Client, draft: CaseDraft, known: Suspect) -> None:
    steps.suspect(client, draft, **NAMED)

    assert draft.sections.get().is_complete is False
    body = client.get(same_person_url(draft)).content.decode()
    assert "Gareth Thornbury, born 27 March 1984" in body
    assert "<title>Is this somebody we know? – Log a case – Soteria</title>" in body
    refused = client.post(same_person_url(draft), {})
    assert "Select the same person, or that this is somebody new" in refused.content.decode()
    event = AuditEvent.objects.get(verb="searched")
    assert (event.after["found"], event.reason) == (1, "Logging a case")


def test_the_same_person_keeps_one_record(client: Client, draft: CaseDraft, known: Suspect, oic: User) -> None:
    steps.offence(client, draft)
    steps.report(client, draft)
    steps.suspect(client, draft, **NAMED | {"forenames": "Garry", "sex": "M", "address": "1 High Street"})
    client.post(same_person_url(draft), {"person": str(known.pk)})

    case = logging.log_case(draft, by=oic)

    known.refresh_from_db()
    assert case.involvements.get().suspect == known
    assert (str(known), known.aliases, known.sex, known.version) == ("Gareth Thornbury", ["Garry Thornbury"], "M", 2)
    assert known.date_of_birth == date(1984, 3, 27)
    assert SuspectAddress.objects.get().suspect == known
    assert AuditEvent.objects.get(verb="suspect.changed").after == {"changed": ["sex", "aliases"]}


def test_somebody_new_gets_a_record(client: Client, draft: CaseDraft, known: Suspect, oic: User) -> None:
    steps.offence(client, draft)
    steps.report(client, draft)
    steps.suspect(client, draft, **NAMED)
    client.post(same_person_url(draft), {"person": "new"})

    case = logging.log_case(draft, by=oic)

    made = case.involvements.get().suspect
    assert made != known
    assert made.missing == {"date_of_birth": "not_known", "sex": "not_known", "ethnicity": "not_known"}
    assert case.involvements.get().missing == {"relationship": "not_known"}


def test_a_person_who_is_out_of_sight_by_then_stops_it(
    client: Client, draft: CaseDraft, known: Suspect, oic: User, case: Case
) -> None:
    steps.offence(client, draft)
    steps.report(client, draft)
    steps.suspect(client, draft, **NAMED)
    client.post(same_person_url(draft), {"person": str(known.pk)})
    Case.objects.filter(pk=case.pk).update(oic=None)
    case.access.all().delete()

    with pytest.raises(logging.NotReady) as error:
        logging.log_case(draft, by=oic)

    assert "can no longer be used" in error.value.stops[0].words
    assert Case.objects.count() == 1


def test_the_question_of_a_logged_draft_leads_to_its_case(
    client: Client, draft: CaseDraft, known: Suspect, oic: User
) -> None:
    steps.offence(client, draft)
    steps.report(client, draft)
    steps.suspect(client, draft, **NAMED)
    client.post(same_person_url(draft), {"person": "new"})
    logging.log_case(draft, by=oic)

    answer = client.post(same_person_url(draft), {"person": str(known.pk)})

    assert answer.url == reverse("cases:log-done", args=[draft.key])


def test_one_person_is_not_two_suspects(client: Client, draft: CaseDraft, known: Suspect, oic: User) -> None:
    steps.offence(client, draft)
    steps.report(client, draft)
    for number in (1, 2):
        steps.suspect(client, draft, number, **NAMED)
        client.post(reverse("suspects:log-same-person", args=[draft.key, number]), {"person": str(known.pk)})

    with pytest.raises(logging.NotReady) as error:
        logging.log_case(draft, by=oic)

    assert error.value.stops[0].number == 2


def test_only_a_named_suspect_is_asked_about(client: Client, draft: CaseDraft) -> None:
    steps.suspect(client, draft)

    assert client.get(same_person_url(draft)).url == reverse("suspects:log-suspect", args=[draft.key, 1])


def test_what_a_choice_hides_is_left_out(client: Client, draft: CaseDraft) -> None:
    steps.suspect(client, draft, kind="unknown", surname="Thornbury", description="tall", why_blank="not_known")

    row = draft.sections.get()
    assert (row.values["surname"], row.values["description"], row.values["title"]) == (None, None, "Not known")
    assert row.typed["surname"] == ["Thornbury"]


def test_a_suspect_known_by_name_has_one(client: Client, draft: CaseDraft) -> None:
    path = reverse("suspects:log-suspect", args=[draft.key, 1])

    body = client.post(path, {"kind": "known", "why_blank": "not_known", "act": "save"}).content.decode()

    assert "Enter a name, or select that there is no name" in body


def test_a_suspect_is_added_after_a_search(client: Client, case: Case, known: Suspect, oic: User) -> None:
    other = allocate(CaseFactory(team=case.team), oic)
    OffenceFactory(case=other)
    path = url("add", other)

    asked = client.post(path, NAMED | {"relationship": "partner"})
    client.post(path, NAMED | {"relationship": "partner", "person": str(known.pk)})

    assert "Select the same person, or that this is somebody new" in asked.content.decode()
    added = other.involvements.get()
    assert (added.suspect, added.relationship, added.offences.count()) == (known, "partner", 1)
    assert other.names.get(kind="suspect").person_id == known.pk


def test_a_described_suspect_is_added_without_a_search(client: Client, case: Case) -> None:
    OffenceFactory(case=case), OffenceFactory(case=case)
    asked = {"kind": "described", "description": "Tall", "relationship": "stranger"}

    client.post(url("add", case), asked)

    added = case.involvements.get()
    assert (added.kind, added.description, added.suspect, added.offences.count()) == ("described", "Tall", None, 0)
    assert not AuditEvent.objects.filter(verb="searched").exists()


def test_an_alias_from_the_same_record_is_not_added_again(case: Case, known: Suspect, oic: User) -> None:
    unknown = InvolvementFactory(
        case=allocate(CaseFactory(team=case.team), oic), suspect=None, kind=Involvement.Kind.UNKNOWN
    )
    values = {"kind": "known", "forenames": "gareth", "surname": "thornbury", "suspect_id": known.pk}

    recording.identify(unknown, values=values, by=oic)

    known.refresh_from_db()
    assert (known.aliases, known.version) == ([], 1)


def test_saving_nothing_new_makes_no_version(case: Case, known: Suspect, oic: User) -> None:
    part = known.involvements.get()

    recording.update_involvement(part, values={}, by=oic)
    values = {"forenames": "Gareth", "surname": "Thornbury", "date_of_birth": "1984-03-27"}
    recording.update_suspect(known, case=case, values=values, by=oic)

    assert (part.version, known.version) == (1, 1)


def test_a_suspect_is_not_added_twice(client: Client, case: Case, known: Suspect) -> None:
    body = client.post(url("add", case), NAMED | {"person": str(known.pk)}).content.decode()

    assert "This person is a suspect in this case already" in body
    assert case.involvements.count() == 1


def test_an_unknown_suspect_is_named_later(client: Client, case: Case, oic: User) -> None:
    unknown = InvolvementFactory(case=case, suspect=None, kind=Involvement.Kind.UNKNOWN)
    path = url("identify", case, unknown.pk)
    assert "Name the suspect" in client.get(path).content.decode()

    client.post(path, {"forenames": "Ibrahim", "surname": "Walker", "why_blank": "not_asked"})

    unknown.refresh_from_db()
    assert (str(unknown.suspect), unknown.kind, unknown.version) == ("Ibrahim Walker", "known", 2)
    assert unknown.statuses.get().status == "SUSPECT"
    assert AuditEvent.objects.filter(verb="involvement.identified", case_id=case.pk).exists()
    assert client.get(path).url == reverse("cases:place", args=[case.slug, "suspects"])


def test_naming_a_suspect_as_one_who_is_there_is_refused(client: Client, case: Case, known: Suspect) -> None:
    unknown = InvolvementFactory(case=case, suspect=None, kind=Involvement.Kind.UNKNOWN)

    body = client.post(url("identify", case, unknown.pk), NAMED | {"person": str(known.pk)}).content.decode()

    assert "This person is a suspect in this case already" in body


def test_two_officers_saving_one_part_lose_nothing(
    client: Client, case: Case, known: Suspect, supervisor: User, sign_in: SignIn
) -> None:
    involvement = known.involvements.get()
    path, second = url("edit", case, involvement.pk), sign_in(supervisor)
    mine, theirs = sent_back(client.get(path)), sent_back(second.get(path))
    client.post(path, mine | {"relationship": "partner", "description": "Tall"})

    late = second.post(path, theirs | {"relationship": "ex-partner"})

    assert "Somebody else saved this while you were working" in late.content.decode()
    again = theirs | {"relationship": "ex-partner", "keep_relationship": "yours", "seen_version": "2"}
    assert second.post(path, again).status_code == 302
    involvement.refresh_from_db()
    assert (involvement.relationship, involvement.description, involvement.version) == ("ex-partner", "Tall", 3)


def test_details_are_changed_in_every_case(client: Client, case: Case, known: Suspect) -> None:
    elsewhere = InvolvementFactory(suspect=known)
    path = url("edit-person", case, known.involvements.get(case=case).pk)

    client.post(
        path,
        sent_back(client.get(path)) | {"surname": "Thornberry", "aliases": "Gaz, Gaz, Big G", "why_blank": "declined"},
    )

    known.refresh_from_db()
    assert (known.surname, known.aliases, known.version) == ("Thornberry", ["Gaz", "Big G"], 2)
    assert elsewhere.case.names.get().name == "Gareth Thornberry (also Gaz, Big G)"
    assert AuditEvent.objects.get(verb="suspect.changed").after["changed"] == ["surname", "aliases", "missing"]


def test_an_unknown_suspect_has_no_details_to_change(client: Client, case: Case) -> None:
    unknown = InvolvementFactory(case=case, suspect=None, kind=Involvement.Kind.UNKNOWN)

    assert client.get(url("edit-person", case, unknown.pk)).status_code == 404
