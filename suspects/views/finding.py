"""Find a suspect by what is known of him, and be told when the same is given in another case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soteria.accounts import kept
from soteria.accounts.access import requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from soteria.accounts.throttle import throttled
from soteria.audit import services as audit
from soteria.ui import dates
from suspects.forms.finding import FindForm, KeepForm
from suspects.queries import finding
from suspects.queries import kept_searches as queries
from suspects.services import kept_searches as service
from suspects.services.kept_searches import CannotKeep


def _form(request: HttpRequest, data: Any = None) -> FindForm:
    return FindForm(data, asks_purpose=finding.asks_purpose(request.user))


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Section.SUSPECT, Level.READ)
@throttled("search", "60/m")
def find(request: HttpRequest) -> HttpResponse:
    """Ask, and answer on the same page."""
    form = _form(request, kept.given(request))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= {"is_searched": True, "found": _found(request, form), "may_keep": service.is_exact(form.asked())}
    return render(request, "suspects/find/find.html", context)


def _found(request: HttpRequest, form: FindForm) -> finding.Answer:
    found = finding.find(request.user, form.asked())
    purpose = form.cleaned_data.get("purpose", "")
    audit.searched(by=request.user, terms=form.typed(), found=len(found.people), purpose=purpose)
    return found


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Section.SUSPECT, Level.READ)
@throttled("search", "60/m")
def keep(request: HttpRequest) -> HttpResponse:
    """Ask why a search is to be kept, and keep it. What was asked is brought along, and never in an address."""
    brought = kept.given(request)
    if brought is None:
        return redirect("suspects:find")
    asked = _form(request, brought)
    if not asked.is_valid():
        return render(request, "suspects/find/find.html", {"form": asked})
    form = KeepForm(brought if "reason" in brought else None)
    if request.method == "POST" and form.is_valid():
        try:
            search = service.keep(
                asked.asked(), facts=asked.exact(), reason=form.cleaned_data["reason"], by=request.user
            )
        except CannotKeep as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Search kept. You are told of new answers until {dates.day(search.until)}.")
            return redirect("suspects:kept-searches")
    context = {"asked": asked, "form": form, "until": service.last_day(timezone.localdate())}
    return render(request, "suspects/find/keep.html", context)


@require_safe
@requires(Section.SUSPECT, Level.READ)
def kept_searches(request: HttpRequest) -> HttpResponse:
    """The searches that the person keeps, with what answered each."""
    searches = list(queries.of(request.user, timezone.localdate()))
    answers = queries.answers(request.user, searches)
    audit.record("viewed", by=request.user, after={"part": "kept searches", "rows": len(searches)})
    rows = [(search, answers.get(search.pk, [])) for search in searches]
    return render(request, "suspects/find/kept.html", {"rows": rows})


@require_POST
@requires(Section.SUSPECT, Level.READ)
def end_kept(request: HttpRequest, pk: int) -> HttpResponse:
    """End a search of one's own."""
    service.end(pk, by=request.user)
    messages.success(request, "Search ended. What was asked is deleted.")
    return redirect("suspects:kept-searches")
