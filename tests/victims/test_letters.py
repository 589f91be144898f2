"""Letters: drafted with the decision, never final with an empty field, printed once, sent in a safe way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import Error, transaction
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
from soteria.work import jobs as work
from soteria.work.models import Job
from suspects.services.recording import name_row
from tests.cases.closing import decide, sign_off
from tests.factories import InvolvementFactory, SuspectFactory, VictimFactory, allocate, member
from tests.factories.forms import sent_back
from victims.models import Contact, Letter, LetterFile, SafeContact, Victim
from victims.queries import letters as queries
from victims.rules.letter_words import nfa
from victims.rules.needs import Answer, Status
from victims.services import contacts, letters, needs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SignIn = Callable[[User], Client]
ADVISER = Answer("adviser", Status.CONFIRMED, "has", "", date(2026, 3, 3), "victim")


def url(name: str, letter: Letter) -> str:
    return reverse(f"victims:{name}", args=[letter.victim.case.slug, letter.pk])


def ready(case: Case, by: User, **who: object) -> Victim:
    """A victim of whom everything is known that a closure asks for."""
    victim = VictimFactory(case=case, **who)
    SafeContact.objects.create(victim=victim, method="text", agreed_at=timezone.now())
    needs.update_needs(victim, said=[ADVISER], by=by)
    return victim


@pytest.fixture
def victim(case: Case, oic: User) -> Victim:
    User.objects.filter(pk=oic.pk).update(email="olive.carter@wessmere.police.invalid")
    return ready(case, oic)


@pytest.fixture
def letter(case: Case, victim: Victim, oic: User, supervisor: User) -> Letter:
    sign_off(decide(case, oic), supervisor)
    return Letter.objects.select_related("victim__case").get()


@pytest.fixture
def final(letter: Letter, veo: User, sign_in: SignIn) -> Letter:
    sign_in(veo).post(url("finish-letter", letter))
    letter.refresh_from_db()
    return letter


@pytest.fixture
def printed(final: Letter) -> Letter:
    assert work.drain(timezone.now()) == 1 or Job.objects.filter(kind="letter.render", done_at=None).count() == 0
    return Letter.objects.select_related("victim__case", "file").get(pk=final.pk)


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


def test_a_final_letter_is_printed_by_a_job_once(printed: Letter) -> None:
    pdf = bytes(printed.file.pdf)
    job = Job.objects.get(kind="letter.render")
    job.done_at = None
    job.save()

    work.drain(timezone.now() + timedelta(hours=1))

    assert pdf.startswith(b"%PDF-1.7")
    assert LetterFile.objects.count() == AuditEvent.objects.filter(verb="letter.printed").count() == 1
    assert AuditEvent.objects.get(verb="letter.printed").after == {"sha256": printed.file.sha256}


def test_a_letter_is_not_printed_for_somebody_who_may_no_longer_ask(final: Letter, veo: User) -> None:
    User.objects.filter(pk=veo.pk).update(is_active=False)

    work.drain(timezone.now())

    assert not LetterFile.objects.exists()
    job = Job.objects.get(kind="letter.render")
    assert job.dead_at and "may no longer do it" in job.last_error


def test_a_letter_is_not_printed_for_somebody_taken_off_the_case(final: Letter, veo: User) -> None:
    final.victim.case.access.filter(user=veo).delete()

    work.drain(timezone.now())

    assert not LetterFile.objects.exists()


def test_a_job_without_a_letter_gives_up(veo: User) -> None:
    from soteria.work.services import enqueue

    enqueue("letter.render", 0, key="letter.render:0", by=veo)

    work.drain(timezone.now())

    assert Job.objects.get().last_error == "There is no final letter to print."


@pytest.mark.parametrize("act", ["update", "delete"])
def test_what_was_printed_is_never_changed_or_removed(act: str, printed: Letter) -> None:
    rows = LetterFile.objects.all()
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        rows.update(sha256="0") if act == "update" else rows.delete()


def test_a_final_letter_keeps_its_words(final: Letter, veo: User, sign_in: SignIn) -> None:
    answer = sign_in(veo).post(url("edit-letter", final), {"opening": "Other"}, follow=True)

    assert "This letter is final, and its words can no longer be changed." in answer.content.decode()
    for act in (lambda: letters.edit_letter(final, texts={}, by=veo), lambda: letters.finish_letter(final, by=veo)):
        with pytest.raises(letters.NotYet, match="can no longer be changed"):
            act()
    with pytest.raises(Error, match="final_words_stay"), transaction.atomic():
        Letter.objects.filter(pk=final.pk).update(parts=[])


def test_a_download_is_the_printed_file_and_is_recorded(printed: Letter, veo: User, sign_in: SignIn) -> None:
    answer = sign_in(veo).get(url("letter-pdf", printed))

    assert answer.content == bytes(printed.file.pdf)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="letter-55-20001-26-{printed.pk}.pdf"'
    assert AuditEvent.objects.get(verb="letter.downloaded").after == {"sha256": printed.file.sha256}


def test_a_letter_that_is_being_printed_says_so(final: Letter, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)

    assert "The letter is being printed." in client.get(url("letter", final)).content.decode()
    assert "The letter is not printed yet." in client.get(url("letter-pdf", final), follow=True).content.decode()


def send(client: Client, letter: Letter, how: str, **said: str) -> str:
    path = url("send-letter", letter)
    data = sent_back(client.get(path)) | {"sent_how": how} | said
    return client.post(path, data, follow=True).content.decode()


def test_handing_it_over_tells_the_victim_and_meets_the_clocks(printed: Letter, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)

    body = send(client, printed, "hand")

    assert "How the letter went is recorded." in body and "Given to them when we met" in body
    contact = Contact.objects.get()
    assert (contact.channel, contact.told_of, contact.is_two_way) == ("in_person", ["nfa"], True)
    states = dict(Clock.objects.values_list("kind", "state"))
    assert (states["code.nfa_notice"], states["nfa.letter"]) == ("met", "met")
    assert states.get("contact.next", "stopped") == "stopped"
    assert AuditEvent.objects.get(verb="letter.sent").after == {"how": "hand"}


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "must be today or in the past"), (-1, "It cannot have gone before then")],
)
def test_a_letter_goes_after_it_was_printed_and_not_in_the_future(
    days: int, words: str, printed: Letter, veo: User, sign_in: SignIn
) -> None:
    moment = _boxes(timezone.now() + timedelta(days=days))

    body = send(sign_in(veo), printed, "post", sent_reason="Asked for", **moment)

    assert words in body and "Asked for" in body
    assert f'value="{moment["sent_at_day"]}"' in body
    printed.refresh_from_db()
    assert printed.sent_at is None and not Contact.objects.exists()


def _boxes(at: datetime) -> dict[str, str]:
    local = timezone.localtime(at)
    typed = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H:%M}"}
    return {f"sent_at_{part}": str(value) for part, value in typed.items()}


def test_later_today_is_in_the_future(printed: Letter, veo: User) -> None:
    soon = timezone.now() + timedelta(minutes=2)

    with pytest.raises(letters.NotYet, match="must be now or in the past"):
        letters.record_sent(printed, at=soon, how="hand", reason="", by=veo)

    assert not Contact.objects.exists()


def test_a_way_that_is_not_safe_needs_a_reason(printed: Letter, veo: User, sign_in: SignIn) -> None:
    client = sign_in(veo)

    refused = send(client, printed, "post")
    taken = send(client, printed, "post", sent_reason="She asked for it at her sister’s")

    assert "This way is not recorded as safe for them. Choose another, or enter why it was right" in refused
    assert "She asked for it at her sister’s" in taken


def test_post_is_safe_where_the_victim_said_so(printed: Letter, veo: User, sign_in: SignIn) -> None:
    said = Answer("post", Status.CONFIRMED, "plain", "", date(2026, 3, 3), "victim")
    needs.update_needs(printed.victim, said=[said], by=veo)

    assert "How the letter went is recorded." in send(sign_in(veo), printed, "plain_post")


def test_a_letter_that_is_not_printed_was_not_sent(final: Letter, veo: User, sign_in: SignIn) -> None:
    assert "The letter is not printed yet, so it cannot have been sent" in send(sign_in(veo), final, "hand")


def test_a_letter_is_sent_once(printed: Letter, veo: User, sign_in: SignIn) -> None:
    send(sign_in(veo), printed, "hand")

    assert "Somebody has recorded this already" in send(sign_in(veo), printed, "hand")


def test_a_victim_may_not_want_a_letter(letter: Letter, veo: User, sign_in: SignIn) -> None:
    body = send(sign_in(veo), letter, "not_wanted")

    assert "Not sent: they do not want a letter" in body
    assert not Contact.objects.exists()
    states = dict(Clock.objects.values_list("kind", "state"))
    assert (states["code.nfa_notice"], states["nfa.letter"]) != ("met", "running") and states["nfa.letter"] == "met"


def test_the_clock_waits_for_the_last_letter(
    case: Case, victim: Victim, oic: User, supervisor: User, veo: User, sign_in: SignIn
) -> None:
    ready(case, oic, forenames="Miriam")
    sign_off(decide(case, oic), supervisor)
    one, two = Letter.objects.select_related("victim__case").order_by("pk")

    send(sign_in(veo), one, "not_wanted")
    assert Clock.objects.get(kind="nfa.letter").state != "met"
    send(sign_in(veo), two, "not_wanted")

    assert Clock.objects.get(kind="nfa.letter").state == "met"


def interviewed(case: Case) -> None:
    names.index([name_row(InvolvementFactory(case=case, suspect=SuspectFactory()))])
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
