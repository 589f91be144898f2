"""Forms of a version of the score: proposing one, every number with its range, and deciding about it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from cases.models import OffenceClass
from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios, Textarea, TextInput
from suspects.models import GravityTable, InvolvementStatus, ScoreVersion, ScoreWeight
from suspects.queries.weights import definition_of
from suspects.rules import limits, number_words
from suspects.rules.limits import Range
from suspects.rules.repeat import Definition

NARROW = {"classes": "govuk-input--width-5", "inputmode": "decimal", "spellcheck": False}


@dataclass(frozen=True)
class Group:
    """Fields under one heading, and what an answer to them means."""

    title: str
    words: str
    names: tuple[str, ...]


class Number(forms.FloatField):
    """A number within its range."""

    def __init__(self, label: str, limit: Range, now: float) -> None:
        words = f"{label} must be a number from {limit.least:,g} to {limit.most:,g}"
        errors = dict.fromkeys(["required", "invalid", "min_value", "max_value"], words)
        super().__init__(
            label=label,
            help_text=f"{limit.words}. Now {now:,g}.",
            min_value=limit.least,
            max_value=limit.most,
            initial=f"{now:g}",
            widget=TextInput(govuk=NARROW),
            error_messages=errors,
        )


class VersionForm(GovukForm):
    """Every number of the version that holds, to be changed in a proposal; what may not be changed is not asked."""

    reason = forms.CharField(
        label="Why should the score change?",
        max_length=2000,
        widget=Textarea(rows=4),
        error_messages={"required": "Enter why the score should change"},
    )
    gravity = forms.ModelChoiceField(
        label="Table of days of harm",
        queryset=GravityTable.objects.order_by("-loaded_at", "code"),
        empty_label=None,
        widget=Radios(small=True),
        error_messages={"required": "Select the table of days of harm"},
    )

    def __init__(self, *args: Any, base: ScoreVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self._label = labels()
        self.fields["gravity"].initial = base.gravity_id
        self.asked: dict[str, tuple[str, str]] = {}
        self.groups: list[Group] = []
        rows = list(base.weights.order_by("pk"))
        for kind in ScoreWeight.Kind:
            self._ask(kind, [row for row in rows if row.kind == kind and (kind, row.code) not in limits.FIXED])
        record = definition_of(base.definition)
        names = [(name, getattr(record, name)) for name in limits.DEFINITION]
        self._add("Repeat and serial suspects", "definition", names, limits.DEFINITION)

    def _ask(self, kind: str, rows: Sequence[ScoreWeight]) -> None:
        ranges = {row.code: limits.range_of(kind, row.code) for row in rows}
        if rows:
            self._add(ScoreWeight.Kind(kind).label, kind, [(row.code, row.value) for row in rows], ranges)

    def _add(self, title: str, kind: str, numbers: Sequence[tuple[str, float]], ranges: dict[str, Range]) -> None:
        names = []
        for place, (code, value) in enumerate(numbers):
            name = f"{kind}_{place}"
            self.fields[name] = Number(self._label(kind, code), ranges[code], value)
            self.asked[name] = (kind, code)
            names.append(name)
        self.groups.append(Group(title, number_words.MEANINGS[kind], tuple(names)))

    def drawn(self) -> Iterator[tuple[Group, list[Any]]]:
        """The groups with their fields, as they are drawn."""
        for group in self.groups:
            yield group, [self[name] for name in group.names]

    def numbers(self) -> dict[str, dict[str, float]]:
        """What was said, by kind and code."""
        found: dict[str, dict[str, float]] = {}
        for name, (kind, code) in self.asked.items():
            if kind != "definition":
                found.setdefault(kind, {})[code] = self.cleaned_data[name]
        return found

    def definition(self) -> Definition:
        """What makes a repeat and a serial suspect, as it was said."""
        said = {code: self.cleaned_data[name] for name, (kind, code) in self.asked.items() if kind == "definition"}
        shares = ("incident_weight", "serial_weight")
        return Definition(**{code: value if code in shares else int(value) for code, value in said.items()})

    def name_of(self, kind: str, code: str) -> str | None:
        """The field of a number, where it is asked."""
        return next((name for name, said in self.asked.items() if said == (kind, code)), None)


def labels() -> Callable[[str, str], str]:
    """What numbers are called, by kind and code, the titles of offence classes read once. 1 query."""
    titles = dict(OffenceClass.objects.values_list("code", "title"))

    def found(kind: str, code: str) -> str:
        if kind == "status" and code in InvolvementStatus.Status.values:
            return str(InvolvementStatus.Status(code).label)
        return number_words.label_of(kind, code, titles)

    return found


class DecideForm(GovukForm):
    """Whether a proposal is to hold, from when, and by whose authority."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("adopt", "Adopt it from a day"), ("discard", "Discard it")],
        widget=Radios(reveals={"adopt": ["since", "authority"]}),
        error_messages={"required": "Select what you decide"},
    )
    since = DateInputField(label="From when is it to hold?", what="the day", when="future", required=False)
    authority = forms.CharField(
        label="By whose authority?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
        help_text="Who or what decided this, and where it is recorded, such as the minutes of a board.",
    )

    def clean(self) -> dict[str, Any]:
        """Return the answers; adds an error where it is adopted without a day or an authority."""
        super().clean()
        if self.cleaned_data.get("decision") == "adopt":
            self.need("since", "Enter the day from which it is to hold")
            self.need("authority", "Enter who decided this, and where it is recorded")
        return self.cleaned_data
