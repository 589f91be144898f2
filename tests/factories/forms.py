"""What a form on a page would send back untouched, for tests that change a few answers of it."""

from typing import Any

from django.forms import CheckboxSelectMultiple


def sent_back(response: Any) -> dict[str, str]:
    """The names and values of every control of the page's `form`, as a browser would send them."""
    data: dict[str, str] = {}
    for field in response.context["form"]:
        value, widget = field.value(), field.field.widget
        if isinstance(widget, CheckboxSelectMultiple) and not value:
            continue  # a browser sends nothing for boxes that are not ticked
        if hasattr(widget, "widgets_names"):
            parts = zip(widget.widgets_names, widget.decompress(value), strict=True)
            data |= {f"{field.html_name}{name}": part or "" for name, part in parts}
        else:
            data[field.html_name] = "" if value is None else value
    return data
