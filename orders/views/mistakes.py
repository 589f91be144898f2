"""Pages for what was recorded by mistake: taking a step of an application back, and correcting a notification."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.models import Case
from orders import order_types
from orders.forms.mistakes import CorrectNotifiedForm, TakeBackForm
from orders.models import ApplicationStep, ProtectionOrder
from orders.queries import steps
from orders.queries.applications import fact_lines
from orders.queries.people import called
from orders.rules import mistakes as rules
from orders.services import notifying, taking_back
from orders.views.asking import PLACE, answer, fetch, fetch_case, keeps_orders
from soteria.accounts import kept
from soteria.accounts.access import Refused, who_can_help
from soteria.accounts.roles import Level, Section

DECIDES = (Section.REVIEW, Level.FULL)


@keeps_orders
def take_back_step(request: HttpRequest, slug: str, step_id: int) -> HttpResponse:
    """Take back the last step of an application; the answer of a court by a supervisor alone."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    rows = steps.with_last(ApplicationStep.objects.select_related("application__suspect", "recorded_by"))
    step = fetch(request, rows, case, application__case=case, pk=step_id)
    if rules.needs_supervisor(step.kind) and not case.sight.may(*DECIDES):
        raise Refused(who_can_help(*DECIDES), section=Section.REVIEW, case_id=case.pk)
    application = step.application
    application.case = case
    if request.method != "POST" and hasattr(step, "taken_back"):
        return redirect(f"{reverse('cases:place', args=[slug, PLACE])}#application-{application.pk}")

    def save(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in ("reason", "words", "version")}
        taking_back.take_back_step(step, by=request.user, **facts)
        return "The step is taken back."

    form = TakeBackForm(kept.given(request), initial={"version": application.version})
    words: dict[str, Any] = {"heading": "Take back this step", "button_text": "Take back this step"}
    return answer(request, case, form, save, template="orders/take_back.html", **words, **_about(case, step))


def _about(case: Case, step: Any) -> dict[str, Any]:
    """What the step is, what it made, and what stands in the way of taking it back."""
    application, order = step.application, steps.made_by(step)
    found = rules.step_faults(steps.as_rule(step), steps.last_of(step), is_supervisor=case.sight.may(*DECIDES))
    found = found or (rules.order_faults(steps.since(order)) if order else [])
    return {
        "step": step,
        "facts": fact_lines(step),
        "title": order_types.title(application.type) if application.type else "No order",
        "suspect": called(case, application.suspect, None),
        "made": order_types.title(order.type, order.stage) if order else "",
        "hindrances": [] if hasattr(step, "taken_back") else [fault.words for fault in found],
    }


@keeps_orders
def correct_notified(request: HttpRequest, slug: str, order_id: int) -> HttpResponse:
    """Correct when the suspect gave police their details; what was recorded first is kept."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    rows = ProtectionOrder.objects.standing().select_related("case")
    order: ProtectionOrder = fetch(request, rows, case, case=case, pk=order_id)
    if request.method != "POST" and order.notified_on is None:
        return redirect(f"{reverse('cases:place', args=[slug, PLACE])}#order-{order.pk}")
    form = CorrectNotifiedForm(kept.given(request), initial={"version": order.version})

    def save(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in ("reason", "words", "version", "key")}
        notifying.correct_notified(order, notified_on=form.day, by=request.user, **facts)
        return "The correction is recorded."

    words: dict[str, Any] = {"heading": "Correct when police were notified", "order": order}
    words |= {"title": order_types.title(order.type, order.stage), "button_text": "Save the correction"}
    return answer(request, case, form, save, template="orders/correct_notified.html", **words)
