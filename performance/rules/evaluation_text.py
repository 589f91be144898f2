"""The page that says what an evaluation found, in Markdown, its words made from its numbers. Plain Python."""

from collections.abc import Iterator, Mapping, Sequence

from performance.rules import evaluation_trials as trials
from performance.rules import evaluation_words as words
from performance.rules.evaluation import MEASURES, TOPS
from performance.rules.evaluation_groups import AND, BANDS, FEWEST, GroupLine
from performance.rules.evaluation_markdown import picture, table
from performance.rules.evaluation_report import OURS, Report
from performance.rules.evaluation_words import between, difference, number, percent

NAMES = {"hit_rate": "Hit rate", "recall": "Recall", "pai": "PAI", "harm": "Harm captured"}
TITLES = {"age": "Age at the date", "ethnicity": "Ethnicity", "district": "District of the newest case"}
RULE = (
    "That sentence and the lines below follow from the numbers by a rule (`performance/rules/evaluation_words.py`): "
    "better means better than every count of allegations *and* the V100 replica, with 95 % confidence, with judgement "
    "and, since an invented force's judgements are our assumption, also without it."
)
STEADY = (
    "Month by month up to the last date, without judgement: how alike one month's top is to the next (1: nobody "
    "changed), by how many places people of the top move when a month passes and nothing new is known of anybody, and "
    "the share of the change of the top that new facts made. The last column is the share of the top, over all dates, "
    "who were not reported again within 12 months."
)

LIMITS = """## What this cannot tell
- **Reported is not committed.** Fewer than one in six tells the police. An order that finds who is reported again
  finds who is reported, and inherits who is named and who is believed. Everything counted is an allegation.
- **The force is invented.** Its reports come from hidden lives drawn by lots
  (`performance/rules/force/careers.py`): a hazard of each person's own, habits, spells of activity, an end. They
  are never made from a score, but they are our own assumptions: they say whether the method works, and nothing
  about a real force. How far hazards differ was fitted to two published shares; nothing fits how they end.
- **Groups do not differ in it by design.** Age, ethnicity and district play no part in who is reported, so a
  difference here is chance. On real data the same tables are the disparity audit, and there they must be read.
- **Nobody acts on the list in it.** In use, what is done about somebody lowers what is later reported of them, and
  a good list then looks worse. Evaluate on a time before it was used, or by intention to treat.
- **Links between records are perfect in it**, but where wrong ones are tried. Real errors are not drawn by lot: whoever
  moves, marries or gives another name is split more often, and that may differ between groups.
- **The weights are not fitted.** They are reasoned. Fit on one time and judge on another before a change, and make
  the change by decision.
- **The six windows overlap**, and the same people stand in several. Intervals are made by drawing people, so that
  this does not make them narrow, but they are six looks at one force.
- The record is read as it was known on each date: reports, steps and outcomes with their own days, and from
  Soteria's own history what was recorded or changed later. Records loaded with their past have no history of their
  own corrections.
- The V100 replica is made from what is published; its code, ties and treatment of closed cases are not. Where fewer
  than a hundred people have two crimes in 365 days, the rest of its top are drawn by chance.
"""


def page(found: Report, command: str, made: str) -> str:
    """The whole page. `command` is what writes it again, and `made` what made the force."""
    parts = [
        *_head(found, command, made),
        *_results(found),
        *trials.judgement(found),
        *_steadiness(found),
        *_calibration(found),
        *trials.weights(found),
        *trials.links(found),
    ]
    return "\n".join([*parts, LIMITS])


def _head(found: Report, command: str, made: str) -> Iterator[str]:
    judged = words.verdicts(found)
    yield "# How well the score finds who is reported again\n"
    yield (
        f"Written in a database of its own by one command line; change that, not this page. {found.force}, "
        f"{found.cases:,} cases, reports up to {found.until:%-d %B %Y}; weights {found.version}; {found.times} draws.\n"
    )
    yield f"```\n{made} && \\\n{command}\n```\n"
    yield f"**{words.headline(judged)}**\n"
    yield f"{RULE}\n"
    yield from (f"- {words.sentence(one)}" for one in judged)
    yield "\n## How\n"
    yield (
        f"On each of {len(found.dates)} dates everybody who was scored and at liberty is put in order by what was "
        "recorded by then, and looked for among those newly reported in the 12 months after. "
        f"{found.held}\n"
    )
    yield from table(
        ("Date", "People", "Reported again", "Share", "Days of harm"),
        (
            (
                f"{one.at:%-d %B %Y}",
                f"{one.people:,}",
                f"{one.again:,}",
                percent(one.again / max(1, one.people)),
                f"{one.harm:,.0f}",
            )
            for one in found.dates
        ),
    )


def _results(found: Report) -> Iterator[str]:
    yield "\n## Results\n"
    yield from (f"- {said}." for said in MEASURES.values())
    yield "\nEvery date together, with 95 % intervals. Who ties is taken as likely as each other.\n"
    for top in TOPS:
        low, high = found.sizes[top]
        size = "" if top == str(low) == str(high) else f" ({low} to {high} people)"
        yield f"### {words.top_words(top).capitalize()}{size}\n"
        yield from table(("Order", *NAMES.values(), "RFGV+ above it: hit rate", "harm"), _ways(found, top))
        yield ""
    yield picture("evaluation-hit-rate", "the hit rate of each order", _best(found, "hit_rate"))
    yield picture("evaluation-harm", "the harm captured by each order", _best(found, "harm"))


