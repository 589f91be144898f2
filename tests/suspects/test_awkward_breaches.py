"""Breaches of a protection order, and of bail, in a score: which count, and at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.rules.decisions import Answer
from soteria.work import jobs as work
from suspects.models import Score, ScoreVersion
from tests.factories import InvolvementFactory, OffenceFactory, VictimFactory
from tests.factories.forms import sent_back
from tests.factories.orders import a_bail, a_breach, an_arrest, an_order
from tests.orders.asking import arrest_nobody
from tests.suspects.scored import scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def restrained(case):
    """Somebody scored for one case, with an order against them."""
    OffenceFactory(case=case)
    VictimFactory(case=case)
    suspect = InvolvementFactory(case=case).suspect
    an_order(case, suspect=suspect)
    return suspect


def test_a_breach_of_an_order_that_was_reported_counts_and_adds_no_victim(restrained, case, supervisor, di, sign_in):
    before, _ = scored(restrained)
    breach = a_breach(case)

    after, rows = scored(restrained)

    assert len(rows) == 2 and [10, 1.0, 0] in [row[4:] for row in rows]
    assert after.frequency > before.frequency and after.victim == before.victim and after.is_repeat
    shown = sign_in(supervisor).get(reverse("suspects:score", args=[restrained.pk])).content.decode()
    assert "Breach of a protection order" in shown
    answers = {"order:non_molestation": Answer("not", "He was elsewhere that day")}
    arrest_nobody(breach, supervisor, di, reason="not_broken", answers=answers)
    work.drain(timezone.now())
    assert Score.objects.order_by("-pk").first().base == pytest.approx(before.base)


def test_a_breach_logged_on_its_page_is_in_the_score_at_once(restrained, case, oic, sign_in):
    before, _ = scored(restrained)
    client, path = sign_in(oic), reverse("orders:log-breach", args=[case.slug])
    at = timezone.localtime() - timedelta(minutes=1)
    typed = {f"happened_at_{part}": getattr(at, part) for part in ("day", "month", "year")}
    typed |= {"happened_at_time": f"{at:%H:%M}", "account": "He came to the door.", "told_by": "victim"}
    sent = sent_back(client.get(path)) | typed | {"acts": ["approach"], "toward": ["victim"]}

    assert client.post(path, sent).status_code == 302
    work.drain(timezone.now())

    assert Score.objects.filter(suspect=restrained).order_by("-pk").first().base > before.base


def test_a_breach_that_an_officer_found_is_not_counted(restrained, case):
    before, _ = scored(restrained)
    a_breach(case, told_by="officer")

    assert scored(restrained)[0].base == before.base


@pytest.fixture
def bailed(case):
    """Somebody on bail in one case."""
    OffenceFactory(case=case)
    VictimFactory(case=case)
    suspect = InvolvementFactory(case=case).suspect
    a_bail(case, arrest=an_arrest(case, suspect))
    return suspect


def test_a_breach_of_bail_raises_the_score_at_once_and_makes_nobody_a_repeat_suspect(bailed, case, supervisor, sign_in):
    before, _ = scored(bailed)
    assert a_breach(case).kind == "bail"
    work.drain(timezone.now())

    assert Score.objects.filter(suspect=bailed).order_by("-pk").first().base > before.base
    after, rows = scored(bailed)
    assert [0, 0.4, 0] in [row[4:] for row in rows]
    assert after.frequency > before.frequency and not after.is_repeat
    assert after.gravity == before.gravity and after.victim == before.victim
    shown = sign_in(supervisor).get(reverse("suspects:score", args=[bailed.pk])).content.decode()
    assert "Breach of a bail condition, which is no offence" in shown


@pytest.mark.parametrize(("reason", "counts"), [("not_broken", False), ("no_evidence", False), ("in_custody", True)])
def test_a_breach_of_bail_counts_for_what_was_decided_of_it(reason, counts, bailed, case, supervisor, di):
    before, _ = scored(bailed)
    arrest_nobody(a_breach(case), supervisor, di, reason=reason)

    assert (scored(bailed)[0].base > before.base) is counts


def test_a_breach_of_bail_that_an_officer_found_is_not_counted(bailed, case):
    before, _ = scored(bailed)
    a_breach(case, told_by="officer")

    assert scored(bailed)[0].base == before.base


def test_a_version_from_before_does_not_count_a_breach_of_bail_and_says_so(bailed, case, supervisor, sign_in):
    ScoreVersion.objects.filter(code="p2").update(since=timezone.localdate() + timedelta(days=1))
    before, _ = scored(bailed)
    a_breach(case)

    assert scored(bailed)[0].base == before.base
    shown = sign_in(supervisor).get(reverse("suspects:score", args=[bailed.pk])).content.decode()
    assert "The weights of this version do not count breaches of bail" in shown
