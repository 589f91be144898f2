"""Who is reported, and when: hidden lives from which the reports of an invented force come. Plain Python, no clock.

Each person has a nature and a hazard of their own, which nobody in the force ever sees: some are never reported again,
some now and then, and a few often, in spells of activity with quiet between them, until they desist. Whom they harm and
how follows their habit. A score is never read here: so that a score may be judged by these reports, they must not
come from it (docs/adr/0019). Published: a quarter of reports that name somebody come from a tenth of those named.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from performance.rules.force import judgements
from performance.rules.force.chances import DAY, Shares, days, is_one_in, lots_of
from performance.rules.force.judgements import Read

WINDOW = 3 * 365.25  # days for which a force has records
BEFORE = 2 * 365.25  # days in which lives began that the records do not reach
BLOCK = 100  # cases whose people are drawn together: any case can be made alone, from its block
BLOCKS_FROM = 800_000_000  # of the numbers that lots are drawn by, so that no case shares its lots with a block
JUDGED_FROM = 890_000_000  # the same for what is written of a person, so that writing it changes no life
# Two in five are rape, as in the published ratio of rape to other recorded sexual offences; the rest is our own mix.
CODES = Shares(
    {"19C": 33, "19F": 4.5, "19D": 2.5, "20A": 32, "17A": 4, "88E": 8, "22B": 6, "88A": 4, "71": 3, "22A": 2, "70": 1}
)
RELATIONSHIPS = {
    "F": Shares({"partner": 42, "acquaintance": 27, "family": 8, "online": 11, "authority": 5, "stranger": 4, "": 3}),
    "M": Shares({"partner": 15, "acquaintance": 38, "family": 25, "online": 6, "authority": 4, "stranger": 10, "": 2}),
}
DELAYS = Shares({(0, 1): 30, (2, 7): 15, (8, 28): 8, (29, 365): 14, (366, 1826): 13, (1827, 9000): 20})
PROMPT = 365  # days; what is reported later than that comes to light at a time of its own
KINDS = Shares({"unknown": 8, "described": 8, "known": 84})


@dataclass(frozen=True, slots=True)
class Nature:
    """How often the people of a kind are reported: the mean a year while active, and how unequal they are in it.

    `shape` is that of the gamma frailty: the smaller, the more unequal. `lasts` are the mean days until they desist.
    """

    a_year: float
    shape: float
    lasts: float


# Our own numbers, fitted to the two published shares above; no source gives a distribution.
NATURES = Shares({Nature(0.06, 1.0, 900): 83, Nature(0.55, 0.8, 900): 10.7, Nature(1.9, 1.5, 900): 6.3})
CHARGED = 0.07  # of reports that name somebody, in the end: 6 in 84 by the published mix of outcomes
CHARGED_AFTER, AT_COURT = 400.0, 406.0  # median days to the charge, and from it to the end at court
REMANDED, CONVICTED = 0.3, 0.6  # of those charged; our own numbers
ACTIVE, QUIET = 240.0, 150.0  # mean days of a spell, and of the quiet after it
SAME_VICTIM = {"partner": 0.55, "family": 0.4}  # that the next report names the victim of the one before
ANOTHER_VICTIM = 0.03
SAME_HABIT = 0.7  # that the next offence and relationship are those of the habit


@dataclass(frozen=True, slots=True)
class Habit:
    """What somebody tends to do, to whom, and where they live, as a place between 0 and 1."""

    code: str
    sex: str
    relationship: str
    home: float


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge that a report leads to: after how many days it is made, and after how many more the court is done."""

    after: float
    court: float
    is_remanded: bool
    is_convicted: bool

    @property
    def held_after(self) -> float | None:
        """After how many days from the report the person is held, None where they are not."""
        if self.is_remanded:
            return self.after
        return self.after + self.court if self.is_convicted else None


@dataclass(frozen=True, slots=True)
class Report:
    """One report: when in the window it came, in days, and how many days after what it tells of.

    `place` is the number of the person whom it names, None where it names nobody; `again` says whether others do too.
    `victim` counts that person's victims; where more than one report names this one, `victim_since` is the day of the
    earliest thing told of them, from which their age is counted. `hazard` is the hidden one, a day; `judged` is what an
    analyst writes after it.
    """

    kind: str
    days: float
    delay: tuple[int, float]
    code: str
    sex: str
    relationship: str
    home: float
    place: int | None = None
    victim: int = 0
    again: bool = False
    charge: Charge | None = None
    victim_since: float | None = None
    hazard: float = 0.0
    judged: tuple[Read, ...] = ()


