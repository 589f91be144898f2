"""Every route that the resolver knows, with the need it declares and an address that leads to something real."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from soteria.accounts.access import Need
from soteria.accounts.declared import need_of


@dataclass(frozen=True)
class Route:
    """One route: its name, the arguments it takes, its view and what that declares."""

    name: str
    params: tuple[str, ...]
    need: Need | None

    @property
    def is_of_a_case(self) -> bool:
        """Whether the address names a case."""
        return "slug" in self.params

    def url(self, things: dict[str, object]) -> str:
        """An address in the world of the test; a parameter that the world lacks is a KeyError, which fails the test."""
        by_name = {p: things[f"{self.name}:{p}"] if f"{self.name}:{p}" in things else things[p] for p in self.params}
        return reverse(self.name, kwargs=by_name)


def routes() -> list[Route]:
    """Every named route, in order of name."""
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda route: route.name)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, params: tuple[str, ...] = ()) -> Iterator[Route]:
    for pattern in patterns:
        found = params + tuple(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, inner, found)
        else:
            name = f"{prefix}{pattern.name}"
            yield Route(name, found, need_of(pattern.callback, name))
