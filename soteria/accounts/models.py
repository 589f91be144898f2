"""Forces, teams and the people in them, with the roles they hold from one date to another."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from soteria.accounts.roles import Role
from soteria.privacy import Privacy


class Force(models.Model):
    """A police force; one deployment may hold several, and nothing crosses between them unasked."""

    PRIVACY: ClassVar = {"id": Privacy.NONE, "code": Privacy.NONE, "name": Privacy.NONE}

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A group that a case belongs to and a supervisor answers for."""

    PRIVACY: ClassVar = {
        "id": Privacy.NONE,
        "force": Privacy.NONE,
        "name": Privacy.NONE,
        "district": Privacy.NONE,
    }

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=100)
    district = models.CharField(max_length=100, blank=True, help_text="Imported crimes of this district come here")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["force", "name"], name="one_team_of_a_name_in_a_force")]

    def __str__(self) -> str:
        return self.name


def called(collar_number: str, first_name: str, last_name: str, username: str) -> str:
    """What a person is called on a page: collar number and name, or the user name where neither is known."""
    return f"{collar_number} {first_name} {last_name}".strip() or username


class OfficerManager(UserManager["User"]):
    """Finds people by user name without regard to case, so one person cannot hold two log-ins (ASVS 6.1.1)."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this user name, whatever its case."""
        return self.get(username__iexact=username)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """Somebody who signs in. What they may do comes from memberships alone; no flag here opens anything."""

    PRIVACY: ClassVar = {
        "id": Privacy.NONE,
        "password": Privacy.SENSITIVE,
        "last_login": Privacy.OPERATIONAL,
        "is_superuser": Privacy.NONE,
        "username": Privacy.OPERATIONAL,
        "first_name": Privacy.PERSONAL,
        "last_name": Privacy.PERSONAL,
        "email": Privacy.PERSONAL,
        "is_staff": Privacy.NONE,
        "is_active": Privacy.OPERATIONAL,
        "date_joined": Privacy.OPERATIONAL,
        "collar_number": Privacy.OPERATIONAL,
        "force": Privacy.OPERATIONAL,
        "is_demonstration": Privacy.OPERATIONAL,
        "sessions_epoch": Privacy.NONE,
    }

    collar_number = models.CharField(max_length=20, blank=True, db_index=True)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    is_demonstration = models.BooleanField(default=False, help_text="Made by the demonstration; refused in production")
    sessions_epoch = models.PositiveIntegerField(default=0, help_text="Raised by one to end every session at once")

    objects: ClassVar = OfficerManager()

    class Meta:
        verbose_name, verbose_name_plural = "user", "users"
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_names_differ_by_more_than_case"),
            models.UniqueConstraint(
                "force", "collar_number", name="one_collar_number_in_a_force", condition=~models.Q(collar_number="")
            ),
        ]

    def __str__(self) -> str:
        return called(self.collar_number, self.first_name, self.last_name, self.username)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to stay valid: a new password or a new epoch ends every session, wherever kept."""
        salt = "soteria.accounts.models.User.session"
        return salted_hmac(
            salt, f"{self.password}:{self.sessions_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The words for memberships."""

    def current(self, on: date) -> "MembershipQuerySet":
        """Those that hold on a London date and have not been ended by hand."""
        return self.not_over(on).filter(starts_on__lte=on)

    def not_over(self, on: date) -> "MembershipQuerySet":
        """Those that hold on a London date or will begin later."""
        lasts = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on)
        return self.filter(lasts, ended_at__isnull=True)


@pghistory.track()
class Membership(models.Model):
    """A role that a person holds in a team between two dates, both included, unless it is ended by hand before.

    Ending by hand takes effect at once, which a date cannot say: somebody who leaves at noon has left at noon.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "user", "team", "role", "starts_on", "ends_on", "granted_by", "ended_at", "ended_by"],
        Privacy.OPERATIONAL,
    )

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices())
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["user", "team", "role"],
                condition=models.Q(ends_on__isnull=True, ended_at__isnull=True),
                name="one_open_membership",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{Role(self.role).label} in {self.team}"


class KeptText(models.Model):
    """What somebody typed into a page that was sent after their session had ended, for them to save after all.

    Encrypted under a key that only their browser has; without row history, since it is not a record of anything.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.NONE,
        "user": Privacy.OPERATIONAL,
        "path": Privacy.OPERATIONAL,
        "cipher": Privacy.SENSITIVE,
        "kept_at": Privacy.OPERATIONAL,
    }

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300, help_text="Of the page, on this site")
    cipher = models.TextField()
    kept_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"Kept text {self.pk}"
