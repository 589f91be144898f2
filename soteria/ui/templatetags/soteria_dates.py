"""Template filters for dates and times in words."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from soteria.ui import dates

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """Return "3 March 2026", or nothing for no date."""
    return dates.day(value) if value else ""


@register.filter
def moment(value: date | datetime | None) -> str:
    """Return "3 March 2026 at 2:05pm" in London time, or nothing for no time."""
    return dates.moment(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """Return "2:05pm" in London time, or nothing for no time."""
    return dates.clock(value) if value else ""


@register.filter
def period(first: date | None, last: date | None) -> str:
    """Return "1 to 5 March 2026" for `first|period:last`, or nothing without both."""
    return dates.period(first, last) if first and last else ""


@register.filter
def due(value: date | datetime | None) -> SafeString:
    """Return "12 May (overdue)" marked by how near it is, so that colour only repeats what the words say."""
    if not value:
        return SafeString("")
    found = dates.due(value, timezone.localdate(), now=timezone.now())
    return format_html('<span class="app-due app-due--{}">{}</span>', found.nearness, _stamp(value, found.words))


@register.filter
def stamp(value: date | datetime | None) -> SafeString:
    """Return the date and time in words inside a `<time>` element, or nothing for none."""
    return _stamp(value, dates.moment(value)) if value else SafeString("")


def _stamp(value: Any, words: str) -> SafeString:
    machine = (
        timezone.localtime(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    )
    return format_html('<time datetime="{}">{}</time>', machine, words)
