"""Intelligence checks of a suspect: who may, what is due of whom, what is kept, and two officers at once (C34)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.access import get_case
from cases.services import restriction
from soteria.accounts.roles import Level, Role, Section
from soteria.audit.models import AuditEvent
from suspects import panels
from suspects.forms.logging import RELATIONSHIPS
from suspects.models import IntelligenceCheck
from suspects.queries import checks as queries
from suspects.reference import checks as reference
from suspects.services import checks as services
from suspects.services.checks import CannotRecord
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, allocate, member
from tests.factories.forms import sent_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def on(day, name):
    """The three boxes of a date."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


TODAY = timezone.localdate()
BEFORE = TODAY - timedelta(days=3)
ASKED = {"result": "waiting", **on(BEFORE, "requested_on")}
FOUND = {**ASKED, "result": "found", "words": "One conviction in 2019", **on(TODAY, "result_on")}


@pytest.fixture
def part(case):
    """A former partner, known by name."""
    suspect = SuspectFactory(forenames="Gareth", surname="Thornbury", date_of_birth=date(1984, 3, 27), sex="M")
    return InvolvementFactory(case=case, suspect=suspect, relationship="ex-partner")


def page(part):
    return reverse("suspects:checks", args=[part.case.slug, part.pk])


def form(part, code="pnc"):
    return reverse("suspects:check", args=[part.case.slug, part.pk, code])


def record(part, by, code="pnc", **said):
    """Record a check, asked and answered today unless said otherwise."""
    usual = {"requested_on": TODAY, "result": "nothing", "result_on": TODAY, "words": ""}
    return services.record_check(part, code=code, by=by, **(usual | said))


def test_nobody_else_reads_or_records_a_check(part, case, oic, outsider, veo, di, sign_in):
    record(part, oic, words="Canary")
    nameless = InvolvementFactory(case=case, kind="unknown", suspect=None, relationship="partner")
    elsewhere = InvolvementFactory(case=allocate(CaseFactory(team=case.team, reference="55/63002/26"), oic))

    for person, status in ((outsider, 404), (veo, 403)):
        assert sign_in(person).get(page(part)).status_code == status
        assert sign_in(person).get(form(part)).status_code == status
        assert sign_in(person).post(form(part), FOUND).status_code == status
    client = sign_in(oic)
    wrong = [reverse(f"suspects:{name}", args=[case.slug, elsewhere.pk, *more]) for name, more in WITH_A_PART]
    for address in (*wrong, page(nameless), form(nameless), form(part, "horoscope")):
        assert client.get(address).status_code == 404
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    other = sign_in(member(Role.SUPERVISOR, case.team))
    assert {other.get(page(part)).status_code, other.post(form(part), FOUND).status_code} == {404}
    assert IntelligenceCheck.objects.count() == 1


WITH_A_PART = (("checks", ()), ("check", ("pnc",)))


def test_who_sees_a_part_sees_no_tally(part, case, oic, veo, sign_in):
    record(part, oic)

    text = sign_in(veo).get(reverse("cases:place", args=[case.slug, "suspects"])).content.decode()

    assert "Suspect 1" in text
    assert "checks done" not in text and "coercive" not in text
    assert panels.gaps(get_case(veo, case.slug, Section.SUMMARY, Level.PART), veo) == []


def test_a_check_is_asked_then_answered_and_both_rows_stay(part, case, oic, sign_in):
    client = sign_in(oic)

    for said in (ASKED, ASKED, FOUND, FOUND):  # each sent twice
        answer = client.post(form(part), sent_back(client.get(form(part))) | said)
        assert answer.status_code == 302 and answer["Location"] == page(part)

    rows = IntelligenceCheck.objects.order_by("number")
    facts = list(rows.values_list("number", "requested_on", "result", "result_on", "words", "recorded_by"))
    assert facts == [
        (1, BEFORE, "waiting", None, "", oic.pk),
        (2, BEFORE, "found", TODAY, "One conviction in 2019", oic.pk),
    ]
    event = AuditEvent.objects.filter(verb="involvement.check_recorded", case_id=case.pk).order_by("pk")
    assert [each.after["result"] for each in event] == ["waiting", "found"]
    assert "conviction" not in str([each.after for each in event])
    text = client.get(page(part)).content.decode()
    assert "One conviction in 2019" in text and "1 of 10 checks done" in text


def test_a_second_press_of_the_button_makes_no_second_row(part, oic, sign_in):
    client = sign_in(oic)
    sent = sent_back(client.get(form(part))) | FOUND

    for _ in range(2):
        assert client.post(form(part), sent).status_code == 302

    assert IntelligenceCheck.objects.count() == 1


