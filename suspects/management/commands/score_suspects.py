"""`manage.py score_suspects [--input A.csv --output S.csv] [--as-of DATE]`: a file scored, or those on record."""

import gc
import sys
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from soteria.clocks.calendar import LONDON
from soteria.paths import one_file
from suspects.rules import score_file
from suspects.rules.score_file import BadScoreFile

NOT_DONE = 2


class Command(BaseCommand):
    """Scores a file of allegations without any database, or every suspect on record; or says in one line why not."""

    help = "Score suspects by RFGV+. With --input and --output it scores a CSV file and opens no database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, and the day for which to score."""
        parser.add_argument("--input", metavar="A.csv", help="allegations: " + ", ".join(score_file.COLUMNS))
        parser.add_argument("--output", metavar="S.csv", help="scores: " + ", ".join(score_file.ANSWERS))
        parser.add_argument("--reproduce", metavar="SUSPECT", type=int, help="make the past score of a suspect again")
        parser.add_argument("--as-of", metavar="DATE", help="score as on this day, such as 2026-11-21 (default: today)")

    def handle(
        self, *, input: str | None, output: str | None, as_of: str | None, reproduce: int | None = None, **options: Any
    ) -> None:
        """Score, and say how many suspects were scored; or make a past score again, and say what it was."""
        try:
            day = _day(as_of)
            if bool(input) != bool(output) or (input and reproduce):
                raise BadScoreFile("Give both --input and --output, or neither, and not with --reproduce.")
            if reproduce:
                said = _reproduce(reproduce, day)
            else:
                said = _score_file(Path(input), Path(output), day) if input and output else _score_record(day)
        except BadScoreFile as fault:
            self._refuse(str(fault))
        if options["verbosity"] > 0:
            self.stdout.write(said)

    def _refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(" ".join(sentence.split()))
        sys.exit(NOT_DONE)


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(LONDON).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadScoreFile(f"--as-of {text} is not a date such as 2026-03-31.") from None


def _score_file(source: Path, target: Path, day: date) -> str:
    if why := one_file({"--input": source}, {"--output": target}):
        raise BadScoreFile(why)
    gc.disable()  # millions of small tuples, and not one cycle among them: looking for cycles doubles the time
    scored = score_file.score_all(score_file.read(source), day)
    score_file.write(target, scored)
    number = sum(1 for _, one, _ in scored if one)
    return f"{number:,} suspects scored as on {day.isoformat()}, {len(scored) - number:,} not scored."


def _score_record(day: date) -> str:
    # Read only now: the file is scored without any model.
    from suspects.services import scoring

    try:
        return scoring.score_on_demand(day).summary()
    except scoring.CannotScore as refusal:
        raise BadScoreFile(str(refusal)) from refusal


def _reproduce(suspect_id: int, day: date) -> str:
    """The score of a day, a line for each number, and whether what was kept is what comes out again."""
    from suspects.services import reproducing

    try:
        found = reproducing.reproduce_score(suspect_id, day)
    except reproducing.NothingKept as refusal:
        raise BadScoreFile(str(refusal)) from refusal
    kept = f"score {found.kept.pk} of {found.kept.run.as_of.isoformat()}, version {found.kept.run.version.code}"
    if found.given is None:
        return f"Not scored on {day.isoformat()} ({kept}): {found.kept.get_left_out_display()}."
    names = ("recency", "frequency", "gravity", "victim", "base")
    lines = [f"{name}: {getattr(found.given, name):.9f}" for name in names]
    lines += [f"judgement: {found.points:+d}", f"final: {found.final:.9f}"]
    agrees = "the same as kept, within 1e-9" if found.agrees else "NOT the same as kept"
    return "\n".join([f"Suspect {suspect_id} on {day.isoformat()}, by {kept}: {agrees}.", *lines])
