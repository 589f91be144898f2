"""Load the demonstration: an invented force, its people, its crimes and some work in progress."""

import sys
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from cases.rules.intake_file import Export
from cases.services import intake, intake_reference
from performance.services import demonstration


class Command(BaseCommand):
    """Loads the demonstration once; afterwards it says so and does nothing."""

    help = "Load the demonstration force, its people and its crimes. Safe to run again; refused in production."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, saying each step, or refuse with exit 2 outside the demonstration."""
        if not settings.DEMONSTRATION:
            self.stderr.write("This is no demonstration: DEMONSTRATION is off. Nothing was loaded.")
            sys.exit(2)
        self._say = self.stdout.write if options["verbosity"] > 0 else _nothing
        if demonstration.is_loaded():
            self._say("The demonstration is loaded.")
            return
        intake_reference.load()
        bar = partial(tqdm, unit=" cases", disable=None)
        demonstration.load(now=timezone.now(), say=self._say, show=_bar, bar=lambda total: bar(total=total))
        self._say("The demonstration is ready.")


def _nothing(sentence: str) -> None:
    """Say nothing, as asked by --verbosity 0."""


def _bar(export: Export) -> intake.Progress:
    return tqdm(total=export.rows, unit=" rows", disable=None).update
