"""When a case stood closed, as the history of its row has it: whoever closed it, and whatever opened it again."""

from datetime import datetime

from cases.models import Case


def spans(case_id: int) -> list[tuple[datetime, datetime]]:
    """From when to when a case that is open now stood closed, each time it did; the first first. 1 query.

    It closed when its row says that it did, and was open again when that was recorded.
    """
    events = Case.pgh_event_model.objects.filter(pgh_obj=case_id).order_by("pgh_id")  # type: ignore[attr-defined]
    found, since = [], None
    for closed_at, recorded_at in events.values_list("closed_at", "pgh_created_at"):
        if since is not None and closed_at is None:
            found.append((since, recorded_at))
        since = closed_at
    return found
