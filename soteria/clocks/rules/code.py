"""Telling the victim, and offering support: Code of Practice for Victims of Crime in England and Wales, Rights 4 and
6.
"""

from collections.abc import Iterator

from soteria.clocks.rules.duties import Duty, runs_of
from soteria.clocks.rules.values import Ground, Run

NOTICES = {
    "code.arrest_notice": "arrest",
    "code.interview_notice": "interview",
    "code.bail_notice": "bail_granted",
    "code.rui_notice": "released_under_investigation",
    "code.bail_varied_notice": "bail_varied",
    "code.bail_cancelled_notice": "bail_cancelled",
    "code.suspect_nfa_notice": "suspect_nfa",
    "code.charge_notice": "charge",
    "code.nfa_notice": "nfa",
}
SUPPORT_REFERRAL = Duty("code.support_referral", "reported", met_by="support_referred")
NFA_LETTER = Duty("nfa.letter", "nfa", met_by="nfa_letter_sent")


def notices(ground: Ground) -> Iterator[Run]:
    """Each event that the victim must be told of: 1 working day with enhanced rights, 5 without (Right 6)."""
    entitlement = "" if ground.timeline.enhanced else ".standard"
    for clock, event in NOTICES.items():
        yield from runs_of(Duty(clock, event, met_by="victim_told", of=True), ground, clock + entitlement)


def support_referral(ground: Ground) -> Iterator[Run]:
    """Referral to a support service after the report (Right 4)."""
    yield from runs_of(SUPPORT_REFERRAL, ground)


def nfa_letter(ground: Ground) -> Iterator[Run]:
    """The letter that explains a decision to take no further action."""
    yield from runs_of(NFA_LETTER, ground)
