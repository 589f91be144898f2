"""What each number of a version is called, and what an answer to it means. Plain Python."""

from collections.abc import Mapping

WEIGHS = "1 counts in full, 0 not at all"
ADDS = "Added to how much at risk the victim was, from 0 to 1; several add up to 1 at most."
# What the numbers of a kind do, above their questions.
MEANINGS: Mapping[str, str] = {
    "parameter": "The constants of the formula. The weights of its four components must add up to 1.",
    "status": f"How far an allegation counts by what the suspect is in that case: {WEIGHS}. Of status, outcome, type "
    "of report and how the police came to know, the least decides.",
    "outcome": f"How far an allegation counts once its case has the outcome: {WEIGHS}.",
    "report": f"How far an allegation counts by the type of report: {WEIGHS}. N100 is a report of rape that is not, or "
    "not yet, a recorded crime.",
    "found": f"How far an allegation counts where the police came to know in this way: {WEIGHS}. What police work "
    "turns up is best left out: who is watched would be found, and who is found be watched.",
    "breach": f"How far an alleged breach counts by what was decided about it: {WEIGHS}.",
    "age": ADDS,
    "care": ADDS,
    "relationship": ADDS,
    "exploitation": f"{ADDS} By the class of the offence.",
    "floor": "Days of harm that an offence of the class counts for at least. 0 leaves what the table of days says.",
    "band": "The score, of 100, at which the band begins.",
    "definition": "From how many incidents or victims somebody counts as a repeat or a serial suspect.",
}
_PARAMETERS = {
    "half_life_days": "Days in which recency halves",
    "report_credit": "Credit of a report of something long ago",
    "harm_floor": "Share of harm that never fades",
    "frequency_cap": "Incidents that make the most of frequency",
    "harm_cap_days": "Days of harm that make the most of gravity",
    "gravity_power": "Power of gravity (1 is straight)",
    "victim_span": "Victims after the first that make the most",
    "victim_number": "Points of the number of victims",
    "victim_vulnerability": "Points of the victim most at risk",
    "weight_recency": "Weight of recency",
    "weight_frequency": "Weight of frequency",
    "weight_gravity": "Weight of gravity",
    "weight_victim": "Weight of victim",
}
_DEFINITION = {
    "incidents": "Incidents that make a repeat suspect",
    "incident_weight": "Least weight of such an incident",
    "victims": "Victims that make a repeat suspect",
    "serial_victims": "Victims that make a serial suspect",
    "serial_weight": "Least weight of a row for a serial suspect",
}
# Short titles of the published outcome framework (Home Office Counting Rules, section H); 1A to 3A from memory.
_OUTCOMES = {
    "1": "charged or summonsed",
    "1A": "charged or summonsed for another offence",
    "2": "caution of a youth",
    "2A": "conditional caution of a youth",
    "3": "caution of an adult",
    "3A": "conditional caution of an adult",
    "9": "not in the public interest, the CPS decided",
    "10": "not in the public interest, the police decided",
    "12": "the suspect is too ill",
    "13": "the victim or a key witness has died or is too ill",
    "14": "no suspect identified, and the victim does not support action",
    "15": "suspect identified, and the evidence is not enough though the victim supports action",
    "16": "suspect identified, and the victim does not support action",
    "17": "the time limit for prosecution is past",
    "18": "investigation complete, no suspect identified",
    "20": "passed to another body",
    "21": "further investigation is not in the public interest",
    "C1": "cancelled, transferred to another force",
    "C2": "cancelled, shown that no crime took place",
    "C3": "cancelled, recorded twice",
    "C4": "cancelled, recorded in error",
    "C5": "cancelled, self-defence",
}
_DECIDED = {
    "open": "not decided yet",
    "arrest": "arrested",
    "summons": "to be interviewed or summonsed",
    "in_custody": "in custody already",
    "safer": "the victim is safer by another way",
    "other_offence": "another offence was recorded instead",
    "no_evidence": "no reasonable grounds to suspect it",
    "not_broken": "nothing was broken",
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "parameter": _PARAMETERS,
    "definition": _DEFINITION,
    "outcome": {code: f"Outcome {code}: {words}" for code, words in _OUTCOMES.items()} | {"OTHER": "Any other outcome"},
    "report": {
        "CRIME": "Recorded crime",
        "N100/1": "N100/1: the victim does not confirm it or cannot be found",
        "N100/2": "N100/2: credible evidence that it did not take place",
        "N100/3": "N100/3: it happened elsewhere and was passed on",
    },
    "found": {
        "police": "The police came upon the case themselves",
        "targeting": "Work on a listed suspect turned the case up",
        "officer": "An officer or member of staff told of the breach",
        "agency": "Another agency told of the breach, such as probation or a tagging company",
    },
    "breach": {code: f"Breach of an order: {words}" for code, words in _DECIDED.items()}
    | {f"bail_{code}": f"Breach of bail: {words}" for code, words in _DECIDED.items()},
    "age": {"under_13": "Under 13", "under_18": "13 to 17"},
    "care": {"adult": "An adult with care or support needs, or who depends on somebody"},
    "relationship": {
        "partner": "Partner",
        "ex-partner": "Former partner",
        "authority": "Carer or person in authority",
        "stranger": "Stranger",
        "online": "Met online first",
    },
    "floor": {"ORDER": "Breach of a protection order"},
}


def label_of(kind: str, code: str, titles: Mapping[str, str]) -> str:
    """What a number is called on a page. `titles` are those of the offence classes, by their codes.

    >>> label_of("found", "police", {})
    'The police came upon the case themselves'
    >>> label_of("floor", "8L", {"8L": "Harassment"})
    'Harassment (class 8L)'
    >>> label_of("band", "A", {})
    'Band A begins at'
    """
    if said := LABELS.get(kind, {}).get(code):
        return said
    if kind in ("floor", "exploitation"):
        return f"{titles[code]} (class {code})" if code in titles else f"Class {code}"
    if kind == "band":
        return f"Band {code} begins at"
    return f"Outcome {code}" if kind == "outcome" else code.replace("_", " ").replace("-", " ").capitalize()
