"""What an evaluation says of its trials: with and without judgement, other weights, wrong links. Plain Python."""

from collections.abc import Iterator, Mapping

from performance.rules import evaluation_words as words
from performance.rules.evaluation import TOPS
from performance.rules.evaluation_chance import Interval
from performance.rules.evaluation_markdown import table
from performance.rules.evaluation_report import PLAIN, JudgedLine, Report
from performance.rules.evaluation_words import difference, number, percent
from performance.rules.force.judgements import SKILL

ASSUMED = (
    "The judgements of an invented force are drawn, not made (`performance/rules/force/judgements.py`). After some "
    "reports, more often of people named before, an analyst puts forward points by what they take this person's hidden "
    "hazard to be, beside others named as often by then, and somebody else authorises them. What they read has a "
    f"correlation of {SKILL:g} with the truth: **that skill is our assumption**. They see no score, nothing that comes "
    "later, and not whether the person is active or has stopped; points are within 15 and end within 90 days. So the "
    "difference below shows what judgement of that skill, on so few people, would do to the list. It is no evidence "
    "that officers have it, and no claim of *better* may rest on it: here RFGV without judgement must beat every rival "
    "too."
)
NOBODY = "Nobody has recorded a judgement in this force, so RFGV+ and RFGV without judgement are the same.\n"
LINKS = (
    "Everything above is counted upon perfect links: each report is put with the person whom it names. Here the same "
    "is counted again upon wrong ones. Parts of somebody's history are cut off, and records of two people with one "
    "surname are merged, until pairs of reports are right at the rates asked for. A record is about the person whom "
    "most of its reports name; who is reported again stays as it was. A piece that was cut off takes a place of the "
    "top for itself, and knows of no custody and no judgement."
)
BETWEEN_DRAWS = "The intervals are paired: of the same people drawn again, with each trial in turn."
BARE = {"hit_rate": "Hit rate", "recall": "Recall", "harm": "Harm captured"}


def judgement(found: Report) -> Iterator[str]:
    """With judgement and without, date by date."""
    yield "## With judgement and without\n"
    if not found.judgements:
        yield NOBODY
        return
    if found.is_invented:
        yield f"{ASSUMED}\n"
    yield (
        "Each date with what was authorised and held on it. In each pair the first is with judgement and the second "
        f"without. {_over_all(found)}\n"
    )
    tops = [words.top_words(top).removeprefix("the ") for top in TOPS]
    heads = ("Date", "Up", "Down", *(f"Alike, {top}" for top in tops), *(f"Hit rate, {top}" for top in tops))
    yield from table((*heads, "Harm captured, top 100"), map(_date, found.judged))
    yield ""


def _over_all(found: Report) -> str:
    """How far the one lies above the other, over all dates."""
    above = found.way(PLAIN).above
    said = [f"{difference(above[top]['hit_rate'])} in {words.top_words(top)}" for top in TOPS]
    return f"Over all dates the hit rate with judgement lies above the one without by {'; '.join(said)} (95 %, paired)."


def _date(one: JudgedLine) -> tuple[str, ...]:
    alike = (number(one.alike[top], 2) for top in TOPS)
    hits = (_pair(one, top, "hit_rate") for top in TOPS)
    return (f"{one.at:%-d %B %Y}", str(one.up), str(one.down), *alike, *hits, _pair(one, "100", "harm"))


def _pair(one: JudgedLine, top: str, measure: str) -> str:
    return f"{percent(one.with_it[top][measure])}, {percent(one.without[top][measure])}"


def weights(found: Report) -> Iterator[str]:
    """Each weight a fifth larger and smaller."""
    yield "## How much hangs on the weights\n"
    least = min((one.alike["100"] for one in found.moved), default=1.0)
    yield (
        "RFGV without judgement, with one weight a fifth larger or smaller: how alike its top is to the one as it is "
        "(1: the same people, on average over the dates), and what it meets. At least "
        f"{percent(least, 0)} of the top 100 is alike.\n"
    )
    for top in TOPS:
        yield f"### {words.top_words(top).capitalize()}, with other weights\n"
        yield from table(("Change", "Alike", *BARE.values()), _moved(found, top))
        yield ""


def _moved(found: Report, top: str) -> Iterator[tuple[str, ...]]:
    yield "None", number(1.0, 2), *_met(found.way(PLAIN).values[top])
    for one in found.moved:
        yield one.name, number(one.alike[top], 2), *_met(one.values[top])


def _met(values: Mapping[str, float | None]) -> tuple[str, ...]:
    return tuple(percent(values[measure]) for measure in BARE)


def links(found: Report) -> Iterator[str]:
    """What wrong links cost."""
    one = found.linked
    yield "## What wrong links cost\n"
    yield f"{LINKS}\n"
    yield (
        f"Asked for: precision {one.precision:g} and recall {one.recall:g} of pairs. Made, on average of {one.trials} "
        f"trials: {one.made_precision:.3f} and {one.made_recall:.3f}, with {one.moved:.0f} parts put with a wrong "
        f"record. {BETWEEN_DRAWS}\n"
    )
    for top in TOPS:
        yield f"### {words.top_words(top).capitalize()}, upon wrong links\n"
        heads = [each for name in BARE.values() for each in (name, "Change, 95 %")]
        rows = (
            (line.name, *(cell for measure in BARE for cell in _cost(line.values[top], line.change[top], measure)))
            for line in one.lines
        )
        yield from table(("Order", *heads), rows)
        yield ""


def _cost(values: Mapping[str, float | None], change: Mapping[str, Interval | None], measure: str) -> list[str]:
    return [percent(values[measure]), difference(change[measure])]
