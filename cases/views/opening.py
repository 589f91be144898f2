"""What every page of a case does before it shows anything: one door, one audit event, and its frame."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from cases.access import get_case
from cases.models import Case
from cases.queries import page as queries
from cases.views import purpose
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.registry import BANNER, CASE_PANELS, OVERVIEW, Gap, Panel

logger = logging.getLogger(__name__)
CaseView = Callable[..., HttpResponseBase]
Found = TypeVar("Found")
Offers = tuple[tuple[str, str, str, Section, Level], ...]
Audited = Callable[[HttpRequest, Case, str], None]


def case_page(
    section: Section, level: Level, part: str, *, audited: Audited | None = None
) -> Callable[[CaseView], CaseView]:
    """A page that reads a case: fetched for this person at this level or refused, asked for a purpose where they are
    outside their own caseload, and audited once, as a view of `part` unless `audited` says otherwise.

    The view takes the case in place of its slug.
    """
    note = audited or _viewed

    def declared(view: CaseView) -> CaseView:
        @require_http_methods(["GET", "HEAD"])
        @requires(section, level)
        @wraps(view)
        def opened(request: HttpRequest, slug: str, **rest: str) -> HttpResponseBase:
            case = get_case(request.user, slug, section, level)
            if purpose.is_wanted(request, case):
                return purpose.ask(request, slug)
            note(request, case, rest.get("place", part))
            return view(request, case, **rest)

        return opened

    return declared


def _viewed(request: HttpRequest, case: Case, part: str) -> None:
    audit.viewed(case, by=request.user, case=case, part=part)


@dataclass(frozen=True)
class Shown:
    """A panel as it is shown: its content, or that it could not be loaded."""

    panel: Panel
    html: SafeString
    has_failed: bool = False


def panels(request: HttpRequest, case: Case, place: str) -> list[Shown]:
    """The panels of a place that this person may see, drawn; one that fails is said to have failed, alone."""
    drawn = (_drawn(request, case, panel) for panel in CASE_PANELS.at(place) if in_sight(case, panel))
    return [shown for shown in drawn if shown]


def in_sight(case: Case, panel: Panel) -> bool:
    """Whether the person who opened the case may see this panel of it."""
    return bool(case.sight.may(panel.section, panel.level))


def _drawn(request: HttpRequest, case: Case, panel: Panel) -> Shown | None:
    def draw() -> SafeString | None:
        context = panel.load(case, request.user)
        return None if context is None else render_to_string(panel.template, context, request)

    html, has_failed = _alone(panel, draw)
    return Shown(panel, html or SafeString(""), has_failed) if has_failed or html is not None else None


def _alone(panel: Panel, read: Callable[[], Found]) -> tuple[Found | None, bool]:
    """What a panel's function returns, and whether it failed: in a savepoint, so that a failed query spoils nothing."""
    try:
        with transaction.atomic():
            return read(), False
    except Exception as error:  # noqa: BLE001 - whatever one panel does wrong, the rest of the page still shows
        # By class only: the text of an error may hold what the panel was reading.
        logger.error("Panel %s of a case failed: %s", panel.slug, type(error).__name__)  # noqa: TRY400
        return None, True


@dataclass(frozen=True)
class Gaps:
    """What is not recorded yet, and whether some panel could not say."""

    items: tuple[Gap, ...]
    has_failed: bool

    def __bool__(self) -> bool:
        return bool(self.items) or self.has_failed


def gaps(request: HttpRequest, case: Case) -> Gaps:
    """What the panels in sight say is not recorded yet."""
    asked = [(panel, panel.gaps) for panel in CASE_PANELS if panel.gaps and in_sight(case, panel)]
    answers = [_alone(panel, partial(ask, case, request.user)) for panel, ask in asked]
    return Gaps(tuple(gap for found, _ in answers for gap in found or ()), any(failed for _, failed in answers))


@dataclass(frozen=True)
class Link:
    """An item of the sub-navigation."""

    text: str
    href: str
    is_current: bool


def show(request: HttpRequest, case: Case, template: str, here: str, context: dict[str, Any]) -> HttpResponse:
    """The page in the frame of its case: who the case is, where one can go, how it is safe to contact the victim."""
    frame = {
        "case": case,
        "bar": queries.bar(case),
        "places": places(case, here),
        "acts": acts(case),
        "banners": panels(request, case, BANNER),
    }
    return render(request, template, frame | context)


def places(case: Case, here: str) -> list[Link]:
    """The pages of the case that this person may open, in order."""
    found = [("Overview", reverse("cases:detail", args=[case.slug]), OVERVIEW)]
    for place in CASE_PANELS.places():
        if seen := [panel for panel in CASE_PANELS.at(place) if in_sight(case, panel)]:
            found.append((seen[0].title, reverse("cases:place", args=[case.slug, place]), place))
    found += [(text, reverse(name, args=[case.slug]), slug) for text, name, slug in _offered(case, OWN_PAGES)]
    return [Link(text, href, slug == here) for text, href, slug in found]


# Each is what it is called, the name of its route, a word for it, and what it needs.
OWN_PAGES = (
    ("Timeline", "cases:timeline", "timeline", Section.SUMMARY, Level.READ),
    ("Notes", "cases:notes", "notes", Section.ACCOUNT, Level.READ),
    ("Who has looked", "cases:who-looked", "who-looked", Section.REVIEW, Level.READ),
)
ACTS = (
    ("Add a note", "cases:notes", "note", Section.ACCOUNT, Level.FULL),
    ("Print a summary", "cases:print", "print", Section.SUMMARY, Level.READ),
    ("See who can see this case", "cases:access", "access", Section.REVIEW, Level.READ),
    ("Allocate the case", "cases:allocate", "allocate", Section.REVIEW, Level.FULL),
    ("Declare a conflict of interest", "cases:declare-conflict", "conflict", Section.SUMMARY, Level.PART),
)


def _offered(case: Case, offers: Offers) -> list[tuple[str, str, str]]:
    return [(text, name, slug) for text, name, slug, section, level in offers if case.sight.may(section, level)]


def acts(case: Case) -> list[dict[str, str]]:
    """What this person may do with the case from any of its pages."""
    return [{"text": text, "href": reverse(name, args=[case.slug])} for text, name, _ in _offered(case, ACTS)]
