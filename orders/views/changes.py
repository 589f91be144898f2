"""Changes while bail runs: conditions, the return, victims' views, attendances, checks and reviews."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from orders.forms import changes as forms
from orders.forms.release import ReviewForm
from orders.models import Attendance, AttendanceDue, BailVariation, Release, Surrender, VictimViews
from orders.queries import custody
from orders.services import releases, reporting, surrender, variations, views, without_bail
from orders.views.asking import answer, decides, fetch, fetch_bail, fetch_case, keeps_orders
from soteria.accounts import kept
from soteria.accounts.roles import Level, Section
from soteria.ui.forms import GovukForm
from victims.models import Victim

FULL = (Section.BAIL_ORDERS, Level.FULL)


@keeps_orders
def vary_bail(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """Record that conditions changed."""
    case = fetch_case(request, slug, *FULL)
    bail = fetch_bail(request, case, bail_id)
    held = [(str(row.pk), str(row)) for row in bail.conditions.filter(ends_at=None).order_by("pk")]
    form = forms.VaryForm(kept.given(request), held=held)

    def save(said: dict[str, Any]) -> str:
        names = ("asked_by", "varied_at", "authorised_by", "officer_rank", "why", "key")
        facts = {name: said[name] for name in names}
        ends = [int(pk) for pk in said.get("ends") or []]
        variations.vary_bail(bail, ends=ends, adds=form.rules(), by=request.user, **facts)
        return "The conditions are changed. Tell the victim."

    return answer(request, case, form, save, heading="Change conditions of bail")


@keeps_orders
def change_surrender(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """Record a written notice that changes when the suspect must come back."""
    case = fetch_case(request, slug, *FULL)
    bail = fetch_bail(request, case, bail_id)

    def save(said: dict[str, Any]) -> str:
        del said["what"]
        variations.change_surrender(bail, by=request.user, **said)
        return "The notice is recorded."

    return answer(request, case, forms.SurrenderForm(kept.given(request)), save, heading="Change the return")


@keeps_orders
def record_views(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """Record the victims' views on conditions of bail, or on a change of them."""
    case = fetch_case(request, slug, *FULL)
    bail = fetch_bail(request, case, bail_id)
    variation = _variation(request, bail)
    found = {victim.pk: victim for victim in Victim.objects.filter(case=case).order_by("pk")}
    victims = [(str(pk), str(victim)) for pk, victim in found.items()]
    form = forms.ViewsForm(kept.given(request), victims=victims)

    def save(said: dict[str, Any]) -> str:
        victim = found[int(said["victim"])]
        views.record_views(bail, victim, form.typed(), variation=variation, key=said["key"], by=request.user)
        return "What the victim wants is recorded."

    return answer(request, case, form, save, heading="Victim’s views on bail conditions", template="orders/views.html")


def _variation(request: HttpRequest, bail: Any) -> BailVariation | None:
    asked = request.GET.get("change", "")
    return bail.variations.filter(pk=asked).first() if asked.isascii() and asked.isdigit() else None


@keeps_orders
def tell_victim(request: HttpRequest, slug: str, views_id: int) -> HttpResponse:
    """Record that a victim was told of conditions."""
    case = fetch_case(request, slug, *FULL)
    rows = VictimViews.objects.select_related("bail__arrest__case", "variation")
    row = fetch(request, rows, case, bail__arrest__case=case, pk=views_id)

    def save(said: dict[str, Any]) -> str:
        views.tell_victim(row, told_at=said["told_at"], by=request.user)
        return "That the victim was told is recorded."

    return answer(request, case, forms.ToldForm(kept.given(request)), save, heading="Tell the victim")


@keeps_orders
def answer_attendance(request: HttpRequest, slug: str, due_id: int) -> HttpResponse:
    """Record what came of a time to report; of a missed one, whether it is a breach."""
    case = fetch_case(request, slug, *FULL)
    rows = AttendanceDue.objects.select_related("condition__bail__arrest__case")
    due: AttendanceDue = fetch(request, rows, case, condition__bail__arrest__case=case, pk=due_id)
    is_missed = due.missed_at is not None
    form = forms.AttendanceDueForm(kept.given(request), is_missed=is_missed)
    context: dict[str, Any] = {"heading": "Reporting to the police", "due": due}
    return answer(
        request, case, form, lambda said: _record(due, said, request.user), template="orders/due.html", **context
    )


