"""Requests that fill the sections of a draft, for tests that start where a section ends."""

from typing import Any

from django.test import Client
from django.urls import reverse

from cases.models import CaseDraft

REPORTED = {"reported_at_day": "2", "reported_at_month": "3", "reported_at_year": "2026", "reported_at_time": "10:15"}


def post(client: Client, name: str, draft: CaseDraft, data: dict[str, Any], *more: object) -> None:
    """Save a section, and insist that it was accepted."""
    response = client.post(reverse(name, args=[draft.key, *more]), {"act": "save", "version": "0"} | data)
    assert response.status_code == 302, response.content.decode()


def offence(client: Client, draft: CaseDraft, number: int = 1, **data: str) -> None:
    """An offence of which only the class is known."""
    post(client, "cases:log-offence", draft, {"offence": "19C", "when_kind": "unknown"} | data, number)


def report(client: Client, draft: CaseDraft, **data: str) -> None:
    """The time of the report."""
    post(client, "cases:log-account", draft, REPORTED | data)


def victim(client: Client, draft: CaseDraft, number: int = 1, **data: str) -> None:
    """A victim with a name and nothing else."""
    post(
        client,
        "victims:log-victim",
        draft,
        {"forenames": "Rosalind", "surname": "Ashdown", "why_blank": "not_asked"} | data,
        number,
    )


def suspect(client: Client, draft: CaseDraft, number: int = 1, **data: str) -> None:
    """A suspect of whom nothing is known."""
    post(client, "suspects:log-suspect", draft, {"kind": "unknown", "why_blank": "not_known"} | data, number)


def everything(client: Client, draft: CaseDraft) -> None:
    """Every section, with answers of each kind."""
    offence(client, draft, when_kind="exact", when_on_day="1", when_on_month="3", when_on_year="2026", at="11pm")
    victim(client, draft, method="text", details="07700 900123", leave_message="no", ethnicity="declined")
    suspect(client, draft, kind="known", forenames="Gareth", surname="Thornbury", relationship="partner")
    post(
        client, "cases:log-where", draft, {"district": "Harbourside", "place": "by the canal", "why_blank": "not_known"}
    )
    post(client, "cases:log-response", draft, {"injured": "not_safe", "in_safe_place": "yes", "why_blank": "not_asked"})
    report(client, draft, reported_how="call", account="She rang from a friend’s house.")
