"""A supervisor takes back an order that was recorded by mistake, and an officer corrects a notification."""

import pytest
from playwright.sync_api import Page, expect

from orders.services import notifying
from tests.factories import VictimFactory
from tests.factories.orders import an_order, applied_for, days_ago, made_on, suspect_in
from tests.journeys import kit
from tests.orders.paging import place, url

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "The court made it in another case of the same day"


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    kit.screenshot(page, name)
    kit.screenshot(page, name, width=320)


def test_what_was_recorded_by_mistake_is_taken_back_and_stays_to_be_read(
    page: Page, live_server, case, oic, supervisor
):
    VictimFactory(case=case)
    suspect = suspect_in(case)
    made_on(applied_for(case, suspect))
    order = an_order(case, suspect=suspect, type="spo", ends_on=days_ago(-800), served_on=days_ago(9))
    notifying.note_notified(order, notified_on=days_ago(8), by=oic)
    kit.sign_in(page, supervisor, live_server.url)
    page.goto(live_server.url + place(case))

    page.get_by_role("link", name="Take back this step").filter(has_text="Sexual risk order").click()
    is_sound(page, "take-back")
    page.get_by_role("button", name="Take back this step").click()
    is_sound(page, "take-back-errors")
    page.get_by_label("The date is wrong").check()
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("Yes, it was recorded by mistake").check()
    page.get_by_role("button", name="Take back this step").click()
    expect(page.get_by_text("The step is taken back.")).to_be_visible()

    page.goto(live_server.url + url("correct-notified", case, order.pk))
    page.get_by_label("No, not yet").check()
    is_sound(page, "correct-notified")
    page.get_by_label("The suspect has not notified police").check()
    page.get_by_label("What happened?").fill("His brother came to the station")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("The correction is recorded.")).to_be_visible()
    expect(page.locator("#orders s").first).to_be_visible()
    is_sound(page, "taken-back")
