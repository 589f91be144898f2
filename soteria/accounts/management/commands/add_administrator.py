"""Make the first system administrator of a force: there are no accounts after install."""

from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from soteria.accounts.models import Force, Membership, Team, User
from soteria.accounts.roles import Role
from soteria.audit import services as audit

PROCESS = "add_administrator"


class Command(BaseCommand):
    """Adds a system administrator with no password, and prints the link with which they choose one."""

    help = "Add a system administrator and print a link, good for a day, to choose a password"

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and of which force; the force is made when its code is new."""
        parser.add_argument("user_name")
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--last-name", required=True)
        parser.add_argument("--force-code", required=True)
        parser.add_argument("--force-name", default="", help="needed when the force is new")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Add the person; raises CommandError when the user name is taken or a new force has no name."""
        person = self._person(self._force(options), options)
        team, _ = Team.objects.get_or_create(force=person.force, name="System administration")
        Membership.objects.create(user=person, team=team, role=Role.SYSTEM_ADMIN, starts_on=timezone.localdate())
        audit.record("person.added", person, process=PROCESS, after={"user_name": person.username})
        audit.record("role.granted", person, process=PROCESS, after={"role": Role.SYSTEM_ADMIN, "team": team.pk})
        uid, token = urlsafe_base64_encode(str(person.pk).encode()), default_token_generator.make_token(person)
        self.stdout.write(f"/account/begin/{uid}/{token}/")

    def _force(self, options: dict[str, Any]) -> Force:
        force = Force.objects.filter(code=options["force_code"]).first()
        if force is None and not options["force_name"]:
            raise CommandError("There is no force of this code: give --force-name to make it.")
        return force or Force.objects.create(code=options["force_code"], name=options["force_name"])

    def _person(self, force: Force, options: dict[str, Any]) -> User:
        person = User(username=options["user_name"], force=force)
        person.first_name, person.last_name = options["first_name"], options["last_name"]
        person.set_unusable_password()
        try:
            with transaction.atomic():
                person.save()
        except IntegrityError:
            raise CommandError("Somebody has this user name already.") from None
        return person
