"""Writing down a contact with a victim."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from cases.access import get_case
from cases.views.asking import ask
from soteria.accounts import kept
from soteria.accounts.access import requires
from soteria.accounts.kept import keeps_typed
from soteria.accounts.roles import Level, Section
from victims.forms.contacts import ContactForm
from victims.queries import contacts as queries
from victims.queries.needs import victims_of
from victims.services import contacts as services
from victims.views.opening import to_place


@keeps_typed
@require_http_methods(["GET", "POST"])
@requires(Section.SAFE_CONTACT, Level.FULL)
def add_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a contact; from the Contact page of the case, or on a page of its own with what is to be mended."""
    saving = request.method == "POST"
    case = get_case(request.user, slug, Section.SAFE_CONTACT, Level.FULL, for_update=saving)
    victims = victims_of(case)
    if not victims:
        return to_place(case, "victims")
    form = ContactForm(kept.given(request), victims=victims, notices=queries.notices(case))
    if saving and form.is_valid() and _is_recorded(request, form):
        messages.success(request, "The contact is recorded.")
        return to_place(case, "contact")
    return ask(request, case, form, "Record a contact", place="contact")


def _is_recorded(request: HttpRequest, form: ContactForm) -> bool:
    """Record the contact; a refusal keeps the answers, under a key with which they can be recorded."""
    values = dict(form.cleaned_data)
    victim = form.victims[values.pop("victim")]
    try:
        services.record_contact(victim, values=values, key=values.pop("key"), by=request.user)
    except services.AlreadyRecorded as refusal:
        data = request.POST.copy()
        data["key"] = str(uuid4())
        form.data = data
        form.add_error(None, str(refusal))
        return False
    return True
