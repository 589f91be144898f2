"""The pages on the way to an order: considering one, each step to the court's answer, and why nothing is in place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from orders import order_types
from orders.forms import application as forms
from orders.forms.order import MadeForm
from orders.models import OrderApplication, ProtectionOrder
from orders.queries import considering, steps
from orders.queries.applications import ACTS
from orders.rules import applications as rules
from orders.services import applications as services
from orders.services import protection, unprotected
from orders.views.asking import answer, decides, fetch, fetch_case, keeps_orders, suspects_of
from soteria.accounts import kept
from soteria.accounts.access import Unseen
from soteria.accounts.roles import Level, Section
from suspects.models import Involvement

MADE = {rules.MADE: ProtectionOrder.Stage.FULL, rules.INTERIM_MADE: ProtectionOrder.Stage.INTERIM}
FACTS = ("made_on", "ends_on", "served_on", "court", "court_reference", "notification", "heard_at", "key")


@dataclass(frozen=True)
class Act:
    """One step as a page: its form, the service that takes it, and what is said when it is done."""

    form: Callable[..., Any]
    service: Callable[..., Any]
    done: str


STEPS = {
    rules.ASKED: Act(forms.AskAdviceForm, services.ask_advice, "The request for legal advice is recorded."),
    rules.ADVISED: Act(forms.AdviceForm, services.give_advice, "The legal advice is recorded."),
    rules.APPLIED: Act(forms.ApplyForm, services.apply, "The application is recorded."),
    rules.LISTED: Act(forms.ListForm, services.list_hearing, "The hearing date is recorded."),
    rules.ADJOURNED: Act(forms.AdjournForm, services.adjourn, "The new hearing date is recorded."),
    rules.INTERIM_REFUSED: Act(forms.RefuseInterimForm, services.refuse_interim, "The refusal is recorded."),
    rules.REFUSED: Act(forms.RefuseForm, services.refuse_order, "The refusal is recorded."),
    rules.WITHDRAWN: Act(forms.WithdrawForm, services.withdraw, "It is recorded that the order is no longer sought."),
    rules.APPEALED: Act(forms.AppealForm, services.appeal, "The appeal is recorded."),
    rules.APPEAL_DECIDED: Act(forms.AppealDecidedForm, services.decide_appeal, "The decision is recorded."),
}


@keeps_orders
def consider(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that an order was considered for a suspect: to be sought, or not and why."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    waiting = [str(row.suspect_id) for row in considering.not_considered(case)]
    first = {"suspect": waiting[0]} if waiting else {}
    form = forms.ConsiderForm(kept.given(request), suspects=suspects_of(case), initial=first)

    def save(said: dict[str, Any]) -> str:
        sought = said["decision"] == forms.SEEK
        found = services.consider(
            case,
            suspect_id=int(said["suspect"]),
            type=said["type"] if sought else "",
            is_sought=sought,
            on=said["on"],
            words=said["words"],
            reason=said["reason"],
            key=said["key"],
            by=request.user,
        )
        return "It is recorded that the order is to be sought." if found.type else "The reason is recorded."

    return answer(request, case, form, save, template="orders/consider.html", heading="Consider a protection order")


@keeps_orders
def take_step(request: HttpRequest, slug: str, application_id: int, act: str) -> HttpResponse:
    """Record the next step of an application; one that cannot come now is told of on the page of the case."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    application: OrderApplication = fetch(
        request, OrderApplication.objects.select_related("suspect"), case, case=case, pk=application_id
    )
    application.case = case
    if act not in STEPS and act not in MADE:
        raise Unseen(asked_for="step of an application", case_id=case.pk)
    if request.method != "POST" and act not in _can_follow(application):
        return redirect(f"{reverse('cases:place', args=[slug, 'bail-and-orders'])}#orders")
    form, save = _made(request, application, act) if act in MADE else _step(request, application, act)
    title = order_types.title(application.type)
    words: dict[str, Any] = {"heading": ACTS[act], "title": title, "application": application}
    return answer(request, case, form, save, template="orders/step.html", **words)


def _can_follow(application: OrderApplication) -> set[str]:
    kind = order_types.all_types().get(application.type)
    return rules.may_follow(kind.route if kind else "police", steps.of(application))


Page = tuple[Any, Callable[[dict[str, Any]], str]]


def _step(request: HttpRequest, application: OrderApplication, act: str) -> Page:
    one, kind = STEPS[act], order_types.all_types().get(application.type)
    more = {"has_interim": bool(kind and kind.has_interim)} if act == rules.APPLIED else {}
    form = _asking_hour(one.form(kept.given(request), **more), application)

    def save(said: dict[str, Any]) -> str:
        one.service(application, by=request.user, **said)
        return one.done

    return form, save


def _asking_hour(form: Any, application: OrderApplication) -> Any:
    """The form, with the hour of the hearing asked only where the hours of a notice count."""
    if application.type not in protection.NOTICE_OF:
        form.fields.pop("heard_time", None)
    return form


def _made(request: HttpRequest, application: OrderApplication, act: str) -> Page:
    kind = order_types.all_types().get(application.type)
    form = _asking_hour(MadeForm(kept.given(request), terms=bool(kind and kind.allowed.forbids)), application)

    def save(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in FACTS} | {"type": application.type, "stage": MADE[act]}
        protection.record_order(
            application.case,
            suspect_id=application.suspect_id,
            terms=form.rules(),
            application=application,
            by=request.user,
            **facts,
        )
        return "The order is recorded. Record its service as soon as it is served."

    return form, save


@decides
def nothing_in_place(request: HttpRequest, slug: str, suspect_id: int) -> HttpResponse:
    """Record why a suspect who is a live risk has neither bail nor an order."""
    case = fetch_case(request, slug, Section.REVIEW, Level.FULL)
    part = fetch(request, Involvement.objects.select_related("suspect"), case, case=case, suspect=suspect_id)
    form = forms.NothingForm(kept.given(request))

    def save(said: dict[str, Any]) -> str:
        unprotected.record_reason(case, suspect_id=suspect_id, by=request.user, **said)
        return "The reason is recorded."

    context: dict[str, Any] = {"heading": "Why is nothing in place?", "involvement": part}
    return answer(
        request,
        case,
        form,
        save,
        to=lambda: redirect("orders:unprotected"),
        template="orders/nothing.html",
        back_url=reverse("orders:unprotected"),
        **context,
    )
