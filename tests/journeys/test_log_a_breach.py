"""Somebody hears of a breach: found, said and logged in under a minute, five keystrokes beyond the facts."""

import re
from datetime import timedelta
from time import monotonic

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cases.services import names
from cases.services.names import NameRow
from orders.models import Breach, BreachDecision, NoArrestProposal
from orders.queries.proposed import proposed
from orders.rules.decisions import Answer
from orders.views.heard import SALT
from soteria.alerts.models import Alert
from soteria.ui.parts import LONDON
from tests.factories import VictimFactory
from tests.factories.orders import a_bail, a_breach
from tests.journeys import kit
from tests.journeys.keyboard import Keyboard
from tests.orders.asking import decide, propose

pytestmark = pytest.mark.django_db(transaction=True)
MOST_BEYOND, MOST_SECONDS = 5, 60
MOST_TABS = 60  # from question to question, over four pages


class Hands:
    """Counts what a person does beside saying the facts: every click or key that only moves them on."""

    def __init__(self) -> None:
        self.beyond = 0

    def press(self, control: Locator, key: str = "") -> None:
        """A click, or a key, that says nothing."""
        self.beyond += 1
        if key:
            control.press(key)
        else:
            control.click()


def is_sound(page: Page, name: str) -> None:
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)


@pytest.fixture
def known(case):
    """A case on bail whose victim's name is found."""
    victim = VictimFactory(case=case, forenames="Rosalind", surname="Ashdown")
    a_bail(case)
    names.index([NameRow(case.pk, "victim", victim.pk, "Rosalind", "Ashdown")])
    return case


def test_a_victim_engagement_officer_logs_a_breach_within_a_minute(page: Page, live_server, known, veo):
    kit.sign_in(page, veo, live_server.url)
    page.goto(live_server.url + "/")
    hands, begun = Hands(), monotonic()

    hands.press(page.get_by_role("navigation", name="Menu").get_by_role("link", name="Log a breach"))
    page.get_by_label("Reference or name").fill("Ashdown")  # a fact
    hands.press(page.locator("#id_typed"), "Enter")
    hands.press(page.get_by_role("link", name=re.compile("^Log a breach in case")))
    say(page)
    hands.press(page.get_by_role("button", name="Log breach"))

    expect(page.get_by_text("The breach is logged. A supervisor decides by")).to_be_visible()
    breach = Breach.objects.get()
    assert (breach.acts, breach.toward, breach.means, breach.occasions) == (["contact"], ["victim"], ["call"], 1)
    assert breach.evidence.get().kind == "phone"
    assert hands.beyond <= MOST_BEYOND
    assert monotonic() - begun < MOST_SECONDS


def say(page: Page) -> None:
    """The facts: the condition and the victim are ticked already, and so is today."""
    at = (timezone.now() - timedelta(minutes=20)).astimezone(LONDON)
    group = page.get_by_role("group", name=re.compile("When did it happen"))
    for box, value in {"Day": at.day, "Month": at.month, "Year": at.year, "Time": f"{at:%H:%M}"}.items():
        group.get_by_label(box).fill(str(value))
    page.get_by_label("What happened?").fill("Her adviser says that he rang her.")
    page.get_by_label("Made contact").check()
    page.get_by_label("Calls", exact=True).check()
    page.get_by_label("Somebody who supports the victim").check()
    page.get_by_label("Telephone, such as a call log").check()


def test_a_breach_is_logged_by_keyboard_alone(page: Page, live_server, known, veo):
    """By a count of every key: five at most that neither say a fact nor lead to the next question, as Tab does."""
    kit.sign_in(page, veo, live_server.url)
    page.goto(live_server.url + "/")
    keys, begun = Keyboard(page), monotonic()

    for link, typed in (("Log a breach", ""), ("Reference or name", "Ashdown"), ("Log a breach in case", "")):
        keys.to(name=link)
        keys.type(typed)
        keys.enter()
    keys.skip()
    say_by_keyboard(keys)
    keys.enter()

    expect(page.get_by_text("The breach is logged. A supervisor decides by")).to_be_visible()
    breach = Breach.objects.get()
    assert (breach.acts, breach.toward, breach.means, breach.told_by) == (
        ["contact"],
        ["victim"],
        ["call"],
        "supporter",
    )
    assert breach.evidence.get().kind == "phone"
    assert keys.presses - keys.of["Tab"] <= MOST_BEYOND
    assert keys.of["Tab"] <= MOST_TABS
    assert monotonic() - begun < MOST_SECONDS


