"""Whether a suspect under an order must give police their details, so that days are counted. Pure."""

from orders.rules.faults import Fault

ORDERED, ALREADY = "ordered", "already"


def counts(*, has_duty: bool, is_optional: bool, said: str) -> bool:
    """Whether days to notify police are counted for an order.

    `has_duty` says that its type knows the duty, `is_optional` that a court may leave it out (Modern Slavery Act 2015
    ss.19 and 26), and `said` what is recorded of it: that the court ordered it, or that the suspect notifies police
    under Part 2 of the Sexual Offences Act 2003 already, so that nothing begins anew (SPA 2019 s.9).
    """
    if not has_duty or said == ALREADY:
        return False
    return not is_optional or said == ORDERED


def faults(*, has_duty: bool, said: str, title: str) -> list[Fault]:
    """An answer about the duty to notify, on an order of a type that knows none."""
    if not said or has_duty:
        return []
    words = f"{title} asks nobody to notify police. Leave this as the law says, or check the type of order"
    return [Fault("notification", words)]
