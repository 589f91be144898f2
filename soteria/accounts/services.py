"""Acts of a system administrator on people: each is audited, and none can be done to oneself."""

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from soteria.accounts import doors, sessions
from soteria.accounts.models import Force, Membership, Team, User
from soteria.accounts.oidc.tokens import identity
from soteria.accounts.roles import Role
from soteria.audit import services as audit


class CannotDo(Exception):
    """An act that is refused; the sentence is safe to show."""


@transaction.atomic
def add_person(
    *, username: str, first_name: str, last_name: str, force: Force, collar_number: str = "", by: Any
) -> User:
    """Make an account that nobody can sign in to yet: no role, no password, and no link to choose one.

    Raises CannotDo when the user name or the collar number is somebody's already.
    """
    person = User(
        username=username.strip(),
        first_name=first_name,
        last_name=last_name,
        force=force,
        collar_number=collar_number.strip(),
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise CannotDo("Somebody has this user name or collar number already") from None
    audit.record("person.added", person, by=by, after={"user_name": person.username, "force": force.code})
    return person


@transaction.atomic
def invitation(person: User, *, by: Any) -> tuple[str, str]:
    """Return the two parts of a link with which a person chooses a password, good once and for a day.

    The administrator hands the link over and never sees a password (ASVS 6.4.6); a second factor that was set up is
    still asked for. Raises CannotDo for oneself, whose password is changed by knowing it, and for a closed account.
    """
    _not_oneself(person, by, "choose a password with a link")
    if not person.is_active:
        raise CannotDo("This account is closed")
    audit.record("person.invited", person, by=by)
    return urlsafe_base64_encode(str(person.pk).encode()), default_token_generator.make_token(person)


@transaction.atomic
def choose_password(person: User, password: str) -> None:
    """Set the password of whoever holds a good link, and end every session that the old one opened."""
    person.set_password(password)
    person.save(update_fields=["password"])
    sessions.end_all(person)
    audit.record("password.chosen", person, by=person)


@transaction.atomic
def grant_role(
    *, person: User, team: Team, role: Role, starts_on: date, ends_on: date | None = None, by: Any
) -> Membership:
    """Give a person a role in a team between two dates, both included.

    Raises CannotDo for oneself (two people, ASVS 2.3.5), across forces, when the dates are the wrong way round, and
    when the person holds the role in the team already.
    """
    _not_oneself(person, by, "grant a role")
    person = User.objects.select_for_update().get(pk=person.pk)
    _check_seat(person, team, role, starts_on, ends_on)
    seat = Membership.objects.create(
        user=person, team=team, role=role, starts_on=starts_on, ends_on=ends_on, granted_by=by
    )
    audit.record("role.granted", person, by=by, after=_seat(seat))
    return seat


def _check_seat(person: User, team: Team, role: Role, starts_on: date, ends_on: date | None) -> None:
    if not person.is_active:
        raise CannotDo("This account is closed")
    if team.force_id != person.force_id:
        raise CannotDo("The team is of another force")
    if ends_on and ends_on < starts_on:
        raise CannotDo("The last day must be the same as or after the first")
    if Membership.objects.not_over(starts_on).filter(user=person, team=team, role=role).exists():
        raise CannotDo("This person holds this role in this team already. End it first")


@transaction.atomic
def end_role(seat: Membership, *, reason: str = "", by: Any) -> None:
    """End a role at once; with the last of them end every session too, within one request (ASVS 7.4.2).

    Raises CannotDo for one's own role and for one that is over.
    """
    seat = Membership.objects.select_for_update().select_related("user", "team").get(pk=seat.pk)
    _not_oneself(seat.user, by, "end a role")
    today = timezone.localdate()
    if seat.ended_at or (seat.ends_on and seat.ends_on < today):
        raise CannotDo("This role is over already")
    before = _seat(seat)
    seat.ended_at, seat.ended_by = timezone.now(), by
    seat.save(update_fields=["ended_at", "ended_by"])
    audit.record("role.ended", seat.user, by=by, before=before, reason=reason)
    if not Membership.objects.current(today).filter(user=seat.user).exists():
        sessions.end_all(seat.user)


@transaction.atomic
def deactivate(person: User, *, reason: str, by: Any) -> None:
    """Close an account and end every session of it.

    Raises CannotDo for oneself, with no reason, when closed, and while work hangs on the person (doors.HOLDINGS):
    an open case without an investigator, or a team without a supervisor, is nobody's.
    """
    _not_oneself(person, by, "close an account")
    if not reason.strip():
        raise CannotDo("Enter why the account is being closed")
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise CannotDo("This account is closed already")
    if held := doors.held_by(person):
        raise CannotDo(held[0].words)
    User.objects.filter(pk=person.pk).update(is_active=False, sessions_epoch=F("sessions_epoch") + 1)
    sessions.end_all(person)
    audit.record(
        "person.deactivated", person, by=by, before={"active": True}, after={"active": False}, reason=reason.strip()
    )


@transaction.atomic
def reactivate(person: User, *, reason: str, by: Any) -> None:
    """Open a closed account again, with the roles that still run. Raises CannotDo for oneself or with no reason."""
    _not_oneself(person, by, "open an account again")
    if not reason.strip():
        raise CannotDo("Enter why the account is being opened again")
    changed = User.objects.filter(pk=person.pk, is_active=False).update(is_active=True)
    if not changed:
        raise CannotDo("This account is open already")
    audit.record(
        "person.reactivated", person, by=by, before={"active": False}, after={"active": True}, reason=reason.strip()
    )


@transaction.atomic
def reset_factor(person: User, *, reason: str, by: Any) -> None:
    """Take away a second factor that its owner has lost, end their sessions and tell them; they must set up another.

    Raises CannotDo for oneself, with no reason, for a closed account, and where there is none.
    """
    _not_oneself(person, by, "reset a second factor")
    if not reason.strip():
        raise CannotDo("Enter why the second factor is being reset")
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise CannotDo("This account is closed")
    kinds = _take_factors(person, by)
    if not kinds:
        raise CannotDo("This person has no second factor")
    sessions.end_all(person)
    audit.record("factor.reset_by_other", person, by=by, before={"types": kinds}, reason=reason.strip())
    doors.FACTOR_RESET.ask(person=person, event_key=timezone.now().isoformat(timespec="microseconds"))


def _take_factors(person: User, by: Any) -> list[str]:
    factors = list(Authenticator.objects.select_for_update().filter(user=person).order_by("pk"))
    for factor in factors:
        factor.removed_by = by
        factor.delete()
    return [str(factor.type) for factor in factors]


@transaction.atomic
def end_sessions(person: User, *, by: Any) -> int:
    """End every session of a person; return how many were known."""
    ended = sessions.end_all(person)
    audit.record("sessions.ended", person, by=by, after={"sessions": ended})
    return ended


@transaction.atomic
def link_identity(person: User, *, issuer: str, subject: str, provider: str, by: Any) -> None:
    """Let a person sign in by the force's identity service, as this subject of it; one subject is one person.

    Raises CannotDo for oneself, and when the subject is linked to somebody already.
    """
    _not_oneself(person, by, "link an identity")
    uid = identity(issuer, subject.strip())
    if SocialAccount.objects.filter(provider=provider, uid=uid).exclude(user=person).exists():
        raise CannotDo("This identity is linked to somebody else")
    SocialAccount.objects.update_or_create(user=person, provider=provider, defaults={"uid": uid, "extra_data": {}})
    audit.record("identity.linked", person, by=by, after={"provider": provider})


def _not_oneself(person: User, by: Any, act: str) -> None:
    if person.pk == by.pk:
        raise CannotDo(f"You cannot {act} for yourself. Ask another system administrator")


def _seat(seat: Membership) -> dict[str, Any]:
    last = seat.ends_on.isoformat() if seat.ends_on else None
    return {"role": seat.role, "team": seat.team_id, "starts_on": seat.starts_on.isoformat(), "ends_on": last}
