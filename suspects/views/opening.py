"""What every page of a suspect does before it shows anything: one door, the purpose, and the trail."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from soteria.accounts.access import requires
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from suspects.models import Suspect
from suspects.queries.sight import Seen, see
from suspects.views import purpose

SuspectView = Callable[..., HttpResponseBase]


def suspect_page(
    part: str, *, section: Section = Section.INTEL, level: Level = Level.READ, verb: str = "viewed"
) -> Callable[[SuspectView], SuspectView]:
    """A page that reads a suspect: reached by this person or not there, kept apart where the law keeps apart, asked for
    a purpose outside their own caseload, and on the trail as a look at `part`.

    The view takes `Seen` in place of the suspect's id.
    """

    def declared(view: SuspectView) -> SuspectView:
        @require_safe
        @requires(section, level)
        @wraps(view)
        def opened(request: HttpRequest, suspect_id: int, **rest: Any) -> HttpResponseBase:
            seen = see(request.user, suspect_id)
            if purpose.is_wanted(request, seen):
                return purpose.ask(request, suspect_id)
            note(request, seen, part, verb=verb)
            return view(request, seen, **rest)

        return opened

    return declared


def note(request: HttpRequest, seen: Seen, part: str, *, verb: str = "viewed") -> None:
    """One event for the suspect, and one for each case in sight: its officer can see who looked."""
    after = {"part": part, **purpose.named(request, seen)}
    subject = Suspect(pk=seen.suspect_id)
    events = [audit.event(verb, subject, by=request.user, after=after), *_of_cases(request, seen, verb, after)]
    audit.record_many(events)


def _of_cases(request: HttpRequest, seen: Seen, verb: str, after: dict[str, Any]) -> Iterable[Any]:
    return (audit.event(verb, case, by=request.user, case=case, after=after) for case in seen.cases.values())
