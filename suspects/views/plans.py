"""Plans for suspects: the list of who is worked on, one suspect's page, and every step of a plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from soteria.accounts import kept
from soteria.accounts.access import for_roles, reach_of, requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Role, Section
from soteria.audit import services as audit
from soteria.ui import dates
from suspects.forms.deciding import NO, DecideForm
from suspects.forms.plans import EndForm, NoPlanForm, PlanForm, ReviewForm
from suspects.models import DisruptionPlan, Nomination, Suspect
from suspects.queries import action, plan_words
from suspects.queries import plans as queries
from suspects.queries.acting import may_act
from suspects.queries.bars import refuse_barred
from suspects.queries.cutoff import cut_of
from suspects.queries.sight import get_suspect, of_records
from suspects.rules.action import NotComplete
from suspects.services import plans as services
from suspects.views import purpose
from suspects.views.acting import CAVEAT, answer, ask, asked_first, back_to, refuse, row, to_act_on, to_decide_on

ASKS = ["GET", "HEAD", "POST"]


@require_safe
@requires(Section.INTEL, Level.READ)
def plan_list(request: HttpRequest) -> HttpResponse:
    """Who is worked on, the first to be done first."""
    if purpose.is_wanted(request):
        return purpose.ask(request)
    day, show = timezone.localdate(), request.GET.get("show", "all")
    show = show if show in queries.SHOWS else "all"
    at = queries.place_of(request.GET.get("after", "")[:500], request.GET.get("before", "")[:500])
    page = queries.page(request.user, day, show, at)
    audit.record(
        "viewed", by=request.user, after={"part": "plans for suspects", "rows": len(page.rows)} | purpose.named(request)
    )
    counts = queries.counts(request.user, day)
    context = {
        "page": page,
        "show": show,
        "total": counts[show],
        "shows": [(name, words, counts[name]) for name, words in queries.SHOWS.items()],
        "routes": Nomination.Route.choices,
        "caveat": CAVEAT,
    }
    return render(request, "suspects/action/plans.html", context)


@require_safe
@requires(Section.INTEL, Level.READ)
@asked_first
def suspect_action(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """All that is done about one suspect, and what is to be done."""
    found = action.read(request.user, Suspect(pk=suspect_id), timezone.localdate())
    suspect = found.suspect
    # It has come by asked_first: he is in a case in sight.
    may = may_act(request.user, request.seen)  # type: ignore[attr-defined]
    after = {"part": "plans and nominations", **request.purpose}  # type: ignore[attr-defined]
    audit.record("viewed", suspect, by=request.user, after=after)
    making = found.making
    context = {
        "found": found,
        "suspect": suspect,
        "live": _shown(found.live),
        "reviews": found.reviews,
        "caveat": CAVEAT,
        "may_write": may.write,
        "may_decide": may.decide,
        "is_inspector": may.is_free and Role.DI in reach_of(request.user).roles,
        "waits_for_me": bool(making and making.sent_at and request.user.pk not in making.authors),
    }
    return render(request, "suspects/action/action.html", context)


def _shown(plan: DisruptionPlan | None) -> list[tuple[str, str]]:
    return plan_words.shown(plan_words.plan_facts(plan)) if plan else []


@require_safe
@requires(Section.INTEL, Level.READ)
@asked_first
def one_plan(request: HttpRequest, suspect_id: int, plan_id: int) -> HttpResponse:
    """One plan whole, with its record and its reviews."""
    suspect = get_suspect(request.user, suspect_id)
    rows = DisruptionPlan.objects.select_related("owner", "drafted_by", "approved_by", "ended_by")
    # A plan of a record that was joined to this one is read with it, by who may know of that record.
    plan = row(request, rows.filter(of_records(request.user, suspect)), pk=plan_id)
    after = {"part": f"plan {plan.number}", **request.purpose}  # type: ignore[attr-defined]
    audit.record("viewed", plan, by=request.user, after=after)
    cut = cut_of(request.user, suspect.pk)
    plan = plan_words.told(plan, cut)
    reviews = plan.reviews.select_related("reviewed_by").order_by("-reviewed_at")
    context = {
        "suspect": suspect,
        "plan": plan,
        "facts": _shown(plan),
        "record": plan_words.shown(plan_words.record_facts(plan)),
        "reviews": [plan_words.told(one, cut) for one in reviews],
        "caveat": CAVEAT,
    }
    return render(request, "suspects/action/plan.html", context)


@keeps_typed
@require_http_methods(ASKS)
@requires(Section.INTEL, Level.FULL)
@asked_first
def write_plan(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """Write the suspect’s next plan on one page. A draft may lack anything; it is sent when it lacks nothing."""
    suspect = to_act_on(request, suspect_id)
    plan = services.in_the_making(suspect, for_update=request.method == "POST")
    form = _plan_form(request, suspect, plan, kept.given(request))
    if request.method == "POST" and form.is_valid():
        plan = services.save_draft(suspect, values=form.values(), by=request.user)
        if request.POST.get("act") != "send":
            messages.success(request, "The draft is saved.")
            return back_to(suspect)
        try:
            services.send_plan(plan, by=request.user)
            messages.success(request, "The plan waits for a supervisor’s approval.")
            return back_to(suspect)
        except NotComplete as refusal:
            form = _again(request, suspect, plan, refusal)
    heading = f"Plan {plan.number}" if plan else "Write a plan"
    return ask(request, suspect, form, heading=heading, template="suspects/action/write.html", plan=plan)


def _plan_form(request: HttpRequest, suspect: Suspect, plan: DisruptionPlan | None, data: Any) -> PlanForm:
    """The form of the plan in the making, or of a new one, begun with what the live plan says."""
    begun = plan or DisruptionPlan.objects.live().filter(suspect=suspect).first()
    owners = action.owners(suspect, timezone.localdate(), request.user)
    initial = PlanForm.initial_of(begun) or {"owner": request.user.pk}
    return PlanForm(data, owners=owners, initial=initial, stored_version=plan.version if plan else 0)


def _again(request: HttpRequest, suspect: Suspect, plan: DisruptionPlan, refusal: NotComplete) -> PlanForm:
    """The same answers, now saved as a draft, with what they lack: sent again, they are not taken for an old page."""
    fresh, data = _plan_form(request, suspect, plan, None), request.POST.copy()
    for name in ("version", "drawn_from"):
        data[name] = str(fresh.get_initial_for_field(fresh.fields[name], name))
    form = _plan_form(request, suspect, plan, data)
    form.is_valid()
    refuse(form, refusal)
    return form


@keeps_typed
@require_http_methods(ASKS)
@requires(Section.REVIEW, Level.FULL)
@asked_first
def decide_plan(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """Approve a plan, or send it back."""
    suspect = to_decide_on(request, suspect_id)
    rows = DisruptionPlan.objects.filter(state=DisruptionPlan.State.SENT).select_related("owner", "drafted_by")
    plan = rows.filter(suspect=suspect).first()
    if plan is None:
        messages.info(request, "No plan of this suspect waits for approval.")
        return back_to(suspect)
    plan = row(request, rows, suspect=suspect, pk=plan.pk)
    form = DecideForm(kept.given(request), yes="Approve the plan", no="Send it back", version=plan.version)

    def save(said: dict[str, Any]) -> str:
        if said["decision"] == NO:
            services.return_plan(plan, words=said["words"], by=request.user)
            return "The plan is sent back."
        live = services.approve_plan(plan, by=request.user)
        return f"The plan is live. Its next review is on {dates.day(live.review_on or timezone.localdate())}."

    context: dict[str, Any] = {
        "heading": f"Approve plan {plan.number}",
        "plan": plan,
        "facts": _shown(plan),
        "record": plan_words.shown(plan_words.record_facts(plan_words.told(plan, cut_of(request.user, suspect.pk)))),
        "is_own": request.user.pk in plan.authors,
    }
    return answer(request, suspect, form, save, template="suspects/action/decide.html", **context)


@keeps_typed
@require_http_methods(ASKS)
@requires(Section.INTEL, Level.FULL)
@asked_first
def review_plan(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """Record that the live plan was read again."""
    suspect = to_act_on(request, suspect_id)
    plan = _live(request, suspect)
    if plan is None:
        return back_to(suspect)

    def save(said: dict[str, Any]) -> str:
        services.review_plan(plan, values=said, by=request.user)
        return f"The review is saved. The next is on {dates.day(plan.review_on or timezone.localdate())}."

    form = ReviewForm(kept.given(request))
    facts = _shown(plan_words.told(plan, cut_of(request.user, suspect.pk)))
    return answer(request, suspect, form, save, heading=f"Review plan {plan.number}", facts=facts)


@keeps_typed
@require_http_methods(ASKS)
@requires(Section.INTEL, Level.FULL)
@asked_first
def end_plan(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """End the live plan with what came of it."""
    suspect = to_act_on(request, suspect_id)
    plan = _live(request, suspect)
    if plan is None:
        return back_to(suspect)

    def save(said: dict[str, Any]) -> str:
        services.end_plan(plan, by=request.user, **said)
        return "The plan has ended."

    return answer(request, suspect, EndForm(kept.given(request)), save, heading=f"End plan {plan.number}")


def _live(request: HttpRequest, suspect: Suspect) -> DisruptionPlan | None:
    rows = DisruptionPlan.objects.live().filter(suspect=suspect)
    plan = (rows.select_for_update(of=("self",)) if request.method == "POST" else rows).first()
    if plan is None:
        messages.info(request, "This suspect has no live plan.")
    return plan


@keeps_typed
@require_http_methods(ASKS)
@for_roles(Role.DI)
@asked_first
def no_plan(request: HttpRequest, suspect_id: int) -> HttpResponse:
    """Record that there is no plan, and why."""
    suspect = get_suspect(request.user, suspect_id)
    refuse_barred(request.user, suspect_id)

    def save(said: dict[str, Any]) -> str:
        decision = services.decide_no_plan(suspect, by=request.user, **said)
        return f"The decision is saved. It is read again on {dates.day(decision.review_on)}."

    return answer(request, suspect, NoPlanForm(kept.given(request)), save, heading="Decide that there is no plan")
