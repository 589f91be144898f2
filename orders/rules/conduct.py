"""What a suspect is said to have done, and which offences that may be: proposals for a person to answer. Pure.

The table is data (orders/reference/offences.yaml), dated and cited. Breaking police bail is a power to arrest without
warrant (PACE 1984 s.46A(1A)) and not an offence; breaking most orders is an offence, some is contempt of court.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from orders.rules.faults import Fault

OFFENCE, CONTEMPT, ARREST = "offence", "contempt", "arrest"
ONCE = 1
MOST_OCCASIONS = 999  # a larger number was typed wrong
NOT_DONE, NOBODY = "not_done", "other"  # as a missed attendance is: toward nobody
ACTS = {
    "contact": "Made contact",
    "approach": "Came near, or waited nearby",
    "follow": "Followed",
    "threaten": "Threatened",
    "publish": "Published something about them",
    "pressure": "Put pressure on them to withdraw or to say something else",
    "damage": "Damaged property",
    "monitor": "Watched or tracked them, or their accounts",
    "no_return": "Did not come back to the police station on bail",
    NOT_DONE: "Did not do what was required, such as reporting",
    "other": "Something else, said above",
}
TOWARD = {
    "victim": "The victim",
    "witness": "A witness",
    "family": "Family or friends of the victim",
    NOBODY: "Somebody else, or nobody",
}
MEANS = {
    "in_person": "In person",
    "call": "Calls",
    "message": "Messages or email",
    "social_media": "Social media",
    "letter": "Letters or gifts",
    "third_party": "Through somebody else",
    "device": "A tracker or an app",
}


@dataclass(frozen=True)
class Conduct:
    """What one breach is said to have been: the acts, toward whom, by what means, and on how many occasions."""

    on: date
    acts: frozenset[str]
    toward: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    occasions: int = ONCE


@dataclass(frozen=True)
class Maximum:
    """The longest sentence for conduct from a day on; None: from as far back as the record goes."""

    words: str
    since: date | None = None


@dataclass(frozen=True)
class When:
    """What proposes an offence: one of `acts`, and of `and_acts`; of `toward` and `means` where they are given."""

    acts: frozenset[str]
    and_acts: frozenset[str] = frozenset()
    toward: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    occasions: int = ONCE
    connected: bool = False


@dataclass(frozen=True)
class Offence:
    """One row of the table of offences. `is_old` rows are read in old records and never offered."""

    code: str
    title: str
    source: str
    confidence: str
    needs_confirmation: bool
    maximum: tuple[Maximum, ...] = ()
    mode: str = ""
    points: tuple[str, ...] = ()
    charge_within: str = ""
    since: date | None = None
    until: date | None = None
    when: When | None = None
    is_old: bool = False

    def was_law_on(self, day: date) -> bool:
        """Whether conduct of that day can be this offence."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def maximum_on(self, day: date) -> str:
        """The longest sentence for conduct of that day, in words."""
        held = [one for one in self.maximum if one.since is None or one.since <= day]
        return held[-1].words if held else ""


@dataclass(frozen=True)
class BrokenOrder:
    """What breaking one type of order is, and by what law: a row of orders/reference/order_breaches.yaml."""

    code: str
    breach: str
    source: str
    maximum: str
    mode: str
    confidence: str
    needs_confirmation: bool
    title: str = ""


@dataclass(frozen=True)
class Proposal:
    """One thing that a breach may be, for a person to answer; `why` says from what it was proposed."""

    code: str
    title: str
    source: str
    maximum: str
    mode: str
    points: tuple[str, ...]
    why: str
    confidence: str
    needs_confirmation: bool
    is_offence: bool = True
    charge_within: str = ""


@dataclass(frozen=True)
class Ground:
    """What offences are proposed from: this breach, the earlier ones toward the same people, the orders broken, and
    whether victim and suspect are personally connected (None: not known).
    """

    conduct: Conduct
    earlier: Sequence[Conduct] = ()
    orders: Sequence[BrokenOrder] = ()
    is_connected: bool | None = None
    table: Sequence[Offence] = field(default_factory=tuple)


