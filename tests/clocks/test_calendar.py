"""Day counting: working days, months without a corresponding date, holidays beyond the list, changes of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soteria.clocks import calendar
from soteria.clocks.calendar import Calendar
from soteria.clocks.holidays import england_and_wales

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, 60)
# Years in which a day was moved or added by proclamation: arithmetic cannot know them.
PROCLAIMED = {2012, 2020, 2022, 2023}


@pytest.mark.parametrize(
    ("year", "easter"),
    [(1961, "1961-04-02"), (2000, "2000-04-23"), (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05")],
)
def test_easter_is_found(year, easter):
    assert calendar.easter_sunday(year).isoformat() == easter


@pytest.mark.parametrize("year", sorted(set(england_and_wales().years) - PROCLAIMED))
def test_a_computed_year_equals_the_published_one(year):
    published = {day for day in england_and_wales().published if day.year == year}

    assert calendar.standing_holidays(year) == published


@pytest.mark.parametrize("year", sorted(PROCLAIMED))
def test_a_proclaimed_day_comes_from_the_published_list(year):
    published = {day for day in england_and_wales().published if day.year == year}

    assert published - calendar.standing_holidays(year)
    assert all(day in england_and_wales() for day in published)


def test_years_beyond_the_list_are_computed_and_say_so():
    holidays = england_and_wales()

    assert date(2041, 4, 19) in holidays  # Good Friday
    assert date(1999, 12, 27) in holidays  # Christmas Day was a Saturday
    assert not holidays.is_published(2041)
    assert holidays.is_published(2026)
    assert "Good Friday" not in holidays


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-01-12", 1, "2026-01-13"),
        ("2026-01-09", 1, "2026-01-12"),  # Friday to Monday
        ("2026-01-10", 1, "2026-01-12"),  # a Saturday and a Sunday start alike
        ("2026-01-11", 1, "2026-01-12"),
        ("2026-04-02", 1, "2026-04-07"),  # over Easter
        ("2026-12-24", 1, "2026-12-29"),  # 26 December is a Saturday: Monday is the substitute
        ("2026-12-24", 5, "2027-01-05"),
        ("2027-12-24", 1, "2027-12-29"),  # both days substituted
        ("2022-06-01", 1, "2022-06-06"),  # two jubilee days
    ],
)
def test_working_days_skip_weekends_and_bank_holidays(start, count, end):
    assert calendar.working_days_after(_day(start), count, england_and_wales()) == _day(end)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-01-11", 3, "2026-04-10"),
        ("2026-03-01", 3, "2026-05-31"),
        ("2025-11-30", 3, "2026-02-28"),  # no 30 February
        ("2023-11-30", 3, "2024-02-29"),
        ("2023-11-29", 3, "2024-02-28"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2024-03-01", 12, "2025-02-28"),
        ("2027-03-01", 12, "2028-02-29"),
        ("2026-10-11", 3, "2027-01-10"),
    ],
)
def test_a_period_of_months_ends_the_day_before_its_corresponding_date(start, count, end):
    assert calendar.months_beginning_with(_day(start), count) == _day(end)


@pytest.mark.parametrize(
    ("last", "opens"),
    [
        ("2029-05-31", "2029-03-01"),
        ("2029-05-30", "2029-03-01"),
        ("2027-02-28", "2026-12-01"),
        ("2029-04-30", "2029-02-01"),
        ("2029-06-14", "2029-03-15"),
    ],
)
def test_a_window_of_months_never_opens_early(last, opens):
    assert calendar.months_ending_with(_day(last), 3) == _day(opens)


def test_days_beginning_with_counts_the_first_day_and_days_after_does_not():
    assert calendar.days_beginning_with(date(2026, 3, 10), 3) == date(2026, 3, 12)
    assert calendar.days_after(date(2026, 9, 1), 28) == date(2026, 9, 29)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-24T12:00", "2026-10-25T11:00:00+00:00"),
        ("2026-03-28T12:00", "2026-03-29T13:00:00+01:00"),
        ("2026-06-01T12:00", "2026-06-02T12:00:00+01:00"),
    ],
)
def test_a_day_of_hours_is_24_elapsed_hours(start, end):
    begun = calendar.in_london(datetime.fromisoformat(start))

    assert calendar.hours_after(begun, 24).isoformat() == end


def test_an_hour_that_came_twice_is_read_as_the_first():
    assert calendar.in_london(datetime(2026, 10, 25, 1, 30)).astimezone(UTC) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_an_hour_that_never_was_is_refused():
    with pytest.raises(ValueError, match="went forward"):
        calendar.in_london(datetime(2026, 3, 29, 1, 30))


def test_a_day_begins_and_ends_in_london():
    summer = date(2026, 7, 1)

    assert calendar.start_of_day(summer).astimezone(UTC) == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert calendar.london_date(calendar.end_of_day(summer)) == summer
    assert calendar.london_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == summer


@given(DAYS, st.integers(1, 40))
def test_working_days_land_on_a_working_day_and_none_is_lost(start, count):
    holidays = england_and_wales()

    end = calendar.working_days_after(start, count, holidays)

    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert calendar.is_working_day(end, holidays)
    assert sum(calendar.is_working_day(day, holidays) for day in passed) == count


@given(DAYS, st.integers(1, 40), DAYS)
def test_another_holiday_never_shortens_a_working_day_period(start, count, extra):
    holidays = england_and_wales()
    longer = Calendar(holidays.published | {extra}, holidays.years)

    assert calendar.working_days_after(start, count, longer) >= calendar.working_days_after(start, count, holidays)


@given(DAYS, DAYS, MONTHS)
def test_a_later_start_never_ends_earlier(one, other, count):
    earlier, later = sorted((one, other))

    assert calendar.months_beginning_with(earlier, count) <= calendar.months_beginning_with(later, count)
    assert calendar.months_after(earlier, count) <= calendar.months_after(later, count)


@given(DAYS, MONTHS)
def test_a_longer_period_ends_later(start, count):
    assert calendar.months_beginning_with(start, count) < calendar.months_beginning_with(start, count + 1)


@given(DAYS, MONTHS)
def test_a_period_of_months_covers_the_window_that_ends_with_it(start, count):
    last = calendar.months_beginning_with(start, count)

    assert start <= calendar.months_ending_with(last, count) <= start + timedelta(days=3)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), st.integers(0, 5000))
def test_hours_are_elapsed(start, count):
    end = calendar.hours_after(start, count)

    assert end.astimezone(UTC) - start == timedelta(hours=count)
    assert end.tzinfo is calendar.LONDON


def _day(text: str) -> date:
    return date.fromisoformat(text)
