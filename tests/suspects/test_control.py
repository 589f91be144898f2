"""Controlling or coercive behaviour: who may record it, what is kept, and when the offence is thought of (C34)."""

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.access import get_case
from cases.services import restriction
from soteria.accounts.roles import Level, Role, Section
from soteria.audit.models import AuditEvent
from suspects import panels
from suspects.models import ControlIndicator
from suspects.queries import control as queries
from suspects.reference import control as reference
from suspects.rules import control as rules
from suspects.rules.control import Said
from suspects.services import checks as services
from suspects.services.checks import CannotRecord
from tests.factories import CaseFactory, InvolvementFactory, SuspectFactory, allocate, member
from tests.factories.forms import sent_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TWO = {"money": "yes", "isolating": "yes", "note_money": "Took the wages", "work": "no", "told_by": "victim"}


@pytest.fixture
def part(case):
    """A partner, known by name."""
    suspect = SuspectFactory(forenames="Gareth", surname="Thornbury")
    return InvolvementFactory(case=case, suspect=suspect, relationship="partner")


def page(part):
    return reverse("suspects:indicators", args=[part.case.slug, part.pk])


def save(client, part, said):
    return client.post(page(part), sent_back(client.get(page(part))) | said)


def panel_of(case, user):
    return panels.suspects(get_case(user, case.slug, Section.SUMMARY, Level.PART), user)["rows"][0]["control"]


def test_nobody_else_reads_or_records_an_answer(part, case, oic, outsider, veo, di, sign_in):
    save(sign_in(oic), part, TWO)
    elsewhere = InvolvementFactory(case=allocate(CaseFactory(team=case.team, reference="55/63003/26"), oic))

    for person, status in ((outsider, 404), (veo, 403)):
        assert sign_in(person).get(page(part)).status_code == status
        assert sign_in(person).post(page(part), TWO).status_code == status
    assert sign_in(oic).get(reverse("suspects:indicators", args=[case.slug, elsewhere.pk])).status_code == 404
    restriction.restrict_case(case=case, reason="Police suspect", people=[], by=di)
    assert sign_in(member(Role.SUPERVISOR, case.team)).get(page(part)).status_code == 404
    assert ControlIndicator.objects.count() == 3


def test_two_that_are_yes_ask_to_consider_the_offence_and_decide_nothing(part, case, oic, sign_in):
    client = sign_in(oic)
    assert "Consider the offence" not in client.get(page(part)).content.decode()

    assert save(client, part, TWO).status_code == 302

    text = client.get(page(part)).content.decode()
    assert "Consider the offence of controlling or coercive behaviour (Serious Crime Act 2015 s.76)" in text
    assert "This page decides nothing" in text and "Took the wages" in text
    shown = client.get(reverse("cases:place", args=[case.slug, "suspects"])).content.decode()
    assert f"2 of {len(reference.indicators())} answered yes: Isolating from friends or family; Controlling" in shown
    assert "Consider the offence" in shown
    assert not case.offences.exists()


def test_one_alone_does_not(part, case, oic, sign_in):
    save(sign_in(oic), part, {"money": "yes", "told_by": "witness"})

    assert not panel_of(case, oic).is_to_consider
    assert panel_of(case, oic).tally.endswith("answered yes: Controlling money")


def test_only_what_is_new_makes_rows_and_those_before_stay(part, case, oic, supervisor, sign_in):
    client = sign_in(oic)
    sent = sent_back(client.get(page(part))) | TWO
    for _ in range(2):  # a second press of the button
        assert client.post(page(part), sent).status_code == 302
    save(sign_in(supervisor), part, {"money": "no", "note_money": "", "told_by": "record"})

    rows = ControlIndicator.objects.order_by("number", "code").values_list(
        "number", "code", "answer", "told_by", "note"
    )
    assert list(rows) == [
        (1, "isolating", "yes", "victim", ""),
        (1, "money", "yes", "victim", "Took the wages"),
        (1, "work", "no", "victim", ""),
        (2, "money", "no", "record", ""),
    ]
    assert panel_of(case, oic).shown == ["Isolating from friends or family"]
    newest, first = queries.history(part)
    assert newest.lines == (("Controlling money", "No (A police record)", ""),) and len(first.lines) == 3
    events = AuditEvent.objects.filter(verb="involvement.indicators_recorded", case_id=case.pk).order_by("pk")
    assert [each.after["version"] for each in events] == [1, 2]
    assert "wages" not in str([each.after for each in events])


