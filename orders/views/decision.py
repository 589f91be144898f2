"""Deciding about a breach, agreeing that nobody is arrested, and recording the arrest of somebody who is wanted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.models import Case
from orders.forms.decision import AgreeForm, BreachArrestForm, ClosingForm, DecisionForm, TellingForm
from orders.models import Breach, BreachDecision, NoArrestProposal
from orders.queries import ledger
from orders.queries.shown import BreachShown
from orders.rules.decisions import NO_ARREST
from orders.services import custody, decisions, no_arrest, victim_told, wanted
from orders.views.asking import PLACE, answer, decides, fetch, fetch_case, keeps_orders, logs_breaches
from soteria.accounts import kept
from soteria.accounts.roles import Level, Section

HELD = ("custody_reference", "arrested_at", "arrived_at")
TOLD = ("victim_told", "victim_told_on", "victim_words")
SAID = ("outcome", "offence", "words", *TOLD, *HELD)
PROPOSED = ("reason", "words", *TOLD)
TELLING = ("answer", "told_at", "how", "told_by", "words", "key")
DONE = {
    "arrest": "The decision is recorded.",
    "wanted": "The decision is recorded. The suspect is wanted until an arrest with its custody reference is recorded.",
    "other_offence": "The decision is recorded.",
    "no_arrest": "Another supervisor is asked to agree. Until then the breach is undecided.",
}


@decides
def decide_breach(request: HttpRequest, slug: str, breach_id: int) -> HttpResponse:
    """Decide what to do about a breach, or propose that nobody is arrested."""
    case = fetch_case(request, slug, Section.REVIEW, Level.FULL)
    breach = fetch(request, Breach.objects.all(), case, case=case, pk=breach_id)
    if breach.decided_at is not None and request.method != "POST":
        return redirect("cases:place", slug=slug, place=PLACE)
    shown, may_be = ledger.to_decide(case, breach.pk)
    form = DecisionForm(kept.given(request), proposed=may_be)

    def save(said: dict[str, Any]) -> str:
        if said["outcome"] == NO_ARREST:
            facts = {name: said[name] for name in PROPOSED}
            no_arrest.propose_no_arrest(breach.pk, answers=form.answers(), by=request.user, **facts)
            return DONE[NO_ARREST]
        facts = {name: said[name] for name in SAID} | {"offence": _offence(said)}
        if said["outcome"] != BreachDecision.Outcome.ARREST:
            facts |= {"custody_reference": "", "arrested_at": None, "arrived_at": None}
        decision = decisions.decide_breach(breach.pk, answers=form.answers(), by=request.user, **facts)
        return DONE["wanted" if decision.is_wanted else decision.outcome]

    return answer(
        request, case, form, save, template="orders/decide.html", part="breach", **_context(request, case, shown)
    )


def _offence(said: dict[str, Any]) -> str:
    """The offence, where the decision is to record one."""
    return str(said["offence"]) if said["outcome"] == BreachDecision.Outcome.OTHER_OFFENCE else ""


def _context(request: HttpRequest, case: Case, shown: BreachShown) -> dict[str, Any]:
    waiting = shown.waiting
    return {
        "heading": "Decide about the breach",
        "breach": shown,
        "waiting": waiting,
        "may_agree": waiting is not None and request.user.pk not in (waiting.proposed_by_id, case.oic_id),
        "is_oic": case.oic_id == request.user.pk,
        "is_of_bail": shown.what == Breach.Kind.BAIL.label,
        "suspect_id": shown.suspect_id,
        "button_text": "Record the decision",
    }


@decides
def agree_no_arrest(request: HttpRequest, slug: str, breach_id: int) -> HttpResponse:
    """Agree that nobody is arrested for a breach, or have it decided again."""
    case = fetch_case(request, slug, Section.REVIEW, Level.FULL)
    rows = NoArrestProposal.objects.filter(breach__case=case, breach=breach_id).order_by("-proposed_at", "-pk")
    proposal = fetch(request, rows, case)
    if proposal.state != NoArrestProposal.State.WAITING and request.method != "POST":
        return redirect("cases:place", slug=slug, place=PLACE)

    def save(said: dict[str, Any]) -> str:
        agrees = said["agrees"] == "yes"
        told = {name: said[name] for name in TOLD}
        no_arrest.answer_proposal(proposal.pk, agrees=agrees, words=said["words"], by=request.user, **told)
        return "The decision is recorded." if agrees else "The breach is to be decided again."

    context = _context(request, case, ledger.to_decide(case, breach_id)[0])
    context |= {"proposal": context["waiting"] or proposal}
    context |= {"heading": "Agree that nobody is arrested?", "button_text": "Save"}
    # What the victim was told of a proposal is not yet what was decided.
    is_told = proposal.victim_told == BreachDecision.VictimTold.TOLD
    known = {} if is_told else {name: getattr(proposal, name) for name in TOLD}
    form = AgreeForm(kept.given(request), initial=known)
    return answer(request, case, form, save, template="orders/decide_agree.html", **context)


@logs_breaches
def tell_victim(request: HttpRequest, slug: str, breach_id: int) -> HttpResponse:
    """Record that the victim was told what was decided; whoever may log a breach may, since any of them may tell."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.PART)
    breach = fetch(request, Breach.objects.select_related("case", "decision"), case, case=case, pk=breach_id)
    if breach.decided_at is None and request.method != "POST":
        return redirect("cases:place", slug=slug, place=PLACE)

    def save(said: dict[str, Any]) -> str:
        victim_told.tell_victim(breach, by=request.user, **{name: said[name] for name in TELLING})
        return "What became of telling the victim is recorded."

    form = TellingForm(kept.given(request), initial={"told_by": str(request.user)})
    words: dict[str, Any] = {"decision": getattr(breach, "decision", None), "part": "telling a victim of a decision"}
    heading = "Record that the victim was told"
    return answer(request, case, form, save, heading=heading, template="orders/telling.html", **words)


