"""A letter to a victim: its preview, its words, making it final, the printed file, and how it was sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import get_case
from cases.models import Case
from cases.views.asking import QUESTION, ask
from cases.views.opening import case_page, show
from soteria.accounts import kept
from soteria.accounts.access import Unseen, requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from soteria.audit import services as audit
from soteria.documents.page import paragraphs
from victims.forms.letters import EditLetterForm, SendLetterForm
from victims.models import Letter
from victims.queries import letters as queries
from victims.queries.letters import Open
from victims.rules.letter_words import nfa
from victims.services import letters as services

keeps_letters = requires(Section.NEEDS, Level.FULL)


@case_page(Section.NEEDS, Level.READ, "letter")
def letter(request: HttpRequest, case: Case, letter_id: int) -> HttpResponse:
    """The letter as it will stand on the paper, and what is still to be done with it."""
    return _preview(request, case, _letter(case, letter_id))


@keeps_typed
@require_http_methods(["GET", "POST"])
@keeps_letters
def edit_letter(request: HttpRequest, slug: str, letter_id: int) -> HttpResponse:
    """Change the words of a draft, part by part."""
    case, found = _kept(request, slug, letter_id)
    if found.finished_at is not None:
        messages.info(request, "This letter is final, and its words can no longer be changed.")
        return _to_letter(case, found)
    form = EditLetterForm(kept.given(request), parts=found.parts, stored_version=found.version)
    if request.method == "POST" and form.is_valid():
        services.edit_letter(found, texts=form.texts(), by=request.user)
        messages.success(request, "The letter is saved.")
        return _to_letter(case, found)
    values = queries.values_of(found, timezone.localdate())
    fields = [(name, words, values.get(name, "")) for name, words in nfa().fields.items()]
    return _question(request, case, found, form, "Change the letter", "victims/edit_letter.html", fields=fields)


@require_POST
@keeps_letters
def finish_letter(request: HttpRequest, slug: str, letter_id: int) -> HttpResponse:
    """Make a draft final and have it printed; while a field is empty the page says which, and where it stands."""
    case, found = _kept(request, slug, letter_id)
    try:
        services.finish_letter(found, by=request.user)
    except services.NotYet as refusal:
        audit.viewed(case, by=request.user, case=case, part="letter")
        return _preview(request, case, found, refused=str(refusal))
    messages.success(request, "The letter is final. It is being printed.")
    return _to_letter(case, found)


@require_http_methods(["GET", "HEAD"])
@requires(Section.NEEDS, Level.READ)
def letter_pdf(request: HttpRequest, slug: str, letter_id: int) -> HttpResponse:
    """The printed letter, byte for byte; that somebody took it is on the trail."""
    case = get_case(request.user, slug, Section.NEEDS, Level.READ)
    found = _letter(case, letter_id)
    if not hasattr(found, "file"):
        messages.info(request, "The letter is not printed yet.")
        return _to_letter(case, found)
    audit.record("letter.downloaded", found, by=request.user, case=case, after={"sha256": found.file.sha256})
    # The name of the file holds no name of a person: it stays in the list of downloads.
    headers = {"Content-Disposition": f'attachment; filename="letter-{case.slug}-{found.pk}.pdf"'}
    return HttpResponse(bytes(found.file.pdf), content_type="application/pdf", headers=headers)


@keeps_typed
@require_http_methods(["GET", "POST"])
@keeps_letters
def send_letter(request: HttpRequest, slug: str, letter_id: int) -> HttpResponse:
    """Record how a letter went."""
    case, found = _kept(request, slug, letter_id)
    agreed, post = queries.safety(found)
    form = SendLetterForm(kept.given(request), agreed=agreed, post=post)
    if request.method == "POST" and form.is_valid() and _is_sent(request, found, form):
        messages.success(request, "How the letter went is recorded.")
        return _to_letter(case, found)
    return _question(request, case, found, form, "Record how the letter went", QUESTION)


def _is_sent(request: HttpRequest, found: Letter, form: SendLetterForm) -> bool:
    said = form.cleaned_data
    facts = {"at": said["sent_at"], "how": said["sent_how"], "reason": said["sent_reason"]}
    try:
        services.record_sent(found, **facts, by=request.user)
    except services.NotYet as refusal:
        form.add_error(refusal.question, str(refusal))
        return False
    return True


def _letter(case: Case, letter_id: int, *, for_update: bool = False) -> Letter:
    found = queries.one(case, letter_id, for_update=for_update)
    if found is None:
        raise Unseen(asked_for="letter", case_id=case.pk)
    return found


def _kept(request: HttpRequest, slug: str, letter_id: int) -> tuple[Case, Letter]:
    """The case and its letter, both locked when this is to be saved."""
    saving = request.method == "POST"
    case = get_case(request.user, slug, Section.NEEDS, Level.FULL, for_update=saving)
    return case, _letter(case, letter_id, for_update=saving)


def _to_letter(case: Case, found: Letter) -> HttpResponse:
    return redirect("victims:letter", slug=case.slug, letter_id=found.pk)


def _preview(request: HttpRequest, case: Case, found: Letter, *, refused: str = "") -> HttpResponse:
    """The preview: a draft as its fields are today, a final letter as it was made final."""
    today = timezone.localdate()
    values = {} if found.content else queries.values_of(found, today)
    content = found.content or queries.on_paper(found, values, today)
    unfilled = [] if found.content else queries.open_fields(found, values)
    context = {
        "heading": "Letter to the victim",
        "letter": found,
        "title": content["title"],
        "sender": "\n".join(content["sender"]),
        "signature": "\n".join(content["signature"]),
        "parts": [(part["heading"], paragraphs(part["text"])) for part in content["parts"]],
        "unfilled": [_error(case, found, field) for field in unfilled],
        "unconfirmed": [] if found.content else queries.unconfirmed(found),
        "refused": refused,
        "is_printed": hasattr(found, "file"),
        "may_change": case.sight.may(Section.NEEDS, Level.FULL),
    }
    return show(request, case, "victims/letter.html", "closure", context)


def _error(case: Case, found: Letter, field: Open) -> dict[str, str]:
    href = reverse("victims:edit-letter", args=[case.slug, found.pk])
    words = f"Fill in {field.words}, in “{field.heading}”"
    return {"text": words, "href": f"{href}#id_{field.slug}" if field.slug else href}


def _question(
    request: HttpRequest, case: Case, found: Letter, form: Any, heading: str, template: str, **more: Any
) -> HttpResponse:
    back = reverse("victims:letter", args=[case.slug, found.pk])
    return ask(request, case, form, heading, place="closure", template=template, back_url=back, **more)
