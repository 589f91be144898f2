"""Fingerprints and DNA as the services make them: taken, asked about, answered, applied for."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cases.models import Case
from orders.biometric_jobs import ask
from orders.models import Arrest, BiometricMaterial, BiometricRetention, RetentionStep
from orders.services import biometrics, biometrics_application
from soteria.accounts.models import User
from soteria.accounts.roles import Role
from tests.factories import OffenceFactory, member
from tests.factories.orders import ago, an_arrest, suspect_in

WORDS = "The risk to others is high, and two people reported the same."
WRITTEN = {
    "applicant": "Assistant Chief Constable R. Holloway",
    "rank": "acc",
    "allegation": "He is said to have gone to her home after she had told him to stay away.",
    "no_charge": "What was found beside her account did not reach the test.",
    "compelling": "Two earlier reports by other people describe the same approach.",
    "fairness": "He has no conviction. Three years is a limited time.",
}


def today() -> date:
    """The London date now."""
    return timezone.localdate()


def days_ago(days: int) -> date:
    """A London date some days ago."""
    return today() - timedelta(days=days)


def an_arrest_for_rape(case: Case, *, at: Any = None, suspect: Any = None) -> Arrest:
    """An arrest 40 days ago in a case of rape, which is a qualifying offence."""
    if not case.offences.exists():
        OffenceFactory(case=case)
    return an_arrest(case, suspect or suspect_in(case), at=at or ago(days=40))


def material(arrest: Arrest, **facts: Any) -> BiometricMaterial:
    """Fingerprints taken on the day of the arrest, recorded by the officer in the case."""
    usual = {"kind": "fingerprints", "taken_on": timezone.localdate(arrest.arrested_at), "key": uuid4()}
    return biometrics.record_material(arrest, by=arrest.case.oic, **(usual | facts))


def a_question(case: Case, *, on: date | None = None, taken: bool = True, **facts: Any) -> BiometricRetention:
    """A question of section 63G that nobody answered, five days after the decision not to charge."""
    arrest = an_arrest_for_rape(case, **facts)
    if taken:
        material(arrest)
    return fresh(ask(arrest, on=on or days_ago(5), why="bail", by=case.oic))


def fresh(found: BiometricRetention) -> BiometricRetention:
    """The record as it stands in the database, with what acts read of it."""
    rows = BiometricRetention.objects.select_related("case__oic", "arrest__case", "arrest__suspect")
    return rows.get(pk=found.pk)


def decider(case: Case) -> User:
    """A detective inspector of the case's team."""
    assert case.team
    return member(Role.DI, case.team)


def answered(found: BiometricRetention, by: User, **facts: Any) -> BiometricRetention:
    """Decided to apply, on the ground of prevention, unless the facts say otherwise."""
    usual = {"answer": "apply", "grounds": ["crime"], "words": WORDS, "rank": "inspector"}
    return fresh(biometrics.answer_question(found, by=by, **(usual | facts)))


def no(found: BiometricRetention, by: User, reason: str = "not_necessary") -> BiometricRetention:
    """Decided not to apply."""
    return answered(found, by, answer="not_apply", grounds=[], reason=reason)


def step(found: BiometricRetention, kind: str, on: date | None = None, **facts: Any) -> RetentionStep:
    """A step that the officer in the case records; of today where no day is given."""
    usual = {"key": uuid4(), "words": "As it was told to the officer."}
    usual |= {"method": "post"} if kind == "notice" else {}
    usual |= {"by": found.case.oic}
    return biometrics_application.take_step(found, kind=kind, on=on or today(), **(usual | facts))


def applied(case: Case, by: User) -> BiometricRetention:
    """An application that is with the Commissioner, of which the suspect had notice."""
    found = answered(a_question(case), by)
    biometrics_application.save_application(found, values=WRITTEN, by=case.oic)
    step(found, "submitted")
    step(fresh(found), "notice")
    return fresh(found)
