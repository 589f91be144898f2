"""Print one sign-in a role, for whoever has just started the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from soteria.accounts import demonstration


class Command(BaseCommand):
    """Prints "role: user name / password", one line a role; refuses outside the demonstration."""

    help = "List one demonstration sign-in for each role"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the list; no database is read."""
        if not settings.DEMONSTRATION:
            raise CommandError("There are no demonstration sign-ins: DEMONSTRATION is off.")
        for line in demonstration.listing():
            self.stdout.write(line)
