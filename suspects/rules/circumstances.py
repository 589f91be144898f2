"""On which list a suspect stands: at liberty, or held; and when somebody held comes back to the list."""

from datetime import date, timedelta

from suspects.rules.facts import age_on

# Before a release there must be time to plan for it, so a suspect is listed again this many days before.
RETURNS_BEFORE = timedelta(days=90)
ADULT = 18  # years; children have a process of their own (Children Act 1989 s.105: a child is under 18)
RESPONSIBLE = 10  # years; nobody younger can be guilty of an offence (Children and Young Persons Act 1933 s.50)
BORN_AFTER = (
    "The date of birth is after an offence that this person is said to have done, so it cannot be right. "
    "It counts as not known until it is corrected"
)
TOO_YOUNG = (
    "By the date of birth this person was under 10 at an offence that they are said to have done, "
    "and nobody under 10 can be guilty of one. Check that it is right"
)


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


def is_child(born: date | None, today: date, first: date | None) -> bool:
    """Whether somebody is under 18 today. `first` is the day of the first offence that counts against him, if any.

    A birth after that day cannot be right, so it counts as not known: one wrong figure must not take a man off every
    list. A birth before it is believed, however young he was: children under 10 are named in reports too.

    >>> is_child(date(2019, 5, 1), date(2026, 11, 22), date(2017, 3, 1))
    False
    >>> is_child(date(2012, 5, 1), date(2026, 11, 22), date(2020, 3, 1))
    True
    """
    return born is not None and born > born_after(today) and not (first is not None and first < born)


def doubt(born: date | None, first: date | None) -> str:
    """Why a date of birth is to be looked at again beside the first offence, in a sentence; "" where it is not.

    >>> doubt(date(1984, 3, 7), date(2017, 3, 1)), doubt(None, date(2017, 3, 1))
    ('', '')
    """
    if born is None or first is None:
        return ""
    if first < born:
        return BORN_AFTER
    age = age_on(born, first)
    return TOO_YOUNG if age is not None and age < RESPONSIBLE else ""
