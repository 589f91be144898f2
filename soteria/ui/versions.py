"""Two people saving the same record lose nothing: show both values, and let the second person choose.

The record has an integer `version` that its service raises on each save. The page carries the version that it was
drawn from, and a digest of each answer at that time, so that we can tell who changed what.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from soteria.ui.choices import flat
from soteria.ui.controls import sent

YOURS, THEIRS = "yours", "theirs"
HIDDEN = ("version", "drawn_from")


@dataclass(frozen=True)
class Conflict:
    """One answer that somebody else changed: both values in words, and which is kept ("" until it is chosen)."""

    name: str
    label: str
    yours: str
    theirs: str
    kept: str
    html_name: str


class VersionedFormMixin:
    """Put before GovukForm or GovukModelForm when the record has a `version`.

    The view fetches the record with select_for_update on POST and hands it over: a model form takes `instance`, any
    other form takes `initial` and `stored_version`. While somebody else's change stands unsettled the form is not
    valid, and the tag `conflict` draws both values of each such answer. Once valid, cleaned_data holds what was
    chosen, and `stored_version` is the version to save over.
    """

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    data: Any

    def __init__(self, *args: Any, stored_version: int | None = None, **kwargs: Any) -> None:
        self.conflicts: list[Conflict] = []
        self.stored_version = stored_version or 0
        super().__init__(*args, **kwargs)
        if stored_version is None:
            self.stored_version = getattr(getattr(self, "instance", None), "version", None) or 0
        for name in HIDDEN:
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Return a field's stored value; for the hidden fields, what this page is drawn from."""
        if field_name == "version":
            return self.stored_version
        if field_name == "drawn_from":
            return json.dumps({name: _digest(self._stored_boxes(name)) for name in self._answers()})
        return super().get_initial_for_field(field, field_name)  # type: ignore[misc]

    @property
    def seen_version(self) -> tuple[str, int]:
        """The name and value of the hidden control that says which stored version the choices were made on."""
        return self._html("seen_version"), self.stored_version

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data, theirs put in where it was chosen; adds an error while a choice is missing."""
        if self.data.get(self._html("version")) != str(self.stored_version):
            self._settle()
        for name in HIDDEN:
            self.cleaned_data.pop(name, None)
        super().clean()  # type: ignore[misc]
        return self.cleaned_data

    def _settle(self) -> None:
        is_seen = self.data.get(self._html("seen_version")) == str(self.stored_version)
        self.conflicts = [found for name in self._answers() if (found := self._conflict(name, is_seen=is_seen))]
        for conflict in self.conflicts:
            if is_seen and conflict.kept == THEIRS:
                self.cleaned_data[conflict.name] = self._stored_value(conflict.name)
                self.errors.pop(conflict.name, None)  # type: ignore[attr-defined]
        if self.conflicts and not (is_seen and all(conflict.kept for conflict in self.conflicts)):
            words = "Somebody else saved this while you were working. Choose which answers to keep, then save again"
            link = {"link_id": f"id_{self.conflicts[0].html_name}"}
            self.add_error(None, ValidationError(words, code="conflict", params=link))  # type: ignore[attr-defined]

    def _conflict(self, name: str, *, is_seen: bool) -> Conflict | None:
        yours, theirs, before = self._typed_boxes(name), self._stored_boxes(name), self._drawn_from().get(name)
        if yours == theirs or before == _digest(theirs):
            return None
        html_name = self._html(f"keep_{name}")
        chosen = self.data.get(html_name) if is_seen else None
        if chosen not in (YOURS, THEIRS):
            # An answer that only they touched is theirs unless the person says otherwise.
            chosen = THEIRS if before == _digest(yours) else ""
        field = self[name]  # type: ignore[index]
        return Conflict(name, field.label, self._words(name, yours), self._words(name, theirs), chosen, html_name)

    def _answers(self) -> list[str]:
        left_out = (forms.FileField,)
        return [name for name, each in self.fields.items() if name not in HIDDEN and not isinstance(each, left_out)]

    def _html(self, name: str) -> str:
        return str(self.add_prefix(name))  # type: ignore[attr-defined]

    def _drawn_from(self) -> dict[str, Any]:
        try:
            found = json.loads(self.data.get(self._html("drawn_from")) or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _typed_boxes(self, name: str) -> Any:
        return sent(self.fields[name].widget.value_from_datadict(self.data, {}, self._html(name)))

    def _stored_boxes(self, name: str) -> Any:
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        return sent(_unfolded(field.widget, field.prepare_value(value)))

    def _stored_value(self, name: str) -> Any:
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        is_choice = isinstance(field, forms.ModelChoiceField)
        return field.clean(field.prepare_value(value)) if is_choice else value

    def _words(self, name: str, boxes: Any) -> str:
        labels = {str(key): str(text) for key, text in flat(self.fields[name])} | {"True": "Yes"}
        return " ".join(labels.get(box, box) for box in _leaves(boxes) if box) or "Nothing"


def _unfolded(widget: forms.Widget, value: Any) -> Any:
    if not isinstance(widget, forms.MultiWidget):
        return value
    return [_unfolded(inner, box) for inner, box in zip(widget.widgets, widget.decompress(value) or [], strict=True)]


def _leaves(boxes: Any) -> list[str]:
    return [leaf for box in boxes for leaf in _leaves(box)] if isinstance(boxes, list) else [boxes]


def _digest(boxes: Any) -> str:
    return hashlib.sha256(json.dumps(boxes).encode()).hexdigest()[:16]
