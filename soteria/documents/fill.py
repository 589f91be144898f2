"""Fill the fields of a text. There is no other syntax: what officers type is never a program."""

import re
from collections.abc import Iterable, Mapping

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def fields_in(text: str) -> list[str]:
    """The fields that a text asks for, each once, in order.

    >>> fields_in("Dear {{ name }}, {{name}} of {{ place }}")
    ['name', 'place']
    """
    return list(dict.fromkeys(FIELD.findall(text)))


def unfilled(text: str, values: Mapping[str, str]) -> list[str]:
    """The fields for which there is no value, or which do not exist.

    >>> unfilled("{{ name }} on {{ day }}", {"name": "Ros", "day": ""})
    ['day']
    """
    return [name for name in fields_in(text) if not values.get(name)]


def filled(text: str, values: Mapping[str, str], *, blank: str = "[{}]") -> str:
    """The text with its fields filled; one without a value stands as `blank` says it.

    A value is put in as it is: braces within it are letters, never another field.

    >>> filled("Dear {{ name }}, by {{ day }}", {"name": "{{ day }}"})
    'Dear {{ day }}, by [day]'
    """
    return FIELD.sub(lambda found: values.get(found[1]) or blank.format(found[1]), text)


def unknown(text: str, allowed: Iterable[str]) -> list[str]:
    """The fields that nobody has defined, such as one that was misspelt."""
    known = set(allowed)
    return [name for name in fields_in(text) if name not in known]
