"""Who an alert goes to when nobody says that they know of it: one step up at a time. Pure."""

from collections.abc import Iterable
from enum import IntEnum


class Step(IntEnum):
    """Who answers for a case, from the officer in it upward."""

    OFFICER = 0
    SUPERVISOR = 1
    INSPECTOR = 2
    LEAD = 3

    @property
    def words(self) -> str:
        """Who it is, in words."""
        return WORDS[self]


WORDS = {
    Step.OFFICER: "the officer",
    Step.SUPERVISOR: "the supervisor",
    Step.INSPECTOR: "the inspector",
    Step.LEAD: "a lead",
}
LONGEST_TITLE = 200


def steps_above(step: int) -> list[Step]:
    """The steps above one, the nearest first; none above a lead."""
    return [one for one in Step if one > step]


def step_of_roles(roles: Iterable[str]) -> Step:
    """The highest step that somebody with these roles stands on: an officer where no other fits."""
    by_role = {"supervisor": Step.SUPERVISOR, "di": Step.INSPECTOR, "lead": Step.LEAD}
    return max((by_role[role] for role in roles if role in by_role), default=Step.OFFICER)


def passed_on(title: str, step: int) -> str:
    """The title of an alert that nobody on a step has said that they know of, no longer than a title may be."""
    words = f"Not read by {Step(step).words}: {title}"
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"
