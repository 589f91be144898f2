"""The people of an invented case: victims and suspects, with facts missing as often as they are. Plain Python."""

from datetime import date, datetime, timedelta
from random import Random

from performance.rules.force.careers import Report
from performance.rules.force.chances import Shares, is_one_in, lots_of, pick
from performance.rules.force.shapes import SuspectMade, VictimMade

WOMEN = [
    "Rosalind",
    "Marian",
    "Petra",
    "Imogen",
    "Hester",
    "Leonie",
    "Farah",
    "Anjali",
    "Comfort",
    "Bronwen",
    "Ottilie",
    "Sanna",
    "Maribel",
    "Xanthe",
    "Odile",
    "Tamsin",
    "Perpetua",
    "Linnea",
    "Zofia",
    "Amara",
    "Saoirse",
    "Nerys",
    "Yvaine",
    "Cordelia",
    "Ishbel",
]
MEN = [
    "Gareth",
    "Tobias",
    "Leopold",
    "Caspian",
    "Idris",
    "Wendell",
    "Anselm",
    "Rufus",
    "Emeka",
    "Bogdan",
    "Lorcan",
    "Merrick",
    "Osian",
    "Jago",
    "Ravi",
    "Torquil",
    "Barnaby",
    "Crispin",
    "Davit",
    "Hakim",
    "Ambrose",
    "Silas",
    "Percival",
    "Nadir",
    "Piers",
]
SURNAMES = [
    "Ashdown",
    "Thornbury",
    "Quillfeather",
    "Marchbank",
    "Penhallow",
    "Drysdale",
    "Wetherby",
    "Okonedo",
    "Lathom",
    "Sarkisyan",
    "Brackenridge",
    "Oduya",
    "Vellacott",
    "Harkness",
    "Pomfret",
    "Standish",
    "Trelawn",
    "Umar",
    "Kestrel",
    "Ravenhill",
    "Galbraith",
    "Wyndham",
    "Coldstream",
    "Fairweather",
    "Nair",
    "Holloway",
    "Inchcape",
    "Jessamy",
    "Kirkbride",
    "Lovelace",
    "Merriweather",
    "Northcote",
    "Ormerod",
    "Prideaux",
    "Quayle",
    "Rosewarne",
    "Silverlock",
    "Tregarth",
    "Underhill",
    "Vickery",
    "Whitlock",
    "Yarborough",
    "Zelenka",
    "Abernethy",
    "Blackthorn",
    "Carrow",
    "Dunmore",
    "Elphick",
    "Featherstone",
]
ETHNICITIES = Shares({"W1": 62, "W9": 8, "A2": 6, "A1": 4, "B1": 3, "B2": 6, "M1": 4, "M9": 2, "O9": 2, "NS": 3})
LANGUAGES = Shares({"Polish": 3, "Romanian": 3, "Urdu": 2, "Arabic": 2, "Portuguese": 1, "Tigrinya": 1})
AGES = Shares({(18, 24): 32, (25, 34): 27, (35, 44): 19, (45, 54): 13, (55, 80): 9})
CHILD_AGES = {"19D": (8, 15), "22B": (12, 15)}
MISSING = "not_recorded"
ASKED_AND_NOT_SAID = "declined"
# The shares of facts that nobody recorded, so that pages of data quality have work to do.
NO_ETHNICITY, NO_RELATIONSHIP, NO_SEX, NO_BIRTH = 0.18, 0.07, 0.01, 0.02
METHODS = Shares({"phone": 40, "text": 25, "email": 15, "letter": 5, "third_party": 10, "none": 5})
NEEDS = {
    "in_danger": Shares({"no": 80, "yes": 10, "unsure": 10}),
    "suspect_reach": Shares({"no": 55, "home": 15, "out": 10, "online": 15, "several": 5}),
    "feels_safe": Shares({"very": 20, "fairly": 40, "neither": 20, "unsafe": 15, "very_unsafe": 5}),
    "watched": Shares({"no": 80, "yes": 10, "unsure": 10}),
    "post": Shares({"yes": 60, "plain": 25, "elsewhere": 5, "no": 10}),
    "written": Shares({"plain": 80, "large": 5, "easy": 8, "translated": 5, "aloud": 2}),
}