def _ways(found: Report, top: str) -> Iterator[tuple[str, ...]]:
    for way in found.ways:
        values, spread, above = way.values[top], way.between[top], way.above[top]
        shares = [percent(values[name]) + between(spread[name]) for name in ("hit_rate", "recall")]
        pai = number(values["pai"]) + between(spread["pai"], is_share=False)
        harm = percent(values["harm"]) + between(spread["harm"])
        apart = ("", "") if way.code == OURS else (difference(above["hit_rate"]), difference(above["harm"]))
        yield (way.name, *shares, pai, harm, *apart)


def _best(found: Report, measure: str) -> str:
    """What the chart of a measure shows, for whoever cannot see it."""
    best = max(found.ways, key=lambda way: way.values["100"][measure] or 0.0)
    said = [best, *(found.way(code) for code in (OURS, "random") if code != best.code)]
    values = ", ".join(f"{way.name} {percent(way.values['100'][measure])}" for way in said)
    return f"{NAMES[measure]} in the top 100, highest first: {values}."


def _steadiness(found: Report) -> Iterator[str]:
    yield "## How steady it is\n"
    yield f"{STEADY}\n"
    yield from table(
        ("Top", "Alike", "Median move by time alone", "Change made by new facts", "Not reported again"),
        (
            (top, number(one.alike, 2), number(one.moved), percent(one.by_facts, 0), percent(found.false_share[top], 0))
            for top, one in found.stability.items()
        ),
    )
    moved = next((one.all_moved for one in found.stability.values()), None)
    yield f"\nOf everybody who is scored the median move by time alone is {number(moved)} places a month."


def _calibration(found: Report) -> Iterator[str]:
    yield "\n## Bands and groups\n"
    yield "Reported again within 12 months, by band of the score:\n"
    rows = ((one.name, _people(one), _rate(one)) for one in found.bands)
    yield from table(("Band", "People", "Reported again"), rows)
    yield f"\n{picture('evaluation-bands', 'reports by band', rising(found.bands))}"
    yield (
        "By group, with the top 100 as those selected. The ratio is against the largest group; of groups of fewer than "
        f"{FEWEST} people nothing is shown.\n"
    )
    heads = ("People", "Reported again", "In the top 100", "Ratio", "In the top and not reported again")
    for name, lines in found.groups.items():
        yield from table((TITLES[name], *heads), map(_group, lines))
        yield ""
    yield "Whether a band means the same in every group: the share reported again, by group and band.\n"
    for name, lines in found.groups.items():
        within = {one.name: one for one in found.within[name]}
        yield from table(
            (TITLES[name], *(f"Band {band}" for band, _ in BANDS)), (_bands(one.name, within) for one in lines)
        )
        yield ""
    yield picture("evaluation-groups", "ratios by group", uneven(found))


def _bands(group: str, within: Mapping[str, GroupLine]) -> tuple[str, ...]:
    cells = (within.get(f"{group}{AND}{band}") for band, _ in BANDS)
    few = f"fewer than {FEWEST}"
    return group, *(few if one is None or one.rate is None else _rate(one) for one in cells)


def _rate(one: GroupLine) -> str:
    return percent(one.rate) + between(one.rate_between)


def _group(one: GroupLine) -> tuple[str, ...]:
    ratio = number(one.ratio, 2) + between(one.ratio_between, is_share=False, places=2)
    selected = percent(one.selected) + between(one.selected_between)
    false = percent(one.false_share, 0) + between(one.false_between, places=0)
    return one.name, _people(one), _rate(one), selected, ratio, false


def _people(one: GroupLine) -> str:
    return f"{one.people:,}" if one.people >= FEWEST else f"fewer than {FEWEST}"


def rising(bands: Sequence[GroupLine]) -> str:
    """Whether a higher band was reported again more often, band after band."""
    shown = [one for one in bands if one.rate is not None]
    rates = [one.rate or 0.0 for one in shown]
    said = ", ".join(f"{one.name} {percent(one.rate)}" for one in shown)
    if len(shown) < 2:
        return f"Too few bands hold {FEWEST} people to compare them{': ' + said if said else ''}."
    is_rising = all(one > other for one, other in zip(rates, rates[1:], strict=False))
    return f"{'Each higher band was reported again more often' if is_rising else 'Bands do not rise evenly'}: {said}."


def uneven(found: Report) -> str:
    """Which groups are selected more or less often than the largest, beyond chance."""
    apart = [
        f"{one.name} ({number(one.ratio, 2)})"
        for lines in found.groups.values()
        for one in lines
        if one.ratio_between and not one.ratio_between.low <= 1 <= one.ratio_between.high
    ]
    if not apart:
        return "No group is selected more or less often than the largest beyond chance."
    return f"Selected more or less often than the largest group beyond chance: {', '.join(apart)}."
