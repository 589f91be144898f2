"""Fingerprints and DNA of one case as its page shows them: where each arrest stands, what is next, and every step."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from cases.models import Case
from cases.queries import loaded
from cases.queries.loaded import CASE
from orders import qualifying
from orders.models import Arrest, BiometricMaterial, BiometricRetention, RetentionApplication, RetentionStep
from orders.queries.people import called
from orders.rules.biometric_steps import NOTICES, WITH_COMMISSIONER, Record, State, Step, Taken, possible
from orders.rules.biometrics import GROUND_WORDS, SAID, Ground, Power
from soteria.gathered import gather
from soteria.ui.wording import mid_sentence
from suspects.models import Involvement

BIOMETRICS = "biometrics"
Rows = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Card:
    """One arrest: what was taken, where it stands, what is next, and what may be done now.

    `pk` is the id of its record, None where nothing was recorded yet. `next_words` says what the next date is.
    """

    arrest_id: int
    pk: int | None
    suspect: str
    suspect_id: int
    arrested_at: Any
    qualifying: str
    state: str
    stands: str
    next_on: date | None
    next_words: str
    notice_is_due: bool
    power: str
    material: tuple[tuple[str, date, str], ...]
    asked: str
    answer: str
    answer_words: str
    steps: tuple[tuple[date, str, str], ...]
    may_take: tuple[tuple[str, str], ...]
    has_application: bool
    is_waiting: bool
    is_answerable: bool


NEXT = {
    State.OPEN: "Last day to apply",
    State.TO_APPLY: "Last day to apply",
    State.APPLIED: "The suspect may answer until",
    State.ASKED: "The suspect may answer until",
    State.DESTROY: "To be destroyed since",
    State.KEPT: "Last day of keeping",
    State.SOUGHT: "Last day of keeping",
    State.APPEALED: "Last day of keeping",
    State.EXTENDED: "Last day of keeping",
}
POWERS = {
    State.HELD: Power.INVESTIGATION,
    State.INDEFINITE: Power.CONVICTION,
    State.DESTROY: Power.NONE,
}
CONSENTED = "The Commissioner consented (PACE 1984 ss.63F(5) and 63G)"


def register() -> None:
    """Have the record of each arrest's material read with every page of a case."""
    loaded.add(
        BIOMETRICS,
        lambda case_id: (
            BiometricRetention.objects.filter(case_id=case_id, arrest__withdrawn_at=None)
            .select_related("arrest__suspect")
            .order_by("pk")
        ),
    )


def unanswered(case: Case) -> list[BiometricRetention]:
    """The questions of s.63G of a case that nobody answered. Reads what every page reads."""
    return [row for row in loaded.rows(case, BIOMETRICS) if _waits(row)]


def _waits(row: Any) -> bool:
    return bool(row.opened_on and not row.answer and not row.is_charged)


_BUILDS: Mapping[str, Any] = {
    "parts": lambda case_id: Involvement.objects.filter(case_id=case_id).order_by("pk"),
    "arrests": lambda case_id: (
        Arrest.objects.standing().filter(case_id=case_id).select_related("suspect").order_by("-arrested_at", "-pk")
    ),
    "linked": lambda case_id: Involvement.offences.through.objects.filter(involvement__case_id=case_id).select_related(
        "involvement", "offence"
    ),
    "material": lambda case_id: BiometricMaterial.objects.filter(retention__case_id=case_id).order_by("taken_on", "pk"),
    "steps": lambda case_id: RetentionStep.objects.filter(retention__case_id=case_id).order_by("on", "pk"),
    "written": lambda case_id: RetentionApplication.objects.filter(retention__case_id=case_id),
    "answered": lambda case_id: (
        BiometricRetention.objects.filter(case_id=case_id).select_related("answered_by").order_by("pk")
    ),
}


def cards(case: Case) -> list[Card]:
    """Every arrest of a case, the newest first, with what is recorded of its material. 1 query."""
    builds = {name: partial(build, CASE) for name, build in _BUILDS.items()}
    rows = gather(("orders.biometrics", *builds), builds, case=case.pk)
    kept = {row.arrest_id: row for row in rows["answered"]}
    numbers = {part.suspect_id: number for number, part in enumerate(rows["parts"], 1)}
    return [
        _card(case, arrest, kept.get(arrest.pk), rows, called(case, arrest.suspect, numbers.get(arrest.suspect_id)))
        for arrest in rows["arrests"]
    ]