def victim(lots: Random, code: str, sex: str, at: datetime, *, ref: str = "", is_detailed: bool) -> VictimMade:
    """A victim of an offence class at a time; the detailed ones have a safe contact and needs."""
    born = _born(lots, at, CHILD_AGES.get(code) or AGES.draw(lots))
    foreign = is_one_in(lots, 0.08)
    facts, missing = _known(lots, born, sex)
    return VictimMade(
        ref=ref,
        surname=pick(lots, SURNAMES),
        forenames=pick(lots, MEN if sex == "M" else WOMEN),
        language=LANGUAGES.draw(lots) if foreign else "English",
        interpreter=foreign,
        supports=pick(lots, ("Y", "Y", "Y", "N", "")),
        missing=missing,
        safe=_safe(lots) if is_detailed and is_one_in(lots, 0.8) else None,
        needs=_needs(lots) if is_detailed and is_one_in(lots, 0.6) else (),
        **facts,  # type: ignore[arg-type]
    )


def _known(lots: Random, born: date, sex: str) -> tuple[dict[str, object], dict[str, str]]:
    """Birth, sex and ethnicity, and why each that is not there is not."""
    facts: dict[str, object] = {"born": born, "sex": sex, "ethnicity": ETHNICITIES.draw(lots)}
    missing = {}
    for name, field, share, empty in (
        ("ethnicity", "ethnicity", NO_ETHNICITY, ""),
        ("sex", "sex", NO_SEX, ""),
        ("born", "date_of_birth", NO_BIRTH, None),
    ):
        if is_one_in(lots, share):
            facts[name], missing[field] = empty, pick(lots, (MISSING, ASKED_AND_NOT_SAID))
    return facts, missing


def _born(lots: Random, at: datetime, ages: tuple[int, int]) -> date:
    youngest, oldest = ages
    return at.date() - timedelta(days=int((youngest + lots.random() * (oldest + 1 - youngest)) * 365.25))


def _safe(lots: Random) -> tuple[str, str]:
    """A way to reach them. 07700 900000 to 900999 are kept for drama and reach nobody."""
    method = METHODS.draw(lots)
    number = f"07700 900{int(lots.random() * 1000):03}"
    return method, number if method in ("phone", "text") else ""


def _needs(lots: Random) -> tuple[tuple[str, str], ...]:
    return tuple((code, answers.draw(lots)) for code, answers in NEEDS.items() if is_one_in(lots, 0.75))


def suspect(lots: Random, seed: int, number: int, report: Report) -> SuspectMade:
    """A case's suspect: named, described or not known."""
    relationship = report.relationship
    missing = {} if relationship else {"relationship": ASKED_AND_NOT_SAID}
    if is_one_in(lots, NO_RELATIONSHIP):
        relationship, missing = "", {"relationship": MISSING}
    if report.kind == "unknown":
        return SuspectMade("unknown", relationship="stranger")
    if report.kind == "described":
        return SuspectMade("described", relationship=relationship, description="Tall, dark coat", missing=missing)
    return _named(seed, number, report.place if report.again else None, relationship, missing)


def _named(seed: int, number: int, place: int | None, relationship: str, missing: dict[str, str]) -> SuspectMade:
    """A named person, drawn from their own number, so that every case that names them says the same of them."""
    nominal = f"G{seed}-U{number}" if place is None else f"G{seed}-R{place}"
    own = lots_of(seed, 900_000_000 + (number if place is None else -1 - place))
    is_man = is_one_in(own, 0.97)
    born = date(1950, 1, 1) + timedelta(days=int(own.random() * 365 * 54))
    facts, unknown = _known(own, born, "M" if is_man else "F")
    return SuspectMade(
        "known",
        nominal=nominal,
        surname=pick(own, SURNAMES),
        forenames=pick(own, MEN if is_man else WOMEN),
        relationship=relationship,
        missing=missing | unknown,
        **facts,  # type: ignore[arg-type]
    )
