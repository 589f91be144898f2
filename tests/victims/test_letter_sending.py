"""How a letter went: in a safe way or for a reason, once, after it was printed, and the clocks that it meets."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case
from soteria.accounts.models import User
from soteria.audit.models import AuditEvent
from soteria.clocks.models import Clock
from tests.cases.closing import decide, sign_off
from tests.factories.forms import sent_back
from tests.victims.lettering import ready, url
from victims.models import Contact, Letter, Victim
from victims.rules.needs import Answer, Status
from victims.services import letters, needs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SignIn = Callable[[User], Client]


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
