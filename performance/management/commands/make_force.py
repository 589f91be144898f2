"""Make an invented force: the same seed makes the same rows, at any size."""

import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from cases.services import intake_reference
from performance.services import force as service


class Command(BaseCommand):
    """Makes the force of a seed, or says that it is there."""

    help = "Make an invented force of N cases from a seed. Safe to run again: what is there already is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many cases, which seed, and as of which day."""
        parser.add_argument("--cases", type=int, default=2500)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--as-of", type=date.fromisoformat, default=None, help="like 2026-03-01; today unless given"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, with a progress bar, or say in one line what is wrong and end with 2."""
        seed, cases = options["seed"], options["cases"]
        intake_reference.load()  # a database of an earlier version lacks limits that the force is made with
        try:
            force = service.force_of(seed)
            with tqdm(total=max(0, cases - service.here(force)), unit=" cases", disable=None) as bar:
                on = options["as_of"] or timezone.localdate()
                made = service.build(force, cases=cases, seed=seed, on=on, progress=bar.update)
        except service.CannotMake as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        held = f"{force.name} (code {force.code}) holds {service.here(force):,} cases"
        new = f"{made:,} case{'' if made == 1 else 's'} made. {held}."
        self.stdout.write(new if made else f"{held} already. Nothing was changed.")
