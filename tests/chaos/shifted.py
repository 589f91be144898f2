"""A schedule and worker whose clock is moved: `python -m tests.chaos.shifted MOMENT…` does what is due at each moment.

The clock is the process's own (time_machine): the product asks it as it always does, and no rule reads it.
"""

import sys
from datetime import datetime

import django

django.setup()

import time_machine  # noqa: E402 - Django first
from django.utils import timezone  # noqa: E402

from orders import jobs as orders  # noqa: E402
from soteria.alerts import jobs as alerts  # noqa: E402
from soteria.clocks import jobs as clocks  # noqa: E402
from soteria.work import jobs as work  # noqa: E402


def main(words: list[str]) -> None:
    """Go through the moments, in the order given: a clock may be put back."""
    for moment in map(datetime.fromisoformat, words):
        with time_machine.travel(moment, tick=True):
            _what_the_schedule_does()


def _what_the_schedule_does() -> None:
    orders.sweep(timezone.now())
    clocks.sweep(timezone.now())
    alerts.sweep(timezone.now())
    work.drain(timezone.now())


if __name__ == "__main__":
    main(sys.argv[1:])