def report_of(seed: int, number: int) -> Report:
    """The report that the case of this number is made from: it depends on the seed and the number alone."""
    return _block(seed, number // BLOCK)[number % BLOCK]


@lru_cache(maxsize=4)
def _block(seed: int, block: int) -> tuple[Report, ...]:
    """The reports of a block of cases, in the order of their numbers."""
    lots = lots_of(seed, BLOCKS_FROM + block)
    kinds = [KINDS.draw(lots) for _ in range(BLOCK)]
    wanted = kinds.count("known")
    named: list[Report] = []
    place = block * BLOCK
    while len(named) < wanted:  # everybody has a report, so a block's people have numbers of its own
        named += _judged(seed, _marked(list(_life(lots, place))[: wanted - len(named)]))
        place += 1
    lots.shuffle(named)
    return tuple(named.pop() if kind == "known" else _nobody(lots, kind) for kind in kinds)


def _nobody(lots: Random, kind: str) -> Report:
    habit = _habit(lots)
    relationship = "stranger" if kind == "unknown" else habit.relationship
    delay = _delay(lots)
    return Report(kind, lots.random() * WINDOW, delay, habit.code, habit.sex, relationship, habit.home)


def _habit(lots: Random) -> Habit:
    code = CODES.draw(lots)
    sex = victim_sex(lots, code)
    return Habit(code, sex, RELATIONSHIPS[sex].draw(lots), lots.random())


def victim_sex(lots: Random, code: str) -> str:
    """The sex of the victim of an offence class: the class says it of rape and of assault on a man."""
    if code in ("19F", "17A"):
        return "M"
    return "F" if code.startswith("19") else ("F" if is_one_in(lots, 0.8) else "M")


def _delay(lots: Random) -> tuple[int, float]:
    """The longest of the class of delay, which says how exactly the day is known, and the delay in days."""
    least, most = DELAYS.draw(lots)
    return most, least + 0.03 + lots.random() * (most - least)


def _life(lots: Random, place: int) -> Iterator[Report]:
    """The reports in the window that name one person; nobody is taken who has none."""
    found: list[Report] = []
    while not found:
        habit, hazard, moment, end = _habit(lots), *_span(lots)
        reports = _reports(lots, habit, place, _moments(lots, hazard, moment, end))
        found = list(_until_held(lots, sorted(reports, key=lambda one: one.days)))
    yield from (replace(one, hazard=hazard) for one in _victims(lots, found))


def _span(lots: Random) -> tuple[float, float, float]:
    """The hidden hazard a day, when somebody is first reported, and when they desist."""
    nature = NATURES.draw(lots)
    hazard = lots.gammavariate(nature.shape, nature.a_year / nature.shape) / 365.25
    first = lots.random() * (WINDOW + BEFORE) - BEFORE
    return hazard, first, first + lots.expovariate(1 / nature.lasts)


def _moments(lots: Random, hazard: float, first: float, end: float) -> Iterator[float]:
    """When something is done that comes to be reported: at first, and then at random while active, until the end."""
    yield first
    moment, until = first, first + lots.expovariate(1 / ACTIVE)
    while moment < min(end, WINDOW):
        moment += lots.expovariate(hazard) if hazard > 0 else WINDOW
        while moment > until and until < WINDOW:
            quiet = lots.expovariate(1 / QUIET)
            moment, until = moment + quiet, until + quiet + lots.expovariate(1 / ACTIVE)
        if moment < end:
            yield moment


def _reports(lots: Random, habit: Habit, place: int, moments: Iterator[float]) -> Iterator[Report]:
    for moment in moments:
        delay = _delay(lots)
        reported = moment + delay[1] if delay[0] <= PROMPT else moment
        own = habit if is_one_in(lots, SAME_HABIT) else _habit(lots)
        if 0 <= reported < WINDOW:
            yield Report("known", reported, delay, own.code, own.sex, own.relationship, habit.home, place)


def _until_held(lots: Random, reports: list[Report]) -> Iterator[Report]:
    """The reports up to the day on which one of them has led to the person being held."""
    held = WINDOW
    for one in reports:
        if one.days > held:
            return
        charge = _charge(lots) if is_one_in(lots, CHARGED) else None
        if charge and charge.held_after is not None:
            held = min(held, one.days + charge.held_after)
        yield replace(one, charge=charge)


def _charge(lots: Random) -> Charge:
    after, court = 1 + days(lots, CHARGED_AFTER, 0.8) / DAY, days(lots, AT_COURT, 0.4) / DAY
    return Charge(after, court, is_one_in(lots, REMANDED), is_one_in(lots, CONVICTED))


def _victims(lots: Random, found: list[Report]) -> Iterator[Report]:
    """Whom each report names: the victim of the one before, with all that was said of them, or somebody else."""
    last, count = None, 0
    for one in found:
        if last and is_one_in(lots, SAME_VICTIM.get(last.relationship, ANOTHER_VICTIM)):
            one = replace(one, code=last.code, sex=last.sex, relationship=last.relationship, victim=last.victim)
        else:
            one, count = replace(one, victim=count), count + 1
        last = one
        yield one


def _marked(found: list[Report]) -> list[Report]:
    """The same, each told whether its person and its victim are reported more than once."""
    of_victim: dict[int, list[float]] = defaultdict(list)
    for one in found:
        of_victim[one.victim].append(one.days - one.delay[1])
    since = {victim: min(told) if len(told) > 1 else None for victim, told in of_victim.items()}
    return [replace(one, again=len(found) > 1, victim_since=since[one.victim]) for one in found]


def _judged(seed: int, found: list[Report]) -> list[Report]:
    """The same, each with what an analyst writes of its person after it: from their own lots."""
    lots = lots_of(seed, JUDGED_FROM + (found[0].place or 0))
    written = judgements.read(lots, found[0].hazard * 365.25, [one.days for one in found])
    return [replace(one, judged=judged) for one, judged in zip(found, written, strict=True)]
