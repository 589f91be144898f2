"""What every page of a case does before it shows anything: one door, one audit event, and its frame."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from cases.access import get_case
from cases.models import Case
from cases.queries import page as queries
from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.registry import BANNER, CASE_PANELS, OVERVIEW, Panel

logger = logging.getLogger(__name__)
CaseView = Callable[..., HttpResponse]


def case_page(section: Section, level: Level, part: str) -> Callable[[CaseView], CaseView]:
    """A page that reads a case: fetched for this person at this level or refused, and audited once as `part`.

    The view takes the case in place of its slug.
    """

    def declared(view: CaseView) -> CaseView:
        @require_http_methods(["GET", "HEAD"])
        @requires(section, level)
        @wraps(view)
        def opened(request: HttpRequest, slug: str, **rest: str) -> HttpResponse:
            case = get_case(request.user, slug, section, level)
            audit.viewed(case, by=request.user, case=case, part=rest.get("place", part))
            return view(request, case, **rest)

        return opened

    return declared


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
    return bool(case.sight.may(panel.section, panel.level))  # type: ignore[attr-defined]


def _drawn(request: HttpRequest, case: Case, panel: Panel) -> Shown | None:
    try:
        with transaction.atomic():  # a savepoint, so that the audit event of the page outlives a failed query
            context = panel.load(case, request.user)
            html = None if context is None else render_to_string(panel.template, context, request)
    except Exception as error:  # noqa: BLE001 - whatever one panel does wrong, the others still show
        # By class only: the text of an error may hold what the panel was reading.
        logger.error("Panel %s of a case failed: %s", panel.slug, type(error).__name__)  # noqa: TRY400
        return Shown(panel, SafeString(""), has_failed=True)
    return None if html is None else Shown(panel, html)


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
        "banners": panels(request, case, BANNER),
    }
    return render(request, template, frame | context)


def places(case: Case, here: str) -> list[Link]:
    """The pages of the case that this person may open, in order."""
    found = [("Overview", reverse("cases:detail", args=[case.slug]), OVERVIEW)]
    for place in CASE_PANELS.places():
        if seen := [panel for panel in CASE_PANELS.at(place) if in_sight(case, panel)]:
            found.append((seen[0].title, reverse("cases:place", args=[case.slug, place]), place))
    return [Link(text, href, name == here) for text, href, name in found]
