"""Choose the GOV.UK component for a form field, fill its parameters and draw it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from soteria.ui import choices, components, dateboxes, widgets
from soteria.ui.controls import Title, shown

if TYPE_CHECKING:
    from soteria.ui.boundfields import GovukBoundField

Params = dict[str, Any]
Builder = Callable[["GovukBoundField", Params, Title], tuple[str, Params]]

# Attributes of a Django widget that have no place in GOV.UK markup, or that the macros write themselves.
_DROPPED = ("id", "class", "rows", "cols", "placeholder", "required", "maxlength", "minlength", "type", "size")
_NAMED = ("autocomplete", "inputmode", "pattern", "autocapitalize", "spellcheck")


def draw(
    field: "GovukBoundField",
    *,
    size: str = "s",
    heading: bool = False,
    hide_label: bool = False,
    label: str = "",
    hint: str = "",
    **more: Any,
) -> SafeString:
    """Return a form field as HTML: label or legend, hint, error and control.

    `size` is the label's: "s", "m", "l", "xl" or "" for plain weight; `heading` makes the label the page's h1;
    `hide_label` leaves it to screen readers; `label` and `hint` replace the form's own words; anything else is a
    parameter of the component.
    """
    if field.is_hidden:
        return SafeString(field.as_widget())
    title = Title(f"{label or field.label}{' (optional)' * field.is_marked_optional}", size, hide_label, heading)
    common = _common(field, hint)
    build = _builder(field.field.widget)
    if build is None:
        return _any_other(field, common, title)
    name, params = build(field, common, title)
    return components.render(name, params | getattr(field.field.widget, "govuk", {}) | more)


def _common(field: "GovukBoundField", hint: str) -> Params:
    found: Params = {"id": field.auto_id, "name": field.html_name}
    if field.field.disabled:
        found["disabled"] = True
    if hint or field.help_text:
        found["hint"] = {"text": hint or field.help_text}
    if field.error_text:
        found["errorMessage"] = {"text": field.error_text}
    return found


def _attributes(field: "GovukBoundField") -> Params:
    attrs = field.field.widget.attrs
    named = {key: attrs[key] for key in _NAMED if key in attrs}
    rest = {key: value for key, value in attrs.items() if key not in (*_DROPPED, *_NAMED) and value is not False}
    return named | {"attributes": rest}


def _value(field: "GovukBoundField") -> str:
    return shown(field.field.widget.format_value(field.value()))


def _text(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    kind = field.field.widget.attrs.get("type") or field.field.widget.input_type
    # A browser's number box drops what is typed when it is not a number, and changes when scrolled over.
    looks = {"type": "text", "inputmode": "numeric"} if kind == "number" else {"type": kind}
    return "input", looks | common | _attributes(field) | {"value": _value(field), "label": title.label}


def _password(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    return "password-input", common | _attributes(field) | {"label": title.label}


def _textarea(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    value = _value(field)
    # A browser drops one newline straight after the tag, so text that starts with one is given another.
    value = "\n" + value if value.startswith("\n") else value
    params = common | _attributes(field) | {"value": value, "label": title.label}
    limit = getattr(field.field, "max_length", None)
    if limit:
        return "character-count", params | {"maxlength": limit, "threshold": 50}
    return "textarea", params


def _file(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    many = getattr(field.field.widget, "allow_multiple_selected", False)
    return "file-upload", common | _attributes(field) | {"multiple": many, "label": title.label}


def _tick(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    widget = field.field.widget
    item = {"value": "on", "text": title.text, "checked": widget.check_test(field.value())}
    if "hint" in common:
        item["hint"] = common["hint"]
    params = {key: value for key, value in common.items() if key != "hint"}
    return "checkboxes", params | {"idPrefix": common["id"], "items": [item]}


def _select(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    items = choices.items(field, state="selected", blank="Choose")
    return "select", common | _attributes(field) | {"items": items, "label": title.label}


def _radios(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    return "radios", common | {"idPrefix": common["id"], "items": choices.items(field), "fieldset": title.fieldset}


def _checkboxes(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    exclusive = getattr(field.field.widget, "exclusive", "")
    items = choices.with_exclusive(choices.items(field), exclusive)
    return "checkboxes", common | {"idPrefix": common["id"], "items": items, "fieldset": title.fieldset}


def _dates(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    return "date-input", dateboxes.date_params(field, common) | {"fieldset": title.fieldset}


def _span(field: "GovukBoundField", common: Params, title: Title) -> tuple[str, Params]:
    return "radios", dateboxes.span_params(field, common) | {"fieldset": title.fieldset}


# The first kind that fits draws the field, so a special widget stands before the one that it extends.
_BUILDERS: dict[type[forms.Widget], Builder] = {
    widgets.DateSpanInput: _span,
    widgets.DateInput: _dates,
    widgets.DateTimeInput: _dates,
    forms.CheckboxSelectMultiple: _checkboxes,
    forms.RadioSelect: _radios,
    forms.Select: _select,
    forms.CheckboxInput: _tick,
    forms.FileInput: _file,
    forms.PasswordInput: _password,
    forms.Textarea: _textarea,
    forms.widgets.Input: _text,
}


def _builder(widget: forms.Widget) -> Builder | None:
    if isinstance(widget, forms.SelectMultiple) and not isinstance(widget, forms.CheckboxSelectMultiple):
        return _checkboxes
    return next((build for kind, build in _BUILDERS.items() if isinstance(widget, kind)), None)


def _any_other(field: "GovukBoundField", common: Params, title: Title) -> SafeString:
    """Draw a widget that GOV.UK has no component for in its own markup, under our label, hint and error."""
    pieces = [components.render("label", title.label | {"for": field.id_for_label})]
    if "hint" in common:
        pieces.append(components.render("hint", common["hint"] | {"id": f"{field.auto_id}_helptext"}))
    if "errorMessage" in common:
        pieces.append(components.render("error-message", common["errorMessage"] | {"id": f"{field.auto_id}_error"}))
    drawn = format_html_join("", "{}", ((piece,) for piece in [*pieces, field.as_widget()]))
    wrong = " govuk-form-group--error" if field.error_text else ""
    return format_html('<div class="govuk-form-group{}">{}</div>', wrong, drawn)
