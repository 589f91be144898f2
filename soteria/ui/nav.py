"""The navigation at the top of every page, and the doors through which apps add to it.

An app adds its pages in AppConfig.ready(): `nav.ITEMS.add(nav.Item("Cases", "cases:list", order=20))`. The page kit
knows no app, so the right to see an item is a function of the request that the app supplies.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

IN_ROW = 9  # links that stand beside "More" on one line of 1280 px, three of them with a number


def anybody(_request: HttpRequest) -> bool:
    """Show an item to everybody who is signed in."""
    return True


@dataclass(frozen=True)
class Item:
    """A link in the service navigation: its words, the name of its URL, who sees it, and a number beside it."""

    text: str
    url_name: str
    order: int = 50
    shows: Callable[[HttpRequest], bool] = anybody
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True)
class Link:
    """An item made ready for one request; `is_current` when the page is at or below its address."""

    text: str
    href: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True)
class Menu:
    """The links as the header shows them: a row that keeps to one line at a desk, and what stands under "More"."""

    row: tuple[Link, ...]
    more: tuple[Link, ...]

    @property
    def is_within(self) -> bool:
        """Whether the page is at or below a link under "More"."""
        return any(link.is_current for link in self.more)


@dataclass
class Items:
    """The registered items, in order; registering the same URL name again replaces it."""

    _by_name: dict[str, Item] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        """Register an item, or replace the one for the same page."""
        self._by_name[item.url_name] = item

    def links(self, request: HttpRequest) -> list[Link]:
        """Return the links that this person may see; an item whose page does not exist here is left out."""
        if not getattr(getattr(request, "user", None), "is_authenticated", False):
            return []
        ordered = sorted(self._by_name.values(), key=lambda item: (item.order, item.text))
        found = (_link(item, request) for item in ordered if item.shows(request))
        return _nearest([link for link in found if link])


def _link(item: Item, request: HttpRequest) -> Link | None:
    try:
        href = reverse(item.url_name)
    except NoReverseMatch:
        return None
    is_current = request.path == href or (href != "/" and request.path.startswith(href))
    return Link(item.text, href, is_current, item.count(request) if item.count else 0)


def menu(links: Iterable[Link]) -> Menu:
    """Divide the links: the first few and every one with a number stay in sight, the rest stand under "More"."""
    row = list(links)
    if len(row) <= IN_ROW + 1:  # "More" would take the place of one link
        return Menu(tuple(row), ())
    more = tuple(link for link in row[IN_ROW:] if not link.count)
    return Menu(tuple(link for link in row if link not in more), more)


def _nearest(links: list[Link]) -> list[Link]:
    """Return the links with only the longest matching address current, so that /cases/ yields to /cases/mine/."""
    current = max((link.href for link in links if link.is_current), key=len, default="")
    return [Link(link.text, link.href, link.is_current and link.href == current, link.count) for link in links]


ITEMS = Items()
