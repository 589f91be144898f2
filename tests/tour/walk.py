"""The stops of the tour, each a page that somebody lives in, kept as docs/pictures/NAME.png."""

import os
from collections.abc import Callable
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, sync_playwright

from soteria.launch.preflight import BROWSERS
from tests.tour import server

PICTURES = server.ROOT / "docs" / "pictures"
PASSWORD = "lantern-harbour-willow-71"  # the demonstration's, printed by make run
OIC, SUPERVISOR, SUPPORTER, LEAD = "DC1046", "DS2001", "VE2003", "CO2014"
MANAGER, ANALYST, AUDITOR, ADMINISTRATOR = "OM2011", "IA2009", "AU2015", "SA2016"
DESK = {"width": 1280, "height": 860}
Stop = Callable[[Page, str], None]


def everything() -> None:
    """Take every picture; prints each as it is taken."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with server.demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or next(filter(None, map(which, BROWSERS)), None),
            args=["--headless", "--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])],
        )
        for who, stops in TOUR.items():
            _walk(browser, address, who, stops)
        browser.close()


def _walk(browser: Browser, address: str, who: str, stops: dict[str, Stop]) -> None:
    page = browser.new_page(viewport=DESK, locale="en-GB", timezone_id="Europe/London")
    page.goto(f"{address}/sign-in/")
    if who:
        page.get_by_label("User name").fill(who)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
    for name, stop in stops.items():
        stop(page, address)
        path = PICTURES / f"{name}.png"
        page.screenshot(path=str(path))
        print(path.relative_to(server.ROOT))
    page.close()


def _open(path: str) -> Stop:
    return lambda page, address: page.goto(address + path) and None


def _case(place: str = "") -> Stop:
    """The person's most recent open case, or a page of it."""

    def stop(page: Page, address: str) -> None:
        page.goto(f"{address}/cases/?state=open")
        page.locator("tbody a").first.click()
        page.wait_for_load_state()
        if place:
            page.goto(page.url + place)

    return stop


def _search(page: Page, address: str) -> None:
    """A supervisor looks for a victim whose name they only heard."""
    page.goto(f"{address}/cases/search/")
    page.locator("main input[type=text], main input[type=search]").first.fill("Kathrin Robberts")
    page.locator("main").get_by_role("button", name="Search").first.click()
    page.wait_for_load_state()


def _breach(page: Page, address: str) -> None:
    """The breach that waits for a supervisor's decision."""
    page.goto(f"{address}/breaches/")
    page.locator("tbody a").first.click()
    page.wait_for_load_state()


def _with_purpose(path: str, *, first: bool = False) -> Stop:
    """A page about suspects of the whole force, which asks what for; or the first that it lists."""

    def stop(page: Page, address: str) -> None:
        page.goto(address + path)
        if page.locator("main textarea").count():
            page.locator("main textarea").first.fill("Tasking meeting of the district, agenda item 2")
            page.locator("main form button").first.click()
            page.wait_for_load_state()
        if first:
            page.locator("tbody a").first.click()
            page.wait_for_load_state()

    return stop


def _log(page: Page, address: str) -> None:
    """The task list of a case being logged."""
    page.goto(f"{address}/cases/log/")
    page.get_by_role("button", name="Log a new case").click()
    page.wait_for_load_state()


TOUR: dict[str, dict[str, Stop]] = {
    "": {"sign-in": lambda page, address: None},
    OIC: {
        "home": _open("/"),
        "case": _case(),
        "timeline": _case("timeline/"),
        "log-a-case": _log,
        "emergency": _open("/emergency-access/"),
    },
    SUPERVISOR: {
        "team": _open("/"),
        "cases": _open("/cases/"),
        "search": _search,
        "breaches": _open("/breaches/"),
        "breach": _breach,
        "bail": _open("/bail/ending/"),
        "orders": _open("/orders/"),
        "quarantine": _open("/imports/quarantine/"),
    },
    SUPPORTER: {"contacts": _open("/"), "needs": _case("needs/")},
    MANAGER: {"suspects": _with_purpose("/suspects/"), "suspect": _with_purpose("/suspects/", first=True)},
    ANALYST: {"match": _with_purpose("/suspects/links/", first=True), "hidden": _open("/hidden/")},
    LEAD: {"flight-deck": _open("/flight-deck/"), "measure": _open("/flight-deck/N05/")},
    AUDITOR: {"audit": _open("/audit/")},
    ADMINISTRATOR: {"health": _open("/health/"), "people": _open("/people/")},
}


def pictures() -> list[Path]:
    """Where each picture is kept."""
    return [PICTURES / f"{name}.png" for stops in TOUR.values() for name in stops]
