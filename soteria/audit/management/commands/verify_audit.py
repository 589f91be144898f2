"""Check the audit chain and its anchors; exit 1 and the first broken link when something was changed."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from soteria.audit import chain, verify


class Command(BaseCommand):
    """Checks the audit chain and its anchors."""

    help = "Check the audit chain and its anchors; exit 1 with the first broken link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The check is whole by default."""
        parser.add_argument(
            "--since-anchor", action="store_true", help="check only what was added since the last anchor"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line, and exit 1 when the record is not whole."""
        with tqdm(total=chain.head_seq(), unit=" links", disable=not sys.stderr.isatty(), leave=False) as bar:
            verdict = verify.prove(timezone.now(), since_anchor=options["since_anchor"], step=bar.update)
        if verdict.fault:
            self.stderr.write(verdict.fault)
            sys.exit(1)
        self.stdout.write(_in_words(verdict))


def _in_words(verdict: verify.Verdict) -> str:
    whole = "The audit trail is whole" if verdict.is_full else "The audit trail is whole since its last anchor"
    line = f"{whole}: {verdict.links:,} links, {verdict.anchors:,} anchors."
    if verdict.is_full and verdict.links and not verdict.anchors:
        line += " Nothing is anchored yet, so only a running schedule can show a missing tail."
    return line