def test_two_officers_at_once_see_both_answers(part, oic, supervisor, sign_in):
    mine, theirs = sign_in(oic), sign_in(supervisor)
    drawn = sent_back(mine.get(form(part)))
    theirs.post(form(part), sent_back(theirs.get(form(part))) | FOUND)

    answer = mine.post(form(part), drawn | FOUND | {"result": "nothing", "words": ""})

    text = answer.content.decode()
    assert answer.status_code == 200 and "Somebody else saved this while you were working" in text
    assert "Keep theirs: One conviction in 2019" in text and "Keep yours: Nothing found" in text
    assert IntelligenceCheck.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"result": ""}, "Select what came of it"),
        ({"requested_on_day": "", "requested_on_month": "", "requested_on_year": ""}, "Enter the date on which it was"),
        (on(TODAY - timedelta(days=9), "result_on"), "must be the same as or after the date it was asked"),
        ({"result_on_day": "", "result_on_month": "", "result_on_year": ""}, "Enter the date of the answer"),
        ({"words": " "}, "Enter what was found"),
        ({"result": "cannot", "words": ""}, "Enter why it cannot be asked"),
        ({"result": "waiting"}, "Take the date away, or select what the answer was"),
        (on(TODAY + timedelta(days=1), "requested_on"), "must be today or in the past"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(said, sentence, part, oic, sign_in):
    client = sign_in(oic)
    sent = sent_back(client.get(form(part))) | FOUND | said

    text = client.post(form(part), sent).content.decode()

    assert sentence in text
    assert "There is a problem" in text and f"{sent['words']}</textarea>" in text
    assert not IntelligenceCheck.objects.exists()


def test_what_cannot_be_asked_has_a_reason_and_no_day_of_asking(part, oic, sign_in):
    client = sign_in(oic)
    why = {"result": "cannot", "words": "No other area is named", **on(TODAY, "result_on")}

    client.post(form(part, "other_force"), sent_back(client.get(form(part, "other_force"))) | why)

    row = IntelligenceCheck.objects.get()
    assert (row.requested_on, row.result_on, row.is_done) == (None, TODAY, True)
    assert "Cannot be asked, " in client.get(page(part)).content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"requested_on": None}, "requested_on"),
        ({"result_on": None}, "result_on"),
        ({"result": "waiting"}, "result_on"),
        ({"result_on": BEFORE}, "result_on"),
        ({"result": "found"}, "words"),
        ({"result": "cannot"}, "words"),
    ],
)
def test_the_service_and_the_database_refuse_what_is_not_whole(said, field, part, oic):
    with pytest.raises(CannotRecord) as refusal:
        record(part, oic, **said)
    assert refusal.value.field == field

    usual = {"requested_on": TODAY, "result": "nothing", "result_on": TODAY, "recorded_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        IntelligenceCheck.objects.create(involvement=part, code="pnc", number=1, recorded_by=oic, **(usual | said))


def test_no_row_is_changed_or_removed(part, oic):
    row = record(part, oic)

    for change in (lambda rows: rows.update(result="found", words="Now"), lambda rows: rows.delete()):
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            change(IntelligenceCheck.objects.filter(pk=row.pk))


def gaps(case, user):
    return panels.gaps(get_case(user, case.slug, Section.SUMMARY, Level.PART), user)


def test_what_is_due_and_not_done_is_a_gap_with_the_page_that_asks_it(part, case, oic):
    record(part, oic, "local")
    record(part, oic, "pnd", requested_on=date(2026, 3, 3), result="waiting", result_on=None)

    found = {gap.words: gap.href for gap in gaps(case, oic)}

    assert found["Gareth Thornbury: 9 of 10 intelligence checks not done"] == page(part)
    assert len([words for words in found if "checks not done" in words]) == 1


@pytest.mark.parametrize("relationship", [code for code, _ in RELATIONSHIPS if code not in reference.domestic()])
def test_of_anybody_else_fewer_are_offered_and_none_is_due(relationship, part, case, oic, sign_in):
    part.relationship = relationship
    part.save(update_fields=["relationship"])

    text = sign_in(oic).get(page(part)).content.decode()

    assert not [gap for gap in gaps(case, oic) if "checks not done" in gap.words or "coercive" in gap.words]
    assert "None is done, and none is due" in text and "Firearms" in text
    assert "Clare’s Law" not in text
    record(part, oic, "dvds")
    text = sign_in(oic).get(page(part)).content.decode()
    assert "1 check done; none is due" in text and "Considered, nothing to disclose" in text


def test_a_suspect_without_a_name_has_no_checks(case, oic):
    InvolvementFactory(case=case, kind="described", suspect=None, description="Tall", relationship="partner")

    assert gaps(case, oic) == []
    assert panels.suspects(get_case(oic, case.slug, Section.SUMMARY, Level.PART), oic)["rows"][0]["checks"] is None


def test_the_panel_tells_how_many_are_done(part, case, oic, sign_in):
    for code in ("pnc", "local"):
        record(part, oic, code)

    text = sign_in(oic).get(reverse("cases:place", args=[case.slug, "suspects"])).content.decode()

    assert "2 of 10 checks done" in text and page(part) in text


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_costs_the_same_for_any_number(count, part, oic, sign_in, max_queries):
    for code in list(reference.checks())[:count]:
        record(part, oic, code)
    client = sign_in(oic)
    client.get(page(part))

    with max_queries(8):
        text = client.get(page(part)).content.decode()
    assert f"{count} of 10 checks done" in text


def test_every_check_of_the_file_is_whole_and_of_a_known_relationship():
    known = reference.checks()

    assert reference.domestic() <= {code for code, _ in RELATIONSHIPS}
    for one in known.values():
        assert one.title and one.what and one.when and one.due
        assert one.source and "C34" not in one.source  # it is shown
        assert one.confidence in ("C", "M", "D") and one.needs_confirmation == (one.confidence != "C")
        assert len(one.code) <= 40
    assert len(reference.asked_of("")) < len(reference.asked_of("partner")) == len(known)


def test_a_code_that_the_file_lost_is_still_read(part, oic):
    IntelligenceCheck.objects.create(
        involvement=part, code="old", number=1, result="nothing", requested_on=TODAY, result_on=TODAY,
        recorded_at=timezone.now(), recorded_by=oic,
    )  # fmt: skip

    ((title, said, _row),) = queries.history(part)

    assert title == "old" and said.startswith("Nothing found, ")
