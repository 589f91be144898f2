"""Runs the faults that were asked for, one repeat after another, and adds up what came of them."""

import argparse
import logging
import sys
import time
from collections.abc import Iterable

from django.db import DatabaseError, connection

from soteria.audit.verify import verify
from tests.chaos import report
from tests.chaos.faults import FAULTS
from tests.chaos.faults.known import Fault
from tests.chaos.report import Row
from tests.chaos.scene import LONGEST, Outcome, Scene
from tests.chaos.stack import Stack


def everything(stack: Stack, asked: argparse.Namespace) -> int:
    """Run, print the table, and write it where that was asked for. 1 when anything is missing, doubled or wrong."""
    logging.disable(logging.ERROR)
    chosen = chosen_faults(asked.only)
    stack.start_all()
    if any(fault.needs_web for fault in chosen):
        stack.start_web()
    rows = []
    for fault in chosen:
        rows.append(repeat(stack, fault, asked.repeats, asked.seed))
        report.keep(rows, is_all=not asked.only)
    trail = verify().fault
    said = report.table(rows)
    sys.stdout.write(f"\n{said}\n\n{report.sum_up(rows, asked, trail)}\n")
    if asked.write:
        report.write(rows, asked, trail)
    return int(bool(trail) or any(not row.is_well for row in rows))


def chosen_faults(only: str) -> list[Fault]:
    """Those of the list, by code or family (F2 for F2a, F2b and F2c); all when there is none."""
    names = set(filter(None, only.split(",")))
    found = [fault for fault in FAULTS.values() if not names or {fault.code, fault.family} & names]
    # Moved clocks go first: a sweep of a year ahead would find every breach of the other faults late.
    return sorted(found, key=lambda fault: (fault.code != "F13", int(fault.family[1:]), fault.code))


def repeat(stack: Stack, fault: Fault, repeats: int, seed: str) -> Row:
    """Strike that often; count at the very end once more, since what is doubled may come late."""
    outcomes, begun = [], time.monotonic()
    for number in range(repeats):
        died = stack.died
        scene = Scene(stack, f"{fault.code} {number}", f"{seed} {fault.code} {number}")
        outcomes.append(_struck(fault, scene))
        if stack.died > died:
            outcomes[-1].facts["worker groups that ended by themselves and were started again"] = stack.died - died
        _say(fault, number, outcomes[-1])
    stack.end_second_group()
    row = added_up(fault, outcomes)
    row.minutes = (time.monotonic() - begun) / 60
    return row


def _struck(fault: Fault, scene: Scene) -> Outcome:
    """A fault that could not be brought to its end went wrong too, and the others go on."""
    try:
        return fault.strike(scene)
    except (AssertionError, OSError, DatabaseError) as error:
        connection.close()
        return Outcome(scene.tally, LONGEST, wrong=[f"{type(error).__name__}: {error}"])


def _say(fault: Fault, number: int, outcome: Outcome) -> None:
    tally = outcome.tally()
    lost = f"missing {sorted(tally.wanted - tally.found)[:3]}" if tally.missing else "missing 0"
    twice = f"doubled {sorted(tally.found - tally.wanted)[:3]}" if tally.doubled else "doubled 0"
    wrong = "; ".join(outcome.wrong)
    sys.stdout.write(f"{fault.code} {number + 1}: {outcome.seconds:.2f} s, {lost}, {twice} {wrong}\n")
    sys.stdout.flush()


def added_up(fault: Fault, outcomes: Iterable[Outcome]) -> Row:
    """One row of the table."""
    row = Row(fault.code, fault.sentence)
    for outcome in outcomes:
        tally = outcome.tally()
        row.repeats += 1
        row.struck += outcome.struck
        row.wanted += tally.wanted.total()
        row.missing += tally.missing
        row.doubled += tally.doubled
        row.again += tally.again
        row.seconds.append(outcome.seconds)
        row.wrong += outcome.wrong + (["too slow to recover"] if outcome.seconds > LONGEST else [])
        for name, value in outcome.facts.items():
            row.facts.setdefault(name, []).append(value)
    return row
