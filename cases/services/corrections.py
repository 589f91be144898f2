"""Change the facts of a case that was logged. The trail says what changed; the values are in the row's history."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cases.models import Case, FirstResponse
from cases.services.recording import PLACE, response_facts
from soteria.audit import services as audit


@transaction.atomic
def update_place(case: Case, *, values: Mapping[str, Any], by: Any) -> Case:
    """Change where it is said to have happened. The caller holds the row locked and has settled any conflict."""
    new: dict[str, Any] = {name: values.get(name) or "" for name in PLACE}
    missing = {name: why for name, why in case.missing.items() if name not in PLACE}
    new["missing"] = missing | (values.get("missing") or {})
    changed = [name for name, value in new.items() if getattr(case, name) != value]
    for name in changed:
        setattr(case, name, new[name])
    if changed:
        case.version += 1
        case.save(update_fields=[*changed, "version", "slug"])
        # Names only: the values are in the row's history, and not all who read the trail may see a place.
        audit.record("case.place_changed", case, by=by, case=case, after={"changed": changed})
    return case


@transaction.atomic
def update_response(case: Case, *, values: Mapping[str, Any], by: Any) -> FirstResponse:
    """Record or change the first response. The caller holds the case locked and has settled any conflict."""
    found = FirstResponse.objects.filter(case=case).first() or FirstResponse(case=case)
    new = response_facts(values)
    changed = [name for name, value in new.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, new[name])
    if changed:
        found.save()
        case.version += 1
        case.save(update_fields=["version", "slug"])
        audit.record("first_response.changed", found, by=by, case=case, after={"changed": changed})
    return found
