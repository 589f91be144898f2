"""Taking the last step of an application back, and whether what is kept beside the steps is what they say."""

from typing import Any

from orders.models import ApplicationStep, OrderApplication, StepTakenBack
from orders.queries import steps
from orders.rules import applications as rules
from orders.services import taking_back
from soteria.accounts.models import User

TYPO = "I took the wrong line of the list"


def last(application: OrderApplication) -> ApplicationStep:
    """The newest step that stands."""
    return application.steps.live().order_by("on", "pk").last()


def take_back(application: OrderApplication, by: User, **facts: Any) -> StepTakenBack:
    """Take the last step back, or the one that is given."""
    application.refresh_from_db()
    usual = {"reason": "date", "words": TYPO, "version": application.version, "by": by}
    return taking_back.take_back_step(facts.pop("step", None) or last(application), **(usual | facts))


def as_steps_say(application: OrderApplication) -> bool:
    """Whether what is kept of an application is what its steps make of it."""
    application.refresh_from_db()
    standing = rules.standing(steps.of(application))
    return {name: getattr(application, name) for name in vars(standing)} == vars(standing)
