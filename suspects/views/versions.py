"""What scores are made of: every version, one of them with its sources, proposing another, and who would move by it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.views.once import once_per_form
from soteria.accounts.access import Unseen, for_roles, reach_of
from soteria.accounts.roles import Role
from soteria.audit import services as audit
from suspects.forms.versions import DecideForm, VersionForm, labels
from suspects.models import ScoreVersion, ScoreWeight
from suspects.queries import judged
from suspects.queries.preview import preview
from suspects.rules import number_words
from suspects.services import versions
from suspects.services.versions import NotAdopted

# Whoever answers for a score or works with it may read what it is made of: it holds nothing about anybody.
READERS = (Role.LEAD, Role.PERFORMANCE_ANALYST, Role.AUDITOR, Role.INTEL_ANALYST, Role.OFFENDER_MANAGER, Role.DI)
ASKS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_roles(*READERS)
def version_list(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first, proposals before all."""
    rows = ScoreVersion.objects.select_related("gravity", "definition", "proposed_by", "agreed_by")
    held = ScoreVersion.objects.in_force(timezone.localdate())
    context = {
        "proposals": rows.proposed(),
        "versions": rows.exclude(since=None).order_by("-since"),
        "held": held,
        "is_lead": _is_lead(request),
        "answers_for_judgements": bool(reach_of(request.user).roles & {Role.DI, Role.LEAD}),
        "waiting": judged.put_to(request.user, timezone.localdate()).count(),
    }
    return render(request, "suspects/versions.html", context)


@require_safe
@for_roles(*READERS)
def one_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version: who decided it, and every number with its source and how sure it is."""
    version = _get(version_id)
    base = {(row.kind, row.code): row.value for row in version.based_on.weights.all()} if version.based_on else {}
    groups: dict[str, dict[str, Any]] = {}
    label = labels()
    for row in version.weights.order_by("pk"):
        before = base.get((row.kind, row.code))
        is_changed = bool(base) and before != row.value
        line = {"row": row, "label": label(row.kind, row.code), "before": before, "is_changed": is_changed}
        title, words = ScoreWeight.Kind(row.kind).label, number_words.MEANINGS[row.kind]
        groups.setdefault(row.kind, {"title": title, "words": words, "lines": []})["lines"].append(line)
    days = version.gravity.weights.exclude(offence_class="").order_by("offence_class", "days")
    uncounted = version.gravity.weights.filter(offence_class="").order_by("-days", "title")
    context = {"version": version, "groups": groups.values(), "days": days, "is_lead": _is_lead(request)}
    context["uncounted"] = uncounted
    return render(request, "suspects/version.html", context)


@ASKS
@for_roles(Role.LEAD)
@once_per_form
def propose(request: HttpRequest) -> HttpResponseBase:
    """Propose a version on the base of the one that holds."""
    base = ScoreVersion.objects.in_force(timezone.localdate())
    if base is None:
        messages.error(request, "No version of the score holds today: load the reference data first.")
        return redirect("suspects:versions")
    form = VersionForm(request.POST or None, base=base)
    if form.is_valid():
        try:
            made = versions.propose_version(
                base,
                numbers=form.numbers(),
                gravity=form.cleaned_data["gravity"],
                definition=form.definition(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except NotAdopted as refusal:
            for fault in refusal.faults:
                form.add_error(form.name_of(fault.kind, fault.code) or _own(form, fault.kind), fault.words)
        else:
            messages.success(request, f"Version {made.code} is proposed. Nothing changes until it is adopted.")
            return redirect("suspects:decide-version", version_id=made.pk)
    context = {
        "form": form,
        "base": base,
        "heading": "Propose a version of the score",
        "back_url": reverse("suspects:versions"),
        "button_text": "Propose, and see who would move",
    }
    return render(request, "suspects/propose_version.html", context)


@ASKS
@for_roles(Role.LEAD)
def decide(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """See who would move by a proposal, and adopt or discard it."""
    version = _get(version_id)
    if not version.is_proposal:
        messages.info(request, "This version was adopted already.")
        return redirect("suspects:version", version_id=version.pk)
    form = DecideForm(request.POST or None)
    if form.is_valid():
        try:
            return _decided(request, version, form.cleaned_data)
        except NotAdopted as refusal:
            for fault in refusal.faults:
                form.add_error(_own(form, fault.kind), fault.words)
    seen = preview(request.user, version, timezone.localdate())
    shown = {"part": "who would move by a version of the score", "version": version.code, "rows": len(seen.moves)}
    audit.record("viewed", version, by=request.user, after=shown)
    context = {
        "form": form,
        "version": version,
        "seen": seen,
        "heading": f"Who would move by version {version.code}",
        "back_url": reverse("suspects:versions"),
        "button_text": "Save the decision",
    }
    return render(request, "suspects/decide_version.html", context)


def _decided(request: HttpRequest, version: ScoreVersion, said: dict[str, Any]) -> HttpResponse:
    if said["decision"] == "discard":
        versions.discard_version(version.pk, by=request.user)
        messages.success(request, f"Version {version.code} is discarded.")
    else:
        versions.adopt_version(version.pk, since=said["since"], authority=said["authority"], by=request.user)
        messages.success(request, f"Version {version.code} is adopted. Everybody is scored by it from that night.")
    return redirect("suspects:versions")


def _own(form: Any, name: str) -> str | None:
    return name if name in form.fields else None


def _is_lead(request: HttpRequest) -> bool:
    return Role.LEAD in reach_of(request.user).roles


def _get(version_id: int) -> ScoreVersion:
    rows = ScoreVersion.objects.select_related("gravity", "definition", "based_on", "proposed_by", "agreed_by")
    found = rows.filter(pk=version_id).first()
    if found is None:
        raise Unseen(asked_for="version of the score")
    return found
