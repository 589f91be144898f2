"""Template tags: GOV.UK components, form fields and error summaries."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BaseFormSet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from soteria.ui import components, summary
from soteria.ui.boundfields import GovukBoundField
from soteria.ui.versions import THEIRS, YOURS, Conflict

register = template.Library()


def nested(params: Mapping[str, Any] | None, keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Return component parameters from a dictionary and keywords, in which `label__text` means label.text.

    >>> nested({"name": "ref"}, {"label__text": "Reference", "label__classes": "x"})
    {'name': 'ref', 'label': {'text': 'Reference', 'classes': 'x'}}
    """
    found = dict(params or {})
    for path, value in keywords.items():
        *branches, leaf = path.split("__")
        place = found
        for branch in branches:
            place[branch] = dict(place.get(branch) or {})
            place = place[branch]
        place[leaf] = value
    return found


@register.simple_tag
def govuk(component: str, params: Mapping[str, Any] | None = None, **keywords: Any) -> SafeString:
    """Draw a GOV.UK component: `{% govuk "button" text="Save" %}`, `{% govuk "input" params=p label__text="A" %}`."""
    return components.render(component, nested(params, keywords))


@register.simple_block_tag
def govukblock(
    content: SafeString, component: str, params: Mapping[str, Any] | None = None, **keywords: Any
) -> SafeString:
    """Draw a GOV.UK component around template content, given to it as `html`: inset text, details, panel."""
    return components.render(component, nested(params, keywords) | {"html": content})


@register.simple_tag
def govuk_field(field: GovukBoundField, **look: Any) -> SafeString:
    """Draw a form field with options: `{% govuk_field form.reason size="l" heading=True rows=8 %}`."""
    return field.as_field_group(**look)


@register.filter
def standalone(form: BaseForm) -> list[Any]:
    """Return the fields that a whole form draws one after another, hidden ones included."""
    own = getattr(form, "standalone", None)
    return own() if own else list(form)


@register.simple_tag
def error_summary(*forms: BaseForm | BaseFormSet | None) -> SafeString:
    """Draw the summary of what is wrong in the forms, each line a link to its field; nothing when all is well."""
    items = [item for form in forms if form is not None for item in summary.items(form)]
    if not items:
        return SafeString("")
    return components.render("error-summary", {"titleText": "There is a problem", "errorList": items})


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """Return "Error: " for the page title when the page's `form`, or any of its `forms`, has errors."""
    forms = [context.get("form"), *(context.get("forms") or [])]
    return "Error: " if any(form is not None and summary.items(form) for form in forms) else ""


@register.simple_tag
def message_banner(message: Message) -> SafeString:
    """Draw a message of Django's as a notification banner that takes the focus; it names what changed."""
    success = "success" in message.tags
    params = {"type": "success"} if success else {"role": "alert", "titleText": "Important"}
    heading = format_html('<p class="govuk-notification-banner__heading">{}</p>', message)
    return components.render("notification-banner", params | {"html": heading})


@register.simple_tag
def notification_badge(count: int, what: str = "new") -> SafeString:
    """Draw a number beside a link, "99+" from 99 on, with words for those who hear it; nothing for none."""
    if not count:
        return SafeString("")
    seen, heard = ("99+", "99 or more") if count >= 99 else (count, count)
    return format_html(
        ' <span class="moj-notification-badge"><span aria-hidden="true">{}</span>'
        '<span class="govuk-visually-hidden">({} {})</span></span>',
        seen,
        heard,
        what,
    )


@register.simple_tag
def conflict(form: BaseForm | None) -> SafeString:
    """Draw both values of each answer that somebody else changed meanwhile, with a choice of which to keep."""
    found = getattr(form, "conflicts", None)
    if not form or not found:
        return SafeString("")
    name, version = form.seen_version  # type: ignore[attr-defined]
    drawn = format_html_join("", "{}", ((_choice(each),) for each in found))
    return format_html(CONFLICT, name, version, drawn)


CONFLICT = (
    '<div class="app-conflict"><input type="hidden" name="{}" value="{}">'
    '<h2 class="govuk-heading-m">Somebody else saved this while you were working</h2>'
    '<p class="govuk-body">Nothing that you typed is lost. Choose which answers to keep, then save again.</p>{}</div>'
)


def _choice(each: Conflict) -> SafeString:
    items = [
        {"value": YOURS, "text": f"Keep yours: {each.yours}", "checked": each.kept == YOURS},
        {"value": THEIRS, "text": f"Keep theirs: {each.theirs}", "checked": each.kept == THEIRS},
    ]
    legend = {"text": each.label, "classes": "govuk-fieldset__legend--s"}
    params = {
        "name": each.html_name,
        "idPrefix": f"id_{each.html_name}",
        "items": items,
        "fieldset": {"legend": legend},
    }
    return components.render("radios", params)
