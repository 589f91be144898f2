"""The choices of selects, radios and tick boxes as component items, with hints and the fields that a choice reveals."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.html import format_html_join

if TYPE_CHECKING:
    from soteria.ui.boundfields import GovukBoundField

Params = dict[str, Any]


def items(field: "GovukBoundField", *, state: str = "checked", blank: str = "") -> list[Params]:
    """Return the choices of a field, those chosen marked as `state`.

    Django's row of dashes becomes `blank`, or is left out when that is empty.
    """
    found = []
    for option in _options(field):
        value, label = str(option["value"]), option["label"]
        if value == "" and str(label).startswith("-"):
            if not blank:
                continue
            label = blank
        item = {"value": value, "text": label, state: option["selected"]}
        item["attributes"] = {key: text for key, text in option["attrs"].items() if key.startswith("data-")}
        found.append(item | _extras(field, value))
    return found


def _options(field: "GovukBoundField") -> Iterator[Params]:
    context = field.field.widget.get_context(field.html_name, field.value(), {})
    for _name, options, _index in context["widget"]["optgroups"]:
        yield from options


def _extras(field: "GovukBoundField", value: str) -> Params:
    widget = field.field.widget
    found: Params = {}
    if hint := getattr(widget, "hints", {}).get(value):
        found["hint"] = {"text": hint}
    if names := getattr(widget, "reveals", {}).get(value):
        within = [cast("GovukBoundField", field.form[name]) for name in names]
        drawn = ((each.as_field_group(size=""),) for each in within)
        found["conditional"] = {"html": format_html_join("", "{}", drawn)}
    return found


def with_exclusive(found: list[Params], value: str) -> list[Params]:
    """Return tick boxes in which the one with this value stands last, after "or", and clears the others."""
    alone = [item | {"behaviour": "exclusive"} for item in found if value and item["value"] == value]
    others = [item for item in found if not value or item["value"] != value]
    return [*others, {"divider": "or"}, *alone] if alone else others


def flat(field: forms.Field) -> list[tuple[Any, Any]]:
    """Return the choices of a form field as (value, label), those in groups among them; none for other fields."""
    found: list[tuple[Any, Any]] = []
    for value, label in getattr(field, "choices", []):
        found += list(label) if isinstance(label, list | tuple) else [(value, label)]
    return found
