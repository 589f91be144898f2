"""Every component, in its normal and its error state, in a real browser."""

import pytest
from playwright.sync_api import Page

from soteria.accounts.models import User
from tests.journeys import kit


@pytest.fixture
def gallery(page: Page, live_server, oic: User) -> Page:
    """The gallery, as an investigator sees it."""
    kit.sign_in(page, oic, live_server.url)
    page.goto(f"{live_server.url}/gallery/")
    return page


def test_every_component_is_accessible_at_a_desk(gallery: Page) -> None:
    kit.screenshot(gallery, "gallery")
    kit.axe(gallery)
    assert gallery.locator("h1").inner_text() == "Gallery of components"
    assert gallery.locator(".govuk-error-message").count() > 1


def test_every_component_is_accessible_on_a_phone(gallery: Page) -> None:
    kit.no_sideways_scroll(gallery)

    gallery.set_viewport_size(kit.PHONE)
    kit.screenshot(gallery, "gallery", width=320)
    kit.axe(gallery)
    assert gallery.evaluate("document.documentElement.scrollWidth") <= kit.PHONE["width"]
