"""Check the audit chain and its anchors; exit 1 and the first broken link when something was changed."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from soteria.audit import verify


class Command(BaseCommand):
    """Checks the audit chain and its anchors."""

    help = "Check the audit chain and its anchors; exit 1 with the first broken link."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line, and exit 1 when the record is not whole."""
        verdict = verify.verify()
        if verdict.fault:
            self.stderr.write(verdict.fault)
            sys.exit(1)
        self.stdout.write(f"The audit trail is whole: {verdict.links:,} links, {verdict.anchors:,} anchors.")
