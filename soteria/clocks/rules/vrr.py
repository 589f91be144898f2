"""The Victims' Right to Review of a police decision to take no further action: NPCC national guidance."""

from collections.abc import Iterator

from soteria.clocks.rules.duties import Duty, answers_to, met, run_from, runs_of
from soteria.clocks.rules.values import Ground, Run
from soteria.clocks.timeline import Event

# The victim does not support the investigation (Home Office Counting Rules, section H).
BY_WISH = "16"
REQUEST = Duty("vrr.request", "victim_told", met_by="vrr_requested", is_window=True)
TOLD_OF_NFA = Duty("code.nfa_notice", "nfa", met_by="victim_told", of=True)
ACKNOWLEDGE = Duty("vrr.acknowledge", "vrr_requested", met_by="vrr_acknowledged")
DECIDE = Duty("vrr.decide", "vrr_requested", met_by="vrr_decided")


def request(ground: Ground) -> Iterator[Run]:
    """The victim's time to ask: from being told of a police decision, where a suspect was interviewed under caution
    before it.

    A decision of the Crown Prosecution Service is reviewed under its own scheme and starts nothing here, and neither
    does one made because the victim does not support the investigation: the guidance excludes it. A decision whose
    outcome nobody recorded is taken to be one that may be reviewed.
    """
    told = answers_to(TOLD_OF_NFA, ground.of("nfa"), ground)
    starts = [telling for nfa, telling in told.items() if _may_be_reviewed(nfa, ground)]
    answers = answers_to(REQUEST, starts, ground)
    for telling in starts:
        limit = ground.limits.find(REQUEST.clock, telling.on)
        if limit is not None:
            yield met(run_from(REQUEST, telling, limit, ground.calendar), answers)


def acknowledge(ground: Ground) -> Iterator[Run]:
    """Acknowledging a request for review."""
    yield from runs_of(ACKNOWLEDGE, ground)


def decide(ground: Ground) -> Iterator[Run]:
    """Deciding a review and telling the victim."""
    yield from runs_of(DECIDE, ground)


def _may_be_reviewed(nfa: Event, ground: Ground) -> bool:
    interviewed = any(interview.on <= nfa.on and interview.concerns(nfa) for interview in ground.of("interview"))
    return nfa.attrs.get("by") == "police" and nfa.attrs.get("outcome") != BY_WISH and interviewed
