"""Editing the parts of a letter, and saying how it was sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from soteria.documents import fill
from soteria.ui.fields import DateTimeField
from soteria.ui.forms import GovukForm
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Radios, Textarea
from victims.models import Letter
from victims.rules import letters as rules
from victims.rules.letter_words import nfa

LENGTH = 6000


class EditLetterForm(VersionedFormMixin, GovukForm):
    """One box for each part; a part left empty is left out of the letter."""

    mark_optional = False

    def __init__(self, *args: Any, parts: Sequence[Mapping[str, str]], **kwargs: Any) -> None:
        self.slugs = [part["slug"] for part in parts]
        self.base_fields = {part["slug"]: _box(part) for part in parts}  # type: ignore[misc]
        initial = {part["slug"]: part["text"] for part in parts}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse a field that nobody has defined, where it stands; what was typed stays in its box."""
        super().clean()
        known = nfa().fields
        for slug in self.slugs:
            for name in fill.unknown(self.cleaned_data.get(slug) or "", known):
                self.add_error(slug, f"There is no field called “{name}”. Use one of: {', '.join(known)}")
        return self.cleaned_data

    def texts(self) -> dict[str, str]:
        """The words of each part."""
        return {slug: self.cleaned_data[slug] for slug in self.slugs}


def _box(part: Mapping[str, str]) -> forms.CharField:
    rows = min(14, 2 + sum(1 + len(line) // 65 for line in part["text"].split("\n")))
    return forms.CharField(
        label=part["heading"] or "Opening", max_length=LENGTH, required=False, widget=Textarea(rows=rows)
    )


class SendLetterForm(GovukForm):
    """How a letter went. A way that is not known to be safe needs a reason."""

    sent_how = forms.ChoiceField(
        label="How did it go?",
        choices=Letter.How.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select how the letter went"},
    )
    sent_at = DateTimeField(label="When?", when="past_or_today", initial=timezone.now)
    sent_reason = forms.CharField(
        label="If that is not known to be safe, why was it right?", max_length=300, required=False
    )

    def __init__(self, *args: Any, agreed: str, post: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreed, self.post = agreed, post

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where the way is not one that the victim called safe."""
        super().clean()
        how = self.cleaned_data.get("sent_how")
        if how and not rules.is_safe(how, agreed=self.agreed, post=self.post):
            words = "This way is not recorded as safe for them. Choose another, or enter why it was right"
            self.need("sent_reason", words)
        return self.cleaned_data
