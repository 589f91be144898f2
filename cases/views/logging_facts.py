"""The sections of a case being logged that belong to the case itself."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from cases.forms.logging_facts import AccountForm, ResponseForm, WhereForm
from cases.forms.logging_offence import OffenceForm
from cases.models import CaseDraft
from cases.rules import drafts as rules
from cases.services import recording
from cases.views import logging_sections as sections
from cases.views.logging import takes_reports
from soteria.accounts.kept import keeps_typed


def _teams(draft: CaseDraft, user: Any) -> Mapping[str, Any]:
    return {"teams": recording.teams_for(user)}


def _districts(draft: CaseDraft, user: Any) -> Mapping[str, Any]:
    return {"districts": recording.districts_for(user)}


OFFENCE = sections.Page(rules.OFFENCES, OffenceForm, template="cases/log/offence.html")
WHERE = sections.Page(rules.WHERE, WhereForm, options=_districts)
RESPONSE = sections.Page(
    rules.RESPONSE, ResponseForm, intro="What has been done so far. “Not asked yet” is a useful answer.", is_wide=True
)
ACCOUNT = sections.Page(rules.ACCOUNT, AccountForm, options=_teams)


@keeps_typed
@takes_reports
def offence(request: HttpRequest, key: UUID, entry: int) -> HttpResponse:
    """One offence of the draft."""
    return sections.edit(request, key, entry, OFFENCE)


@keeps_typed
@takes_reports
def where(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where it happened."""
    return sections.edit(request, key, 1, WHERE)


@keeps_typed
@takes_reports
def response(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the first officer did."""
    return sections.edit(request, key, 1, RESPONSE)


@keeps_typed
@takes_reports
def account(request: HttpRequest, key: UUID) -> HttpResponse:
    """The report itself."""
    return sections.edit(request, key, 1, ACCOUNT)
