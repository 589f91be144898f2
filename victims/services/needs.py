"""Keep the needs of a victim: every change is a new version, and the version before stays as it was."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from soteria.audit import services as audit
from soteria.registry import CASE_EVENTS
from victims.models import Need, NeedsAssessment, Victim
from victims.queries import needs as queries
from victims.rules import needs as rules
from victims.rules.needs import Answer

WEIGHED = {"care_needs", "intermediary", "suspect_reach"}  # what a suspect's score is made of, among other facts


@transaction.atomic
def update_needs(victim: Victim, *, said: Sequence[Answer], by: Any) -> NeedsAssessment | None:
    """Make the next version of a victim's needs, or none where nothing new was said (Victims' Code, Right 4).

    The caller holds the victim's row locked and has settled any conflict. Items that were not said anew are copied
    with the day they were asked, so that nobody is asked the same again.
    """
    number, before = queries.of_victim(victim)
    after = rules.copied(before, said)
    if after == before:
        return None
    version = NeedsAssessment.objects.create(victim=victim, number=number + 1, made_at=timezone.now(), made_by=by)
    Need.objects.bulk_create(_row(version, answer) for answer in after.values())
    # Codes only: the answers are in the version, and not all who read the trail may see them.
    changed = sorted(code for code, answer in after.items() if before.get(code) != answer)
    after_words = {"version": version.number, "changed": changed}
    audit.record("needs.updated", version, by=by, case=victim.case, after=after_words)
    if WEIGHED & set(changed):
        CASE_EVENTS.emit("case.facts_changed", case=victim.case)
    return version


def _row(version: NeedsAssessment, answer: Answer) -> Need:
    return Need(assessment=version, **(asdict(answer) | {"shared_with": list(answer.shared_with)}))
