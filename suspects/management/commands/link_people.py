"""`manage.py link_people [FILE.csv] --output PAIRS.csv`: which entries of a list are one person, with the reasons."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import yaml
from django.core.management.base import BaseCommand
from tqdm import tqdm

from cases.rules.intake_columns import BadColumns
from cases.rules.intake_file import BadFile
from soteria.paths import one_file
from suspects.linkage import model, people_file, workbench
from suspects.linkage.people import BadPeople, Person
from suspects.linkage.people_file import PeopleFile
from suspects.linkage.whole import Linking
from suspects.rules.linking import FIXED_THRESHOLD
from suspects.services import pairs_file
from suspects.services.pairs_file import CannotWrite

NOT_DONE = 2
BAD_MAPPING = "The mapping file cannot be read. It must be YAML lines of the form `their column: our_column`."


class Command(BaseCommand):
    """Links a file of people, or those on record; or says in one plain line a fault why not, and exits 2."""

    help = "Find which entries are one person. With a file it opens no database; without one it reads the suspects."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The list, how to read it, and where the pairs go."""
        parser.add_argument("file", nargs="?", type=Path, help="CSV of people, one a row, or a records-system export")
        parser.add_argument(
            "--output", type=Path, help="where the pairs go: id_left, id_right, probability, explanation"
        )
        parser.add_argument("--mapping", type=Path, help="YAML file of `their column: our_column`")
        parser.add_argument("--truth", metavar="COLUMN", help="a column that says who each entry is: prints how right")
        parser.add_argument(
            "--threshold", default=str(FIXED_THRESHOLD), help="least probability (default: %(default)s)"
        )
        parser.add_argument(
            "--train", type=Path, metavar="MODEL.json", help="keep what is learnt from the list as a model"
        )
        parser.add_argument("--model-name", default="local", help="the version under which --train keeps it")
        parser.add_argument("--progress", action="store_true", help="show progress even where this is no terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Link, write, and say in a line what was found."""
        try:
            said = self._link(**options)
        except BadPeople as faults:
            self._refuse(faults.lines)
        except (BadFile, BadColumns, CannotWrite) as fault:
            self._refuse([str(fault)])
        if options["verbosity"] > 0:
            self.stdout.write("\n".join(said))

    def _refuse(self, lines: Iterable[str]) -> NoReturn:
        for line in lines:
            self.stderr.write(" ".join(line.split()))
        sys.exit(NOT_DONE)

    def _link(self, file: Path | None, output: Path | None, train: Path | None, **options: Any) -> list[str]:
        threshold = _threshold(options["threshold"])
        for path in _targets(file, output, train, options["mapping"]):
            pairs_file.check(path)
        source = _opened(file, options["mapping"], options["truth"]) if file else None
        with _Bar(source, shown=options["progress"]) as bar:
            given = source.tables(bar.read) if source else workbench.tables(_on_record(bar))
            with Linking(given, tell=bar.tell, by=None if source or train else model.shipped()) as run:
                return _done(run, source, threshold, output, train, options["model_name"])


def _targets(file: Path | None, output: Path | None, train: Path | None, mapping: Path | None) -> list[Path]:
    if output is None and train is None:
        raise CannotWrite("Give --output PAIRS.csv, or --train MODEL.json.")
    if why := one_file({"the list": file, "--mapping": mapping}, {"--output": output, "--train": train}):
        raise CannotWrite(why)
    return [path for path in (output, train) if path]


def _threshold(text: str) -> float:
    try:
        chance = float(text)
    except ValueError:
        chance = 0.0
    if not 0 < chance < 1:
        raise CannotWrite(f"--threshold {text} is not a probability between 0 and 1, such as 0.95.")
    return chance


def _opened(file: Path, mapping: Path | None, truth: str | None) -> PeopleFile:
    return people_file.open_people(file, _mapping(mapping) if mapping else None, truth)


def _mapping(path: Path) -> object:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadColumns(BAD_MAPPING) from error


def _on_record(bar: "_Bar") -> Iterable[Person]:
    # Read only now: a file is linked without any model of the database.
    from suspects.queries import entries

    return entries.everybody(bar.read)


def _done(
    run: Linking, source: PeopleFile | None, threshold: float, output: Path | None, train: Path | None, name: str
) -> list[str]:
    found = run.prepare()
    said = [f"{found.entries:,} people, {found.compared:,} pairs compared."]
    if source and source.slips:
        said.append(f"{source.slips:,} dates of birth of eight figures are no day of the calendar: taken as not known.")
    if train:
        model.write(replace(found.model, version=name, chance=model.rounded(1 / model.NATIONAL)), train)
        said.append(f"The model {name} is kept in {train}.")
    if output:
        run.compare(threshold)
        said += [run.lifted_words] if run.lifted else []
        written = pairs_file.write(output, run.pairs(threshold))
        if source is None:
            pairs_file.record_disclosure(written)
        said.append(f"{written:,} pairs written to {output}.")
        if source and source.truth_column:
            said += [one.sentence for one in run.measures(threshold, source.truth)]
    return said


class _Bar:
    """One bar for a whole run: the reading of rows, then each step of the work."""

    def __init__(self, source: PeopleFile | None, *, shown: bool) -> None:
        self._bar: Any = tqdm(
            total=source.export.rows if source else None, unit=" rows", disable=False if shown else None
        )

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()

    def read(self, rows: int) -> None:
        """Some rows were read."""
        self._bar.update(rows)

    def tell(self, step: str, share: float) -> None:
        """A step of the work is done as far as this share."""
        self._bar.unit, self._bar.total = " %", 100
        self._bar.set_description(step, refresh=False)
        self._bar.n = round(100 * share)
        self._bar.refresh()
