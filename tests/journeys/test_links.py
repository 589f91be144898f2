"""An investigator meets somebody we may know; an analyst confirms it; the merge is seen, and undone."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case, CaseDraft
from cases.services import names
from soteria.accounts.roles import Role
from soteria.work import jobs as work
from suspects.models import Involvement, Merge, Suspect, SuspectAddress
from suspects.services import recording
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OffenceFactory,
    SuspectFactory,
    TeamFactory,
    VictimFactory,
    allocate,
    member,
)
from tests.journeys import kit


@pytest.fixture
def known(case, team, oic, reference) -> Suspect:
    """Gareth Thornbury, in two cases of the investigator."""
    suspect = SuspectFactory(
        date_of_birth=date(1984, 3, 7), sex="M", pnc_id="84/12345A", phones=["07700900123"], aliases=["Gaz"]
    )
    SuspectAddress.objects.create(suspect=suspect, address="4 Quay Street, Harbourside", postcode="WM1 2AB")
    for number in range(2):
        held = allocate(CaseFactory(team=team, reference=f"55/4000{number}/26"), oic)
        OffenceFactory(case=held)
        VictimFactory(case=held)
        names.index([recording.name_row(InvolvementFactory(case=held, suspect=suspect))])
    return suspect


def is_sound(page: Page, name: str) -> None:
    """axe is clean, a phone shows it whole, and there is a picture to look at."""
    kit.axe(page)
    kit.no_sideways_scroll(page)
    kit.screenshot(page, f"links-{name}")
    kit.screenshot(page, f"links-{name}", width=320)


def type_him(page: Page) -> None:
    """As it was heard: his name spelt otherwise, day and month of birth the other way round."""
    page.get_by_label("First names", exact=True).fill("Garreth")
    page.get_by_label("Last name", exact=True).fill("Thornberry")
    for box, value in (("Day", "3"), ("Month", "7"), ("Year", "1984")):
        page.get_by_label(box, exact=True).first.fill(value)
    page.get_by_label("PNC ID").fill("84/12345A")
    page.get_by_label("Phone numbers").fill("07700 900123")


def test_a_possible_match_is_seen_confirmed_and_undone(page: Page, live_server, known, case: Case, oic, team):
    kit.sign_in(page, oic, live_server.url)
    draft = CaseDraft.objects.create(owner=oic, key=uuid4())
    page.goto(live_server.url + reverse("suspects:log-suspect", args=[draft.key, 1]))
    page.get_by_label("A name", exact=True).check()
    type_him(page)
    page.get_by_label("Phone numbers").press("Tab")
    said = page.get_by_text("Possibly the same as Gareth Thornbury (also Gaz), in 2 other cases.")
    expect(said).to_be_visible(timeout=20_000)
    is_sound(page, "logging")

    page.goto(live_server.url + reverse("suspects:add", args=[case.slug]))
    page.get_by_label("A name", exact=True).check()
    type_him(page)
    page.get_by_role("group", name="If you left anything blank, why?").get_by_label("Not known").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_label("None of these: make a new record").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The suspect is saved.")).to_be_visible()
    work.drain(timezone.now())
    page.reload()
    expect(page.get_by_text("Possibly the same as Gareth Thornbury, in 2 other cases.")).to_be_visible()
    is_sound(page, "case")
    _analyst_decides(page, live_server.url, case, team)


def _analyst_decides(page: Page, url: str, case: Case, team) -> None:
    kit.sign_in(page, member(Role.INTEL_ANALYST, TeamFactory(force=team.force, name="Force intelligence")), url)
    page.goto(url)
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Matches").click()
    page.get_by_label("Purpose").fill("Weekly look at possible matches")
    page.get_by_role("button").filter(has_text="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Possible matches (1)")
    is_sound(page, "queue")
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Are these the same person?")
    expect(page.get_by_text("day and month swapped").first).to_be_visible()
    is_sound(page, "pair")
    page.get_by_role("button", name="Confirm: the same person").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Joined as one person")
    assert Involvement.objects.filter(suspect=Merge.objects.get().kept).count() == 3
    is_sound(page, "joined")

    page.get_by_role("link", name="Undo the merge").click()
    page.get_by_role("button", name="Undo the merge").click()
    kit.errors_lead_to_their_fields(page)
    page.get_by_label("Different people").check()
    page.get_by_label("The decision before was a mistake").check()
    page.get_by_label("In your words").fill("The custody photographs are of two people")
    is_sound(page, "undo")
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_text("The merge is undone.")).to_be_visible()
    assert Involvement.objects.get(case=case).suspect.forenames == "Garreth"
    is_sound(page, "parted")