def _card(case: Case, arrest: Any, found: Any, rows: Rows, name: str) -> Card:
    material = _of(rows["material"], found)
    steps = _of(rows["steps"], found)
    state = State(found.state) if found else State.HELD
    return Card(
        arrest_id=arrest.pk,
        pk=found.pk if found else None,
        suspect=name,
        suspect_id=arrest.suspect_id,
        arrested_at=arrest.arrested_at,
        qualifying=qualifying.words(qualifying.first_of(_codes(case, arrest, rows))),
        state=state.value,
        stands=found.get_state_display() if found else BiometricRetention.State.HELD.label,
        next_on=found.next_on if found else None,
        next_words=NEXT.get(state, ""),
        notice_is_due=state in WITH_COMMISSIONER and not {row.kind for row in steps} & set(NOTICES),
        power=_power(found, state),
        material=tuple((row.get_kind_display(), row.taken_on, row.reference) for row in material),
        asked=found.get_opened_why_display() if found else "",
        answer=_answer(found) if found else "",
        answer_words=found.words if found else "",
        steps=tuple((row.on, _step(row), row.words) for row in steps),
        may_take=_may_take(found, steps) if found else (),
        has_application=any(row.retention_id == found.pk for row in rows["written"]) if found else False,
        is_waiting=bool(found and _waits(found)),
        is_answerable=bool(found and found.opened_on and (not steps or state in WITH_COMMISSIONER)),
    )


def _of(rows: Iterable[Any], found: Any) -> list[Any]:
    return [row for row in rows if found is not None and row.retention_id == found.pk]


def _codes(case: Case, arrest: Any, rows: Rows) -> list[str]:
    """The classes of the offences that the suspect is said to have done; of the whole case where none is linked."""
    of_suspect: dict[int, list[str]] = defaultdict(list)
    for link in rows["linked"]:
        of_suspect[link.involvement.suspect_id].append(link.offence.offence_class_id)
    return of_suspect[arrest.suspect_id] or [offence.offence_class_id for offence in loaded.offences(case)]


def _power(found: Any, state: State) -> str:
    """By what law it is kept, or must go."""
    if found is None or state in (State.NOTHING, State.DESTROYED):
        return ""
    if found.no_reason == "unlawful":
        power = Power.UNLAWFUL
    elif found.is_charged:
        power = Power.CHARGE
    elif state in (State.KEPT, State.SOUGHT, State.APPEALED, State.EXTENDED):
        return CONSENTED
    else:
        power = POWERS.get(state, Power.CONSENT)
        power = Power.CONSENT if state is State.DESTROY and found.opened_on else power
    return f"{SAID[power].words} ({SAID[power].authority})"


def _answer(found: Any) -> str:
    """What was decided, by whom and when, in words."""
    if not found.answer:
        return ""
    why = found.get_no_reason_display() or "; ".join(GROUND_WORDS[Ground(ground)] for ground in found.grounds)
    return f"{found.get_answer_display()}. {why}. {found.get_answered_rank_display()} {found.answered_by}"


def _step(row: Any) -> str:
    more = [row.get_method_display(), row.court]
    return ". ".join([row.get_kind_display(), *[words for words in more if words]])


def _may_take(found: Any, steps: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """The steps that may come next, each with its words; whether its day fits is asked when it is recorded."""
    taken = tuple(Taken(Step(row.kind), row.on) for row in steps)
    power = Power.CHARGE if found.is_charged else Power.CONSENT
    if found.no_reason in ("unlawful", "conviction"):
        power = Power(found.no_reason)
    record = Record(power, None, found.opened_on, found.apply_by, found.answer, steps=taken, no_reason=found.no_reason)
    return tuple((step.value, mid_sentence(RetentionStep.Kind(step.value).label)) for step in possible(record))


@dataclass(frozen=True)
class Brief:
    """Where one arrest's material stands, in a line."""

    suspect: str
    stands: str
    next_words: str
    next_on: date | None


def brief(case: Case, row: Any) -> Brief:
    """The line of a record that every page reads."""
    words = NEXT.get(State(row.state), "")
    return Brief(called(case, row.arrest.suspect, None), row.get_state_display(), words, row.next_on)
