"""`manage.py load_gravity FILE.xlsx|csv`: the days of harm of the Cambridge Crime Harm Index, as a table of its own."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from cases.models import OffenceClass
from suspects.reference import bundled_gravity
from suspects.rules import gravity_file
from suspects.services import gravity

NOT_DONE = 2
SOURCE = "Cambridge Crime Harm Index, 2026 update, Cambridge Centre for Evidence-Based Policing"


class Command(BaseCommand):
    """Loads a table of days of harm whole, or says in one line each why it cannot and writes nothing."""

    help = (
        "Load days of harm from the workbook of the Cambridge Crime Harm Index (.xlsx, or its columns as .csv). "
        "No score changes until a lead proposes and adopts a version of the score that names the table."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what the table is to be called."""
        parser.add_argument("file", metavar="FILE", help=f"columns {', '.join(gravity_file.NEEDED)}")
        parser.add_argument("--code", default="", help="what to call the table (default: the name of the file)")
        parser.add_argument("--source", default=SOURCE, help="where the numbers come from, as it is to be cited")
        parser.add_argument("--dry-run", action="store_true", help="read and check, and write nothing")

    def handle(self, *, file: str, code: str, source: str, dry_run: bool, **options: Any) -> None:
        """Read the whole file first, then keep it."""
        path = Path(file)
        classes = dict(OffenceClass.objects.values_list("code", "title"))
        found = gravity_file.read(path, source=source[:300], classes=classes)
        if found.faults:
            self._refuse(*found.faults)
        rows, taken = gravity_file.completed(found.rows, bundled_gravity()["provisional"].rows)
        self._say(path, found, taken, dry_run)
        if not dry_run:
            self._keep(path, code or path.stem[:30], source[:300], rows)

    def _keep(self, path: Path, code: str, source: str, rows: Any) -> None:
        try:
            table = gravity.keep_table(
                code=code[:30], title=source[:120], source=source, loaded_from=path.name[:200], rows=rows
            )
        except gravity.TableUsed as refusal:
            self._refuse(str(refusal))
        self.stdout.write(f"The table {table.code} is kept. A lead can now propose a version of the score with it.")

    def _say(self, path: Path, found: gravity_file.Read, taken: list[str], dry_run: bool) -> None:
        ours = sum(1 for row in found.rows if row.code)
        self.stdout.write(
            f"{len(found.rows):,} offences read from {path.name}, {found.expired:,} expired ones left out. "
            f"{ours:,} are of {len({row.code for row in found.rows} - {''}):,} classes held here."
        )
        if taken:
            self.stdout.write(
                f"The file says nothing of {', '.join(taken)}: their provisional days stay, to be confirmed."
            )
        if dry_run:
            self.stdout.write("Nothing is written: this was a dry run.")

    def _refuse(self, *sentences: str) -> NoReturn:
        for sentence in sentences:
            self.stderr.write(" ".join(sentence.split()))
        sys.exit(NOT_DONE)
