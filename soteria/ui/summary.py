"""What is wrong in a form or a set of forms, as lines of an error summary."""

from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BaseFormSet

from soteria.ui.boundfields import GovukBoundField


def items(form: BaseForm | BaseFormSet) -> list[dict[str, Any]]:
    """Return one item for each thing wrong, in the order of the page: its words, and a link to its field."""
    if not getattr(form, "is_bound", False):
        return []
    if isinstance(form, BaseFormSet):
        return [*_plain(form.non_form_errors()), *(item for each in form.forms for item in items(each))]
    fields = [cast(GovukBoundField, field) for field in form]
    links = [
        {"text": field.error_text, "href": f"#{field.link_id}"}
        for field in fields
        if field.errors and not field.is_hidden
    ]
    return [*_whole(form), *links, *_hidden(form)]


def _whole(form: BaseForm) -> list[dict[str, Any]]:
    """Return what is wrong with the form as a whole; such an error may name the control to go to as `link_id`."""
    found = []
    for problem in form.errors.as_data().get(NON_FIELD_ERRORS, []):
        link = (problem.params or {}).get("link_id")
        words = {"text": " ".join(problem.messages)}
        found.append(words | {"href": f"#{link}"} if link else words)
    return found


def _plain(errors: Any) -> list[dict[str, Any]]:
    return [{"text": str(error)} for error in errors]


def _hidden(form: BaseForm) -> list[dict[str, Any]]:
    return [item for field in form.hidden_fields() for item in _plain(field.errors)]
