"""The calendar of England and Wales from the bundled GOV.UK list; nothing is ever fetched."""

from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from soteria.clocks.calendar import Calendar


@cache
def england_and_wales() -> Calendar:
    """The bank holidays published up to the release of the locked package; years outside its list are computed."""
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    days = frozenset(holiday["date"] for holiday in listed)
    years = {day.year for day in days}
    return Calendar(days, range(min(years), max(years) + 1))
