"""Deciding on arrest or voluntary attendance, and approving it where a repeat suspect is asked to attend."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from orders.forms.attendance import YES, ApproveForm, AttendanceForm
from orders.models import Attendance
from orders.queries import attendance as queries
from orders.services import attendance as services
from orders.views.asking import PLACE, answer, decides, fetch, fetch_case, keeps_orders, suspects_of
from soteria.accounts import kept
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section

DONE = {
    Attendance.State.DECIDED: "The decision is recorded.",
    Attendance.State.WAITING: "The decision is recorded. A supervisor must approve it: this is a repeat suspect.",
}


@keeps_typed
@keeps_orders
def decide_attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Record arrest or voluntary attendance of a suspect of the case."""
    case = fetch_case(request, slug, Section.BAIL_ORDERS, Level.FULL)
    form = AttendanceForm(kept.given(request), suspects=suspects_of(case))

    def save(said: dict[str, Any]) -> str:
        suspect = int(said.pop("suspect"))
        found = services.record_attendance(case, suspect_id=suspect, by=request.user, **said)
        return DONE[Attendance.State(found.state)]

    return answer(
        request, case, form, save, heading="Arrest or voluntary attendance", button_text="Record the decision"
    )


@keeps_typed
@decides
def approve_attendance(request: HttpRequest, slug: str, attendance_id: int) -> HttpResponse:
    """Approve that a repeat suspect attends voluntarily, or ask for another decision."""
    case = fetch_case(request, slug, Section.REVIEW, Level.FULL)
    rows = Attendance.objects.select_related("suspect", "decided_by")
    found: Attendance = fetch(request, rows, case, case=case, pk=attendance_id)
    if found.state != Attendance.State.WAITING and request.method != "POST":
        return redirect("cases:place", slug=slug, place=PLACE)
    found.case = case

    def save(said: dict[str, Any]) -> str:
        is_approved = said["decision"] == YES
        services.approve_attendance(found, is_approved=is_approved, words=said["words"], by=request.user)
        return "Voluntary attendance is approved." if is_approved else "Another decision is asked for."

    context: dict[str, Any] = {
        "heading": "Approve voluntary attendance",
        "one": queries.shown(case, found),
        "is_own": found.decided_by_id == request.user.pk,
        "button_text": "Record your answer",
    }
    return answer(request, case, ApproveForm(kept.given(request)), save, template="orders/approve.html", **context)
