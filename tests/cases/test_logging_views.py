"""Logging a case in the browser, as requests."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseAccess, CaseDraft, DraftSection, FirstResponse, Offence
from cases.services import drafts
from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from tests.cases import logging_steps as steps
from tests.factories import OffenceClassFactory, StageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    StageFactory()
    OffenceClassFactory()
    OffenceClassFactory(code="19F", title="Rape of a male aged 16 or over")


@pytest.fixture
def client(sign_in: Callable[[User], Client], oic: User) -> Client:
    return sign_in(oic)


@pytest.fixture
def draft(oic: User) -> CaseDraft:
    return drafts.start(key=uuid4(), by=oic)


def page(client: Client, name: str, draft: CaseDraft, *more: object) -> str:
    return client.get(reverse(name, args=[draft.key, *more])).content.decode()


@pytest.mark.parametrize(
    "name",
    ["log-tasks", "log-offence", "log-where", "log-response", "log-account", "log-remove", "log-discard", "log-check",
     "log-confirm", "log-done"],
)  # fmt: skip
def test_nobody_else_finds_a_draft(
    name: str, draft: CaseDraft, outsider: User, supervisor: User, sign_in: Callable[[User], Client]
) -> None:
    args = {"log-offence": [1], "log-remove": ["offences", 1]}.get(name, [])
    url = reverse(f"cases:{name}", args=[draft.key, *args])

    for user in (outsider, supervisor):
        client = sign_in(user)
        assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}


def test_a_role_that_takes_no_reports_is_refused(
    draft: CaseDraft, veo: User, lead: User, sysadmin: User, sign_in: Callable[[User], Client]
) -> None:
    for user in (veo, lead, sysadmin):
        assert sign_in(user).get(reverse("cases:drafts")).status_code == 403
        assert sign_in(user).post(reverse("cases:log-start"), {"key": uuid4()}).status_code == 403


def test_a_draft_is_started_from_the_list(client: Client, oic: User) -> None:
    key = uuid4()

    first = client.post(reverse("cases:log-start"), {"key": key})
    client.post(reverse("cases:log-start"), {"key": key})

    assert first.url == f"/cases/log/{key}/#task-offences"
    assert CaseDraft.objects.filter(owner=oic).count() == 1
    assert "Resume" in client.get(reverse("cases:drafts")).content.decode()


def test_a_broken_key_starts_a_draft_all_the_same(client: Client, oic: User) -> None:
    assert client.post(reverse("cases:log-start"), {"key": "x"}).status_code == 302
    assert CaseDraft.objects.filter(owner=oic).count() == 1


def test_wrong_input_comes_back_with_plain_words(client: Client, draft: CaseDraft) -> None:
    response = client.post(
        reverse("cases:log-offence", args=[draft.key, 1]), {"offence": "no such thing", "act": "save"}
    )

    body = response.content.decode()
    assert "There is a problem" in body
    assert "No offence has that code or those words. Try fewer words" in body
    assert "<title>Error: Offence 1 – Log a case – Soteria</title>" in body
    assert 'value="no such thing"' in body


def test_leaving_keeps_even_what_is_wrong(client: Client, draft: CaseDraft) -> None:
    url = reverse("cases:log-where", args=[draft.key])

    client.post(url, {"postcode": "not/a/postcode", "place": "by the canal", "act": "later"})

    row = DraftSection.objects.get()
    assert (row.is_complete, row.typed["postcode"]) == (False, ["not/a/postcode"])
    body = client.get(url).content.decode()
    assert 'value="not/a/postcode"' in body
    assert "There is a problem" not in body


def test_several_matches_are_offered_without_a_script(client: Client, draft: CaseDraft) -> None:
    url = reverse("cases:log-offence", args=[draft.key, 1])

    body = client.post(url, {"offence": "rape", "when_kind": "unknown", "act": "save"}).content.decode()
    client.post(url, {"offence": "rape", "pick": "19F", "when_kind": "unknown", "act": "save"})

    assert "2 offences fit. Select one" in body
    assert DraftSection.objects.get().values["offence_class"] == "19F"


def test_two_windows_lose_nothing(client: Client, draft: CaseDraft) -> None:
    url = reverse("cases:log-where", args=[draft.key])
    why = {"why_blank": "not_known", "act": "save", "version": "0"}
    client.post(url, why | {"place": "by the canal"})

    late = client.post(url, why | {"place": "under the bridge"})

    body = late.content.decode()
    assert late.status_code == 409
    assert "by the canal" in body and "under the bridge" in body
    assert "Look at the other answers" in client.get(url).content.decode()
    assert 'value="under the bridge"' in client.get(url + "?answers=other").content.decode()


def test_both_of_two_windows_can_be_kept_as_two_entries(client: Client, draft: CaseDraft) -> None:
    url = reverse("cases:log-offence", args=[draft.key, 1])
    base = {"when_kind": "unknown", "version": "0"}
    client.post(url, base | {"offence": "19C", "act": "save"})
    assert client.post(url, base | {"offence": "19F", "act": "save"}).status_code == 409

    client.post(url, base | {"offence": "19F", "act": "another", "version": "1"})

    assert {row.entry: row.values["offence_class"] for row in DraftSection.objects.all()} == {1: "19C", 2: "19F"}


def test_an_entry_out_of_range_is_not_found(client: Client, draft: CaseDraft) -> None:
    assert client.get(reverse("cases:log-offence", args=[draft.key, 0])).status_code == 404
    assert client.get(reverse("cases:log-offence", args=[draft.key, 51])).status_code == 404


def test_a_least_case_is_logged(client: Client, draft: CaseDraft, oic: User) -> None:
    steps.offence(client, draft)
    steps.report(client, draft)

    response = client.post(reverse("cases:log-confirm", args=[draft.key]), follow=True)

    case = Case.objects.get()
    assert case.reference in response.content.decode()
    assert (case.oic, case.team.name, case.logged_by) == (oic, "Harbourside RASSO", oic)
    assert Offence.objects.get().precision == "unknown"
    assert CaseAccess.objects.filter(user=oic, case=case, reach="allocated").exists()
    assert AuditEvent.objects.filter(verb="case.logged", case_id=case.pk).count() == 1


def test_what_stops_it_is_told_with_links(client: Client, draft: CaseDraft) -> None:
    response = client.post(reverse("cases:log-confirm", args=[draft.key]))

    body = response.content.decode()
    assert response.status_code == 422
    assert "Add at least one offence" in body
    assert "Enter when it was reported to the police" in body
    assert f'href="/cases/log/{draft.key}/report/"' in body
    assert not Case.objects.exists()


def test_what_is_missing_is_help_and_not_an_error(client: Client, draft: CaseDraft) -> None:
    steps.offence(client, draft)
    steps.report(client, draft)
    steps.victim(client, draft)

    body = page(client, "cases:log-check", draft)

    assert "Still to find out" in body
    assert "Victim 1, not asked yet: Safest way to contact them; Date of birth; Sex" in body
    assert "No suspect is recorded" in body


def test_logging_twice_gives_one_case(client: Client, draft: CaseDraft) -> None:
    steps.offence(client, draft)
    steps.report(client, draft)
    url = reverse("cases:log-confirm", args=[draft.key])

    responses = [client.post(url), client.post(url)]

    assert [response.url for response in responses] == [f"/cases/log/{draft.key}/logged/"] * 2
    assert Case.objects.count() == 1


def test_a_logged_draft_leads_to_its_case(client: Client, draft: CaseDraft) -> None:
    steps.offence(client, draft)
    steps.report(client, draft)
    client.post(reverse("cases:log-confirm", args=[draft.key]))

    for name in ("log-tasks", "log-check", "log-where"):
        assert client.get(reverse(f"cases:{name}", args=[draft.key])).url == f"/cases/log/{draft.key}/logged/"
    late = [("log-where", []), ("log-remove", ["offences", 1]), ("log-discard", [])]
    for name, more in late:
        answer = client.post(reverse(f"cases:{name}", args=[draft.key, *more]), {"act": "later"})
        assert answer.url == f"/cases/log/{draft.key}/logged/"
    assert draft.sections.count() == 2


def test_the_whole_of_a_case_is_logged(client: Client, draft: CaseDraft) -> None:
    steps.everything(client, draft)

    client.post(reverse("cases:log-confirm", args=[draft.key]))

    case = Case.objects.get()
    victim, involvement = case.victims.get(), case.involvements.get()
    assert (str(victim), victim.safe_contact.method, victim.safe_contact.leave_message) == (
        "Rosalind Ashdown",
        "text",
        False,
    )
    assert victim.missing["ethnicity"] == "declined"
    assert (str(involvement.suspect), involvement.relationship) == ("Gareth Thornbury", "partner")
    assert list(victim.offences.all()) == list(involvement.offences.all()) == list(case.offences.all())
    assert FirstResponse.objects.get(case=case).injured == "not_safe"
    assert (case.district, case.missing["postcode"]) == ("Harbourside", "not_known")
    assert {name.kind for name in case.names.all()} == {"victim", "suspect"}


def test_an_entry_can_be_taken_out(client: Client, draft: CaseDraft) -> None:
    steps.offence(client, draft)
    url = reverse("cases:log-remove", args=[draft.key, "offences", 1])

    assert "Remove offence 1?" in client.get(url).content.decode()
    client.post(url)

    assert not DraftSection.objects.exists()


def test_only_sections_that_repeat_lose_entries(client: Client, draft: CaseDraft) -> None:
    assert client.get(reverse("cases:log-remove", args=[draft.key, "account", 1])).status_code == 404


def test_a_draft_is_discarded_after_asking(client: Client, draft: CaseDraft) -> None:
    url = reverse("cases:log-discard", args=[draft.key])

    assert "Discard this draft?" in client.get(url).content.decode()
    client.post(url)

    assert client.get(reverse("cases:log-tasks", args=[draft.key])).status_code == 404


def test_the_done_page_waits_for_a_case(client: Client, draft: CaseDraft) -> None:
    assert client.get(reverse("cases:log-done", args=[draft.key])).url == f"/cases/log/{draft.key}/"


def test_pages_ask_the_database_as_often_for_one_row_as_for_twenty(
    client: Client, draft: CaseDraft, max_queries: Callable[..., object]
) -> None:
    for count in (1, 20):
        for number in range(1, count + 1):
            steps.offence(client, draft, number)
            steps.victim(client, draft, number)
        with max_queries(8):
            page(client, "cases:log-tasks", draft)
        with max_queries(8):
            page(client, "cases:log-check", draft)
        with max_queries(8):
            assert client.get(reverse("cases:drafts")).status_code == 200


@pytest.mark.parametrize(
    ("name", "more", "title"),
    [
        ("cases:log-offence", [1], "Offence 1"),
        ("victims:log-victim", [1], "Victim 1"),
        ("suspects:log-suspect", [1], "Suspect 1"),
        ("cases:log-where", [], "Where it happened"),
        ("cases:log-response", [], "First response"),
        ("cases:log-account", [], "The report"),
    ],
)
def test_each_section_opens_blank(client: Client, draft: CaseDraft, name: str, more: list[int], title: str) -> None:
    body = page(client, name, draft, *more)

    assert f"<title>{title} – Log a case – Soteria</title>" in body
    assert "There is a problem" not in body
    assert 'name="version" value="0"' in body


def test_people_are_linked_to_the_offences_that_are_ticked(client: Client, draft: CaseDraft) -> None:
    steps.offence(client, draft, 1)
    steps.offence(client, draft, 2, offence="19F")
    steps.victim(client, draft, offences="2")
    steps.suspect(client, draft, offences="1")
    steps.report(client, draft)

    client.post(reverse("cases:log-confirm", args=[draft.key]))

    case = Case.objects.get()
    assert [offence.offence_class_id for offence in case.victims.get().offences.all()] == ["19F"]
    assert [offence.offence_class_id for offence in case.involvements.get().offences.all()] == ["19C"]


@pytest.mark.parametrize("text", ["a\x00b", "x" * 100_000, "👩‍👩‍👧", "\u202eevil שלום", "<script>{{ 7*7 }}"])
@pytest.mark.parametrize("act", ["save", "later"])
def test_hostile_text_never_breaks_a_page_and_is_kept(client: Client, draft: CaseDraft, text: str, act: str) -> None:
    url = reverse("cases:log-where", args=[draft.key])

    answer = client.post(url, {"place": text, "postcode": text, "act": act, "version": text[:50]})
    body = client.get(url).content.decode()

    assert answer.status_code in (200, 302)
    assert "<script>{{" not in body + answer.content.decode()
    if act == "later":
        assert DraftSection.objects.get().typed["place"] == [text.replace("\x00", "\ufffd")]
