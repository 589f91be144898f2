"""The demonstration, whole: the imported export and an invented force together, counted and scored."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.utils import timezone

from cases.services import intake_demonstration
from performance import jobs
from performance.services import force as building
from performance.services import live_checks, live_plans, live_week
from soteria.accounts import demonstration
from soteria.accounts.models import Force, User
from suspects.services import scoring

CASES, SEED = 300, 1
Bar = Callable[[int], AbstractContextManager[Any]]


def _force() -> Force | None:
    return Force.objects.filter(code=demonstration.FORCE_CODE).first()


def is_loaded() -> bool:
    """Whether everything is there."""
    force = _force()
    return intake_demonstration.is_loaded() and force is not None and building.here(force) >= CASES


def load(*, now: datetime, say: intake_demonstration.Say, show: intake_demonstration.Show, bar: Bar) -> None:
    """Load the export, add the invented force's cases to its teams, count every month and score every suspect.

    What is done already is passed by. `bar` is given how many cases there are and returns a progress bar.
    """
    if not intake_demonstration.is_loaded():
        intake_demonstration.load(now=now, say=say, show=show)
    say(f"Making {CASES} invented cases beside the imported ones")
    force = Force.objects.get(code=demonstration.FORCE_CODE)
    today = timezone.localdate(now)
    with bar(CASES) as shown:
        building.build(force, cases=CASES, seed=SEED, on=today, progress=shown.update)
    people = {user.collar_number: user for user in User.objects.filter(force=force, is_demonstration=True)}
    live_week.make(people, now)
    live_checks.make(people, now)
    say("Counting the flight deck and scoring suspects")
    scoring.score_on_demand(today)
    live_plans.make(people, now)
    jobs.take_snapshots(now)
