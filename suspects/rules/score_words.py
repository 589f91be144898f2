"""What one fact would do to a score, and what changed since the one before, in plain words. Plain Python."""

from collections.abc import Iterable, Sequence

from suspects.rules.what_if import Change, Kind, Moved

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
