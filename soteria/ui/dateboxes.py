"""The boxes of dates and times as component parameters."""

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html_join

from soteria.ui import components, parts
from soteria.ui.controls import shown
from soteria.ui.widgets import DateSpanInput, DateTimeInput

if TYPE_CHECKING:
    from soteria.ui.boundfields import GovukBoundField

Params = dict[str, Any]

_WIDTHS = {"day": 2, "month": 2, "year": 4, "time": 5}
_EXAMPLES = {"time": "For example, 27 3 2026 and 2:05pm", "day": "For example, 27 3 2026"}


def _box(part: str, name: str, box_id: str, value: Any, *, is_wrong: bool) -> Params:
    wrong = " govuk-input--error" if is_wrong else ""
    return {
        "name": name,
        "id": box_id,
        "label": part.capitalize(),
        "classes": f"govuk-input--width-{_WIDTHS[part]}{wrong}",
        "value": shown(value),
        "inputmode": "text" if part == "time" else "numeric",
        "attributes": {},
    }


def _values(field: "GovukBoundField") -> list[Any]:
    value = field.value()
    return list(value) if isinstance(value, list | tuple) else list(field.field.widget.decompress(value))


def date_params(field: "GovukBoundField", common: Params) -> Params:
    """Return the parameters of a date input, with a fourth box where the field also asks for a time."""
    names = (*parts.PARTS, "time") if isinstance(field.field.widget, DateTimeInput) else parts.PARTS
    wrong = field.bad_parts or (names if field.error_text else ())
    boxes = [
        _box(part, f"{field.html_name}_{part}", f"{field.auto_id}_{part}", value, is_wrong=part in wrong)
        for part, value in zip(names, _values(field), strict=True)
    ]
    return {"hint": {"text": _EXAMPLES[names[-1] if "time" in names else "day"]}} | common | {"items": boxes}


def span_params(field: "GovukBoundField", common: Params) -> Params:
    """Return the parameters of the radios that ask how well a date is known, each with its own boxes."""
    kind, *values = _values(field)
    typed = dict(zip(("on", "from", "to", "month", "year"), values, strict=True))
    items = [
        {
            "value": str(value),
            "text": words,
            "checked": kind == value,
            "conditional": {"html": _span_boxes(field, DateSpanInput.BOXES.get(value, ()), typed)},
        }
        for value, words in DateSpanInput.CHOICES
    ]
    names = {
        "classes": "govuk-radios--small",
        "name": f"{field.html_name}_kind",
        "idPrefix": f"{field.auto_id}_kind",
        "items": items,
    }
    return common | names


def _span_boxes(field: "GovukBoundField", boxes: Any, typed: Params) -> str:
    drawn = [_span_date(field, name, label, names, typed[name]) for name, label, names in boxes]
    return format_html_join("", "{}", ((html,) for html in drawn))


def _span_date(field: "GovukBoundField", name: str, label: str, names: tuple[str, ...], value: Any) -> str:
    stem = f"{field.auto_id}_{name}"
    filled = dict(zip(parts.PARTS, value, strict=True))
    wrong = [part for part in names if f"{name}_{part}" in field.bad_parts]
    items = [
        _box(part, f"{field.html_name}_{name}_{part}", f"{stem}_{part}", filled[part], is_wrong=part in wrong)
        for part in names
    ]
    legend = {"text": label, "classes": "govuk-visually-hidden" if len(names) < 3 else ""}
    return components.render("date-input", {"id": stem, "items": items, "fieldset": {"legend": legend}})
