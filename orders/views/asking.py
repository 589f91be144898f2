"""What every form page of orders does: one door to the case, ask, do one act, and back to the case."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.access import get_case
from cases.models import Case
from cases.views import purpose
from cases.views.asking import QUESTION, ask
from orders.models import Bail
from orders.queries.people import called
from orders.rules.faults import NotRecorded, SentBefore, Stale
from soteria.accounts.access import Unseen, requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from suspects.models import Involvement

PLACE = "bail-and-orders"
View = Callable[..., HttpResponse]


def declared(section: Section, level: Level) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """A page of one case that asks and does; those who read the whole force are asked for their purpose first.

    What came after the session had ended waits for its writer.
    """
    return lambda view: keeps_typed(
        require_http_methods(["GET", "HEAD", "POST"])(requires(section, level)(purpose.asked_first(view)))
    )


keeps_orders = declared(Section.BAIL_ORDERS, Level.FULL)
logs_breaches = declared(Section.BAIL_ORDERS, Level.PART)
decides = declared(Section.REVIEW, Level.FULL)


def fetch_case(request: HttpRequest, slug: str, section: Section, level: Level) -> Case:
    """The case, locked when this is to be saved. Raises Unseen and Refused."""
    return get_case(request.user, slug, section, level, for_update=request.method == "POST")


def fetch(request: HttpRequest, rows: Any, case: Case, /, **where: Any) -> Any:
    """A row of the case, locked when this is to be saved. Raises Unseen when it is of another case or of none."""
    found = rows.select_for_update(of=("self",)) if request.method == "POST" else rows
    row = found.filter(**where).first()
    if row is None:
        raise Unseen(asked_for="bail or order", case_id=case.pk)
    return row


def fetch_bail(request: HttpRequest, case: Case, bail_id: int) -> Bail:
    """Bail of the case with its arrest, locked when this is to be saved. Raises Unseen."""
    found: Bail = fetch(request, Bail.objects.select_related("arrest__case"), case, arrest__case=case, pk=bail_id)
    return found


def suspects_of(case: Case) -> list[tuple[str, str]]:
    """The suspects of a case who are known by name: id and name. 1 query."""
    rows = Involvement.objects.filter(case=case).select_related("suspect").order_by("pk")
    named = [(number, row.suspect) for number, row in enumerate(rows, 1) if row.suspect]
    return [(str(suspect.pk), called(case, suspect, number)) for number, suspect in named]


def answer(
    request: HttpRequest,
    case: Case,
    form: Any,
    save: Callable[[dict[str, Any]], str],
    *,
    to: Callable[[], HttpResponse] | None = None,
    heading: str,
    template: str = QUESTION,
    **context: Any,
) -> HttpResponse:
    """Do the act once the form is answered; a refusal stands beside its question with everything that was typed.

    `save` returns what to say when it is done; `to` makes the redirect, to the page of the case when left out. The rest
    is as `cases.views.asking.ask` takes it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, save(form.cleaned_data))
            return to() if to else redirect("cases:place", slug=case.slug, place=PLACE)
        except NotRecorded as refusal:
            _refuse(request, form, refusal)
    return ask(request, case, form, heading, place=PLACE, template=template, **context)


def _refuse(request: HttpRequest, form: Any, refusal: NotRecorded) -> None:
    """A form that was sent before with something else gets a new key, with which this can be saved; one of an old page
    gets the version that stands, so that whoever looked again can send it.
    """
    if isinstance(refusal, SentBefore):
        form.data = request.POST.copy()
        form.data["key"] = str(uuid4())
    if isinstance(refusal, Stale):
        form.data = request.POST.copy()
        form.data["version"] = str(refusal.version)
    for fault in refusal.faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault.words)
