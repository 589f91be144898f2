"""An investigator logs bail and a breach; the supervisor sees the alert and decides: no worker, no broker needed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from orders.models import Breach, BreachDecision, ProtectionOrder
from soteria.clocks.services import load_limits
from soteria.ui.parts import LONDON
from soteria.work import jobs as work
from tests.factories import VictimFactory
from tests.factories.orders import a_bail, a_breach, an_order, suspect_in
from tests.journeys import kit

pytestmark = pytest.mark.django_db(transaction=True)


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    assert page.locator("h1").count() == 1
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)


def fill_moment(page: Page, question: str, **before: float) -> None:
    """Type a date and time into the boxes of a question."""
    at = (timezone.now() - timedelta(**before)).astimezone(LONDON)
    group = page.get_by_role("group", name=re.compile(re.escape(question)))
    typed = {"Day": at.day, "Month": at.month, "Year": at.year, "Time": f"{at:%H:%M}"}
    for box, value in typed.items():
        group.get_by_label(box).fill(str(value))


@pytest.fixture
def known(case):
    """A case with a named suspect and a victim."""
    load_limits()
    VictimFactory(case=case)
    suspect_in(case)
    return case


def test_an_investigator_logs_bail_and_a_breach_and_the_supervisor_decides(
    page: Page, live_server, known, oic, supervisor
):
    kit.sign_in(page, oic, live_server.url)
    page.goto(live_server.url + reverse("cases:detail", args=[known.slug]))
    page.get_by_role("navigation", name="Parts of this case").get_by_role("link", name="Bail and orders").click()
    is_sound(page, "orders-empty")
    record_bail(page)
    log_a_breach(page)
    work.drain(timezone.now())
    decide(page, live_server.url, supervisor)

    decision = BreachDecision.objects.get()
    assert (decision.breach.case, decision.decided_by) == (known, supervisor)


def record_bail(page: Page) -> None:
    page.get_by_role("link", name="Record an arrest").click()
    page.get_by_role("button", name="Save and go on to bail").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "orders-arrest-error")
    fill_moment(page, "When was the arrest?", days=1)
    page.get_by_label("Custody reference").fill("55C/1/26")
    page.get_by_role("button", name="Save and go on to bail").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Record bail")
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "orders-bail-error")
    fill_moment(page, "When was bail granted?", hours=20)
    page.get_by_label("No contact with").check()
    page.get_by_label("Who must the suspect not contact?").fill("Rosalind Ashdown")
    page.locator("[name=protects_no_contact]").select_option("victim")
    page.get_by_label("Not to enter").check()
    page.get_by_label("Where must the suspect not go?").fill("Harbour Street\nThe leisure centre")
    page.locator("[name=protects_keep_away]").select_option("victim")
    decide_bail(page)
    is_sound(page, "orders-bail")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The bail is recorded.")).to_be_visible()


def decide_bail(page: Page) -> None:
    """What a custody officer decides: s.50A of PACE 1984."""
    page.get_by_label("For more inquiries, section 37(2)").check()
    page.get_by_label("Custody officer", exact=True).fill("1234 Hale")
    page.get_by_label("Rank").select_option("sergeant")
    for question in ("outside the investigation", "is it necessary", "is it proportionate"):
        page.get_by_role("group", name=re.compile(question)).get_by_label("Yes").check()
    for label in (
        "comes back",
        "Preventing offences",
        "victims and witnesses",
        "Safeguarding the suspect",
        "the public",
    ):
        page.get_by_label(re.compile(label)).last.fill("Does not apply")
    page.get_by_label("They were asked and said nothing").check()
    page.get_by_label("Why is bail needed").fill("Conditions keep him from the victim while phones are read")


def log_a_breach(page: Page) -> None:
    page.locator("#main-content").get_by_role("link", name="Log a breach").first.click()
    page.get_by_role("button", name="Log breach").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "orders-breach-error")
    page.get_by_label("No contact with Rosalind Ashdown").check()
    fill_moment(page, "When did it happen?", days=3)
    page.get_by_label("What happened?").fill("He rang her twice from a number she did not know.")
    page.get_by_label("Made contact").check()
    page.get_by_role("group", name="Who was it done to?").get_by_label("The victim", exact=True).check()
    page.get_by_label("Calls", exact=True).check()
    page.get_by_role("group", name="Who told us?").get_by_label("The victim", exact=True).check()
    page.get_by_role("button", name="Log breach").click()
    expect(page.get_by_text("began on").first).to_be_visible()
    expect(page.get_by_label("What happened?")).to_have_value("He rang her twice from a number she did not know.")
    is_sound(page, "orders-breach-too-early")
    fill_moment(page, "When did it happen?", hours=1)
    page.get_by_role("button", name="Log breach").dblclick()
    expect(page.get_by_text("The breach is logged. A supervisor decides by")).to_be_visible()
    assert Breach.objects.count() == 1
    is_sound(page, "orders-place")


def decide(page: Page, base: str, supervisor) -> None:
    kit.sign_in(page, supervisor, base)
    page.goto(base + reverse("cases:alerts"))
    expect(page.get_by_role("rowheader", name="Breach of bail: decide what to do by")).to_be_visible()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Breaches").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Breaches awaiting decision (1)")
    is_sound(page, "orders-breaches")
    page.get_by_role("link", name=re.compile("^Decide")).click()
    page.get_by_label("No arrest", exact=True).check()
    page.get_by_role("button", name="Record the decision").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "orders-decide-error")
    page.get_by_label("Arrest the suspect").check()
    page.get_by_label("Not yet").check()
    page.get_by_label("Pursue everything below that is not answered").check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    is_sound(page, "orders-decided")
    page.goto(base + reverse("orders:breaches"))
    is_sound(page, "orders-breaches-empty")


def test_an_order_is_recorded_and_its_pages_are_sound(page: Page, live_server, known, oic):
    kit.sign_in(page, oic, live_server.url)
    page.goto(live_server.url + reverse("orders:record-order", args=[known.slug]))
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "orders-order-error")
    page.get_by_label("Type of order").select_option("sro")
    page.get_by_label("Interim").check()
    today = timezone.localdate()
    for question, on in (("When was it made?", today), ("When does it end?", today + timedelta(days=28))):
        group = page.get_by_role("group", name=question)
        for box, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            group.get_by_label(box).fill(str(value))
    page.get_by_label("Court, or who authorised a notice").fill("Harbourside Magistrates’ Court")
    page.get_by_label("Must", exact=True).check()
    page.get_by_label("What must the suspect do?").fill("Tell the police of any new telephone")
    is_sound(page, "orders-order")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Sexual risk order, Gareth Thornbury: interim order made")).to_be_visible()
    expect(page.get_by_role("heading", name="Interim sexual risk order – not served")).to_be_visible()
    is_sound(page, "orders-place-order")
    (term,) = ProtectionOrder.objects.get().terms.all()
    assert str(term) == "Must: Tell the police of any new telephone"


def test_acts_on_bail_and_orders_are_sound(page: Page, live_server, known, oic):
    bail = a_bail(known)
    order = an_order(known)
    kit.sign_in(page, oic, live_server.url)
    for name, pk in (("extend-bail", bail.pk), ("end-bail", bail.pk), ("end-order", order.pk)):
        page.goto(live_server.url + reverse(f"orders:{name}", args=[known.slug, pk]))
        page.get_by_role("button", name="Save").click()
        kit.errors_lead_to_their_fields(page)
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        is_sound(page, f"orders-{name}-error")
    bail.refresh_from_db()
    assert bail.ended_at is None  # an empty form ends nothing


def test_logging_a_breach_works_without_scripts(no_script_page: Page, live_server, known, veo):
    a_bail(known)
    a_breach(known)
    kit.sign_in(no_script_page, veo, live_server.url)
    no_script_page.goto(live_server.url + reverse("cases:detail", args=[known.slug]))
    no_script_page.locator("#main-content").get_by_role("link", name="Log a breach").click()
    fill_moment(no_script_page, "When did it happen?", hours=2)
    no_script_page.get_by_label("What happened?").fill("Her adviser says that he followed her home.")
    no_script_page.get_by_label("Followed").check()
    no_script_page.get_by_role("group", name="Who was it done to?").get_by_label("The victim", exact=True).check()
    no_script_page.get_by_label("Somebody who supports the victim").check()
    no_script_page.get_by_role("button", name="Log breach").click()
    expect(no_script_page.get_by_text("The breach is logged.")).to_be_visible()
    assert Breach.objects.count() == 2