def _record(due: AttendanceDue, said: dict[str, Any], by: Any) -> str:
    outcome = said["outcome"]
    if outcome == forms.ATTENDED:
        reporting.record_attended(due, by=by)
        return "That the suspect reported is recorded."
    if outcome == forms.MISSED:
        reporting.record_missed(due, by=by)
        return "That the suspect did not report is recorded. Say whether it is a breach."
    if outcome == forms.BREACH:
        reporting.confirm_breach(due, words=said["words"], by=by)
        return "The breach is logged. A supervisor decides."
    reporting.excuse(due, excuse=said["excuse"], words=said["words"], by=by)
    return "Why it is no breach is recorded."


@keeps_orders
def answer_return(request: HttpRequest, slug: str, surrender_id: int) -> HttpResponse:
    """Record whether a suspect came back on bail; if not, whether it is a breach."""
    case = fetch_case(request, slug, *FULL)
    rows = Surrender.objects.select_related("bail__arrest__case", "bail__arrest__suspect")
    row: Surrender = fetch(request, rows, case, bail__arrest__case=case, pk=surrender_id)
    context: dict[str, Any] = {"heading": "Coming back to the police station", "due": row}
    form = forms.ReturnForm(kept.given(request))
    return answer(
        request, case, form, lambda said: _returned(row, said, request.user), template="orders/return.html", **context
    )


def _returned(row: Surrender, said: dict[str, Any], by: Any) -> str:
    if said["outcome"] == forms.RETURNED:
        surrender.record_returned(row, returned_at=said["returned_at"], words=said["words"], by=by)
        return "That the suspect came back is recorded."
    if said["outcome"] == forms.BREACH:
        surrender.confirm_breach(row, words=said["words"], by=by)
        return "The breach is logged. A supervisor decides."
    surrender.excuse(row, excuse=said["excuse"], words=said["words"], by=by)
    return "Why it is no breach is recorded."


@keeps_orders
def check_bail(request: HttpRequest, slug: str, bail_id: int) -> HttpResponse:
    """Record that somebody looked whether conditions are kept."""
    case = fetch_case(request, slug, *FULL)
    bail = fetch_bail(request, case, bail_id)

    def save(said: dict[str, Any]) -> str:
        reporting.record_check(bail, by=request.user, **said)
        return "The check is recorded."

    return answer(request, case, forms.CheckForm(kept.given(request)), save, heading="Check conditions of bail")


@keeps_orders
def review_release(request: HttpRequest, slug: str, release_id: int) -> HttpResponse:
    """Record another look at a suspect released without bail."""
    case = fetch_case(request, slug, *FULL)
    rows = Release.objects.without_bail().select_related("arrest__case")
    found = fetch(request, rows, case, arrest__case=case, pk=release_id)

    def save(said: dict[str, Any]) -> str:
        without_bail.review(release=found, by=request.user, **said)
        return "The review is recorded, and the next one set."

    return answer(request, case, ReviewForm(kept.given(request)), save, heading="Review release without bail")


@keeps_orders
def review_attendance(request: HttpRequest, slug: str, attendance_id: int) -> HttpResponse:
    """Record another look at a suspect who attends voluntarily."""
    case = fetch_case(request, slug, *FULL)
    rows = Attendance.objects.filter(option=Attendance.Option.VOLUNTARY).select_related("case")
    found = fetch(request, rows, case, case=case, pk=attendance_id)

    def save(said: dict[str, Any]) -> str:
        without_bail.review(attendance=found, by=request.user, **said)
        return "The review is recorded, and the next one set."

    return answer(request, case, ReviewForm(kept.given(request)), save, heading="Review voluntary attendance")


@decides
def read_release(request: HttpRequest, slug: str, release_id: int) -> HttpResponse:
    """Read why a suspect was released without bail, and say so."""
    case = fetch_case(request, slug, Section.REVIEW, Level.FULL)
    rows = Release.objects.without_bail().select_related("arrest__case")
    found = fetch(request, rows, case, arrest__case=case, pk=release_id)

    def save(said: dict[str, Any]) -> str:
        releases.mark_seen(found, by=request.user)
        return "That you read it is recorded."

    context: dict[str, Any] = {
        "heading": "Why there is no bail",
        "shown": custody.release(found),
        "button_text": "I have read this",
    }
    return answer(request, case, GovukForm(kept.given(request)), save, template="orders/read_release.html", **context)
