"""Pages of breaches: logged in a minute, decided by a supervisor, listed for whoever decides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.services import restriction
from orders.models import Arrest, Breach, BreachDecision
from orders.queries import awaiting
from soteria.accounts.models import User
from tests.factories import CaseFactory, TeamFactory, allocate
from tests.factories.forms import sent_back
from tests.factories.orders import a_bail, a_breach, ago, an_order
from tests.orders.asking import arrest_nobody
from tests.orders.paging import boxes, place, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ACCOUNT = "He waited outside her work."


def breach_sent(client: Client, case: Case, **said: Any) -> dict[str, Any]:
    page = sent_back(client.get(url("log-breach", case)))
    done = {"account": ACCOUNT, "told_by": "supporter", "acts": ["approach"], "toward": ["victim"]}
    return page | boxes("happened_at", ago(hours=1)) | done | said


def test_the_only_condition_is_ticked_and_a_breach_takes_few_answers(client: Client, case: Case) -> None:
    condition = a_bail(case).conditions.get()

    data = breach_sent(client, case)
    answer = client.post(url("log-breach", case), data, follow=True)

    breach = Breach.objects.get()
    assert data["broken"] == [f"c{condition.pk}"]
    assert (breach.account, breach.told_by, breach.logged_by) == (ACCOUNT, "supporter", case.oic)
    assert "The breach is logged. A supervisor decides by" in answer.content.decode()


def test_a_double_click_logs_one_breach(client: Client, case: Case) -> None:
    a_bail(case)
    data = breach_sent(client, case)

    answers = [client.post(url("log-breach", case), data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Breach.objects.count() == 1


def test_other_words_in_the_same_form_are_offered_again(client: Client, case: Case) -> None:
    a_bail(case)
    data = breach_sent(client, case)
    client.post(url("log-breach", case), data)

    other = data | {"account": "He came back at night."}
    again = client.post(url("log-breach", case), other)
    client.post(url("log-breach", case), other | {"key": again.context["form"]["key"].value()})

    assert "This one is not logged yet" in again.content.decode()
    assert Breach.objects.count() == 2


def test_a_breach_before_its_condition_is_refused_and_nothing_typed_is_lost(client: Client, case: Case) -> None:
    granted = a_bail(case).granted_at
    data = breach_sent(client, case, **boxes("happened_at", granted - timedelta(days=1)))

    body = client.post(url("log-breach", case), data).content.decode()

    assert "“No contact with Rosalind Ashdown” began on" in body
    assert ACCOUNT in body
    assert f'value="{data["happened_at_time"]}"' in body
    assert not Breach.objects.exists()


def test_a_case_with_nothing_to_break_says_what_to_do(client: Client, case: Case, veo: User, sign_in: SignIn) -> None:
    assert "an arrest and its bail" in client.get(url("log-breach", case)).content.decode()
    assert "Tell the officer in the case" in sign_in(veo).get(url("log-breach", case)).content.decode()


def test_a_reader_in_part_reads_no_name_of_a_suspect(case: Case, breach: Breach, veo: User, sign_in: SignIn) -> None:
    an_order(case, suspect=breach.suspect)
    for path in (url("log-breach", case), place(case)):
        body = sign_in(veo).get(path).content.decode()
        assert "Suspect 1" in body
        assert "Thornbury" not in body


def test_a_reader_in_part_reads_conditions_and_no_words_of_a_breach(
    case: Case, breach: Breach, oic: User, supervisor: User, di: User, veo: User, sign_in: SignIn
) -> None:
    Arrest.objects.update(custody_reference="55C/9/26")
    arrest_nobody(breach, supervisor, di, reason="safer", words="She has moved away from here.")
    hidden = (breach.account, "She has moved away from here.", "55C/9/26")

    in_part, in_full = (sign_in(person).get(place(case)).content.decode() for person in (veo, oic))

    assert "No contact with Rosalind Ashdown" in in_part and "No arrest" in in_part
    assert [words in in_full for words in hidden] == [True] * 3
    assert [words in in_part for words in hidden] == [False] * 3


def test_a_supervisor_decides(case: Case, breach: Breach, supervisor: User, sign_in: SignIn) -> None:
    client, path = sign_in(supervisor), url("decide-breach", case, breach.pk)
    assert "Breaking a condition of police bail is not an offence" in client.get(path).content.decode()

    refused = client.post(path, {"outcome": "no_arrest", "victim_told": "not_safe", "words": "Seen."}).content.decode()
    answer = client.post(path, {"outcome": "arrest", "victim_told": "not_yet"}, follow=True)

    assert "Select the reason for no arrest" in refused and "Enter why the victim is not told" in refused
    assert "Seen." in refused
    assert BreachDecision.objects.get().decided_by == supervisor
    assert "The decision is recorded." in answer.content.decode()
    assert client.get(path).url == place(case)


def test_two_supervisors_deciding_lose_nothing(
    case: Case, breach: Breach, supervisor: User, di: User, sign_in: SignIn
) -> None:
    path, first = url("decide-breach", case, breach.pk), {"outcome": "arrest", "victim_told": "not_yet"}
    sign_in(supervisor).post(path, first)

    late = {"outcome": "no_arrest", "reason": "not_broken", "words": "He was at work.", "victim_told": "not_yet"}
    body = sign_in(di).post(path, late).content.decode()

    assert "A decision about this breach is recorded already. Yours is not saved" in body
    assert "That decision stands." in body
    assert "He was at work." in body


def test_the_list_holds_only_what_its_reader_decides_on(
    case: Case, breach: Breach, supervisor: User, di: User, oic: User, sign_in: SignIn
) -> None:
    elsewhere = allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), oic)
    a_breach(elsewhere)
    hidden = allocate(CaseFactory(team=case.team), oic)
    a_breach(hidden)
    restriction.restrict_case(case=hidden, reason="Police suspect", people=[], by=di)

    body = sign_in(supervisor).get(reverse("orders:breaches")).content.decode()

    assert "Breaches awaiting decision (1)" in body
    assert case.reference in body
    assert hidden.reference not in body
    assert elsewhere.reference not in body
    assert sign_in(oic).get(reverse("orders:breaches")).status_code == 403


def badge(page: Any) -> int:
    """The number beside "Breaches" at the top of a page; 0 where the link has none or is not there."""
    return next((link.count for link in page.context["service_links"] if link.text == "Breaches"), 0)


def test_the_number_at_the_top_of_every_page_is_that_of_the_list(
    case: Case, breach: Breach, supervisor: User, oic: User, sign_in: SignIn
) -> None:
    a_breach(allocate(CaseFactory(team=TeamFactory(name="Riverton RASSO")), oic))
    client, listed = sign_in(supervisor), reverse("orders:breaches")

    shown = [badge(client.get(path)) for path in ("/", place(case), listed)]

    assert shown == [1, 1, 1]
    assert "Breaches awaiting decision (1)" in client.get(listed).content.decode()
    assert badge(sign_in(oic).get("/")) == 0


def test_the_same_again_from_a_page_fetched_anew_is_asked_about(case: Case, client: Client) -> None:
    a_bail(case)
    path, at = url("log-breach", case), boxes("happened_at", ago(hours=1))
    typed = at | {"account": "He rang her.", "told_by": "victim", "acts": ["contact"], "toward": ["victim"]}
    client.post(path, sent_back(client.get(path)) | typed)

    asked = client.post(path, sent_back(client.get(path)) | typed)

    body = asked.content.decode()
    assert "You logged this already" in body and f"{place(case)}#breaches" in body
    assert "Tick the box if this is another breach" in body and 'type="checkbox" value="on"' in body
    assert Breach.objects.count() == 1
    client.post(path, sent_back(asked) | typed | {"is_another": "on"})
    assert Breach.objects.count() == 2
    client.post(path, sent_back(client.get(path)) | typed | {"account": "He rang her again."})
    assert Breach.objects.count() == 3


def test_an_empty_list_says_so(supervisor: User, sign_in: SignIn) -> None:
    assert "No breach waits for your decision." in sign_in(supervisor).get(reverse("orders:breaches")).content.decode()


def test_a_long_list_comes_in_pages(case: Case, supervisor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awaiting, "SIZE", 2)
    made = [a_breach(case).pk for _ in range(3)]

    first = awaiting.page(supervisor)
    second = awaiting.page(supervisor, first.after)

    assert [row.pk for row in (*first.rows, *second.rows)] == made
    assert (first.is_first, second.is_first, second.after) == (True, False, "")
    monkeypatch.setattr(awaiting, "COUNTED", 2)
    assert awaiting.count(supervisor) == 3


def test_the_pages_are_named_for_what_is_due_first(
    case: Case, supervisor: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        a_breach(case)
    monkeypatch.setattr(awaiting, "SIZE", 2)
    client, path = sign_in(supervisor), reverse("orders:breaches")

    first = client.get(path)
    second = client.get(path, {"after": first.context["found"].after})

    bodies = [answer.content.decode() for answer in (first, second)]
    assert "Due later</a>" in bodies[0] and "Back to the first due</a>" in bodies[1]
    assert not any("Older" in body or "newest" in body for body in bodies)


def test_everything_that_is_proposed_is_answered_on_the_page(case: Case, supervisor: User, sign_in: SignIn) -> None:
    said = {"acts": ["contact"], "toward": ["victim"], "means": ["call"]}
    breach, client = a_breach(case, **said), sign_in(supervisor)
    path, arrest = url("decide-breach", case, breach.pk), {"outcome": "arrest", "victim_told": "not_yet"}

    none = client.post(path, arrest).content.decode()
    half = client.post(path, arrest | {"pursue_all": "on", "answer_network": "not"}).content.decode()
    client.post(
        path, arrest | {"pursue_all": "on", "answer_network": "not", "why_network": "He rang on one day alone."}
    )

    assert "Select whether to pursue “Malicious communication”" in none
    assert "Communications Act 2003 s.127" in none
    assert "Enter why “Improper use of a public communications network” is not pursued" in half
    assert dict(breach.answers.values_list("offence", "answer")) == {"malicious_message": "pursued", "network": "not"}


def test_a_breach_of_an_order_is_said_to_be_what_its_type_makes_it(
    case: Case, supervisor: User, sign_in: SignIn
) -> None:
    order = an_order(case, type="occupation")
    breach = a_breach(case, broken=[f"t{order.terms.get().pk}"])

    body = sign_in(supervisor).get(url("decide-breach", case, breach.pk)).content.decode()

    assert "Breach of an occupation order" in body
    assert "contempt of court and not an offence" in body
