"""Load offence classes, stages and limits from their reviewed files; running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.services import intake_reference


class Command(BaseCommand):
    """Loads the reference data."""

    help = "Load offence classes, stages and limits from their reviewed files. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many rows of each kind there are."""
        counts = intake_reference.load()
        if options["verbosity"] > 0:
            self.stdout.write("Reference data: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
