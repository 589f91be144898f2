"""Letters: drafted with the decision, edited without losing anything, and seen by nobody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import names
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from soteria.clocks import services as clocks
from soteria.clocks.models import Clock
from soteria.work.models import Job
from suspects.services.recording import name_row
from tests.cases.closing import decide, sign_off
from tests.factories import InvolvementFactory, SuspectFactory, allocate, member
from tests.factories.forms import sent_back
from tests.factories.orders import an_application
from tests.victims.lettering import ready, url
from victims.models import Letter, Victim
from victims.queries import letters as queries
from victims.rules.letter_words import nfa
from victims.services import contacts, letters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SignIn = Callable[[User], Client]
ROUTES = ["letter", "edit-letter", "finish-letter", "letter-pdf", "send-letter"]


@pytest.mark.parametrize("name", ROUTES)
def test_outsiders_learn_of_no_letter(name: str, letter: Letter, outsider: User, sign_in: SignIn) -> None:
    client = sign_in(outsider)

    assert client.get(url(name, letter)).status_code in (404, 405)
    assert client.post(url(name, letter)).status_code in (404, 405)


@pytest.mark.parametrize("role", [Role.CALL_HANDLER, Role.DMI, Role.INTEL_ANALYST])
def test_roles_that_do_not_keep_needs_see_no_letter(role: Role, letter: Letter, sign_in: SignIn) -> None:
    user = member(role, letter.victim.case.team)
    allocate(letter.victim.case, user)
    client = sign_in(user)

    for name in ROUTES:
        assert client.post(url(name, letter)).status_code in (403, 405)
        assert client.get(url(name, letter)).status_code in (403, 405)


def test_an_auditor_reads_a_letter_and_changes_nothing(letter: Letter, sign_in: SignIn) -> None:
    auditor = member(Role.AUDITOR, letter.victim.case.team)
    allocate(letter.victim.case, auditor)
    client = sign_in(auditor)

    assert client.get(url("letter", letter)).status_code == 200
    for name in ("edit-letter", "finish-letter", "send-letter"):
        assert client.post(url(name, letter)).status_code == 403


def test_a_letter_of_another_case_is_not_found(letter: Letter, veo: User, sign_in: SignIn) -> None:
    from tests.factories import CaseFactory, support

    other = CaseFactory(team=letter.victim.case.team)
    support(other, veo)

    assert sign_in(veo).get(reverse("victims:letter", args=[other.slug, letter.pk])).status_code == 404


def test_each_victim_has_a_draft_that_says_what_the_decision_says(letter: Letter) -> None:
    texts = {part["slug"]: part["text"] for part in letter.parts}

    assert "We have not been able to find out who did this" in texts["reasons"]
    assert texts["evidence_for"] == "You gave us a clear account."
    assert (
        "{{ review_by }}" not in texts["review"] and "The formal right to a review needs a suspect" in texts["review"]
    )
    assert AuditEvent.objects.filter(verb="letter.drafted").count() == 1


def test_drafting_twice_drafts_once(letter: Letter, supervisor: User) -> None:
    letters.draft_letters(case=letter.victim.case, closure=letter.closure, by=supervisor)

    assert Letter.objects.count() == 1


def test_the_preview_shows_the_letter_as_it_will_be(letter: Letter, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)

    body = client.get(url("letter", letter)).content.decode()

    for words in (
        "Dear Rosalind",
        "Our reference is 55/20001/26",
        "olive.carter@wessmere.police.invalid",
        "Olive Carter",
        "Contact Rosalind only by text message",
    ):
        assert words in body
    assert "{{" not in body and "Still to fill in" not in body
    listed = client.get(reverse("cases:place", args=[letter.victim.case.slug, "closure"])).content.decode()
    assert "Letter to Rosalind Ashdown" in listed and "Draft" in listed


def test_a_letter_with_an_unfilled_field_is_refused_and_kept(
    letter: Letter, veo: User, oic: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=oic.pk).update(email="")
    client = sign_in(veo)

    body = client.post(url("finish-letter", letter)).content.decode()

    assert "The letter is not final yet: some of its fields are not filled" in body
    assert "Fill in how to reach the officer, in “Talking about it”" in body
    assert f"{url('edit-letter', letter)}#id_meet" in body
    letter.refresh_from_db()
    assert (letter.finished_at, letter.content) == (None, None)
    assert not Job.objects.filter(kind="letter.render").exists()


def test_a_field_that_was_typed_over_is_no_longer_asked_for(
    letter: Letter, veo: User, oic: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=oic.pk).update(email="")
    client = sign_in(veo)
    data = sent_back(client.get(url("edit-letter", letter)))

    client.post(url("edit-letter", letter), data | {"meet": "Ring me on 0117 496 0123.", "support": ""})
    answer = client.post(url("finish-letter", letter), follow=True)

    assert "The letter is final. It is being printed." in answer.content.decode()
    letter.refresh_from_db()
    assert "Ring me on 0117 496 0123." in str(letter.content)
    assert "Support Line" not in str(letter.content)
    assert AuditEvent.objects.get(verb="letter.changed").after == {"changed": ["support", "meet"]}


@pytest.mark.parametrize("typed", ["{{ settings }}", "{{7*7}}", "Dear {{ nmae }}"])
def test_a_field_that_does_not_exist_is_refused_where_it_stands(
    typed: str, letter: Letter, veo: User, sign_in: SignIn
) -> None:
    client = sign_in(veo)

    body = client.post(
        url("edit-letter", letter), sent_back(client.get(url("edit-letter", letter))) | {"opening": typed}
    ).content.decode()

    assert "There is no field called" in body and typed in body
    letter.refresh_from_db()
    assert typed not in str(letter.parts)


def test_braces_in_a_decision_never_become_a_field(case: Case, victim: Victim, oic: User, supervisor: User) -> None:
    sign_off(decide(case, oic, evidence_for="See {{ officer }} and {{ password }}"), supervisor)
    letter = queries.one(case, Letter.objects.get().pk)

    open_fields = queries.open_fields(letter, queries.values_of(letter, date(2026, 3, 4)))

    assert [field.words for field in open_fields] == ["“password”, which is no field"]


def test_two_officers_at_one_letter_lose_nothing(letter: Letter, oic: User, veo: User, sign_in: SignIn) -> None:
    path, first, second = url("edit-letter", letter), sign_in(oic), sign_in(veo)
    before_first, before_second = sent_back(first.get(path)), sent_back(second.get(path))
    first.post(path, before_first | {"support": "Ours"})

    body = second.post(path, before_second | {"support": "Theirs"}).content.decode()

    assert "Somebody else saved this while you were working" in body
    assert "Ours" in body and "Theirs" in body
    letter.refresh_from_db()
    assert "Ours" in str(letter.parts)


def test_saving_a_letter_as_it_stands_changes_nothing(letter: Letter, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)

    assert client.post(url("edit-letter", letter), sent_back(client.get(url("edit-letter", letter)))).status_code == 302

    letter.refresh_from_db()
    assert letter.version == 1


def interviewed(case: Case) -> None:
    suspect = SuspectFactory()
    names.index([name_row(InvolvementFactory(case=case, suspect=suspect))])
    an_application(case, suspect, type="", is_sought=False, reason="bail")
    clocks.note(case.pk, "interview", datetime(2026, 3, 5, tzinfo=UTC), source="t:interview", subject="suspect:1")


def test_the_letter_says_until_when_a_review_can_be_asked_for(
    case: Case, victim: Victim, oic: User, supervisor: User, veo: User
) -> None:
    interviewed(case)
    sign_off(decide(case, oic, outcome_code="15", reasons=["evidence"]), supervisor)
    letter = queries.one(case, Letter.objects.get().pk)

    assert queries.values_of(letter, date(2026, 11, 30))["review_by"] == "28 February 2027"
    told = {"at": timezone.now(), "channel": "in_person", "outcome": "reached", "told_of": ["nfa"]}
    contacts.record_contact(victim, values=told, key=uuid4(), by=veo)

    assert Clock.objects.get(kind="vrr.request").is_window
    by = timezone.localdate(Clock.objects.get(kind="vrr.request").due)
    assert queries.values_of(letter, date(2030, 1, 1))["review_by"] == f"{by.day} {by:%B %Y}"


def test_a_decision_by_the_victims_own_wish_promises_no_formal_review(
    case: Case, victim: Victim, oic: User, supervisor: User
) -> None:
    interviewed(case)
    sign_off(decide(case, oic, outcome_code="16", reasons=["wishes"]), supervisor)

    words = str(Letter.objects.get().parts)
    assert "does not cover a decision that follows your own wish" in words
    assert "You have a right to ask for a review" not in words


def test_a_decision_of_the_cps_is_reviewed_by_them(case: Case, victim: Victim, oic: User, supervisor: User) -> None:
    interviewed(case)
    sign_off(decide(case, oic, outcome_code="15", reasons=["evidence"], decision_maker="cps"), supervisor)

    letter = Letter.objects.get()
    assert "they review it" in str(letter.parts)
    assert "the Crown Prosecution Service" in queries.values_of(queries.one(case, letter.pk), date(2026, 3, 4)).values()


def test_a_letter_to_nobody_by_name_waits_for_a_name(case: Case, oic: User, supervisor: User) -> None:
    ready(case, oic, forenames="", surname="")
    sign_off(decide(case, oic), supervisor)
    letter = queries.one(case, Letter.objects.get().pk)

    words = [field.words for field in queries.open_fields(letter, queries.values_of(letter, date(2026, 3, 4)))]

    assert "the name to use for them" in words


def test_a_limit_that_is_not_in_force_leaves_the_day_to_the_officer(letter: Letter, case: Case) -> None:
    found = queries.one(case, letter.pk)

    assert queries.values_of(found, date(2014, 1, 1))["review_by"] == ""


def test_every_field_of_the_template_is_known() -> None:
    from soteria.documents import fill

    early = {"reasons", "evidence_for", "evidence_against"}
    for part in nfa().parts:
        assert not fill.unknown(part.text, {*nfa().fields, *early}), part.slug


@pytest.mark.parametrize("name", ["letter", "send-letter"])
def test_pages_of_a_letter_ask_few_questions(
    name: str, printed: Letter, veo: User, sign_in: SignIn, max_queries: Callable
) -> None:
    client = sign_in(veo)

    client.get(url(name, printed))

    with max_queries(8):
        assert client.get(url(name, printed)).status_code in (200, 302)
