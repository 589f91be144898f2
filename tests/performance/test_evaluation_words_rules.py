"""What may be said of an evaluation: better only where every rival is beaten, and worse where one is not."""

from dataclasses import replace
from datetime import date

import pytest

from performance.rules.evaluation import MEASURES, TOPS
from performance.rules.evaluation_chance import Interval
from performance.rules.evaluation_groups import AND, GroupLine
from performance.rules.evaluation_orders import ways
from performance.rules.evaluation_report import DateLine, JudgedLine, Linked, LinkedLine, MovedLine, Report, WayLine
from performance.rules.evaluation_text import page, rising
from performance.rules.evaluation_words import (
    BETTER,
    NOT_SHOWN,
    WORSE,
    Verdict,
    between,
    difference,
    headline,
    number,
    percent,
    sentence,
    verdict,
    verdicts,
)

ABOVE, ACROSS, BELOW = Interval(0.01, 0.1), Interval(-0.02, 0.1), Interval(-0.1, -0.01)


@pytest.mark.parametrize(
    ("above", "said", "unbeaten"),
    [
        ([("count", ABOVE), ("V100", ABOVE)], BETTER, ()),
        ([("count", ABOVE), ("V100", ACROSS)], NOT_SHOWN, ("V100",)),
        ([("count", ACROSS), ("V100", ABOVE)], NOT_SHOWN, ("count",)),
        ([("count", BELOW), ("V100", ABOVE)], WORSE, ("count",)),
        ([("count", Interval(0.0, 0.1)), ("V100", ABOVE)], NOT_SHOWN, ("count",)),
        ([("count", None), ("V100", ABOVE)], NOT_SHOWN, ("count",)),
        ([], NOT_SHOWN, ()),
    ],
)
def test_better_needs_every_rival_beaten(above, said, unbeaten):
    assert verdict("100", "hit_rate", above) == Verdict("100", "hit_rate", said, unbeaten)


def of(*said: str) -> list[Verdict]:
    return [
        Verdict(top, "harm", one, () if one == BETTER else ("V100",)) for top, one in zip("123", said, strict=False)
    ]


def test_the_headline_claims_no_more_than_is_shown():
    assert headline(of(BETTER, BETTER)) == (
        "RFGV+ is better than the counts of allegations and the V100 replica on every measure here."
    )
    assert headline(of(NOT_SHOWN, NOT_SHOWN)).startswith("Nothing here shows RFGV+ to be better")
    assert "is not better: it is worse" in headline(of(NOT_SHOWN, WORSE))


def test_the_headline_says_what_is_worse_beside_what_is_better():
    mixed = headline(of(BETTER, WORSE))
    assert "better than the counts and the V100 replica on harm captured in the top 1." in mixed
    assert "worse than at least one of them on harm captured in the top 2." in mixed
    assert headline(of(BETTER, BETTER, NOT_SHOWN)).endswith("On the other measures no such difference is shown.")
    assert "in the top 1 and harm captured in the top 2" in headline(of(BETTER, BETTER, NOT_SHOWN))


def test_a_line_says_who_was_not_beaten():
    assert sentence(Verdict("1%", "hit_rate", BETTER)) == "Hit rate, the top 1 %: better than every rival."
    assert sentence(Verdict("20", "harm", NOT_SHOWN, ("A", "B"))).endswith(
        "no better shown; not shown to beat A and B."
    )
    assert "worse than a rival" in sentence(Verdict("20", "harm", WORSE, ("A",)))
    assert sentence(Verdict("20", "harm", NOT_SHOWN)).endswith("not shown to beat any rival.")


def test_numbers_are_written_plainly():
    assert (percent(0.125), percent(None), number(1234.56), number(None)) == ("12.5 %", "–", "1,234.6", "–")
    assert between(Interval(0.1, 0.25)) == " (10.0 to 25.0)"
    assert between(None) == ""
    assert (difference(ACROSS), difference(None)) == ("-2.0 to +10.0", "–")


def line(name: str, rate: float | None) -> GroupLine:
    return GroupLine(name, 50, rate)


