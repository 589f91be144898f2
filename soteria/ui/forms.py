"""Forms that keep what was typed, speak plainly, and ask for a value or the reason for having none."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from soteria.ui import fields, widgets, wording
from soteria.ui.boundfields import GovukBoundField


class MissingReason(models.TextChoices):
    """Why a fact is not known: never left as a blank, and each told from the others."""

    DECLINED = "declined", "Declined to say"
    NOT_ASKED = "not_asked", "Not asked yet"
    NOT_SAFE = "not_safe", "Not safe to ask"
    NOT_KNOWN = "not_known", "Not known"


class MissingReasonField(forms.ChoiceField):
    """The coded reason for having no value. Pair it with the value in the form's `or_reasons`."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"choices": MissingReason.choices, "required": False, "label": "Why not?"}
        super().__init__(**(usual | {"widget": widgets.Radios(small=True)} | kwargs))


class GovukMixin:
    """What every form of ours does; see GovukForm."""

    # Optional fields say so, as most questions of a form must be answered. A filter form turns this off.
    mark_optional = True
    # A value's field name → the name of the field with the reason for having none.
    or_reasons: dict[str, str] = {}

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            wording.apply(field, name)
        for name in self.or_reasons:
            self.fields[name].required = False

    def standalone(self) -> list[GovukBoundField]:
        """Return the fields that stand on their own: those revealed by a choice, or paired, are drawn within others."""
        within = {name for field in self.fields.values() for name in _revealed(field)} | set(self.or_reasons.values())
        return [self[name] for name in self.fields if name not in within]  # type: ignore[index]

    def reason_for(self, name: str) -> GovukBoundField | None:
        """Return the field with the reason for having no value in this one, if the two are paired."""
        pair = self.or_reasons.get(name)
        return self[pair] if pair else None  # type: ignore[index]

    def marks_optional(self, field: GovukBoundField) -> bool:
        """Return whether "(optional)" follows a field's label."""
        within = {name for other in self.fields.values() for name in _revealed(other)}
        exempt = field.name in within or field.name in self.or_reasons or field.name in self.or_reasons.values()
        tick = isinstance(field.field.widget, forms.CheckboxInput)
        return self.mark_optional and not (field.field.required or exempt or tick or field.is_hidden)

    def need(self, name: str, message: str = "") -> None:
        """Add an error when an optional field is empty after all; for fields that a choice makes necessary.

        Without a message, the field's own words for being empty are used.
        """
        if self.cleaned_data.get(name) in (None, "", [], ()) and name not in self.errors:  # type: ignore[attr-defined]
            self.add_error(name, message or self.fields[name].error_messages["required"])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; adds an error where neither or both of a value and its reason were given."""
        super().clean()  # type: ignore[misc]
        for name, reason in self.or_reasons.items():
            self._check_pair(name, reason)
        return self.cleaned_data

    def _check_pair(self, name: str, reason: str) -> None:
        if name in self.errors or reason in self.errors:  # type: ignore[attr-defined]
            return
        given = self.cleaned_data.get(name) not in (None, "", [], ())
        excused = bool(self.cleaned_data.get(reason))
        what = wording.mid_sentence(wording.subject(self.fields[name], name))
        if not given and not excused:
            self.add_error(name, self._neither(name, what))  # type: ignore[attr-defined]
        if given and excused:
            words = f"Give {what} or the reason for not having it, not both"
            self.add_error(name, ValidationError(words, code="both"))  # type: ignore[attr-defined]

    def _neither(self, name: str, what: str) -> ValidationError:
        words = f"{self.fields[name].error_messages['required']}, or say why there is none"
        return ValidationError(words, code="neither")


def _revealed(field: forms.Field) -> list[str]:
    reveals = getattr(field.widget, "reveals", {})
    return [name for names in reveals.values() for name in names]


class GovukForm(GovukMixin, forms.Form):
    """A form in GOV.UK markup and words; draw it whole with `{{ form }}` or by field with `as_field_group`."""


def _formfield(field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """Return the form field of a model field: ours for dates and times, Django's otherwise."""
    if isinstance(field, models.DateTimeField):
        return field.formfield(**({"form_class": fields.DateTimeField} | kwargs))
    if isinstance(field, models.DateField):
        return field.formfield(**({"form_class": fields.DateInputField} | kwargs))
    if isinstance(field, models.TextField):
        return field.formfield(**({"widget": widgets.Textarea()} | kwargs))
    return field.formfield(**kwargs)


class _GovukModelFormMeta(forms.models.ModelFormMetaclass):
    """Give every model form our date fields, unless its Meta names its own way of making fields."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(_formfield)
        return super().__new__(mcs, name, bases, attrs)


class GovukModelForm(GovukMixin, forms.ModelForm, metaclass=_GovukModelFormMeta):
    """A model form in GOV.UK markup and words; date and time fields of the model become boxes."""
