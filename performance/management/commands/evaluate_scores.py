"""Evaluate the score of suspects on the record's own past: who was ranked high, and who was then reported again."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from performance.rules import evaluation_words as words
from performance.rules.evaluation_links import PRECISION, RECALL
from performance.rules.evaluation_report import Report
from performance.services import evaluation, evaluation_docs
from performance.services.evaluation import DATES, MONTHS_FOLLOWED, TIMES, TRIALS, Asked, CannotEvaluate
from soteria.accounts.models import Force


class Command(BaseCommand):
    """Prints what was found, and writes it as JSON or as the page of the documentation where asked to."""

    help = "Measure how well RFGV+ and simpler orders find who is reported again. Reads only what was known then."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many dates, up to which day, which force, and where to write."""
        parser.add_argument("--dates", type=int, default=DATES, help="how many, two months apart")
        parser.add_argument("--until", type=date.fromisoformat, help="the last day of the last outcome window; today")
        parser.add_argument("--seed", type=int, default=1, help="of the draws that intervals are made from")
        parser.add_argument("--draws", type=int, default=TIMES, help="how many draws")
        parser.add_argument("--months", type=int, default=MONTHS_FOLLOWED, help="how many to follow for stability")
        parser.add_argument("--trials", type=int, default=TRIALS, help="how many, of wrong links")
        parser.add_argument("--link-precision", type=float, default=PRECISION, help="share of pairs of links right")
        parser.add_argument("--link-recall", type=float, default=RECALL, help="share of true pairs that are linked")
        parser.add_argument("--force", default="", help="code of the force; the only one unless given")
        parser.add_argument("--report", type=Path, help="a file for everything that was found, as JSON")
        parser.add_argument("--write-docs", action="store_true", help="write docs/evaluation.md; invented forces only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate with a progress bar, or say in one line what is wrong and end with 2."""
        try:
            asked = Asked(
                force=_force(options["force"]),
                until=options["until"] or timezone.localdate(),
                dates=options["dates"],
                seed=options["seed"],
                times=options["draws"],
                months=options["months"],
                trials=options["trials"],
                precision=options["link_precision"],
                recall=options["link_recall"],
            )
            if options["write_docs"]:
                evaluation_docs.check(asked.force)
            with tqdm(total=asked.steps, unit=" steps", disable=None) as bar:
                found = evaluation.evaluate(asked, progress=bar.update)
            self._write(found, options)
        except (CannotEvaluate, OSError) as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)

    def _write(self, found: Report, options: dict[str, Any]) -> None:
        if options["report"]:
            text = json.dumps(found.as_json(), indent=2, ensure_ascii=False)
            options["report"].write_text(text + "\n", encoding="utf-8")
        for path in evaluation_docs.write(found) if options["write_docs"] else []:
            self.stdout.write(f"Written: {path}")
        judged = words.verdicts(found)
        self.stdout.write(words.headline(judged))
        for one in judged:
            self.stdout.write(f"- {words.sentence(one)}")


def _force(code: str) -> Force:
    """The force with this code, or the only one there is. Raises CannotEvaluate."""
    forces = list(Force.objects.filter(code=code) if code else Force.objects.all()[:2])
    if len(forces) == 1:
        return forces[0]
    if code:
        raise CannotEvaluate(f"There is no force with the code {code}.")
    raise CannotEvaluate("There are several forces: say which with --force." if forces else "There is no force yet.")