def test_bands_are_said_to_rise_only_where_they_do():
    assert rising([line("A", 0.3), line("B", 0.2)]).startswith("Each higher band was reported again more often")
    assert rising([line("A", 0.1), line("B", 0.2)]) == "Bands do not rise evenly: A 10.0 %, B 20.0 %."
    assert rising([line("A", None), line("B", 0.2)]).startswith("Too few bands hold 20 people")


def report(above: Interval, judgements: int, ratio: Interval, without: Interval | None = None) -> Report:
    """An evaluation in which RFGV+ lies so far above every other order, and one group is selected twice as often.

    RFGV without judgement lies as far above them unless told otherwise.
    """
    values = {top: dict.fromkeys(MEASURES, 0.5) for top in TOPS}
    same = {top: dict.fromkeys(MEASURES, above) for top in TOPS}
    plain = {top: dict.fromkeys(MEASURES, without or above) for top in TOPS}
    orders = ways({"recency": 0.25, "frequency": 0.2, "gravity": 0.3, "victim": 0.25})
    group = GroupLine("18 to 24", 50, 0.1, ACROSS, 0.2, ABOVE, 2.0, ratio, 0.9, Interval(0.75, 1.0))
    within = (GroupLine(f"18 to 24{AND}C", 30, 0.2, Interval(0.1, 0.3)), GroupLine(f"18 to 24{AND}A", 4))
    alike = dict.fromkeys(TOPS, 0.9)
    return Report(
        force="Invented force 1", code="G1", is_invented=True, cases=100, until=date(2026, 3, 1), seed=1, times=20,
        version="p1", held="Who is held is left out.", judgements=judgements,
        dates=(DateLine(date(2025, 3, 1), 100, 5, 500.0),), sizes=dict.fromkeys(TOPS, (20, 20)),
        ways=tuple(WayLine(way.code, way.name, way.is_count, values, same, same, plain) for way in orders),
        stability={}, false_share={}, bands=(line("A", 0.3), line("B", 0.2)), groups={"age": (group,)},
        within={"age": within}, moved=(MovedLine("Recency weighs a fifth more", alike, values),),
        judged=(JudgedLine(date(2025, 3, 1), 12, 7, alike, values, values),) if judgements else (),
        linked=Linked(0.993, 0.986, 5, 31.4, 0.9931, 0.9858, (LinkedLine("Count", values, same),)),
    )  # fmt: skip


def test_a_page_claims_what_its_numbers_show_and_nothing_else():
    good = page(report(ABOVE, 3, Interval(1.1, 3.0)), "evaluate", "make")
    assert "**RFGV+ is better than the counts of allegations and the V100 replica on every measure here.**" in good
    assert "Nobody has recorded a judgement" not in good
    assert "**that skill is our assumption**" in good
    assert "| 1 March 2025 | 12 | 7 | 0.90 |" in good
    assert "| Recency weighs a fifth more | 0.90 | 50.0 % | 50.0 % | 50.0 % |" in good
    assert "| Count | 50.0 % | +1.0 to +10.0 |" in good
    assert "0.993 and 0.986, with 31 parts put with a wrong record" in good
    assert "| 18 to 24 | fewer than 20 | fewer than 20 | 20.0 % (10.0 to 30.0) | fewer than 20 |" in good
    assert "90 % (75 to 100)" in good
    assert "Selected more or less often than the largest group beyond chance: 18 to 24 (2.00)." in good
    poor = page(report(BELOW, 0, Interval(0.9, 3.0)), "evaluate", "make")
    assert "**RFGV+ is not better" in poor
    assert "Nobody has recorded a judgement" in poor
    assert "No group is selected more or less often" in poor


def test_in_an_invented_force_judgement_alone_is_never_enough_to_be_better():
    """Its judgements are drawn with a skill that was assumed; of real ones nothing is assumed."""
    made = report(ABOVE, 3, Interval(1.1, 3.0), without=ACROSS)
    assert {one.said for one in verdicts(made)} == {NOT_SHOWN}
    assert {one.said for one in verdicts(replace(made, is_invented=False))} == {BETTER}
