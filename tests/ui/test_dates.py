"""Dates in words: the examples in the docstrings, and the template filters."""

import doctest
from datetime import date, datetime

import pytest
import time_machine
from django.template import Context, Template

from soteria.ui import csv, dates, spans, wording
from soteria.ui.parts import LONDON
from soteria.ui.templatetags import soteria_ui

NOON = datetime(2026, 5, 12, 12, tzinfo=LONDON)


@pytest.mark.parametrize("module", [dates, spans, wording, csv, soteria_ui])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    result = doctest.testmod(module)

    assert result.attempted
    assert not result.failed


def shown(source: str, **context: object) -> str:
    return Template("{% load soteria_dates %}" + source).render(Context(context))


def test_filters_say_dates_in_words_and_nothing_for_none() -> None:
    source = "{{ at|day }}/{{ at|moment }}/{{ at|clock }}/{{ at|period:last }}/{{ at|stamp }}/{{ at|due }}"

    assert shown(source, at=None, last=None) == "/////"
    words = shown("{{ at|day }}/{{ at|moment }}/{{ at|clock }}", at=NOON)
    assert words == "12 May 2026/12 May 2026 at midday/midday"


def test_a_period_is_said_once() -> None:
    assert shown("{{ a|period:b }}", a=date(2026, 5, 1), b=date(2026, 5, 3)) == "1 to 3 May 2026"


@time_machine.travel(NOON)
def test_a_date_due_is_marked_by_how_near_it_is() -> None:
    assert "app-due--overdue" in shown("{{ at|due }}", at=date(2026, 5, 11))
    assert "app-due--today" in shown("{{ at|due }}", at=NOON.replace(hour=15))
    assert "app-due--overdue" in shown("{{ at|due }}", at=NOON.replace(hour=9))
    assert "app-due--soon" in shown("{{ at|due }}", at=date(2026, 5, 19))
    assert "app-due--later" in shown("{{ at|due }}", at=date(2026, 5, 20))


def test_a_stamp_can_be_read_by_a_machine() -> None:
    html = shown("{{ at|stamp }}", at=NOON)

    assert html == '<time datetime="2026-05-12T12:00+01:00">12 May 2026 at midday</time>'
    assert 'datetime="2026-05-12"' in shown("{{ at|stamp }}", at=NOON.date())
