"""The rules of keeping fingerprints and DNA: the examples of tests/rules/biometrics.yaml, and what always holds."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from orders import qualifying
from orders.rules import biometric_steps as steps
from orders.rules import biometrics as rules
from orders.rules.biometric_steps import Record, State, Step, Taken
from orders.rules.biometrics import Facts, Power
from soteria.clocks.reference import bundled

EXAMPLES = yaml.safe_load((Path(__file__).parent.parent / "rules" / "biometrics.yaml").read_text())
LIMITS = bundled()
DAYS = st.dates(date(2014, 1, 1), date(2060, 12, 31))
BEFORE = date(2026, 9, 1)


def limit(name, on=date(2026, 6, 1)):
    return LIMITS.in_force(f"biometrics.{name}", on)


def period(taken):
    return rules.period(taken, limit("retention"), limit("extension"))


def of(part):
    return pytest.mark.parametrize("example", EXAMPLES[part], ids=lambda example: str(example.get("name", example)))


def read(told):
    """ "submitted 2026-09-10" as a step."""
    step, on = told.split()
    return Taken(Step(step), date.fromisoformat(on))


def record(told=(), *, answer="apply", taken=date(2026, 6, 1), power=Power.CONSENT):
    """What is on record of material taken on 1 June 2026, with the decision of 1 September not to charge."""
    kept, taken_steps = period([taken]), tuple(map(read, told))
    notice = next((each.on for each in taken_steps if each.step is Step.NOTICE), None)
    return Record(
        power,
        concluded_on=BEFORE,
        opened_on=BEFORE,
        apply_by=rules.apply_by(BEFORE, limit("s63g_apply")),
        answer=answer,
        answered_on=BEFORE if answer else None,
        last=kept.last,
        longer=rules.extended(kept.last, limit("longer")),
        opens_on=kept.opens_on,
        answer_ends=rules.representations_end(notice, limit("representations")) if notice else None,
        steps=taken_steps,
    )


# ------------------------------------------------------------------------------------------------ worked examples


@of("powers")
def test_by_what_power_material_is_kept(example):
    found = rules.power(Facts(**example["facts"]))

    assert (found.value, rules.SAID[found].keeps) == (example["power"], example["keeps"])


@of("grounds")
def test_on_what_ground_the_commissioner_is_asked(example):
    found = [fault.words for fault in rules.ground_faults(example["chosen"], example.get("recorded", []))]

    assert bool(found) == ("refused" in example)
    assert example.get("refused", "") in " ".join(found)


@of("periods")
def test_how_long_material_may_be_kept(example):
    found = period(example["taken"])

    assert (found.last, found.opens_on) == (example["last"], example["opens"])
    assert rules.extended(found.last, limit("longer")) == example["longer"]


@of("suspects_time")
def test_the_time_of_the_suspect(example):
    assert rules.representations_end(example["notice"], limit("representations")) == example["last"]


@of("our_time")
def test_our_time_to_apply_is_said_to_be_unconfirmed(example):
    assert rules.apply_by(example["decided"], limit("s63g_apply")) == example["by"]
    assert limit("s63g_apply").needs_confirmation


@of("ranks")
def test_who_may_apply(example):
    found = steps.rank_faults(example["rank"])

    assert (not found) == example["may"]
    assert all("rank is too low" in fault.words and "s.63G(1)" in fault.words for fault in found)


@of("stories")
def test_where_the_steps_lead(example):
    power = Power.UNLAWFUL if example.get("unlawful") else Power.CONSENT
    found = steps.stand(record(example["steps"], answer=example.get("answer", "apply"), power=power))

    assert (found.state.value, found.next_on, found.keep_until) == (
        example["state"],
        example.get("next"),
        example.get("until"),
    )


@of("refusals")
def test_a_step_that_cannot_be_is_refused_with_its_section(example):
    asked = read(example["step"])
    known = record(example.get("steps", []), answer=example.get("answer", "apply"))

    found = steps.faults(asked.step, asked.on, known, date(2030, 6, 1))

    assert example["words"] in " ".join(fault.words for fault in found)


# ------------------------------------------------------------------------------------------------ what always holds


@given(st.lists(DAYS, min_size=1, max_size=5), DAYS)
def test_a_later_taking_never_ends_the_period_earlier(taken, another):
    before, after = period(taken), period([*taken, another])

    assert after.last <= before.last
    assert another < before.first or after == before


@given(DAYS, st.integers(0, 2000))
def test_whoever_is_taken_from_later_is_kept_no_shorter(first, more):
    assert period([first + timedelta(days=more)]).last >= period([first]).last


@given(DAYS)
def test_the_window_lies_in_the_period_and_ends_with_it(first):
    found = period([first])

    assert first < found.opens_on <= found.last < rules.extended(found.last, limit("longer"))
    assert 88 <= (found.last - found.opens_on).days <= 92


@given(st.integers(0, 900))
def test_the_period_never_counts_from_the_consent(days):
    consented = date(2026, 9, 12) + timedelta(days=days)
    told = ["submitted 2026-09-10", "notice 2026-09-11", f"consented {consented}"]

    assert steps.stand(record(told)).keep_until == date(2029, 5, 31)


@given(st.permutations(EXAMPLES["stories"][-1]["steps"]))
def test_the_order_in_which_steps_are_recorded_changes_nothing(told):
    assert steps.stand(record(told)) == steps.stand(record(EXAMPLES["stories"][-1]["steps"]))


@given(st.lists(st.tuples(st.sampled_from(Step), st.integers(0, 1500)), max_size=8))
def test_only_what_may_come_next_is_ever_accepted_and_it_ends_where_it_must(tried):
    known: list[str] = []
    for step, days in tried:
        on = BEFORE + timedelta(days=days)
        before = record(known)
        if not steps.faults(step, on, before, date(2031, 1, 1)):
            assert step in steps.possible(before)
            known.append(f"{step.value} {on}")
    found = steps.stand(record(known))

    assert (found.state in steps.KEEPING) == (found.keep_until is not None)
    assert found.state is not State.DESTROYED or known[-1].startswith("destroyed")


def test_after_a_refused_extension_only_an_appeal_and_destruction_are_left():
    told = ["submitted 2026-09-10", "consented 2026-12-01", "sought 2029-04-02", "not_extended 2029-05-01"]

    assert steps.possible(record(told)) == [Step.APPEALED, Step.DESTROYED]
    assert steps.possible(record([*told, "appealed 2029-05-02", "appeal_refused 2029-05-03"])) == [Step.DESTROYED]


@pytest.mark.parametrize(
    ("reason", "power", "state"),
    [
        ("", Power.CHARGE, State.KEPT),
        ("", Power.NONE, State.DESTROY),
        ("unlawful", Power.UNLAWFUL, State.DESTROY),
        ("conviction", Power.CONVICTION, State.INDEFINITE),
        ("no_material", Power.CONSENT, State.NOTHING),
        ("not_necessary", Power.CONSENT, State.DESTROY),
    ],
)
def test_where_it_stands_without_an_application(reason, power, state):
    answer = "not_apply" if reason else ""
    known = Record(power, concluded_on=BEFORE, answer=answer, no_reason=reason, last=date(2029, 5, 31))

    assert steps.stand(known).state is state


def test_the_extension_of_one_whose_taking_is_not_recorded_is_refused():
    known = Record(Power.CHARGE)

    assert "s.63F(6)" in steps.faults(Step.SOUGHT, date(2029, 4, 2), known, date(2030, 1, 1))[0].words


def test_a_question_is_open_from_the_decision_and_held_before():
    assert steps.stand(Record(Power.INVESTIGATION)).state is State.HELD
    assert steps.stand(record(answer="")).state is State.OPEN


def test_an_answer_has_its_ground_or_reason_and_words():
    apply = rules.answer_faults(answer="apply", grounds=[], recorded=[], reason="", words="short")
    none = rules.answer_faults(answer="not_apply", grounds=[], recorded=[], reason="", words="x" * 20)

    assert [fault.field for fault in apply] == ["grounds", "words"]
    assert [fault.field for fault in none] == ["reason"]


# --------------------------------------------------------------------------------------------- qualifying offences


def test_the_list_of_qualifying_offences_says_how_sure_it_is():
    found = qualifying.classes()

    assert all(one.needs_confirmation == (one.confidence != "C") for one in found.values())
    assert qualifying.first_of(["88C", "19C", "8Q"]) == found["19C"]
    assert qualifying.first_of(["8Q"]) is None and qualifying.first_of([]) is None


def test_it_says_in_words_what_is_to_be_confirmed():
    assert "s.65A" in qualifying.words(None) and "No offence" in qualifying.words(None)
    assert "ask legal services" in qualifying.words(qualifying.classes()["88C"])
    assert "ask legal services" not in qualifying.words(qualifying.classes()["19C"])


def test_nothing_taken_has_no_period():
    assert period([]) is None
