"""The rules and services behind a suspect's status, and the days and ages that a score is made of."""

from datetime import date, timedelta

import pytest
from django.db.utils import IntegrityError
from django.utils import timezone

from cases.models import Case
from suspects import jobs
from suspects.models import InvolvementStatus, Score, ScoreRun, StaleScore, Standing, SuspectAddress
from suspects.queries.statuses import present_in
from suspects.rules.facts import age_on, offence_day
from suspects.services import scoring, statuses
from suspects.services.statuses import CannotRecord
from tests.factories import InvolvementFactory

REPORTED = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("precision", "start", "end", "day", "is_worked_out"),
    [
        ("exact", date(2026, 3, 1), None, date(2026, 3, 1), False),
        ("day", date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 2), False),
        ("between", date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 1), True),
        ("month", date(2026, 3, 1), date(2026, 3, 31), REPORTED, True),
        ("year", date(2019, 1, 1), date(2019, 12, 31), date(2019, 7, 1), True),
        ("year", date(2026, 1, 1), date(2026, 12, 31), REPORTED, True),
        ("unknown", None, None, REPORTED, True),
        ("unknown", None, date(2025, 5, 5), date(2025, 5, 5), True),
    ],
)
def test_the_day_that_an_offence_counts_from(precision, start, end, day, is_worked_out):
    assert offence_day(precision, start, end, REPORTED) == (day, is_worked_out)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2013, 3, 10), date(2026, 3, 9), 12),
        (date(2013, 3, 10), date(2026, 3, 10), 13),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (None, date(2026, 2, 28), None),
    ],
)
def test_age_at_the_offence(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.django_db
def test_a_status_cannot_be_of_a_day_to_come_or_of_nobody_known(oic, case):
    part = InvolvementFactory(case=case)
    unknown = InvolvementFactory(case=case, kind="unknown", suspect=None)

    with pytest.raises(CannotRecord, match="today or in the past"):
        statuses.record_status(part, status="CHARGED", on=timezone.localdate() + timedelta(days=1), by=oic)
    with pytest.raises(CannotRecord, match="Name the suspect"):
        statuses.record_status(unknown, status="CHARGED", on=timezone.localdate(), by=oic)
    assert not InvolvementStatus.objects.exists()


@pytest.mark.django_db
def test_the_present_status_is_the_newest_that_was_not_withdrawn(oic, case):
    part, day = InvolvementFactory(case=case), timezone.localdate()
    first = statuses.record_status(part, status="ARRESTED", on=day - timedelta(days=3), by=oic)
    mistake = statuses.record_status(part, status="CHARGED", on=day, by=oic)
    assert present_in(Case.objects.get()) == {part.pk: mistake}

    with pytest.raises(CannotRecord, match="Enter why"):
        statuses.withdraw_status(mistake, why=" ", by=oic)
    statuses.withdraw_status(mistake, why="Another person of this name", by=oic)
    assert present_in(Case.objects.get()) == {part.pk: first}

    again = statuses.record_status(part, status="CHARGED", on=day, by=oic)
    assert again.pk != mistake.pk
    assert present_in(Case.objects.get()) == {part.pk: again}


@pytest.mark.django_db
def test_a_status_is_withdrawn_by_somebody_for_a_reason(oic, case):
    step = statuses.record_status(InvolvementFactory(case=case), status="CHARGED", on=timezone.localdate(), by=oic)

    with pytest.raises(IntegrityError, match="status_withdrawn_at_with_by"):
        InvolvementStatus.objects.filter(pk=step.pk).update(withdrawn_at=timezone.now())


@pytest.mark.django_db
def test_records_name_themselves_without_naming_anybody(reference, case):
    part = InvolvementFactory(case=case)
    jobs.score_everybody(timezone.localdate(), key="one", why="asked")
    scoring.ask_rescore(part.suspect_id, why_key="one")
    address = SuspectAddress(pk=7)

    names = [str(row.objects.get()) for row in (ScoreRun, Score, StaleScore)]
    said = [*names, str(Standing(suspect_id=part.suspect_id)), str(address), str(part)]

    assert said[0].startswith("Asked for by a command as on ")
    assert not [words for words in said if "Thornbury" in words or not words]
