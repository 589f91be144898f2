"""The four doors through which an app reaches the page, score, closure or act of an app below it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from soteria.accounts.roles import Level, Section

OVERVIEW, BANNER, CLOSING = "overview", "banner", "closing"


@dataclass(frozen=True)
class Gap:
    """A fact that is not recorded yet, in words, and the page that asks it, where there is one for this reader."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class Panel:
    """Content for the case page. `load(case, user)` returns a context, or None to hide the panel; at most 3 queries.

    `place` is "overview" for the first page, "banner" for the head of every page, "closing" for what a decision to take
    no further action does and does not do, or the slug of its own sub-page, which is called by the title of its first
    panel. `gaps(case, user)` says what is not recorded yet, in at most
    2 queries.
    """

    slug: str
    title: str
    section: Section
    order: int
    template: str
    load: Callable[[Any, Any], dict[str, Any] | None]
    level: Level = Level.PART
    place: str = OVERVIEW
    gaps: Callable[[Any, Any], list[Gap]] | None = None


@dataclass(frozen=True)
class Check:
    """One line of the list that is gone through before a case is closed: what should be so, and whether it is.

    `to_do` says in one sentence what puts it right, `href` is the page where, "" where this reader may not.
    """

    title: str
    is_met: bool
    to_do: str = ""
    href: str = ""


@dataclass(frozen=True)
class Factor:
    """What an app adds to the statement that scores suspects: SQL of one kind.

    HARMED selects case_id, offence_id, person, born, has_care_needs and is_out_of_reach: who was harmed by each
    offence. ALLEGED selects suspect_id, case_id, person, born, offence_class, happened (a day), reported (a day),
    decided and told_by: what is alleged besides offences. FOUND, of which there is one, is an expression over `c`, a
    row of cases_case, that gives the code of how the police came to know, or '' where it takes nothing off.
    """

    kind: str
    sql: str


HARMED, ALLEGED, FOUND = "harmed", "alleged", "found"


class Panels:
    """CASE_PANELS: what the case page shows, by section."""

    def __init__(self) -> None:
        self._panels: dict[str, Panel] = {}

    def add(self, panel: Panel) -> None:
        """Register a panel; a second of one slug is a mistake."""
        if panel.slug in self._panels:
            raise ValueError(f"Two panels are called {panel.slug}")
        self._panels[panel.slug] = panel

    def remove(self, slug: str) -> None:
        """Take a panel away, as a test does with one of its own."""
        del self._panels[slug]

    def __iter__(self) -> Iterator[Panel]:
        return iter(sorted(self._panels.values(), key=lambda panel: (panel.order, panel.slug)))

    def at(self, place: str) -> list[Panel]:
        """The panels of one place, in order."""
        return [panel for panel in self if panel.place == place]

    def places(self) -> list[str]:
        """The sub-pages that panels ask for, in the order of their first panels."""
        return list(dict.fromkeys(panel.place for panel in self if panel.place not in (OVERVIEW, BANNER, CLOSING)))


class Named:
    """A door that holds functions by name: SCORE_FACTORS and CLOSURE_CHECKS.

    A score factor is called as `factor()` and returns a Factor. Scores are made as a set, so a factor is a part of
    their statement.

    A closure check is called as `check(case)` with the `sight` of its reader, and returns a Check, or None where it
    has nothing to say of this case; at most 2 queries.
    """

    def __init__(self) -> None:
        self._named: dict[str, Callable[..., Any]] = {}

    def add(self, name: str, function: Callable[..., Any]) -> None:
        """Register a function; a second of one name is a mistake."""
        if name in self._named:
            raise ValueError(f"Two functions are called {name}")
        self._named[name] = function

    def items(self) -> list[tuple[str, Callable[..., Any]]]:
        """Names and functions in order of name."""
        return sorted(self._named.items())


class Events:
    """CASE_EVENTS: an app subscribes to a named act and runs in the same transaction. No hidden signals."""

    NAMES = frozenset(
        {
            "arrest.withdrawn",
            "bail.ended",
            "case.allocated",
            "case.closed",
            "case.facts_changed",
            "case.logged",
            "case.nfa_decided",
            "case.nfa_returned",
            "case.nfa_signed_off",
            "crimes.imported",
            "suspect.status_recorded",
            "suspect.status_withdrawn",
        }
    )

    def __init__(self) -> None:
        self._subscribers: dict[str, list[Callable[..., None]]] = defaultdict(list)

    def on(self, name: str, subscriber: Callable[..., None]) -> None:
        """Subscribe to an act; an unknown name is a mistake found at start."""
        if name not in self.NAMES:
            raise ValueError(f"No act is called {name}")
        self._subscribers[name].append(subscriber)

    def emit(self, name: str, **facts: Any) -> None:
        """Tell the subscribers, in the order they subscribed; what one raises undoes the act."""
        if name not in self.NAMES:
            raise ValueError(f"No act is called {name}")
        for subscriber in self._subscribers[name]:
            subscriber(**facts)


CASE_PANELS = Panels()
SCORE_FACTORS = Named()
CLOSURE_CHECKS = Named()
CASE_EVENTS = Events()
