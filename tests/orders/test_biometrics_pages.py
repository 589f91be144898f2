"""Pages of fingerprints and DNA: who opens them, what they record, the closure, the list and the paper."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from cases.services import restriction
from orders.models import BiometricMaterial, BiometricRetention, RetentionStep
from orders.queries import biometrics_paper as paper
from soteria.accounts.roles import Role
from soteria.audit.models import AuditEvent
from suspects.services import statuses
from tests.cases.closing import decide as decide_to_close
from tests.documents.anatomy import tags
from tests.factories import CaseFactory, allocate, member, support
from tests.factories.biometrics import (
    WORDS,
    WRITTEN,
    a_question,
    an_arrest_for_rape,
    answered,
    applied,
    days_ago,
    fresh,
    material,
    step,
    today,
)
from tests.orders.paging import place, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LIST = "orders:biometrics"
ANSWER = {"answer": "not_apply", "reason": "not_necessary", "words": WORDS, "rank": "inspector"}


def day(name, on):
    return {f"{name}_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def pages(case, found):
    return {
        "record-material": url("record-material", case, found.arrest_id),
        "answer-s63g": url("answer-s63g", case, found.pk),
        "write-application": url("write-application", case, found.pk),
        "application-paper": url("application-paper", case, found.pk),
        "take-step": url("take-step", case, found.pk, "notice"),
    }


# ------------------------------------------------------------------------------------------------------- who may


def test_outsiders_and_the_barred_find_none_of_the_pages(case, outsider, supervisor, sign_in):
    found = a_question(case)
    restriction.declare_conflict(case=case, user=supervisor, reason="Neighbour", by=supervisor)

    for name, path in pages(case, found).items():
        assert sign_in(supervisor).get(path).status_code == 404
        assert sign_in(outsider).get(path).status_code == (403 if name == "answer-s63g" else 404)


def test_whoever_keeps_bail_records_and_only_who_decides_answers(case, oic, veo, lead, sign_in):
    found = a_question(case)

    for person, status in ((veo, 403), (lead, 403)):
        assert {sign_in(person).get(path).status_code for path in pages(case, found).values()} == {status}
    statuses = {name: sign_in(oic).get(path).status_code for name, path in pages(case, found).items()}
    assert statuses.pop("answer-s63g") == 403
    assert statuses.pop("application-paper") == 302  # nothing is written yet
    assert set(statuses.values()) == {200}


def test_a_record_of_another_case_and_an_unknown_step_are_not_found(case, oic, sign_in):
    other = allocate(CaseFactory(team=case.team), oic)
    found = a_question(other)

    for name, path in pages(case, found).items():
        assert name == "answer-s63g" or sign_in(oic).get(path).status_code == 404
    assert sign_in(oic).get(url("take-step", other, found.pk, "eaten")).status_code == 404


def test_a_reader_in_part_sees_nothing_of_fingerprints_and_dna(case, sign_in):
    a_question(case)
    isva = member(Role.CASE_ISVA, case.team)
    support(case, isva, duty="isva")

    assert "Fingerprints" not in sign_in(isva).get(place(case)).content.decode()


# ------------------------------------------------------------------------------------------------------- the case


def test_material_is_recorded_once_and_a_refusal_keeps_what_was_typed(case, oic, sign_in):
    arrest = an_arrest_for_rape(case)
    client, path = sign_in(oic), url("record-material", case, arrest.pk)
    typed = {"kind": "dna", "reference": "DNA0001", "key": "9b0b6f3e-7d43-4c3a-8f6b-0f3a0c2d1e11"}

    refused = client.post(path, typed | day("taken_on", days_ago(60))).content.decode()
    assert "PACE 1984 ss.61 and 63" in refused and "DNA0001" in refused
    for _ in range(2):
        assert client.post(path, typed | day("taken_on", days_ago(40))).status_code == 302

    assert BiometricMaterial.objects.get().reference == "DNA0001"
    page = client.get(place(case)).content.decode()
    assert "DNA0001" in page and "PACE 1984 s.63E" in page


def test_the_panel_shows_every_arrest_in_as_many_queries_as_one(case, oic, sign_in, max_queries):
    a_question(case)
    client = sign_in(oic)
    client.get(place(case))
    with max_queries(8):
        one = client.get(place(case)).content.decode()
    for _ in range(4):
        an_arrest_for_rape(case)

    with max_queries(8):
        many = client.get(place(case)).content.decode()

    assert "Section 63G: not answered yet" in one
    assert many.count("Record fingerprints or DNA") == 5
    suspects = client.get(reverse("cases:place", args=[case.slug, "suspects"])).content.decode()
    assert "Section 63G: not answered yet. Last day to apply" in suspects


def test_closing_says_what_it_does_not_do_and_leads_to_the_answer(case, oic, di, sign_in):
    material(an_arrest_for_rape(case))
    decide_page, check_page = url_of("decide-nfa", case), url_of("check-nfa", case)
    before = sign_in(oic).get(decide_page).content.decode()
    assert "It does not destroy fingerprints or DNA" in before and "Police National Computer" in before

    decide_to_close(case, oic)
    found = BiometricRetention.objects.get()
    body = sign_in(di).get(check_page).content.decode()
    assert url("answer-s63g", case, found.pk) in body
    refused = sign_in(di).post(check_page, {"decision": "sign_off", "words": "Agreed."}).content.decode()
    assert "Decide whether to apply" in refused
    case.refresh_from_db()
    assert case.is_open


def url_of(name, case):
    return reverse(f"cases:{name}", args=[case.slug])


def test_nothing_is_said_of_closing_where_nobody_was_arrested(case, oic, sign_in):
    assert "It does not destroy" not in sign_in(oic).get(url_of("decide-nfa", case)).content.decode()


# ---------------------------------------------------------------------------------------- answer, words, steps, paper


def test_the_question_is_answered_on_its_page(case, di, sign_in):
    found = a_question(case)
    case.involvements.update(relationship="partner")
    client, path = sign_in(di), url("answer-s63g", case, found.pk)
    body = client.get(path).content.decode()
    assert "associated with the suspect at the time" in body and "checked" in body

    version = {"version": str(fresh(found).version)}
    lacking = client.post(path, version | {"answer": "apply", "words": WORDS, "rank": "inspector"}).content.decode()
    assert "63G(2) or (3)" in lacking and WORDS in lacking
    assert client.post(path, version | ANSWER).status_code == 302

    assert (fresh(found).state, fresh(found).answered_by) == ("destroy", di)
    page = client.get(place(case)).content.decode()
    assert "Change the answer" in page and "Inspector" in page


def test_two_people_who_answer_lose_nothing(case, di, supervisor, sign_in):
    found = a_question(case)
    stale = str(fresh(found).version)
    answered(found, di)

    body = sign_in(supervisor).post(url("answer-s63g", case, found.pk), {"version": stale, "drawn_from": "{}"} | ANSWER)

    assert body.status_code == 200 and fresh(found).state == "to_apply"


def test_an_application_is_written_printed_and_followed_step_by_step(case, oic, di, sign_in):
    found = answered(a_question(case), di)
    client = sign_in(oic)
    path = url("write-application", case, found.pk)
    assert client.post(path, {"version": "0"} | WRITTEN | {"compelling": ""}).status_code == 302
    assert client.post(path, {"version": "1"} | WRITTEN).status_code == 302

    answer = client.get(url("application-paper", case, found.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert {"H1", "H2", "Table"} <= set(tags(answer.content))
    found = fresh(found)
    printed = str(paper.blocks(found, found.application))
    assert all(words in printed for words in ("63G(3)", "Holloway", "Compelling reasons", case.reference, "Thornbury"))
    assert AuditEvent.objects.filter(verb="printed").exists()

    path = url("take-step", case, found.pk, "submitted")
    key = {"key": "9b0b6f3e-7d43-4c3a-8f6b-0f3a0c2d1e12", "words": "By secure e-mail"}
    for _ in range(2):
        assert client.post(path, key | day("on", today())).status_code == 302
    assert RetentionStep.objects.count() == 1
    early = client.post(url("take-step", case, found.pk, "consented"), key | {"key": ""} | day("on", today()))
    assert "notice to the suspect" in early.content.decode() and "By secure e-mail" in early.content.decode()
    page = client.get(place(case)).content.decode()
    assert "Record: notice given to the suspect" in page and "By secure e-mail" in page


@pytest.mark.parametrize("kind", ["notice", "no_address", "asked", "consented", "destroyed"])
def test_each_step_asks_what_it_needs(kind, case, oic, di, sign_in):
    found = applied(case, di)

    body = sign_in(oic).get(url("take-step", case, found.pk, kind)).content.decode()

    assert ("How was it given?" in body) == (kind == "notice")
    assert "Which court?" not in body
    assert ("(optional)" in body) == (kind not in ("no_address", "destroyed"))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"answer": "not_apply", "reason": "unlawful"}, "PACE 1984 s.63D(2)"),
        ({"answer": "not_apply", "reason": "conviction"}, "PACE 1984 s.63F(2)"),
        ({"answer": "not_apply", "reason": "no_ground"}, "otherwise destroyed"),
    ],
)
def test_the_panel_says_by_what_law_it_is_kept_or_goes(facts, words, case, oic, di, sign_in):
    answered(a_question(case), di, grounds=[], **facts)

    assert words in sign_in(oic).get(place(case)).content.decode()


def test_the_panel_says_who_consented_and_that_a_charge_keeps_it(case, oic, di, sign_in):
    step(applied(case, di), "consented")
    other = allocate(CaseFactory(team=case.team), oic)
    arrest = an_arrest_for_rape(other)
    part = other.involvements.get(suspect=arrest.suspect_id)
    part.offences.add(other.offences.get())
    statuses.record_status(part, status="CHARGED", on=today(), by=oic)
    material(arrest)
    client = sign_in(oic)

    assert "The Commissioner consented" in client.get(place(case)).content.decode()
    assert "charged, and not convicted (PACE 1984 s.63F(4))" in client.get(place(other)).content.decode()


def test_whoever_reads_the_force_is_asked_for_a_purpose_before_the_paper(case, oic, di, sign_in):
    found = answered(a_question(case), di)
    analyst = member(Role.OFFENDER_MANAGER, case.team)

    page = sign_in(analyst).get(url("application-paper", case, found.pk))

    assert page.status_code in (200, 302) and page["Content-Type"] != "application/pdf"


# ------------------------------------------------------------------------------------------------------- the list


def test_the_list_counts_what_it_shows_and_is_scoped(case, oic, di, outsider, veo, sign_in, max_queries):
    a_question(case)
    other = allocate(CaseFactory(team=case.team), oic)
    applied(other, di)
    client = sign_in(di)
    client.get(reverse(LIST))
    with max_queries(8):
        body = client.get(reverse(LIST)).content.decode()
    assert "Questions not answered (1)" in body and case.reference in body and other.reference not in body
    running = client.get(reverse(LIST), {"show": "running"}).content.decode()
    assert other.reference in running and case.reference not in running

    assert case.reference not in sign_in(outsider).get(reverse(LIST)).content.decode()
    assert sign_in(veo).get(reverse(LIST)).status_code == 403
    assert "1 to answer" in client.get("/").content.decode()


def test_a_restricted_case_leaks_nowhere(case, oic, di, supervisor, sign_in):
    a_question(case)
    restriction.restrict_case(case=case, reason="Police suspect", people=[oic], by=di)

    assert case.reference not in sign_in(supervisor).get(reverse(LIST)).content.decode()
    assert "Questions not answered (0)" in sign_in(supervisor).get(reverse(LIST)).content.decode()
    assert case.reference in sign_in(oic).get(reverse(LIST)).content.decode()


def test_fifty_rows_ask_no_more_than_one_and_go_on_to_the_next_page(case, di, sign_in, max_queries):
    first = a_question(case)
    for _ in range(30):
        arrest = an_arrest_for_rape(case)
        BiometricRetention.objects.create(
            case=case,
            arrest=arrest,
            state="open",
            opened_on=today(),
            opened_why="bail",
            apply_by=today(),
            next_on=today(),
        )
    client = sign_in(di)
    client.get(reverse(LIST))

    with max_queries(8):
        page = client.get(reverse(LIST))

    assert "(31)" in page.content.decode() and len(page.context["page"].rows) == 25
    after = client.get(reverse(LIST), {"after": page.context["page"].after})
    assert len(after.context["page"].rows) == 6
    assert [row.pk for row in after.context["page"].rows][-1] == first.pk
    back = client.get(reverse(LIST), {"before": after.context["page"].before})
    assert back.context["page"].rows == page.context["page"].rows
    assert len(client.get(reverse(LIST), {"after": "x"}).context["page"].rows) == 25


def test_the_export_holds_the_rows_of_the_list(case, di, proved):
    a_question(case)

    answer = proved(di).get(reverse("orders:biometrics-export"), {"show": "open"})

    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Case", case.reference]
    assert AuditEvent.objects.filter(verb="exported").exists()


def test_time_that_has_ended_is_listed_for_destruction(case, di, sign_in):
    found = a_question(case)
    ended = days_ago(3)
    BiometricRetention.objects.filter(pk=found.pk).update(state="kept", keep_until=ended, next_on=ended)

    body = sign_in(di).get(reverse(LIST), {"show": "destroy"}).content.decode()

    assert "the time to keep them has ended" in body
    assert case.reference not in sign_in(di).get(reverse(LIST), {"show": "ending"}).content.decode()
