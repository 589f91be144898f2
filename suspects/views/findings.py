"""What police work brought a suspect's case to light: recording it, and withdrawing what was not so."""

from django.http import HttpRequest, HttpResponse

from soteria.accounts import kept
from soteria.accounts.access import Unseen
from suspects.forms.findings import FindingForm, WithdrawFindingForm
from suspects.models import PoliceWorkFinding
from suspects.queries.findings import findings_of
from suspects.services import findings as services
from suspects.services.findings import CannotRecord
from suspects.views.fetching import edit_page, fetch_identified, keeps_suspects, saved

HEADING = "Record that police work brought this case to light"


@keeps_suspects
def finding(request: HttpRequest, slug: str, involvement_id: int) -> HttpResponse:
    """Record what work on the suspect brought the case to light."""
    case, involvement = fetch_identified(request, slug, involvement_id)
    form = FindingForm(kept.given(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.record_finding(involvement, by=request.user, **form.cleaned_data)
            return saved(request, case, "It is recorded. The case no longer adds to a score.")
        except CannotRecord as refusal:
            form.add_error(refusal.field, str(refusal))
    words = {"template": "suspects/finding.html", "part": "what brought a case to light"}
    found = {"involvement": involvement, "findings": findings_of(involvement)}
    return edit_page(request, case, form, HEADING, **words, **found)


@keeps_suspects
def withdraw(request: HttpRequest, slug: str, involvement_id: int, finding_id: int) -> HttpResponse:
    """Withdraw what was recorded by mistake."""
    case, involvement = fetch_identified(request, slug, involvement_id)
    rows = PoliceWorkFinding.objects.filter(involvement=involvement, pk=finding_id)
    row = (rows.select_for_update() if request.method == "POST" else rows).first()
    if row is None:
        raise Unseen(asked_for="finding", case_id=case.pk)
    form = WithdrawFindingForm(kept.given(request))
    if request.method == "POST" and form.is_valid():
        services.withdraw_finding(row, why=form.cleaned_data["why"], by=request.user)
        return saved(request, case, "It is withdrawn. The case counts towards scores again.")
    return edit_page(request, case, form, "Withdraw that police work brought this case to light")
