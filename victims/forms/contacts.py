"""One contact with a victim, quick enough to write down while putting the phone back."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.notes import KeyField
from soteria.ui import dates
from soteria.ui.fields import DateInputField, DateTimeField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes, Radios, Textarea
from victims.models import Contact, Victim
from victims.queries.contacts import Notice
from victims.queries.people import called
from victims.rules import contact as rules

WORDS_LENGTH = 2000
TELLS = (Contact.Outcome.REACHED.value, Contact.Outcome.LEFT.value)


class ContactForm(GovukForm):
    """A contact. The hidden key belongs to one drawing of the form, so that a double click keeps one contact."""

    victim = forms.TypedChoiceField(label="Who with?", coerce=int, widget=Radios(small=True))
    at = DateTimeField(label="When?", when="past_or_today", initial=timezone.now)
    channel = forms.ChoiceField(label="How?", choices=Contact.Channel.choices, widget=Radios(small=True, inline=True))
    outcome = forms.ChoiceField(label="What came of it?", choices=Contact.Outcome.choices, widget=Radios(small=True))
    told_of = forms.MultipleChoiceField(
        label="What did you tell them?",
        help_text="What they have a right to be told and have not been told yet.",
        required=False,
        widget=Checkboxes(small=True),
    )
    next_on = DateInputField(
        label="When will we next be in touch?",
        when="future_or_today",
        required=False,
        help_text="The day you agreed with them. Without one, the limit of the force counts.",
    )
    words = forms.CharField(
        label="What was said or agreed",
        max_length=WORDS_LENGTH,
        required=False,
        widget=Textarea(rows=3),
        help_text="Not what happened in the offence: that belongs in their account.",
    )
    unsafe_reason = forms.CharField(
        label="If it was not their safe way, why?",
        max_length=300,
        required=False,
        help_text="For example, they rang us.",
    )
    key = KeyField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args: Any, victims: Sequence[Victim], notices: Sequence[Notice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.victims = {victim.pk: victim for victim in victims}
        self.fields["victim"].choices = [(pk, called(each)) for pk, each in self.victims.items()]  # type: ignore[attr-defined]
        if len(victims) == 1:
            self.fields["victim"].widget = forms.HiddenInput()
            self.fields["victim"].initial = victims[0].pk
        self.fields["told_of"].choices = [(each.event, _words(each)) for each in notices]  # type: ignore[attr-defined]
        if not notices:
            del self.fields["told_of"]

    def clean(self) -> dict[str, Any]:
        """Keep to the safe way unless there is a reason, and tell people things only where something reached them."""
        super().clean()
        found = self.cleaned_data
        agreed = self._agreed(found.get("victim"))
        if not rules.is_safe(found.get("channel") or "in_person", agreed):
            self.need("unsafe_reason", rules.why_not(agreed))
        if found.get("told_of") and found.get("outcome") not in (*TELLS, None):
            self.add_error("told_of", "They cannot have been told where the contact did not reach them")
        return found

    def _agreed(self, victim_id: int | None) -> str:
        contact = getattr(self.victims.get(victim_id or 0), "safe_contact", None)
        return contact.method if contact else ""


def _words(notice: Notice) -> str:
    return f"{notice.title.removeprefix('Tell the victim ').capitalize()} (by {dates.day(notice.by)})"
