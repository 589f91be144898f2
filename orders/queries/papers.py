"""What is printed for a custody officer and a suspect to sign: bail with its conditions, and an extension."""

from typing import Any

from cases.models import Case, Offence
from orders.models import Bail, BailExtension, Factor, Rank
from orders.queries import periods
from orders.queries.people import called
from orders.rules.release import STREET
from orders.rules.surrender import when
from soteria.documents.report import Block, Facts, Table, Words
from soteria.ui.dates import day, moment

WARNING = (
    "If you do not come back when and where you must, you commit an offence (Bail Act 1976 section 6). If there are "
    "reasonable grounds to suspect that you broke a condition, you may be arrested without warrant (Police and "
    "Criminal Evidence Act 1984 section 46A). You may ask for your conditions to be changed (Bail Act 1976 section 3A)."
)
STREET_WARNING = (
    "If you do not come to the police station when and where you must, you may be arrested without warrant (Police and "
    "Criminal Evidence Act 1984 section 30D(1)). If there are reasonable grounds to suspect that you broke a "
    "condition, you may be arrested without warrant (section 30D(2A)). You may ask the police to change your "
    "conditions (section 30CA). If they refuse, or have not answered after 48 hours, you may ask a magistrates’ court "
    "(section 30CB)."
)
CAVEAT = "Give a copy to the person on bail. What is alleged is not a finding."
GROUNDS = {
    "A": "A: reasonable grounds to suspect guilt",
    "B": "B: more to investigate, or more time to decide",
    "C": "C: diligent and expeditious",
    "D": "D: bail necessary and proportionate",
}
SIGN = ("Signature", "Name, rank and number", "Date and time")


def of_bail(case: Case, bail: Bail) -> list[Block]:
    """The bail sheet: who, under which power, conditions, when to come back, why, and who signs."""
    arrest = bail.arrest
    rows = bail.conditions.filter(ends_at=None).order_by("pk")
    conditions = [(str(number), str(row), row.get_protects_display()) for number, row in enumerate(rows, 1)]
    return [
        Facts("Person and arrest", [*who(case, arrest), ("Released on bail", moment(bail.granted_at))]),
        Facts(
            "Bail",
            [
                ("Power", bail.get_route_display()),
                ("Custody officer", bail.authorised_by),
                ("Must return", _return(bail)),
                ("Bail period ends", periods.legal_end(case.pk, arrest.pk)),
            ],
        ),
        Table("Conditions", ("Number", "Condition", "What it protects"), conditions, empty="No conditions."),
        *_street(case, bail.route),
        *decision(getattr(bail, "release", None)),
        Words("What this means", warning(bail.route)),
        signatures("Custody officer", "Person released on bail", "Appropriate adult or interpreter, if any"),
    ]


def warning(route: str) -> str:
    """What not coming back and a broken condition mean: of street bail the Bail Act 1976 says nothing, and sections 30A
    to 30D do.
    """
    return STREET_WARNING if route == STREET else WARNING


def offences_of(case: Case) -> str:
    """The offences of a case, as a paper names them. 1 query."""
    titles = Offence.objects.filter(case=case).order_by("offence_class__title")
    return ", ".join(titles.values_list("offence_class__title", flat=True).distinct())


def _street(case: Case, route: str) -> list[Block]:
    """What a notice of street bail must say before the person is released: offence and grounds (s.30B(2)).

    The grounds are written on it by whoever made the arrest: nothing on record holds them.
    """
    if route != STREET:
        return []
    rows = [("Offence", offences_of(case) or " "), ("Grounds on which you were arrested", " ")]
    return [Facts("Why you were arrested (Police and Criminal Evidence Act 1984 section 30B)", rows)]


def who(case: Case, arrest: Any) -> list[tuple[str, str]]:
    """Whom a paper is about, and which arrest."""
    return [
        ("Name", called(case, arrest.suspect, None)),
        ("Arrested", moment(arrest.arrested_at)),
        ("Custody reference", arrest.custody_reference or arrest.get_no_reference_display()),
        ("Station", arrest.station),
        ("Case", case.reference),
    ]


def _return(bail: Bail) -> str:
    if bail.surrender_at is None:
        return "No time is set"
    return when(bail.surrender_at) + (f", {bail.station}" if bail.station else "")


def decision(found: Any) -> list[Block]:
    """Why a custody officer released with bail or without it; nothing where no decision was kept."""
    if found is None:
        return []
    factors = [(factor.label, found.factors.get(factor.value, "")) for factor in Factor]
    said = found.get_representations_display() + (f": {found.said}" if found.said else "")
    necessary = "Yes" if found.is_necessary and found.is_proportionate else "No"
    why = [("Necessary and proportionate", f"{necessary}. {found.words}"), *factors, ("Representations", said)]
    return [Facts("Why (Police and Criminal Evidence Act 1984 section 50A)", why)]


def of_extension(case: Case, row: BailExtension) -> list[Block]:
    """An extension: who decided, when, what the suspect was told and said, the conditions of s.47ZC, and who signs."""
    arrest = row.bail.arrest
    rank = Rank(row.officer_rank).label if row.officer_rank else "Court"
    return [
        Facts("Person and arrest", who(case, arrest)),
        Facts(
            "Extension",
            [
                ("By", f"{row.get_rank_display()}: {row.authorised_by}, {rank.lower()}"),
                ("Decided", moment(row.decided_at)),
                ("Bail period now ends", periods.end_given_by(row)),
                *_designation(row),
            ],
        ),
        *_told(row),
        Facts(
            "Conditions (Police and Criminal Evidence Act 1984 section 47ZC)",
            [(GROUNDS[code], row.grounds.get(code, "")) for code in GROUNDS if code != "A" or not _is_court(row)],
        ),
        signatures("Officer who decided", "Person on bail, or the legal representative"),
    ]


def _is_court(row: BailExtension) -> bool:
    return row.rank == BailExtension.Rank.MAGISTRATES


def _designation(row: BailExtension) -> list[tuple[str, str]]:
    found = [("Designated by the DPP", row.designated_on), ("DPP consulted", row.dpp_consulted_on)]
    return [(name, day(on)) for name, on in found if on]


def _told(row: BailExtension) -> list[Block]:
    if _is_court(row):
        return []
    times = [
        ("Told that it would be decided", row.told_at),
        ("What was said was considered", row.considered_at),
        ("Told the outcome", row.outcome_told_at),
    ]
    said = [("Representations", row.representations or "None")]
    return [Facts("The suspect", [*((name, moment(at) if at else "") for name, at in times), *said])]


def signatures(*who: str) -> Table:
    """Where each of these people signs."""
    return Table("Signatures", ("Who", *SIGN), [(name, " ", " ", " ") for name in who])
