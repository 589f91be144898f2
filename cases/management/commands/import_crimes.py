"""Import crimes from an export of a force's records system."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import yaml
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from tqdm import tqdm

from cases.rules import intake_columns, intake_file
from cases.rules.intake_columns import BadColumns
from cases.rules.intake_file import BadFile
from cases.rules.intake_report import Tally
from cases.services import intake
from cases.services.intake import CannotImport
from soteria.paths import one_file

NOT_DONE = 2


class Command(BaseCommand):
    """Imports an export, or says in one line why not and exits 2 with nothing kept."""

    help = "Import crimes from an export of a records system. Safe to run again: what is here already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and how to read it."""
        parser.add_argument("file", type=Path, help="the export: CSV in any common encoding, delimiter and date style")
        parser.add_argument("--mapping", type=Path, help="YAML file of `their column: our_column`")
        parser.add_argument("--force", default="", dest="force_code", help="code of the force, where there are several")
        parser.add_argument("--dry-run", action="store_true", help="say what would be found, and keep nothing")
        parser.add_argument("--report", type=Path, help="write the counts to this file, as JSON")
        parser.add_argument("--progress", action="store_true", help="show progress even where this is no terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, write the report and say what was found in one line."""
        try:
            tally = self._import(**options)
        except (BadFile, BadColumns, CannotImport) as error:
            self._refuse(str(error))
        if options["verbosity"] > 0:
            self.stdout.write(("Dry run, nothing kept. " if options["dry_run"] else "") + tally.summary())

    def _import(self, file: Path, **options: Any) -> Tally:
        if why := one_file({"the export": file, "--mapping": options["mapping"]}, {"--report": options["report"]}):
            raise CannotImport(why)
        if options["report"]:
            _check_writable(options["report"])
        export = intake_file.open_export(file, _mapping(options["mapping"]))
        force = intake.force_of(export, options["force_code"])
        with tqdm(total=export.rows, unit=" rows", disable=False if options["progress"] else None) as bar:
            if options["dry_run"]:
                tally = intake.check(export, force, now=timezone.now(), progress=bar.update)
            else:
                tally = intake.run(export, force, now=timezone.now(), progress=bar.update)
        if options["report"]:
            options["report"].write_text(json.dumps(tally.report(), indent=1) + "\n", encoding="utf-8")
        return tally

    def _refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(NOT_DONE)


def _mapping(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        return intake_columns.read_mapping(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadColumns(
            "The mapping file cannot be read. It must be YAML lines of the form `their column: our_column`."
        ) from error


def _check_writable(path: Path) -> None:
    """Find out before the import, not after it, that the report has nowhere to go."""
    try:
        with path.open("a", encoding="utf-8"):
            pass
    except OSError as error:
        raise CannotImport(f"The report cannot be written: {(error.strerror or 'unknown fault').lower()}.") from error
