"""Print the flight deck of a month: every measure with numerator, denominator, n and suppression."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from performance.queries import report, scopes
from performance.queries.scopes import View
from performance.rules.months import Month
from soteria.accounts.models import Force


class Command(BaseCommand):
    """Prints what is published: small numbers are hidden, with the reason beside each."""

    help = "Print every measure of a month with numerator, denominator, n and suppression."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The month, the force and the format."""
        parser.add_argument("--month", default="", help="like 2026-03; the last whole month unless given")
        parser.add_argument("--force", default="", help="code of the force; all together unless given")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or say in one line what is wrong and end with 2."""
        try:
            month = Month.read(options["month"]) if options["month"] else Month.of(timezone.now()).back(1)
            view = _view(options["force"])
        except ValueError as fault:
            self.stderr.write(str(fault))
            sys.exit(2)
        found = report.of(view, month)
        if options["format"] == "json":
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
        else:
            self._print(found)

    def _print(self, found: dict[str, Any]) -> None:
        self.stdout.write(f"{found['force']}, {found['month']}")
        for each in found["measures"]:
            hidden = "; ".join(sorted(set((each["suppression"] or {}).values())))
            counts = f"{_said(each['numerator'])} of {_said(each['denominator'])}"
            self.stdout.write(f"{each['id']} {each['name']}: {_said(each['value'])} {each['unit']} ({counts}) {hidden}")


def _said(value: float | None) -> str:
    return "-" if value is None else f"{value:,g}"


def _view(code: str) -> View:
    """The force with this code; without one the only force, or all of them. Raises ValueError with a sentence."""
    forces = list(Force.objects.filter(code=code) if code else Force.objects.all()[:2])
    if len(forces) == 1:
        return scopes.of_force(forces[0])
    if not forces:
        raise ValueError(f"There is no force with the code {code}." if code else "There is no force yet.")
    return scopes.of_every_force()
