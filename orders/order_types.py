"""The reviewed types of protection order (orders/reference/order_types.yaml), read without a database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orders.rules import notifying
from orders.rules.availability import Available
from orders.rules.orders import BREACH, Length
from orders.rules.terms import Allowed
from soteria.clocks.rules import Confidence, Unit

HERE = Path(__file__).resolve().parent / "reference"
FILE, WHERE = HERE / "order_types.yaml", HERE / "availability.yaml"
GROUPS = {
    "civil": "Police or the victim can ask for it, without a trial",
    "notice": "Police give it themselves, and a court hears of it within 48 hours",
    "trial": "A criminal court makes it at the end of a trial",
    "family": "The person at risk asks a family court for it",
}


@dataclass(frozen=True)
class Interim:
    """The order that holds until the court decides: by what test, and by what law; `fixed` where it has its own end."""

    test: str
    source: str
    confidence: Confidence
    needs_confirmation: bool
    fixed: bool = False


@dataclass(frozen=True)
class Notifies:
    """What the suspect must tell police, counted from service or from the day the order is made (`since`).

    `event` is the clock event that starts it; "" where no clock counts it. `optional`: only where the court orders it.
    """

    since: str
    what: str
    source: str
    event: str = ""
    optional: bool = False


@dataclass(frozen=True)
class OrderType:
    """One type of order as law.md §2 has it; the file says what each name means."""

    code: str
    title: str
    group: str
    route: str
    since: date
    source: str
    applicants: tuple[str, ...]
    court: str
    test: str
    lasts: str
    breach: str
    breach_most: str
    breach_source: str
    arrest: str
    confidence: Confidence
    needs_confirmation: bool
    until: date | None = None
    by_force: bool = False
    least: Length | None = None
    most: Length | None = None
    keeps: Length | None = None
    allowed: Allowed = Allowed()
    notifies: Notifies | None = None
    interim: Interim | None = None
    hearing_event: str = ""

    @property
    def has_interim(self) -> bool:
        """Whether a court can make one that holds until it decides."""
        return self.interim is not None

    @property
    def service_event(self) -> str:
        """The clock event of its service (for a DAPO, its making), where notification follows it; "" otherwise."""
        return self.notifies.event if self.notifies else ""

    def counts_notifying(self, said: str) -> bool:
        """Whether days to notify police are counted for an order of which `said` is recorded."""
        optional = bool(self.notifies and self.notifies.optional)
        return notifying.counts(has_duty=bool(self.service_event), is_optional=optional, said=said)

    @property
    def interim_fixed_by(self) -> str:
        """The law by which a court gives an interim order of the type a fixed end; "" where it gives none."""
        return self.interim.source if self.interim and self.interim.fixed else ""

    @property
    def is_notice(self) -> bool:
        """Whether police give it without a court."""
        return self.route == "notice"

    @property
    def is_ours(self) -> bool:
        """Whether our force applies for it."""
        return self.route == "police"

    @property
    def is_crime(self) -> bool:
        """Whether breaking it is an offence in itself."""
        return self.breach in ("offence", "either")

    @property
    def breach_words(self) -> str:
        """What breaking it is, in a sentence."""
        return BREACH[self.breach]

    @property
    def content(self) -> str:
        """What it may say, in words."""
        if not self.allowed.forbids:
            return "Nothing but the duty to notify"
        return (
            "What the suspect must not do, and must do"
            if self.allowed.requirements_since
            else ("Only what the suspect must not do")
        )

    def could_be_made_on(self, day: date) -> bool:
        """Whether the law knew the order on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@cache
def all_types() -> dict[str, OrderType]:
    """Every type by its code, in the order of the file."""
    return {row["code"]: _read(row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))}


def _read(row: dict[str, Any]) -> OrderType:
    found = dict(row)
    must, notifies, interim = found.pop("requirements", {}), found.pop("notifies", None), found.pop("interim", None)
    monitoring = found.pop("monitoring", {})
    found["allowed"] = Allowed(
        forbids=found.pop("forbids", True),
        requirements_since=must.get("since"),
        requirements_source=must.get("source", ""),
        travel_most=_length(found.pop("travel_most", None)),
        monitoring_most=_length(monitoring.get("most")),
        monitoring_source=monitoring.get("source", ""),
        source=found["source"],
    )
    found |= {name: _length(found.get(name)) for name in ("least", "most", "keeps")}
    if notifies:
        found["notifies"] = Notifies(notifies.pop("from"), **notifies)
    if interim:
        found["interim"] = Interim(**(interim | {"confidence": Confidence(interim["confidence"])}))
    found["hearing_event"] = found.pop("hearing", {}).get("event", "")
    known = {"confidence": Confidence(found["confidence"]), "applicants": tuple(found["applicants"])}
    return OrderType(**(found | known))


def _length(given: dict[str, Any] | None) -> Length | None:
    return Length(int(given["amount"]), Unit(given["unit"])) if given else None


@cache
def availability() -> tuple[Available, ...]:
    """Where the types exist that only some forces have."""
    rows = yaml.safe_load(WHERE.read_text(encoding="utf-8"))
    return tuple(Available(**(row | {"confidence": Confidence(row["confidence"])})) for row in rows)


def title(code: str, stage: str = "") -> str:
    """What an order is called: "Interim sexual risk order". A code that the file no longer has is shown as it is."""
    found = all_types().get(code)
    words = found.title if found else code
    return f"Interim {words[:1].lower()}{words[1:]}" if stage == "interim" else words
