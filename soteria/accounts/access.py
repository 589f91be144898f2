"""Deny by default: every view declares what it needs, and a person's reach is worked out once a request."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from soteria.accounts import stepup
from soteria.accounts.models import Membership, User
from soteria.accounts.roles import Grant, Level, Role, Scope, Section, grant

View = Callable[..., HttpResponseBase]


class Refused(PermissionDenied):
    """Seen but forbidden (403). Carries what the audit needs; the sentence is safe to show."""

    def __init__(self, sentence: str, *, section: Section | None = None, case_id: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.section, self.case_id = sentence, section, case_id


class Unseen(Http404):
    """Not there, or not for this person to know about: the same 404 either way."""

    def __init__(self, *, asked_for: str = "", case_id: int | None = None) -> None:
        super().__init__("Page not found")
        self.asked_for, self.case_id = asked_for, case_id


@dataclass(frozen=True)
class Seat:
    """One current membership, reduced to what decides access."""

    role: Role
    team_id: int
    force_id: int


@dataclass(frozen=True)
class Reach:
    """What a person's current memberships allow, before any one case is considered."""

    user_id: int
    seats: tuple[Seat, ...] = field(default=())

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held today."""
        return frozenset(seat.role for seat in self.seats)

    @property
    def home_force_ids(self) -> frozenset[int]:
        """The forces that the person works in today."""
        return frozenset(seat.force_id for seat in self.seats)

    def allows(self, section: Section, level: Level) -> bool:
        """Whether any role reaches this section at this level for at least one kind of case."""
        return any(grant(seat.role, section).level >= level for seat in self.seats)

    def team_ids(self, section: Section, level: Level) -> frozenset[int]:
        """Teams whose cases are in reach through team scope."""
        return frozenset(s.team_id for s in self._with(section, level, Scope.TEAM))

    def force_ids(self, section: Section, level: Level) -> frozenset[int]:
        """Forces whose cases are in reach through force scope."""
        return frozenset(s.force_id for s in self._with(section, level, Scope.FORCE))

    def level_for(self, section: Section, *, team_id: int | None, force_id: int, allocated: bool) -> Level:
        """The highest level on a section of one case, given where the case is and whether it is the person's own."""
        return max(
            (g.level for s in self.seats if _applies(g := grant(s.role, section), s, team_id, force_id, allocated)),
            default=Level.NONE,
        )

    def _with(self, section: Section, level: Level, scope: Scope) -> Iterable[Seat]:
        return (s for s in self.seats if (g := grant(s.role, section)).scope is scope and g.level >= level)


def _applies(cell: Grant, seat: Seat, team_id: int | None, force_id: int, allocated: bool) -> bool:
    if cell.scope is Scope.FORCE:
        return seat.force_id == force_id or allocated
    if cell.scope is Scope.TEAM:
        return seat.team_id == team_id or allocated
    return cell.scope is Scope.ASSIGNED and allocated


_SEAT = ("role", "team_id", "team__force_id")


def with_reach(pk: Any) -> User | None:
    """The person with this id, their reach of today already read with them; None where there is nobody. 1 query."""
    seat = JSONObject(**{name: name for name in _SEAT})
    seats = Membership.objects.current(timezone.localdate()).filter(user=OuterRef("pk")).values_list(seat)
    found = User.objects.annotate(seats=ArraySubquery(seats)).filter(pk=pk).first()
    if found is not None:
        _keep(found, ([row[name] for name in _SEAT] for row in map(_plain, found.__dict__.pop("seats"))))
    return found


def _plain(row: Any) -> Any:
    """JSON inside an array comes from the driver as text."""
    return json.loads(row) if isinstance(row, str) else row


def _keep(user: Any, seats: Iterable[Iterable[Any]]) -> Reach:
    user._reach = Reach(user.pk, tuple(Seat(Role(role), team, force) for role, team, force in seats))
    return user._reach


def reach_of(user: AbstractBaseUser | AnonymousUser) -> Reach:
    """The person's reach today (London date), read once and kept on the user object of this request.

    A deactivated or anonymous user reaches nothing.
    """
    if not isinstance(user, User) or not user.is_active:
        return Reach(user_id=0)
    if (known := getattr(user, "_reach", None)) is None:
        current = Membership.objects.current(timezone.localdate()).filter(user=user)
        known = _keep(user, current.values_list(*_SEAT))
    return known


@dataclass(frozen=True)
class Need:
    """What a view declares: open to all, any signed-in person, a section at a level, or named roles."""

    kind: str
    section: Section | None = None
    level: Level = Level.NONE
    roles: frozenset[Role] = frozenset()

    def allows(self, user: Any) -> bool:
        """Whether this person may use the view at all, before any one case is considered."""
        if self.kind == "public":
            return True
        if self.kind == "signed_in":
            return bool(user.is_authenticated)
        if self.section is not None:
            return reach_of(user).allows(self.section, self.level)
        return bool(reach_of(user).roles & self.roles)

    def sentence(self) -> str:
        """Which roles can help whoever is refused."""
        if self.kind == "signed_in":
            return "Sign in to use this page."
        return _these_can_help(sorted(self.roles)) if self.roles else who_can_help(self.section, self.level)


def public(view: View) -> View:
    """Declare that a view needs no sign-in."""
    view.need = Need("public")  # type: ignore[attr-defined]
    return login_not_required(view)


def signed_in(view: View) -> View:
    """Declare that any signed-in person may use a view, since it shows nothing of any case."""
    return _declare(view, Need("signed_in"))


def requires(section: Section, level: Level = Level.READ) -> Callable[[View], View]:
    """Declare the section and level that a view needs; whoever has no role for it is refused with 403.

    Which cases are reached is decided by cases.access.get_case, not here.
    """
    return lambda view: _declare(view, Need("section", section, level))


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Declare the roles that a view is for, where it is about the system and no section of a case fits."""
    return lambda view: _declare(view, Need("roles", roles=frozenset(roles)))


def _declare(view: View, need: Need) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not need.allows(request.user):
            raise Refused(need.sentence(), section=need.section)
        return view(request, *args, **kwargs)

    guarded.need = need  # type: ignore[attr-defined]
    return guarded


def recently_authenticated(view: View) -> View:
    """Demand that the person proved who they are within the last 5 minutes (ASVS 7.5.1), before a sensitive act.

    By second factor, when they have one. Put it below the mark of access: who may not is not asked.
    """
    return stepup.confirmed_first(view)


def who_can_help(section: Section | None, level: Level) -> str:
    """A plain sentence that names the roles which can do what was refused."""
    if section is None:
        return "Sign in to use this page."
    return _these_can_help([role for role in Role if grant(role, section).level >= max(level, Level.PART)])


def _these_can_help(roles: Iterable[Role]) -> str:
    return f"Your role does not let you do this. These roles can help: {'; '.join(role.label for role in roles)}."
