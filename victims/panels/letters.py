"""The letters about a decision, on the page that shows it."""

from typing import Any

from victims.queries import letters as queries


def letters(case: Any, user: Any) -> dict[str, Any] | None:
    """Each letter with how far it has come; hidden where none was drafted. 1 query."""
    found = queries.of_case(case)
    return {"case": case, "letters": found} if found else None
