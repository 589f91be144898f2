"""GOV.UK components as HTML: one cached Jinja environment, one cached macro for each component."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

# A macro turns one dictionary of parameters into markup.
Macro = Callable[[dict[str, Any]], str]


class UnknownComponent(LookupError):
    """A template named a component that the GOV.UK library does not have."""


def _as_it_is(text: str, *_args: object, **_kwargs: object) -> str:
    return text


@cache
def environment() -> Environment:
    """Return the one Jinja environment; the package's templates cannot change while the process lives."""
    env = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The macros indent nested markup for looks. That also indents each line somebody typed into a text area
    # inside a fieldset, a little more on each save, so indentation is switched off.
    env.filters["indent"] = _as_it_is
    return env


@cache
def macro(name: str) -> Macro:
    """Return the macro for a component named as the design system names it ("date-input").

    Raises UnknownComponent when there is none.
    """
    function = "govuk" + "".join(part.capitalize() for part in name.split("-"))
    path = f"govuk_frontend_jinja/components/{name}/macro.html"
    try:
        template = environment().get_template(path)
    except Exception as error:
        raise UnknownComponent(f"There is no GOV.UK component called {name!r}") from error
    found: Macro = getattr(template.module, function)
    return found


def render(name: str, params: Mapping[str, Any]) -> SafeString:
    """Return the HTML of a component.

    Parameters are the design system's own. Text is escaped unless it is already safe, and so is every `html`
    parameter: a caller has to say that its HTML is safe, with mark_safe or format_html, to have it kept as markup.
    """
    return mark_safe(macro(name)(_guarded(params)).strip())  # noqa: S308 - the macro has escaped what it was given


def _guarded(value: Any, key: str = "") -> Any:
    """Return a copy of the parameters in which HTML that nobody declared safe is escaped."""
    if isinstance(value, Mapping):
        return {name: _guarded(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_guarded(item, key) for item in value]
    if isinstance(value, str) and key.lower().endswith("html"):
        return conditional_escape(value)
    return value