def say_by_keyboard(keys: Keyboard) -> None:
    """The facts: the time is now, a space ticks, an arrow chooses; what is filled in already is passed over."""
    keys.to(name="Time")
    keys.type(f"{timezone.now().astimezone(LONDON):%H:%M}")
    keys.to(name="What happened?")
    keys.type("Her adviser says that he rang her.")
    for fact in ("Made contact", "Calls"):
        keys.to(name=fact)
        keys.type(" ")
    keys.to(name="On how many occasions?")
    keys.press("Tab")  # to the first of those who may have told us
    keys.page.keyboard.press("ArrowDown")
    keys.to(name="Telephone, such as a call log")
    keys.type(" ")


def test_pages_of_a_breach_are_sound(page: Page, live_server, known, supervisor, di):
    done = {"acts": ["contact", "threaten"], "toward": ["victim"], "means": ["message"], "occasions": 2}
    first, second, third = (a_breach(known, **done) for _ in range(3))
    decide(first, supervisor, answers={one.code: Answer("pursued") for one in proposed(first)})
    none = Answer("not", "No message was ever kept.")
    propose(second, supervisor, answers={one.code: none for one in proposed(second)})
    kit.sign_in(page, di, live_server.url)
    named = {"find-to-log": [], "breach-register": [], "breach-pattern": [first.suspect_id]}
    named |= {name: [known.slug, third.pk] for name in ("decide-breach", "add-evidence")}
    named |= {"close-wanted": [known.slug, first.pk]}
    named |= {"agree-no-arrest": [known.slug, second.pk], "tell-of-decision": [known.slug, first.pk]}
    found = signing.dumps([di.pk, known.involvements.get(suspect=first.suspect_id).pk], salt=SALT)
    named |= {"find-heard": [], "log-heard": [found]}
    asks = {
        "find-heard": "Find the suspect",
        "log-heard": "Log breach",
        "find-to-log": "Find the case",
        "decide-breach": "Record the decision",
        "tell-of-decision": "Save",
        "close-wanted": "Save",
    }
    for name, arguments in named.items():
        page.goto(live_server.url + reverse(f"orders:{name}", args=arguments))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        is_sound(page, f"breach-{name}")
        if button := asks.get(name):
            page.get_by_role("button", name=button).click()
            kit.errors_lead_to_their_fields(page)
            is_sound(page, f"breach-{name}-error")
    agree(page, live_server.url, known, second)


def agree(page: Page, base: str, case, breach: Breach) -> None:
    page.goto(base + reverse("orders:agree-no-arrest", args=[case.slug, breach.pk]))
    page.get_by_label("No, the breach is to be decided again").check()
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "breach-agree-error")
    page.get_by_label("Yes, I agree").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    assert BreachDecision.objects.get(breach=breach).outcome == "no_arrest"
    assert NoArrestProposal.objects.get().state == "agreed"
    assert not Alert.objects.waiting().filter(kind="orders.breach_agree").exists()
    is_sound(page, "breach-place-wanted")


def test_alerts_not_acknowledged_are_sound(page: Page, live_server, known, oic, supervisor):
    from tests.cases.test_unacknowledged import unread

    unread(oic, known)
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(live_server.url + "/")
    is_sound(page, "home-not-acknowledged")
    page.get_by_role("link", name="1 not acknowledged").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alerts not acknowledged (1)")
    is_sound(page, "alerts-not-acknowledged")
