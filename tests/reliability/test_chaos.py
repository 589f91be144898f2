"""The harness of `make chaos` itself, so that it cannot rot: its sums, its ledger, and one fault on real workers."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from soteria.work import jobs
from tests.chaos import outbox
from tests.chaos.faults import FAULTS
from tests.chaos.ledger import Tally, of_breaches
from tests.chaos.run import added_up, chosen_faults
from tests.chaos.scene import LONGEST, Outcome, Scene
from tests.chaos.stack import Stack

CODES = {*"F1 F2a F2b F2c F3 F4 F5 F6 F7 F8 F9 F10 F13 F14 F15 F16 F17 F22".split()}  # noqa: SIM905 - a list to read


def outcome(found: str, *, seconds: float = 1.0, again: int = 0, **more: Any) -> Outcome:
    """One repeat of which "a b" was wanted."""
    return Outcome(lambda: Tally(Counter("ab"), Counter(found), again), seconds, **more)


@pytest.mark.parametrize(("found", "missing", "doubled"), [("ab", 0, 0), ("a", 1, 0), ("abb", 0, 1), ("bbc", 1, 2)])
def test_a_tally_counts_what_is_missing_apart_from_what_is_too_many(found, missing, doubled):
    tally = Tally(Counter("ab"), Counter(found))
    assert (tally.missing, tally.doubled) == (missing, doubled)


def test_repeats_are_added_up_and_one_bad_one_spoils_the_row():
    well = [outcome("ab", struck=3), outcome("ab", again=1, facts={"cut": 2.0})]
    row = added_up(FAULTS["F4"], well)
    assert (row.repeats, row.struck, row.wanted, row.again, row.facts) == (2, 4, 4, 1, {"cut": [2.0]})
    assert row.is_well
    for bad in (outcome("a"), outcome("abb"), outcome("ab", seconds=LONGEST + 1), outcome("ab", wrong=["slow"])):
        assert not added_up(FAULTS["F4"], [*well, bad]).is_well


def test_every_fault_is_there_says_what_it_does_and_is_found_by_code_or_family():
    assert set(FAULTS) == CODES
    assert all(fault.sentence.endswith(".") for fault in FAULTS.values())
    assert [fault.code for fault in chosen_faults("F2,F4")] == ["F2a", "F2b", "F2c", "F4"]
    assert [fault.code for fault in chosen_faults("")][0] == "F13"  # moved clocks go first


@pytest.fixture
def stack(tmp_path_factory, transactional_db, reference, settings) -> Iterator[Stack]:
    """A broker of the test's own, and messages that leave into a file; nothing else is started yet."""
    folder = tmp_path_factory.mktemp("chaos")
    settings.EMAIL_BACKEND, settings.OUTBOX = "tests.chaos.outbox.Backend", str(folder / "outbox")
    stack = Stack(folder)
    yield stack
    stack.end()


def do_jobs() -> None:
    """What workers do, here: a job may ask for another."""
    for _ in range(3):
        jobs.drain(timezone.now() + timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_the_ledger_sees_what_is_missing_and_what_nobody_asked_for(stack, settings):
    scene = Scene(stack, "ledger", "ledger")
    scene.log(2)
    assert scene.tally().missing == 2 * (1 + 2 * 4)  # neither is told of, to either person in any of four ways
    do_jobs()
    assert (scene.tally().missing, scene.tally().doubled, scene.tally().again) == (0, 0, 0)

    unknown = of_breaches(scene.case, scene.keys[:1], (scene.oic, scene.supervisor))
    assert (unknown.missing, unknown.doubled) == (0, unknown.wanted.total())
    left = Path(settings.OUTBOX)
    left.write_text(left.read_text() + f"{next(iter(outbox.sent()))}\n")
    assert (scene.tally().again, scene.tally().doubled) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_flushed_broker_loses_and_doubles_nothing(stack):
    """F4, once, on real workers and a schedule."""
    stack.start_all(schedules=1)

    row = added_up(FAULTS["F4"], [FAULTS["F4"].strike(Scene(stack, "F4", "smoke"))])

    assert row.wanted == 12 * (2 + 1 + 2 * 4)
    assert (row.missing, row.doubled, row.wrong) == (0, 0, [])
