"""From a suspect's page to the pair with any other record, where a person says whether the two are one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from soteria.accounts import kept
from soteria.accounts.access import requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from suspects.forms.comparing import CompareForm
from suspects.models import Suspect
from suspects.queries import comparing
from suspects.queries.alike import Alike
from suspects.views.acting import asked_first, to_act_on


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Section.INTEL, Level.FULL)
@throttled("search", "60/m")
@asked_first
def compare(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """Look for another record, and open the pair of the two: the search answers on the same page."""
    suspect = to_act_on(request, suspect_id)
    initial = {"forenames": suspect.forenames, "surname": suspect.surname}
    form = CompareForm(kept.given(request), initial=initial)
    context: dict[str, Any] = {"suspect": suspect, "form": form}
    if request.method == "POST" and form.is_valid():
        context |= {"is_searched": True, "found": _found(request, suspect, form)}
    else:
        after = {"part": "search for a record to compare", **request.purpose}  # type: ignore[attr-defined]
        audit.record("viewed", suspect, by=request.user, after=after)
    return render(request, "suspects/links/compare.html", context)


def _found(request: HttpRequest, suspect: Suspect, form: CompareForm) -> list[Alike]:
    asked = form.asked()
    found = comparing.others(request.user, suspect, asked)
    terms = {
        "name": asked.spellings,
        "date_of_birth": str(asked.date_of_birth or ""),
        "pnc_id": asked.pnc_id,
        "nominal": asked.nominal,
    }
    audit.searched(by=request.user, terms=terms, found=len(found), purpose="Comparing two records")
    return found
