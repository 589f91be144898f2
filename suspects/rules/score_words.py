"""What one fact would do to a score, and what changed since the one before, in plain words. Plain Python."""

from collections.abc import Iterable, Sequence

from suspects.rules.what_if import Change, Kind, Moved

MOST = 0.995  # what would be rounded to 1.00: no match is certain
SINCE = {
    "time": "the passing of time",
    "facts": "what was recorded, put right or no longer counts",
    "version": "another version of the weights",
    "judgement": "a judgement that began or ended",
}


def would(change: Change | None, labels: Sequence[str], offence: str = "") -> str:
    """What one change would do, "" where there is none; `labels` name the rows, `offence` the class of a new report."""
    if change is None:
        return ""
    if change.kind is Kind.GONE and not change.band:
        return f"There would be no score if this no longer counted: {labels[change.row]}."
    where = f"band {change.band} ({change.to:.1f})"
    if change.kind is Kind.TIME:
        return f"With nothing new, the score falls to {where} in {change.days} days."
    if change.kind is Kind.GONE:
        return f"The score would fall to {where} if this no longer counted: {labels[change.row]}."
    if change.kind is Kind.FULL:
        return f"The score would rise to {where} if this counted in full, as after a charge: {labels[change.row]}."
    return f"The score would rise to {where} if one more person reported this today: {offence or change.offence}."


def steps(found: Iterable[Moved]) -> list[str]:
    """Each step from the score before to this one."""
    return [f"{step.points:+.1f} by {SINCE[step.why]}" for step in found]


def joined(matches: Sequence[float | None], of: int) -> str:
    """How many of the allegations came by a merge and on what match, "" where none did.

    >>> joined([0.97, 0.97], 5)
    '2 of 5 allegations were joined on a match of 0.97, confirmed by a person.'
    >>> joined([0.97, None], 5)
    '2 of 5 allegations were joined on a match of 0.97, 1 of them without one, confirmed by a person.'
    >>> joined([None], 3)
    '1 of 3 allegations was joined by a person’s decision, without a match of the model.'
    """
    if not matches:
        return ""
    said = f"{len(matches)} of {of} allegation{'' if of == 1 else 's'} {'was' if len(matches) == 1 else 'were'} joined"
    known = sorted({match for match in matches if match is not None})
    if not known:
        return f"{said} by a person’s decision, without a match of the model."
    rest = len(matches) - sum(match is not None for match in matches)
    without = f", {rest} of them without one" if rest else ""
    ends = list(dict.fromkeys(figure(match) for match in (known[0], known[-1])))
    on = f"{'matches' if len(ends) > 1 else 'a match'} of {' to '.join(ends)}"
    return f"{said} on {on}{without}, confirmed by a person."


def came_by_merge(match: float | None) -> str:
    """That one row came by a merge, and on what match."""
    return f"Joined on a match of {figure(match)}" if match is not None else "Joined by a person’s decision"


def figure(match: float) -> str:
    """A probability to two places, that claims no certainty.

    >>> figure(0.9712), figure(0.99999), figure(0.001)
    ('0.97', 'more than 0.99', 'less than 0.01')
    """
    if match >= MOST:
        return "more than 0.99"
    return "less than 0.01" if match < 1 - MOST else f"{match:.2f}"


def named_with(others: int) -> str:
    """How many others are named for the same offence, "" where nobody is."""
    return f"Named with {others} other{'' if others == 1 else 's'}" if others else ""
