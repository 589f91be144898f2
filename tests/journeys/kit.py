"""What every browser journey uses: signing in fast, accessibility, reflow and screenshots."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from soteria.accounts.models import User

ROOT = Path(__file__).resolve().parents[2]
# Not under test-results/, which Playwright empties whenever a run, or one of its processes, begins.
PICTURES = ROOT / "var" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}


def sign_in(page: Page, user: User, base_url: str) -> None:
    """Give the browser a session of this person's; the real sign-in form has a journey of its own."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}])


def sign_out(page: Page) -> None:
    """Forget the browser's session."""
    page.context.clear_cookies()


def axe(page: Page, *, leaving_out: tuple[str, ...] = ()) -> None:
    """Assert that axe finds nothing against WCAG 2.2 AA on the page as it now is.

    `leaving_out` names CSS selectors of parts that are not ours to mend.
    """
    try:
        found = _violations(page, leaving_out)
    except PlaywrightError:  # the page was still on its way to the next one
        page.wait_for_load_state("networkidle")
        found = _violations(page, leaving_out)
    assert not found["violations"], f"{page.url}\n" + "\n".join(_told(each) for each in found["violations"])


def _violations(page: Page, leaving_out: tuple[str, ...]) -> dict[str, Any]:
    page.evaluate(AXE.read_text("utf-8"))
    where: dict[str, Any] = {"exclude": [[selector] for selector in leaving_out]} if leaving_out else {}
    return page.evaluate(
        "([where, rules]) => axe.run(Object.keys(where).length ? where : document, "
        "{runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        [where, RULES],
    )


def _told(violation: dict[str, Any]) -> str:
    nodes = "\n".join(f"    {node['html'][:200]}\n      {node['failureSummary']}" for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n{nodes}"


def no_sideways_scroll(page: Page, *, width: int = 320) -> None:
    """Assert that the page fits a narrow window (320 px is also 1280 px at 400 %), then put the window back."""
    page.wait_for_load_state()  # a page that a click has only begun to load has no document to measure
    before = page.viewport_size or DESK
    page.set_viewport_size({"width": width, "height": 640})
    wide = page.evaluate(
        """() => {
            const limit = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= limit) return []
            return [...document.querySelectorAll('body *')]
                .filter((element) => element.getBoundingClientRect().right > limit + 1)
                .slice(0, 8)
                .map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)
        }"""
    )
    fits = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.set_viewport_size(before)
    assert fits, f"{page.url} is wider than {width} px:\n" + "\n".join(wide)


def screenshot(page: Page, name: str, *, width: int = 1280) -> None:
    """Keep a picture of the whole page under var/screenshots/, when SCREENSHOTS is set: a third of a journey's time."""
    if not os.environ.get("SCREENSHOTS"):
        return
    before = page.viewport_size or DESK
    page.set_viewport_size({"width": width, "height": 900})
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size(before)


def errors_lead_to_their_fields(page: Page) -> None:
    """Assert that each line of the error summary moves the focus to a control, whose error says the same."""
    lines = page.locator(".govuk-error-summary__list a")
    expect(lines.first, f"{page.url} shows no error summary with links").to_be_visible()
    assert lines.count(), f"{page.url} shows no error summary with links"
    for index in range(lines.count()):
        words, target = lines.nth(index).inner_text().strip(), lines.nth(index).get_attribute("href") or "#"
        control = page.locator(f"[id='{target[1:]}']")
        assert control.count() == 1, f"{words!r} links to {target}, which is not on the page"
        lines.nth(index).click()
        assert control.evaluate("element => element === document.activeElement"), f"{target} does not take the focus"
        beside = page.locator(".govuk-error-message").all_inner_texts()
        assert any(text.strip().endswith(words) for text in beside), f"{words!r} is not beside its field"
