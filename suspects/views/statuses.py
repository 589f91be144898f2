"""The dated steps of a suspect in a case: recording one, and withdrawing one that was wrong."""

from django.http import HttpRequest, HttpResponse

from soteria.accounts import kept
from soteria.accounts.access import Unseen
from suspects.forms.statuses import StatusForm, WithdrawForm
from suspects.models import InvolvementStatus
from suspects.queries.statuses import steps_of
from suspects.services import statuses
from suspects.views.fetching import edit_page, fetch_identified, keeps_suspects, saved


@keeps_suspects
def status(request: HttpRequest, slug: str, involvement_id: int) -> HttpResponse:
    """Record the next step, beside those before it."""
    case, involvement = fetch_identified(request, slug, involvement_id)
    form = StatusForm(kept.given(request))
    if request.method == "POST" and form.is_valid():
        statuses.record_status(involvement, by=request.user, **form.cleaned_data)
        return saved(request, case, "The suspect’s status is saved.")
    words = {"template": "suspects/status.html", "part": "steps of a suspect", "button_text": "Save status"}
    found = {"involvement": involvement, "steps": steps_of(involvement)}
    return edit_page(request, case, form, "Record the suspect’s status", **words, **found)


@keeps_suspects
def withdraw(request: HttpRequest, slug: str, involvement_id: int, status_id: int) -> HttpResponse:
    """Withdraw a step that was recorded by mistake."""
    case, involvement = fetch_identified(request, slug, involvement_id)
    rows = InvolvementStatus.objects.filter(involvement=involvement, pk=status_id)
    step = (rows.select_for_update() if request.method == "POST" else rows).first()
    if step is None:
        raise Unseen(asked_for="status", case_id=case.pk)
    form = WithdrawForm(kept.given(request))
    if request.method == "POST" and form.is_valid():
        statuses.withdraw_status(step, why=form.cleaned_data["why"], by=request.user)
        return saved(request, case, "The status is withdrawn.")
    return edit_page(request, case, form, f"Withdraw the status “{step.get_status_display()}”")
