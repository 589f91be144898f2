"""A real browser (Chromium of the system) on a live server."""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from soteria.launch.preflight import BROWSERS
from tests.journeys import kit

# Playwright's own loop runs in the thread of the test, and Django would take that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium; as root it cannot use its sandbox."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(which, BROWSERS)), None)
    if not chromium:
        pytest.fail("Chromium is needed for the journeys: apt-get install -y chromium", pytrace=False)
    return {"executable_path": chromium, "args": [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Every journey starts at a desk, in London."""
    return {"viewport": kit.DESK, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """What a password costs to try is proved in tests/security; here it would be paid at every sign-in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def page(context: BrowserContext, live_server: Any) -> Iterator[Page]:
    """A page that fails its test when a script fails, the security policy is broken, or another site is asked."""
    page = context.new_page()
    page.set_default_timeout(10_000)
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A refused or missing page is itself what some journeys look for.
        is_error = message.type == "error" or "Error: " in message.text
        if is_error and "the server responded with a status of" not in message.text:
            wrong.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda answer: _is_broken(answer) and wrong.append(f"{answer.status} {answer.url}"))
    page.on("request", lambda request: _is_ours(request.url, live_server.url) or wrong.append(f"asked {request.url}"))
    yield page
    page.close()
    assert not wrong, "\n".join(wrong)


def _is_broken(answer: Response) -> bool:
    return answer.status >= 400 and answer.request.resource_type in ("stylesheet", "script", "image", "font")


def _is_ours(url: str, base_url: str) -> bool:
    return url.startswith((base_url, "data:", "blob:", "about:"))


@pytest.fixture
def no_script_page(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page of a browser without JavaScript."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()
