"""On which list a suspect stands: at liberty, or held; and when somebody held comes back to the list."""

from datetime import date, timedelta

# Before a release there must be time to plan for it, so a suspect is listed again this many days before.
RETURNS_BEFORE = timedelta(days=90)
ADULT = 18  # years; children have a process of their own (Children Act 1989 s.105: a child is under 18)


def is_held(kind: str, until: date | None, today: date) -> bool:
    """Whether somebody in custody of this kind stands apart from the list on a day.

    `until` is the earliest release date, None where it is not known: then he stays apart until a release is recorded.

    >>> is_held("serving", date(2027, 6, 1), date(2027, 1, 1)), is_held("serving", date(2027, 6, 1), date(2027, 3, 3))
    (True, False)
    >>> is_held("released", None, date(2027, 1, 1)), is_held("remanded", None, date(2027, 1, 1))
    (False, True)
    """
    return kind != "released" and (until is None or until > today + RETURNS_BEFORE)


def born_after(today: date) -> date:
    """Whoever was born after this day is under 18 today.

    >>> born_after(date(2026, 11, 22)), born_after(date(2024, 2, 29))
    (datetime.date(2008, 11, 22), datetime.date(2006, 2, 28))
    """
    try:
        return today.replace(year=today.year - ADULT)
    except ValueError:
        return date(today.year - ADULT, 2, 28)
