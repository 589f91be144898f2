"""Read crime reports that are not RASSO for disclosures of sexual offences."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from tqdm import tqdm

from cases.queries import disclosures as queries
from cases.rules import disclosure_words
from cases.services import disclosures
from soteria.accounts.models import Force


class Command(BaseCommand):
    """Reads what is unread, says how many reports disclose something, and may write their references."""

    help = "Read crime reports for disclosed sexual offences. Safe to run again: what was read already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which force, and where to write what was found."""
        parser.add_argument("--force", default="", dest="force_code", help="code of the force; without it, all")
        parser.add_argument("--report", type=Path, help="write counts and references to this file, as JSON")
        parser.add_argument("--progress", action="store_true", help="show progress even where this is no terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Scan, then say in one line what was found; an unknown force or an unwritable file is one line and exit 2."""
        forces = Force.objects.filter(code=options["force_code"]) if options["force_code"] else Force.objects.all()
        if options["force_code"] and not forces:
            self._refuse(f"There is no force with the code {options['force_code']}.")
        with tqdm(unit=" reports", disable=False if options["progress"] else None) as bar:
            scanned = disclosures.scan(forces, now=timezone.now(), progress=bar.update)
        references = queries.found_references(disclosure_words.version())
        found = {"version": disclosure_words.version(), "read": scanned.read, "hidden_rasso": references}
        if options["report"]:
            self._write(options["report"], found)
        self.stdout.write(
            f"{scanned.read:,} reports read now, {scanned.found:,} of them may disclose a sexual offence; "
            f"{len(references):,} in all."
        )

    def _write(self, path: Path, found: dict[str, Any]) -> None:
        try:
            path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            self._refuse(f"The report cannot be written: {(error.strerror or 'unknown fault').lower()}.")

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(2)