def propose(ground: Ground) -> list[Proposal]:
    """Every offence that what was recorded may be, breaches of orders first, then in the order of the table."""
    orders = [_of_order(one) for one in _each_type(ground.orders)]
    return orders + [found for row in ground.table if (found := _proposed(row, ground)) is not None]


def _each_type(orders: Iterable[BrokenOrder]) -> Iterable[BrokenOrder]:
    return {one.code: one for one in orders}.values()


def _of_order(one: BrokenOrder) -> Proposal:
    is_offence = one.breach == OFFENCE
    points: tuple[str, ...] = (
        "The order held and the suspect knew of it",
        "What it forbids was done, or what it requires was not",
    )
    points += ("There is no reasonable excuse",) if is_offence else ()
    return Proposal(
        code=f"order:{one.code}",
        title=breach_of(one.title),
        source=one.source,
        maximum=one.maximum,
        mode=one.mode,
        points=points,
        why=_ORDER_WORDS[one.breach],
        confidence=one.confidence,
        needs_confirmation=one.needs_confirmation,
        is_offence=is_offence,
    )


def breach_of(title: str) -> str:
    """Breaking an order as it is called: "Breach of an occupation order"."""
    article = "an" if title[:1].lower() in "aeiou" else "a"
    return f"Breach of {article} {title[:1].lower()}{title[1:]}"


_ORDER_WORDS = {
    OFFENCE: "Breaking this order is an offence in itself.",
    CONTEMPT: "Breaking this order is contempt of court and not an offence.",
    ARREST: "Breaking this notice is a power to arrest and bring the suspect to court, and not an offence.",
}


def _proposed(row: Offence, ground: Ground) -> Proposal | None:
    said, when = ground.conduct, row.when
    if when is None or row.is_old or not row.was_law_on(said.on):
        return None
    counted = occasions(ground.conduct, ground.earlier, when)
    if not _fits(said, when) or counted < when.occasions or (when.connected and ground.is_connected is False):
        return None
    return Proposal(
        code=row.code,
        title=row.title,
        source=row.source,
        maximum=row.maximum_on(said.on),
        mode=row.mode,
        points=row.points,
        why=_why(said, when, counted),
        confidence=row.confidence,
        needs_confirmation=row.needs_confirmation,
        charge_within=row.charge_within,
    )


def _fits(said: Conduct, when: When) -> bool:
    if not said.acts & when.acts or (when.and_acts and not said.acts & when.and_acts):
        return False
    return all(not wanted or bool(known & wanted) for known, wanted in _narrowed(said, when))


def _narrowed(said: Conduct, when: When) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return (said.toward, when.toward), (said.means, when.means)


def occasions(said: Conduct, earlier: Iterable[Conduct], when: When) -> int:
    """On how many occasions acts of the kind were reported: of this breach, and of earlier ones toward the same people.

    A course of conduct toward one person is conduct on at least two occasions (PHA 1997 s.7(3)(a)).
    """
    before = (one for one in earlier if one.acts & when.acts and one.toward & said.toward and one.on <= said.on)
    return said.occasions + sum(one.occasions for one in before)


def _why(said: Conduct, when: When, counted: int) -> str:
    did = "; ".join(ACTS[act].lower() for act in ACTS if act in said.acts & (when.acts | when.and_acts))
    if when.occasions == ONCE:
        return f"Said to have: {did}."
    before = counted - said.occasions
    told = f", {before} of them in earlier breaches on record" if before else ""
    return f"Said to have: {did}. On {counted} occasions{told}."


def faults(*, acts: Iterable[str], toward: Iterable[str], means: Iterable[str], occasions: int) -> list[Fault]:
    """What is wrong with conduct as it was recorded; nothing recorded is not wrong."""
    given = list(acts)
    found = [Fault("acts", "Select what the suspect is said to have done")] if set(given) - set(ACTS) else []
    found += [Fault("toward", "Select who it was done to")] if set(toward) - set(TOWARD) else []
    found += [Fault("means", "Select by what means")] if set(means) - set(MEANS) else []
    if not ONCE <= occasions <= MOST_OCCASIONS:
        found.append(Fault("occasions", f"On how many occasions must be a number from {ONCE} to {MOST_OCCASIONS}"))
    return found
