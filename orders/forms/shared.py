"""What forms about bail and orders share: the rows of conditions and terms, the suspect, the key of one drawing."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from cases.forms.notes import KeyField
from orders.models import Kind, Protects
from orders.services.typed import RuleIn, rules_typed
from soteria.ui import wording
from soteria.ui.fields import DateTimeField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes, Radios, Textarea

NONE = "none"
LONGEST_RULE = 300  # characters of one condition or term
QUESTIONS = {
    Kind.NO_CONTACT: ("Who must the suspect not contact?", "One person a line. Directly or indirectly is understood."),
    Kind.KEEP_AWAY: ("Where must the suspect not go?", "One place a line, with its limits, such as a street or 100 m."),
    Kind.RESIDE: ("Where must the suspect live and sleep?", ""),
    Kind.REPORT: ("Where and when must the suspect report?", "For example, Harbourside station, Mondays 2pm to 4pm"),
    Kind.SURRENDER_PASSPORT: ("Where must it be surrendered?", "Leave this empty if it is not known."),
    Kind.MUST_DO: ("What must the suspect do?", "One thing a line."),
    Kind.MUST_NOT: ("What must the suspect not do?", "One thing a line."),
    Kind.MONITORED: ("What is monitored electronically?", "For example, being at home from 9pm to 6am."),
    Kind.NO_TRAVEL: ("To where must the suspect not travel?", "One country or place a line, or “anywhere abroad”."),
    Kind.OTHER: ("What else?", "One thing a line, as it was said."),
}
USUALLY_PROTECTS = {Kind.REPORT: Protects.SURRENDER, Kind.SURRENDER_PASSPORT: Protects.SURRENDER}


def today_boxes() -> list[str]:
    """Today's date in the boxes of a date and time, the time left to be typed: a time that is not true is worse."""
    day = timezone.localdate()
    return [str(day.day), str(day.month), str(day.year), ""]


def arrival(*, required: bool = True) -> DateTimeField:
    """When a suspect arrived at a police station."""
    return DateTimeField(
        label="When did the suspect arrive at a police station?",
        what="when the suspect arrived at a police station",
        when="past_or_today",
        required=required,
        initial=today_boxes if required else None,
        help_text="After an arrest for breaking bail, 3 hours from then do not count towards detention (PACE 1984 "
        "section 47(6A)).",
    )


def words_field(kind: Kind) -> forms.CharField:
    """The box for what a condition of this kind says, drawn inside its tick box."""
    question, hint = QUESTIONS[kind]
    ask = {"required": f"Enter an answer to “{question}”"}
    return forms.CharField(
        label=question, help_text=hint, required=False, max_length=2_000, widget=Textarea(rows=2), error_messages=ask
    )


def protects_field(kind: Kind, *, is_usual_chosen: bool) -> forms.ChoiceField:
    """Whom or what a condition of this kind protects; nothing is chosen where the answer is evidence of a decision."""
    return forms.ChoiceField(
        label="What does it protect?",
        choices=Protects.choices if is_usual_chosen else [("", "Select what it protects"), *Protects.choices],
        required=False,
        initial=USUALLY_PROTECTS.get(kind, Protects.VICTIM) if is_usual_chosen else None,
        widget=forms.Select,
        error_messages={"required": f"Select what “{kind.label}” protects"},
    )


class KeyedForm(GovukForm):
    """A form that records something new. Its hidden key belongs to one drawing, so a double click records it once."""

    key = KeyField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def add_fields(self, fields: Mapping[str, forms.Field], order: Sequence[str] = ()) -> None:
        """Ask more, worded as the fields of the class are, in this order of names where one is given."""
        self.fields |= fields
        for name, field in fields.items():
            wording.apply(field, name)
        self.order_fields(order or None)


class RulesForm(KeyedForm):
    """A form with rows of conditions or terms: tick a kind, then one row a line."""

    kinds: ClassVar[Sequence[Kind]] = ()
    rules_label: ClassVar = ""
    rules_missing: ClassVar = ""
    none_label: ClassVar = ""
    is_usual_chosen: ClassVar = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in self.kinds:
            self.fields[f"words_{kind}"] = words_field(kind)
            self.fields[f"protects_{kind}"] = protects_field(kind, is_usual_chosen=self.is_usual_chosen)
        choices = [(kind.value, kind.label) for kind in self.kinds]
        reveals = {kind.value: [f"words_{kind}", f"protects_{kind}"] for kind in self.kinds}
        self.fields["rules"] = forms.MultipleChoiceField(
            label=self.rules_label,
            choices=[*choices, *([(NONE, self.none_label)] if self.none_label else [])],
            widget=Checkboxes(reveals=reveals, exclusive=NONE, small=True),
            error_messages={"required": self.rules_missing},
        )
        self.order_fields(self.field_order)
        for name in [name for name in self.fields if name.startswith(("words_", "protects_"))]:
            wording.apply(self.fields[name], name)

    def clean(self) -> dict[str, Any]:
        """Each ticked kind says with whom or where, in lines that can be kept."""
        super().clean()
        for kind in self._ticked():
            if kind != Kind.SURRENDER_PASSPORT:
                self.need(f"words_{kind}")
            self.need(f"protects_{kind}")
            lines = str(self.cleaned_data.get(f"words_{kind}") or "").splitlines()
            if any(len(line.strip()) > LONGEST_RULE for line in lines):
                self.add_error(f"words_{kind}", f"Each line must be {LONGEST_RULE} characters or fewer")
        return self.cleaned_data

    def _ticked(self) -> list[Kind]:
        return [Kind(value) for value in self.cleaned_data.get("rules") or [] if value != NONE]

    def rules(self) -> list[RuleIn]:
        """The conditions or terms as they were typed, in the order of the page."""
        said, kinds = self.cleaned_data, [kind.value for kind in self.kinds]
        lines = {kind: str(said.get(f"words_{kind}") or "") for kind in kinds}
        protects = {kind: str(said.get(f"protects_{kind}") or Protects.VICTIM) for kind in kinds}
        return rules_typed(self._ticked(), lines, protects)


class SuspectField(forms.ChoiceField):
    """Which suspect of the case. Where there is one, it is chosen already."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"widget": Radios(small=True), "error_messages": {"required": "Select the suspect"}}
        super().__init__(**(usual | kwargs))

    def offer(self, suspects: Iterable[tuple[str, str]]) -> None:
        """Offer these suspects: pairs of id and name."""
        self.choices = list(suspects)
        if len(self.choices) == 1:
            self.initial = self.choices[0][0]
