"""A signed-in person at the real web: fetches a form, fills it in, and sends it again when no answer comes."""

import re
import time
from html.parser import HTMLParser
from typing import Any

import requests
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from soteria.accounts.models import User

PAUSE = 0.2  # seconds before a form is sent again
PATIENCE = 60  # seconds for which a person goes on trying
DONE = 302


class Person:
    """One person with a session. Not to be shared between threads."""

    def __init__(self, address: str, user: User) -> None:
        self.address, self.user = address, user
        self.web = requests.Session()
        self.web.trust_env = False
        client = Client()
        client.force_login(user)
        self.web.cookies.set(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
        self.again = 0  # how often a form was sent again

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.web.get(self.address + path, timeout=20, allow_redirects=False, **options)

    def post(self, path: str, typed: dict[str, Any], **options: Any) -> requests.Response:
        return self.web.post(self.address + path, typed, timeout=20, allow_redirects=False, **options)

    def form(self, path: str, holding: str) -> dict[str, Any]:
        """What a browser would send of the form that has a control of this name; tried until the page is there."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                page = self.get(path)
            except requests.RequestException:
                page = None
            if page is not None and page.status_code == 200:
                return read_form(page.text, holding)
            time.sleep(PAUSE)
        raise TimeoutError(path)

    def insist(self, path: str, typed: dict[str, Any]) -> requests.Response:
        """Send the same form until it is taken, as a person does who sees an error page."""
        deadline, said = time.monotonic() + PATIENCE, ""
        while time.monotonic() < deadline:
            try:
                answer = self.post(path, typed)
                if answer.status_code == DONE:
                    return answer
                said = f"{answer.status_code} {_errors(answer.text)}"
            except requests.RequestException as fault:
                said = type(fault).__name__
            self.again += 1
            time.sleep(PAUSE)
        raise TimeoutError(f"{path} {said}")


def _errors(page: str) -> list[str]:
    """What a form said was wrong, for whoever mends the harness."""
    return re.findall(r'govuk-error-message">(.*?)</p>', page, re.DOTALL)


def breach_page(case: Case) -> str:
    return reverse("orders:log-breach", args=[case.slug])


def breach_form(person: Person, case: Case, words: str) -> dict[str, Any]:
    """The form for a breach, filled in; what was broken is ticked, since one condition holds."""
    local = timezone.localtime()
    typed = person.form(breach_page(case), "told_by")
    typed |= {"happened_at_day": local.day, "happened_at_month": local.month, "happened_at_year": local.year}
    typed |= {"happened_at_time": f"{local:%H:%M}", "account": words, "told_by": "victim"}
    # Each form is a breach of its own, though many are sent in one minute.
    return typed | {"acts": "contact", "toward": "victim", "is_another": "on"}


class _Reader(HTMLParser):
    """Collects the named controls of each form, with what they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[set[str], dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.forms.append((set(), {}))
        name = said.get("name")
        if not self.forms or not name or tag not in {"input", "textarea", "select"}:
            return
        names, values = self.forms[-1]
        names.add(name)
        if tag == "input" and said.get("type") in {"radio", "checkbox"} and "checked" not in said:
            return
        values[name] = said.get("value") or ""


def read_form(html: str, holding: str) -> dict[str, Any]:
    """The values of the form that has a control of this name. Raises KeyError."""
    reader = _Reader()
    reader.feed(html)
    for names, values in reader.forms:
        if holding in names:
            return values
    raise KeyError(holding)
