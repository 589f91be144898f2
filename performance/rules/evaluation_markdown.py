"""Tables and pictures as Markdown. Plain Python."""

from collections.abc import Iterable, Iterator, Sequence

PICTURES = "pictures"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, a line at a time."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def picture(name: str, of: str, said: str) -> str:
    """A picture under the sentence that says what it shows."""
    return f"{said}\n\n![Chart of {of}: the numbers are in the table above]({PICTURES}/{name}.svg)\n"
