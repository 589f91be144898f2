"""What a system administrator sees of people: who they are, what they may do, where they are signed in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from soteria.accounts.models import Membership, Team, User

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Mac OS", "Mac"), ("Linux", "Linux")),
)


@dataclass(frozen=True)
class SessionLine:
    """One place where a person is signed in."""

    pk: int
    where: str
    address: str
    started_at: datetime
    seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True)
class IdentityService:
    """The force's single sign-on: the issuer it is trusted under, and its name in addresses."""

    issuer: str
    provider: str


def people(force_ids: Collection[int], words: str = "", *, closed: bool = False) -> QuerySet[User]:
    """The people of these forces, by name; `words` are looked for at the beginnings of names and numbers."""
    found = User.objects.filter(force_id__in=force_ids, is_active=not closed)
    for word in words.split()[:5]:
        found = found.filter(
            Q(username__istartswith=word)
            | Q(collar_number__istartswith=word)
            | Q(first_name__istartswith=word)
            | Q(last_name__istartswith=word)
        )
    seats = Membership.objects.current(timezone.localdate()).select_related("team")
    return (
        found.select_related("force")
        .prefetch_related(Prefetch("memberships", queryset=seats, to_attr="seats"))
        .order_by("last_name", "first_name", "pk")
    )


def person(force_ids: Collection[int], pk: int) -> User | None:
    """One person of these forces, or nobody."""
    return User.objects.filter(force_id__in=force_ids, pk=pk).select_related("force").first()


def roles_of(user: User) -> list[Membership]:
    """Every role ever held, those that run first."""
    seats = Membership.objects.filter(user=user).select_related("team", "granted_by", "ended_by")
    return list(seats.order_by(F("ended_at").desc(nulls_first=True), F("ends_on").desc(nulls_first=True), "-starts_on"))


def is_running(seat: Membership, on: date) -> bool:
    """Whether a role can still be ended: it has not been, and its last day has not passed."""
    return seat.ended_at is None and (seat.ends_on is None or seat.ends_on >= on)


def teams(user: User) -> QuerySet[Team]:
    """Teams in which a person can be given a role: those of their own force."""
    return Team.objects.filter(force=user.force).order_by("name")


def sessions_of(user: Any, current_key: str = "") -> list[SessionLine]:
    """Where a person is signed in, the latest seen first; sessions that are over are tidied away."""
    live = UserSession.objects.purge_and_list(user)
    lines = [
        SessionLine(s.pk, browser(s.user_agent), s.ip, s.created_at, s.last_seen_at, s.session_key == current_key)
        for s in live
    ]
    return sorted(lines, key=lambda line: (not line.is_this_one, -line.seen_at.timestamp()))


def browser(user_agent: str) -> str:
    """A browser's name as a person would say it: "Firefox on Windows"."""
    name = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((system for mark, system in SYSTEMS if mark in user_agent), "")
    return f"{name} on {system}" if system else name


def identity_service() -> IdentityService | None:
    """The force's identity service, where this deployment has one."""
    settings_of: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {})
    for app in settings_of.get("APPS", []):
        issuer = app["settings"]["server_url"].split("/.well-known/")[0].rstrip("/")
        return IdentityService(issuer, app["provider_id"])
    return None
