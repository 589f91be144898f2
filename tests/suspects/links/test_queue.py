"""The queue of pairs and the page of one, at any length."""

import pytest
from django.utils import timezone

from suspects.models import Merge, PersonLink, Suspect
from tests.factories import CaseFactory
from tests.suspects.links.pair import QUEUE, on_record, page_of, send

pytestmark = pytest.mark.django_db


def test_the_queue_is_filtered_ordered_and_paged(here, there, case, team, analyst, sign_in):
    for number in range(30):
        other = on_record(CaseFactory(team=team, reference=f"55/{32000 + number}/26"), surname=f"S{number}")
        PersonLink.objects.create(
            left=here, right=other, force=here.force, weight=number, probability=0.5, model_version="t",
            scored_at=timezone.now(),
        )  # fmt: skip
    client = sign_in(analyst)

    first = client.get(QUEUE)
    second = client.get(QUEUE, {"after": first.context["page"].after})
    back = client.get(QUEUE, {"before": second.context["page"].before})

    weights = [row.link.weight for page in (first, second) for row in page.context["page"].rows]
    assert weights == sorted(range(30), reverse=True)
    assert back.context["page"].rows == first.context["page"].rows
    assert str(client.get(QUEUE, {"strength": "strong"}).context["count"]) == "10"
    newest = client.get(QUEUE, {"order": "newest"}).context["page"].rows
    assert newest[0].link.weight == 29.0
    assert "Clear the filters" in client.get(QUEUE, {"state": "rejected"}).content.decode()
    assert client.get(QUEUE, {"after": "nonsense"}).context["page"].rows == first.context["page"].rows


def test_records_of_one_name_are_told_apart_by_nominal_or_case(here, link, analyst, sign_in):
    Suspect.objects.update(forenames="Mihai", surname="Nowak", nominal="")
    Suspect.objects.filter(pk=here.pk).update(nominal="N-4471")
    client = sign_in(analyst)

    queue = client.get(QUEUE).content.decode()
    assert "Nominal N-4471" in queue and "Case 55/30001/26" in queue
    page = client.get(page_of(link)).content.decode()
    assert "Mihai Nowak (nominal N-4471)" in page and "Mihai Nowak (case 55/30001/26)" in page
    joined = send(client, link).content.decode()
    assert "Mihai Nowak (nominal N-4471) is the record that is kept" in joined


def test_a_pair_that_a_rule_holds_back_is_told_by_the_rule_and_never_as_likely(link, analyst, sign_in):
    PersonLink.objects.update(block="Same surname: they may be twins", probability=0.9999)
    client = sign_in(analyst)

    queue = client.get(QUEUE, {"state": "blocked"}).content.decode().split("<tbody", 1)[1]
    page = client.get(page_of(link)).content.decode()

    assert "they may be twins" in queue and "Nearly certain" not in queue
    assert "A rule holds the pair back" in page and "nearly certain" not in page


@pytest.mark.parametrize("number", [1, 20])
def test_the_queue_asks_the_same_few_questions_for_any_number(number, here, team, analyst, sign_in, max_queries):
    for n in range(number):
        other = on_record(CaseFactory(team=team, reference=f"55/{33000 + n}/26"), surname=f"S{n}")
        PersonLink.objects.create(
            left=here, right=other, force=here.force, weight=9, probability=0.5, model_version="t",
            scored_at=timezone.now(),
        )  # fmt: skip
    client = sign_in(analyst)
    client.get(QUEUE)

    with max_queries(8):
        assert len(client.get(QUEUE).context["page"].rows) == number


def test_a_pair_that_no_pass_found_is_scored_on_its_page_and_can_be_joined(here, case, team, analyst, sign_in):
    other = on_record(CaseFactory(team=team, reference="55/34001/26"), forenames="Ibrahim", surname="Walker")
    pair = PersonLink(left_id=min(here.pk, other.pk), right_id=max(here.pk, other.pk))
    client = sign_in(analyst)

    assert "no pass found this pair likely" in client.get(page_of(pair)).content.decode()
    assert "joined as one person" in send(client, pair, reason="identified").content.decode()
    assert Merge.objects.count() == 1


def test_the_page_of_a_pair_asks_few_questions(link, analyst, sign_in, max_queries):
    client = sign_in(analyst)
    client.get(page_of(link))

    with max_queries(8):
        assert client.get(page_of(link)).status_code == 200