@keeps_orders
def record_breach_arrest(request: HttpRequest, slug: str, breach_id: int) -> HttpResponse:
    """Record the arrest of somebody who is wanted for a breach."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    rows = BreachDecision.objects.filter(outcome=BreachDecision.Outcome.ARREST)
    decision = fetch(request, rows, case, breach__case=case, breach=breach_id)
    if not decision.is_wanted and request.method != "POST":
        return redirect("cases:place", slug=slug, place=PLACE)

    def save(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in (*HELD, "station")}
        custody.record_arrest_for(decision.pk, by=request.user, **facts)
        return "The arrest is recorded. The suspect is wanted for this breach no more."

    return answer(request, case, BreachArrestForm(kept.given(request)), save, heading="Record the arrest")


@decides
def close_anyway(request: HttpRequest, slug: str, breach_id: int) -> HttpResponse:
    """Record why a case closes while its suspect is wanted for a breach."""
    case = fetch_case(request, slug, Section.REVIEW, Level.FULL)
    rows = BreachDecision.objects.filter(outcome=BreachDecision.Outcome.ARREST).select_related("breach__case")
    decision = fetch(request, rows, case, breach__case=case, breach=breach_id)
    if not decision.is_wanted and request.method != "POST":
        return redirect("cases:place", slug=slug, place=PLACE)

    def save(said: dict[str, Any]) -> str:
        wanted.close_anyway(decision, words=said["words"], by=request.user)
        return "Why the case closes without the arrest is recorded. Until then the suspect is wanted."

    form = ClosingForm(kept.given(request), initial={"words": decision.closed_anyway_words})
    words: dict[str, Any] = {"decision": decision, "button_text": "Save"}
    heading = "Close the case while the suspect is wanted?"
    return answer(request, case, form, save, heading=heading, template="orders/close_wanted.html", **words)
