"""Pages of bail in a browser: an extension refused, release without bail, what is missed, the lists."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from orders import watching
from orders.models import AttendanceDue
from orders.services import pauses
from soteria.clocks.services import load_limits
from tests.factories import VictimFactory
from tests.factories.orders import NO_CONTACT, a_bail, a_release, ago, an_arrest, an_extension, times_of
from tests.journeys import kit
from tests.journeys.test_breach import is_sound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bailed(case):
    """A case with bail that ends soon, a condition to report that was missed, and an extension."""
    load_limits()
    VictimFactory(case=case)
    arrest = an_arrest(case, at=ago(days=80))
    granted = a_bail(case, NO_CONTACT, times_of(), arrest=arrest, surrender_at=ago(days=1))
    at = {"opens_at": ago(hours=30), "closes_at": ago(hours=28), "station": "Harbourside police station"}
    AttendanceDue.objects.create(condition=granted.conditions.last(), **at)
    watching.sweep(timezone.now())
    return granted


def test_the_officers_pages_are_sound(page: Page, live_server, case, oic, bailed):
    kit.sign_in(page, oic, live_server.url)
    base = live_server.url
    page.goto(base + reverse("cases:place", args=[case.slug, "bail-and-orders"]))
    is_sound(page, "bail-place")
    for name in ("vary-bail", "change-surrender", "views", "check-bail", "apply-to-court"):
        page.goto(base + reverse(f"orders:{name}", args=[case.slug, bailed.pk]))
        is_sound(page, f"bail-{name}")
    page.goto(base + reverse("orders:answer-return", args=[case.slug, bailed.returns.get().pk]))
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "bail-return-error")
    stay = pauses.record_stay(
        bailed.arrest, from_on=ago(days=9).date(), last_on=ago(days=8).date(), key=uuid4(), by=oic
    )
    page.goto(base + reverse("orders:lengthen-stay", args=[case.slug, stay.pk]))
    is_sound(page, "bail-lengthen-stay")
    page.goto(base + reverse("orders:release", args=[case.slug, bailed.arrest_id]))
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "bail-release-error")
    page.goto(base + reverse("orders:extend-bail", args=[case.slug, bailed.pk]))
    page.get_by_label("An inspector", exact=True).check()
    page.get_by_label("Name of the officer or court").fill("DS 12")
    page.get_by_label("Rank of the officer").select_option("sergeant")
    at = timezone.localtime(ago(hours=1))
    group = page.get_by_role("group", name=re.compile("When was the extension given"))
    for box, value in {"Day": at.day, "Month": at.month, "Year": at.year, "Time": f"{at:%H:%M}"}.items():
        group.get_by_label(box).fill(str(value))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("An inspector or above must decide this extension").first).to_be_visible()
    expect(page.get_by_label("Name of the officer or court")).to_have_value("DS 12")
    is_sound(page, "bail-extend-refused")


def test_the_supervisors_lists_are_sound(page: Page, live_server, case, di, bailed):
    release = a_release(case, an_arrest(case, bailed.arrest.suspect, at=ago(days=5)))
    an_extension(bailed, decided_at=timezone.now() - timedelta(hours=1))
    kit.sign_in(page, di, live_server.url)
    page.goto(live_server.url + reverse("cases:home"))
    expect(page.get_by_role("link", name="1 not recorded as reporting, to answer")).to_be_visible()
    is_sound(page, "bail-home")
    for slug in ("ending", "missed", "returns", "without-bail", "unmonitored"):
        page.goto(live_server.url + reverse("orders:bail-list", args=[slug]))
        is_sound(page, f"bail-list-{slug}")
    page.goto(live_server.url + reverse("orders:read-release", args=[case.slug, release.pk]))
    is_sound(page, "bail-read-release")
    page.goto(live_server.url + reverse("cases:alerts"))
    is_sound(page, "bail-alerts")
