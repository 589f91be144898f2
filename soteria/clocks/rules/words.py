"""The words of clocks: their titles, and the dates and amounts of their working."""

from collections.abc import Iterable
from datetime import date, datetime

from soteria.clocks.calendar import LONDON, ONE_DAY, Calendar
from soteria.clocks.rules.values import Limit, Moment

TITLES = {
    "bail.applicable_period": "Bail without charge ends",
    "bail.victim_views": "Ask the victim about bail conditions, and pass the answer on",
    "biometrics.extension": "Last day to ask to keep fingerprints and DNA longer",
    "biometrics.representations": "Suspect's time to answer the section 63G notice ends",
    "biometrics.retention": "Destroy fingerprints and DNA",
    "biometrics.s63g_apply": "Apply to keep fingerprints and DNA (section 63G)",
    "breach.decision": "Decide what to do about the breach",
    "code.arrest_notice": "Tell the victim about the arrest",
    "code.bail_cancelled_notice": "Tell the victim that bail was cancelled",
    "code.bail_notice": "Tell the victim about the bail",
    "code.bail_varied_notice": "Tell the victim that bail conditions changed",
    "code.charge_notice": "Tell the victim about the charge",
    "code.interview_notice": "Tell the victim about the interview",
    "code.nfa_notice": "Tell the victim that no further action will be taken",
    "code.rui_notice": "Tell the victim that the suspect was released under investigation",
    "code.suspect_nfa_notice": "Tell the victim that no further action will be taken against a suspect",
    "code.support_referral": "Refer the victim to support",
    "contact.next": "Contact the victim",
    "nfa.letter": "Send the letter that explains no further action",
    "order.dapn_court": "Bring to court the suspect arrested for breaking the notice",
    "order.dapo_hearing": "Court to hear the application for a domestic abuse protection order",
    "order.dapo_notification": "Suspect to give the police their details (domestic abuse protection order)",
    "order.dvpn_court": "Bring to court the suspect arrested for breaking the notice",
    "order.dvpo_hearing": "Court to hear the application for a domestic violence protection order",
    "order.part2_notification": "Suspect to give the police their details (Sexual Offences Act 2003 Part 2)",
    "order.slavery_notification": "Suspect to give the police their details (slavery and trafficking order)",
    "order.spo_notification": "Suspect to give the police their details (stalking protection order)",
    "order.sro_notification": "Suspect to give the police their details (sexual risk order)",
    "pace.detention_pause": "Detention time starts to count again",
    "phone.victim_return": "Return the victim's phone",
    "rui.review": "Review a suspect released without bail",
    "voluntary.review": "Review a suspect who attends voluntarily",
    "vrr.acknowledge": "Acknowledge the request for a review",
    "vrr.decide": "Decide the review and tell the victim",
    "vrr.request": "Victim's time to ask for a review ends",
}
NAMES = {
    "arrest": "Arrest",
    "bail_cancelled": "Bail cancelled",
    "bail_granted": "Bail granted",
    "bail_varied": "Bail conditions changed",
    "biometrics_taken": "Fingerprints or DNA taken",
    "breach_arrest_at_station": "Arrived at a police station after arrest for a breach",
    "breach_reported": "Breach reported",
    "charge": "Charge",
    "dapn_arrest": "Arrested for breaking a domestic abuse protection notice",
    "dapn_given": "Domestic abuse protection notice given",
    "dapo_made": "Domestic abuse protection order made",
    "dvpn_arrest": "Arrested for breaking a domestic violence protection notice",
    "dvpn_served": "Domestic violence protection notice served",
    "interview": "Interview under caution",
    "nfa": "Decision to take no further action",
    "part2_began": "Duty to notify police began, with the order",
    "released_under_investigation": "Released under investigation",
    "released_without_charge": "Suspect released, with no further action",
    "reported": "Crime reported",
    "rui_review_set": "Review of release without bail set",
    "s63g_notice_given": "Notice of the section 63G application given to the suspect",
    "slavery_order_served": "Slavery and trafficking order served",
    "spo_served": "Stalking protection order served",
    "sro_served": "Sexual risk order served",
    "suspect_nfa": "Decision to take no further action against a suspect",
    "victim_contact": "Contact with the victim",
    "victim_phone_taken": "Phone taken from the victim",
    "victim_views_needed": "Victim to be asked about bail conditions",
    "victim_told": "Victim told of the decision",
    "voluntary_review_set": "Review of voluntary attendance set",
    "vrr_requested": "Review requested",
}


def say_date(day: date) -> str:
    """10 January 2026."""
    return f"{day.day} {day:%B %Y}"


def say(moment: Moment) -> str:
    """10 January 2026, or 10 January 2026 at 2:05pm for a clock counted in hours."""
    if not isinstance(moment, datetime):
        return say_date(moment)
    local = moment.astimezone(LONDON)
    return f"{say_date(local.date())} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004


def say_amount(limit: Limit) -> str:
    """1 working day, 24 hours, 3 months."""
    unit = limit.unit.replace("_", " ")
    return f"{limit.amount} {unit if limit.amount != 1 else unit.removesuffix('s')}"


def say_list(words: Iterable[str]) -> str:
    """a, b and c."""
    *rest, last = list(words)
    return f"{', '.join(rest)} and {last}" if rest else last


def say_holidays(start: date, end: date, calendar: Calendar) -> list[str]:
    """Which bank holidays between `start` and `end` were skipped, and whether any of those years is beyond the
    published list.
    """
    days = [start + ONE_DAY * n for n in range(1, (end - start).days + 1)]
    skipped = [say_date(day) for day in days if day in calendar and day.weekday() < 5]  # noqa: PLR2004
    lines = (
        [f"Not working days: {say_list(skipped)} (bank holiday{'s' if len(skipped) > 1 else ''})."] if skipped else []
    )
    computed = sorted({day.year for day in days if not calendar.is_published(day.year)})
    if computed:
        lines.append(
            f"Bank holidays for {say_list(map(str, computed))} are computed, not published: a one-off day may move it."
        )
    return lines


def say_doubt(limit: Limit) -> list[str]:
    """A warning when the number still needs to be confirmed in its source."""
    return [f"To be confirmed: {say_amount(limit)} ({limit.source})."] if limit.needs_confirmation else []
