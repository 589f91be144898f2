"""What a list is filtered by, as chips that each remove themselves, and links that keep the rest of the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict

from soteria.ui.choices import flat

# Moving to another filter or order starts the list from its first page again.
PLACE = ("page", "after", "before")


@dataclass(frozen=True)
class Chip:
    """One thing that a list is filtered by: its words, and the address of the list without it."""

    text: str
    href: str


@dataclass(frozen=True)
class Chosen:
    """The chips of one filter, under its label."""

    label: str
    chips: tuple[Chip, ...]


def address(query: QueryDict, **changes: Any) -> str:
    """Return the address of the same list with some keys changed; None removes a key, and the place is forgotten."""
    changed = query.copy()
    for key in PLACE:
        changed.pop(key, None)
    for key, value in changes.items():
        if value is None:
            changed.pop(key, None)
        elif isinstance(value, list | tuple):
            changed.setlist(key, list(value))
        else:
            changed[key] = str(value)
    return f"?{changed.urlencode()}"


def chosen(form: BaseForm, query: QueryDict, words: Mapping[str, str] | None = None) -> list[Chosen]:
    """Return what a bound, valid filter form is filtered by, in the order of its fields.

    `words` gives the words of a field whose typed value says too little, by name. Fields of several boxes lose all
    their boxes together.
    """
    if not form.is_bound:
        return []
    found = (_of_field(form[name], query, (words or {}).get(name, "")) for name in form.fields)
    return [each for each in found if each.chips]


def _of_field(field: Any, query: QueryDict, words: str) -> Chosen:
    names = [key for key in query if key == field.html_name or key.startswith(f"{field.html_name}_")]
    values = [value for key in names for value in query.getlist(key) if value]
    if field.is_hidden or not values or field.errors:
        return Chosen(str(field.label), ())
    if words or len(names) > 1:
        gone = address(query, **dict.fromkeys(names))
        return Chosen(str(field.label), (Chip(words or str(field.form.cleaned_data[field.name]), gone),))
    return Chosen(str(field.label), tuple(_chip(field, query, values, value) for value in values))


def _chip(field: Any, query: QueryDict, values: list[str], value: str) -> Chip:
    labels = {str(key): str(text) for key, text in flat(field.field)}
    others = [other for other in values if other != value]
    return Chip(labels.get(value, value), address(query, **{field.html_name: others or None}))
