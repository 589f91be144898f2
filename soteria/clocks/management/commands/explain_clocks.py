"""`manage.py explain_clocks FILE.json [--as-of ISO]`: the clocks that a timeline starts, with working, as JSON."""

import json
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from soteria.clocks.calendar import LONDON
from soteria.clocks.holidays import england_and_wales
from soteria.clocks.reference import bundled
from soteria.clocks.rules import Clock, Moment, clocks_from
from soteria.clocks.timeline import BadTimeline, moment, read_timeline

UNREADABLE = 2


class Command(BaseCommand):
    """Explains clocks from a file alone: it opens no database and starts no server."""

    help = "Read a timeline of events as JSON and print the clocks that it starts, with their working."
    requires_system_checks = []
    requires_database = False  # read by manage.py, which then starts no embedded server

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and the moment at which states are judged."""
        parser.add_argument("file", metavar="FILE.json", help="a timeline: events, each with its name and time")
        parser.add_argument("--as-of", metavar="ISO", help="judge states at this moment (default: now)")

    def handle(self, *, file: str, as_of: str | None, **options: Any) -> None:
        """Prints the clocks, or one line on what cannot be read and exits with 2."""
        try:
            now = _moment_of(as_of)
            timeline = read_timeline(_read_json(Path(file)))
        except BadTimeline as fault:
            self.stderr.write(str(fault), self.style.ERROR)
            sys.exit(UNREADABLE)
        clocks = clocks_from(timeline, bundled(), england_and_wales(), now)
        self.stdout.write(json.dumps({"clocks": [as_json(clock) for clock in clocks]}, indent=2, ensure_ascii=False))


def as_json(clock: Clock) -> dict[str, Any]:
    """A clock as the command prints it; `subject` only where the timeline named one."""
    subject = {"subject": clock.subject} if clock.subject else {}
    return {
        "clock": clock.clock,
        **subject,
        "starts": _iso(clock.starts),
        "due": _iso(clock.due),
        "act_by": _iso(clock.act_by),
        "state": str(clock.state),
        "authority": clock.authority,
        "working": list(clock.working),
    }


def _iso(value: Moment) -> str:
    return value.astimezone(LONDON).isoformat() if isinstance(value, datetime) else value.isoformat()


def _moment_of(as_of: str | None) -> datetime:
    if as_of is None:
        return datetime.now(UTC)
    try:
        return moment(as_of)
    except (ValueError, OverflowError) as fault:
        raise BadTimeline(f"--as-of cannot be {json.dumps(as_of)}: {fault}") from None


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise BadTimeline(
            f"{json.dumps(str(path))} cannot be read: {(fault.strerror or 'not a file').lower()}"
        ) from None
    except (ValueError, RecursionError):
        raise BadTimeline(f"{json.dumps(str(path))} is not JSON text in UTF-8") from None