def test_what_is_taken_back_is_not_asked_again(part, case, oic, sign_in):
    save(sign_in(oic), part, {"money": "yes", "told_by": "victim"})
    save(sign_in(oic), part, {"money": "not_asked"})

    assert panel_of(case, oic).tally == "Not asked"
    assert ControlIndicator.objects.get(number=2).told_by == ""


def test_two_officers_at_once_see_both_answers(part, oic, supervisor, sign_in):
    mine = sign_in(oic)
    drawn = sent_back(mine.get(page(part)))
    save(sign_in(supervisor), part, TWO)

    answer = mine.post(page(part), drawn | {"money": "no", "told_by": "witness"})

    text = answer.content.decode()
    assert answer.status_code == 200 and "Somebody else saved this while you were working" in text
    assert "Keep yours: No" in text and "Keep theirs: Yes" in text
    assert ControlIndicator.objects.count() == 3


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"money": "yes"}, "Select who said so"),
        ({"note_money": "Took the wages"}, "Select an answer to keep the note with"),
        ({"other": "yes", "told_by": "victim"}, "Enter what else the suspect did"),
    ],
)
def test_what_is_missing_is_said(said, sentence, part, oic, sign_in):
    answer = save(sign_in(oic), part, said)

    text = answer.content.decode()
    assert "There is a problem" in text and sentence in text
    assert said.get("note_money", "") in text
    assert not ControlIndicator.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("money", "yes"), "told_by"),
        (Said("money", "not_asked", "", "A note"), "money"),
        (Said("other", "yes", "victim"), "other"),
    ],
)
def test_the_service_refuses_what_is_not_whole(said, field, part, oic):
    with pytest.raises(CannotRecord) as refusal:
        services.update_indicators(part, said=[said], by=oic)
    assert refusal.value.field == field


def test_no_row_is_changed_or_removed_and_an_answer_has_its_source(part, oic):
    services.update_indicators(part, said=[Said("money", "yes", "victim")], by=oic)
    row = ControlIndicator.objects.get()

    for change in (lambda rows: rows.update(answer="no"), lambda rows: rows.delete()):
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            change(ControlIndicator.objects.filter(pk=row.pk))
    stamp = {"recorded_at": timezone.now(), "recorded_by": oic}
    with pytest.raises(IntegrityError), transaction.atomic():
        ControlIndicator.objects.create(involvement=part, code="work", number=2, answer="yes", **stamp)


def test_that_nobody_asked_is_a_gap_until_somebody_did(part, case, oic, sign_in):
    def gaps():
        found = panels.gaps(get_case(oic, case.slug, Section.SUMMARY, Level.PART), oic)
        return {gap.words: gap.href for gap in found if "coercive" in gap.words}

    assert gaps() == {"Gareth Thornbury: controlling or coercive behaviour": page(part)}
    save(sign_in(oic), part, {"money": "not_known", "told_by": "victim"})
    assert gaps() == {}


def test_the_case_page_costs_no_more_for_it(part, case, oic, sign_in, max_queries):
    save(sign_in(oic), part, TWO)
    seen = get_case(oic, case.slug, Section.SUMMARY, Level.PART)

    with max_queries(3):
        assert panels.suspects(seen, oic)["rows"][0]["control"].is_to_consider
        assert panels.gaps(seen, oic)


def test_every_indicator_of_the_file_is_whole_and_about_what_the_suspect_did():
    for code, one in reference.indicators().items():
        assert one.title and one.source and one.confidence in ("C", "M", "D")
        assert "suspect" in one.question and one.question.endswith("?")
        assert len(code) <= 40
    assert rules.OTHER in reference.indicators()
    assert all(len(code) <= 20 for code in reference.told_by())


def test_a_code_that_the_file_lost_is_still_read(part, oic):
    services.update_indicators(part, said=[Said("lost_code", "yes", "somebody")], by=oic)

    _, present = queries.of(part)

    assert present.shown == ["Lost code"]
    assert queries.history(part)[0].lines == (("Lost code", "Yes (somebody)", ""),)
