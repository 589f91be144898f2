"""A field of a form on a page: its error, where the error links to, and its markup."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from soteria.ui import drawing
from soteria.ui.wording import mid_sentence, subject


class GovukBoundField(BoundField):
    """A bound field that draws itself in GOV.UK markup, label, hint and error included."""

    @property
    def error_text(self) -> str:
        """The first thing wrong with this field, in the words shown both beside it and in the summary."""
        return str(self.errors[0]) if self.errors else ""

    @property
    def bad_parts(self) -> tuple[str, ...]:
        """The boxes at fault in a field of several boxes, such as ("month",)."""
        problems = self.form.errors.as_data().get(self.name, [])
        named = (problem.params.get("parts") for problem in problems if problem.params)
        return next((tuple(found) for found in named if found), ())

    @property
    def link_id(self) -> str:
        """The id of the control that an error takes the person to: the first box at fault, or the first choice."""
        widget = self.field.widget
        if isinstance(widget, forms.MultiWidget):
            boxes = widget.widgets_names  # type: ignore[attr-defined]  # Django's own, missing from its stubs
            first = self.bad_parts[0] if self.bad_parts else boxes[0].lstrip("_")
            return f"{self.auto_id}_{first}"
        return str(self.auto_id)

    @property
    def is_marked_optional(self) -> bool:
        """Whether "(optional)" follows the label: the form says that it marks such fields, and this may be left."""
        marks = getattr(self.form, "marks_optional", None)
        return bool(marks and marks(self))

    def as_field_group(self, **look: Any) -> SafeString:
        """Return the whole field as HTML; `look` is described at `drawing.draw`.

        Where the form pairs the field with a reason for not having it, the reason follows.
        """
        pair = getattr(self.form, "reason_for", None)
        reason = pair(self.name) if pair else None
        return format_html("{}{}", drawing.draw(self, **look), reason.as_reason(self) if reason else "")

    def as_reason(self, value: "GovukBoundField") -> SafeString:
        """Return this field, the coded reason for having no `value`, as radios that open on request."""
        is_open = bool(self.value() or self.errors)
        words = f"No {mid_sentence(subject(value.field, value.name))}?"
        return format_html(
            '<details class="govuk-details app-reason"{}><summary class="govuk-details__summary">'
            '<span class="govuk-details__summary-text">{}</span></summary>'
            '<div class="govuk-details__text">{}</div></details>',
            SafeString(" open") if is_open else "",
            words,
            drawing.draw(self, size="s"),
        )
