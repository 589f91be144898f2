"""Template tags for what MOJ Frontend has and GOV.UK Frontend has not, and for the lists and panels of a case.

Each draws a template of templates/components/. Items are dictionaries or objects with the attributes named.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from soteria.ui import filters

register = template.Library()

ALERT_ICONS = {
    "information": "M15 2.5a12.5 12.5 0 1 0 0 25 12.5 12.5 0 0 0 0-25Zm1.4 19.9h-2.7v-9.5h2.7v9.5ZM15 10.8a1.6 1.6 0 1 1 0-3.2 1.6 1.6 0 0 1 0 3.2Z",  # noqa: E501
    "success": "M11.3 24.7 2 15.4l2.6-2.6 6.7 6.6L25.4 5.3 28 8Z",
    "warning": "M15 2.4 28.8 26.2H1.3Zm-1.5 7.1.2 8.3h2.5l.2-8.3Zm1.5 10.5a1.9 1.9 0 1 0 0 3.7 1.9 1.9 0 0 0 0-3.7Z",
    "error": "M20.2 2.5H9.8L2.5 9.8v10.4l7.3 7.3h10.4l7.3-7.3V9.8Zm-9.3 6.4 4.1 4.1 4.1-4.1 2 2-4.1 4.1 4.1 4.1-2 2-4.1-4.1-4.1 4.1-2-2L13 15l-4.1-4.1Z",  # noqa: E501
}


@register.inclusion_tag("components/identity_bar.html")
def identity_bar(title: str, detail: str = "", actions: Iterable[Any] = (), tags: Iterable[Any] = ()) -> dict[str, Any]:
    """Say whose record this is: title, a line of detail, tags of text and colour, actions of text and href."""
    return {"title": title, "detail": detail, "actions": list(actions), "tags": list(tags)}


@register.inclusion_tag("components/sub_navigation.html")
def sub_navigation(items: Iterable[Any], label: str = "Parts of this case") -> dict[str, Any]:
    """Link the pages of one record: items of text, href, is_current, count."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(items: Iterable[Any], level: int = 3) -> dict[str, Any]:
    """Show events, newest first as given: items of title, by, at (date or datetime), text or html, href.

    `level` is the heading level of each title.
    """
    return {"items": list(items), "tag": f"h{level}"}


@register.inclusion_tag("components/button_menu.html")
def button_menu(items: Iterable[Any], text: str = "Actions", align: str = "right") -> dict[str, Any]:
    """Offer several acts behind one button: items of text and href. Without scripts they are plain links in a row."""
    return {"items": list(items), "text": text, "align": align}


@register.inclusion_tag("components/alert.html")
def alert(variant: str, title: str, text: str = "", level: int = 2, dismissible: bool = False) -> dict[str, Any]:
    """Tell of something on this page: variant "information", "success", "warning" or "error", and what to do."""
    icon = ALERT_ICONS[variant]
    return {"variant": variant, "title": title, "text": text, "level": level, "icon": icon, "dismissible": dismissible}


@register.simple_tag
def badge(text: str, colour: str = "") -> SafeString:
    """Mark a risk, and only a risk, at a row's end: colour "red", "purple", "blue", "green", "grey" or plain."""
    return format_html('<strong class="moj-badge{}">{}</strong>', f" moj-badge--{colour}" if colour else "", text)


@register.simple_block_tag
def ticket_panel(content: SafeString, colour: str = "blue", label: str = "") -> SafeString:
    """Draw a tile around content, which must hold a link to the list that it counts."""
    return format_html(
        '<section class="moj-ticket-panel"{}><div class="moj-ticket-panel__content moj-ticket-panel__content--{}">{}'
        "</div></section>",
        format_html(' aria-label="{}"', label) if label else "",
        colour,
        content,
    )


@register.inclusion_tag("components/filter.html", takes_context=True)
def filter_panel(
    context: template.Context, form: Any, chosen: Any = None, clear: str = "?", results: str = ""
) -> dict[str, Any]:
    """Draw the filters of a list, always open, with what is chosen as chips that remove themselves.

    `chosen` is what `filters.chosen` returned; without it the tag asks. `clear` is the address without filters,
    and `results` the id of the list, to which those on a phone may jump.
    """
    query = context["request"].GET
    found = filters.chosen(form, query) if chosen is None else chosen
    kept = [(key, query[key]) for key in ("sort",) if key in query]
    return {"form": form, "chosen": found, "clear": clear, "kept": kept, "results": results}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: template.Context, text: str, key: str, current: str = "", numeric: bool = False
) -> dict[str, Any]:
    """Draw a table heading that sorts the list by a link; `current` is the list's order when the address has none."""
    query = context["request"].GET
    order = query.get("sort") or current
    direction = {key: "ascending", f"-{key}": "descending"}.get(order, "none")
    href = filters.address(query, sort=f"-{key}" if direction == "ascending" else key)
    return {"text": text, "href": href, "direction": direction, "numeric": numeric}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(
    context: template.Context, after: str = "", before: str = "", label: str = "Pages of this list"
) -> dict[str, Any]:
    """Link the next and previous page of a list that is read by keyset; `after` and `before` are its cursors."""
    query = context["request"].GET
    links = {}
    if before:
        links["previous"] = filters.address(query, before=before)
    if after:
        links["next"] = filters.address(query, after=after)
    return links | {"label": label}


@register.inclusion_tag("components/could_not_load.html")
def could_not_load(what: str, retry_url: str = "") -> dict[str, Any]:
    """Say that a panel could not be read, which is not the same as that there is nothing in it."""
    return {"what": what, "retry_url": retry_url}


@register.inclusion_tag("components/empty.html")
def empty(sentence: str, link_text: str = "", href: str = "") -> dict[str, Any]:
    """Say that a list is empty, and offer the next step."""
    return {"sentence": sentence, "link_text": link_text, "href": href}
