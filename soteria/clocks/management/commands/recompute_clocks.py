"""`manage.py recompute_clocks`: every clock of every case computed again, after a change of limits.yaml."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from soteria.clocks.models import CaseTimeline
from soteria.clocks.recomputing import recompute_all


class Command(BaseCommand):
    """Recomputes clocks in steps; safe to stop and to run again."""

    help = (
        "Compute the clocks of every case again from its facts, after a change of limits. Safe to stop and run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to draw the bar."""
        parser.add_argument("--no-progress", action="store_true", help="draw no progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        """Recompute, and say how many cases there were."""
        total = CaseTimeline.objects.count()
        with tqdm(total=total, unit=" cases", disable=options["no_progress"] or None) as bar:
            for done in recompute_all():
                bar.update(done)
        self.stdout.write(f"Recomputed the clocks of {total} cases.")
