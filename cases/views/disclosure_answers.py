"""What reviewers ask an officer about a crime report, and the officer's answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.disclosures import AnswerForm
from cases.queries import disclosures as queries
from cases.services import disclosures as services
from soteria.accounts import kept
from soteria.accounts.access import Unseen, signed_in
from soteria.accounts.kept import keeps_typed
from soteria.audit import services as audit


@require_safe
@signed_in
def asked(request: HttpRequest) -> HttpResponse:
    """The reports that this person is asked about, oldest question first."""
    return render(request, "cases/disclosures/asked.html", {"asked": list(queries.asked_of(request.user))})


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report and the question, for the officer who was asked and nobody else."""
    decision = queries.asked_of(request.user).filter(reading=report_id).first()
    if decision is None:
        raise Unseen(asked_for=str(report_id))
    report = decision.reading.report
    form = AnswerForm(kept.given(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(report=report, words=form.cleaned_data["words"], by=request.user)
            messages.success(request, "Your answer is with the reviewer.")
        except services.AlreadyDecided:
            messages.info(request, "This report has been decided already, so your answer is not needed.")
        return redirect("cases:disclosures-asked")
    audit.viewed(report, by=request.user, part="disclosure")
    context = {
        "form": form,
        "decision": decision,
        "heading": "Answer a question",
        "caption": f"Crime {report.reference}",
        "button_text": "Send the answer",
        "back_url": reverse("cases:disclosures-asked"),
        "pieces": queries.pieces(decision.reading),
    }
    return render(request, "cases/disclosures/answer.html", context)
