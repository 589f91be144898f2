"""Chips of a filtered list, and the MOJ components of a case."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from soteria.ui import filters
from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes


class CaseFilter(GovukForm):
    mark_optional = False
    q = forms.CharField(label="Reference or name", required=False)
    stage = forms.MultipleChoiceField(
        label="Stage",
        required=False,
        choices=[("Open", [("a", "Alpha"), ("b", "Beta")]), ("c", "Closed")],
        widget=Checkboxes(),
    )
    since = DateInputField(label="Reported since", required=False)
    page_size = forms.CharField(required=False, widget=forms.HiddenInput)


def chosen(address: str, **words: str) -> list[tuple[str, list[tuple[str, str]]]]:
    query = QueryDict(address)
    form = CaseFilter(query)
    form.is_valid()
    return [
        (each.label, [(chip.text, chip.href) for chip in each.chips]) for each in filters.chosen(form, query, words)
    ]


def test_each_value_has_a_chip_that_removes_it_and_starts_again() -> None:
    assert chosen("q=ab&stage=a&stage=c&after=x&sort=due&page_size=9") == [
        ("Reference or name", [("ab", "?stage=a&stage=c&sort=due&page_size=9")]),
        (
            "Stage",
            [("Alpha", "?q=ab&stage=c&sort=due&page_size=9"), ("Closed", "?q=ab&stage=a&sort=due&page_size=9")],
        ),
    ]


def test_the_last_value_takes_its_key_with_it() -> None:
    assert chosen("stage=a") == [("Stage", [("Alpha", "?")])]


def test_boxes_are_one_chip() -> None:
    typed = "since_day=3&since_month=4&since_year=2026&q="

    assert chosen(typed) == [("Reported since", [("2026-04-03", "?q=")])]
    assert chosen(typed, since="3 April 2026")[0][1][0][0] == "3 April 2026"


def test_what_is_wrong_or_not_chosen_has_no_chip() -> None:
    assert chosen("stage=z&q=") == []
    assert filters.chosen(CaseFilter(), QueryDict("q=a")) == []


def test_an_address_can_change_and_lose_keys() -> None:
    query = QueryDict("q=a&stage=b&page=3")

    assert filters.address(query, sort="due", stage=None) == "?q=a&sort=due"
    assert filters.address(query, stage=["a", "b"]) == "?q=a&stage=a&stage=b"


def draw(source: str, address: str = "/", **context: Any) -> str:
    request = RequestFactory().get(address)
    return Template("{% load soteria_moj %}" + source).render(Context(context | {"request": request}))


def test_the_filter_panel_draws_fields_chips_and_keeps_the_order() -> None:
    form = CaseFilter(QueryDict("q=ab&sort=-due"))
    form.is_valid()
    html = draw("{% filter_panel form clear='/cases/' results='list' %}", "/cases/?q=ab&sort=-due", form=form)

    assert 'href="?sort=-due"><span class="govuk-visually-hidden">Remove this filter: </span>ab</a>' in html
    assert '<input type="hidden" name="sort" value="-due">' in html
    assert 'href="/cases/">Clear filters' in html
    assert 'href="#list"' in html
    assert "Selected filters" not in draw("{% filter_panel form chosen=none %}", form=CaseFilter(), none=[])


@pytest.mark.parametrize(
    ("address", "direction", "href"),
    [
        ("/", "none", "?sort=due"),
        ("/?sort=due&after=x", "ascending", "?sort=-due"),
        ("/?sort=-due&q=a", "descending", "?sort=due&amp;q=a"),
    ],
)
def test_a_heading_sorts_by_link_and_says_how_it_is_sorted(address: str, direction: str, href: str) -> None:
    html = draw('{% sort_header "Due" "due" numeric=True %}', address)

    assert f'aria-sort="{direction}"' in html
    assert f'href="{href}"' in html
    assert "govuk-table__header--numeric" in html


def test_a_heading_knows_the_order_that_a_list_has_without_being_asked() -> None:
    assert 'aria-sort="descending"' in draw('{% sort_header "Due" "due" current="-due" %}')


def test_pages_link_onward_and_back_and_keep_the_filters() -> None:
    html = draw('{% pages after="z" before="a" %}', "/?q=x&after=m")

    assert 'href="?q=x&amp;after=z"' in html
    assert 'href="?q=x&amp;before=a"' in html
    assert draw("{% pages %}").strip() == ""


def test_the_identity_bar_says_whose_case_it_is() -> None:
    actions, tags = (
        [{"text": "Log a breach", "href": "/b/"}],
        [{"text": "Restricted", "colour": "red"}, {"text": "Plain"}],
    )
    html = draw("{% identity_bar title actions=a tags=t %}", title="Case <1>", a=actions, t=tags)

    assert "Case &lt;1&gt;" in html
    assert 'href="/b/"' in html
    assert "govuk-tag--red" in html
    assert "govuk-tag--grey" in html
    assert "moj-button-menu" not in draw('{% identity_bar "Case" %}')


def test_sub_navigation_marks_the_page_and_counts() -> None:
    items = [{"text": "Summary", "href": "/s/", "is_current": True}, {"text": "Victims", "href": "/v/", "count": 120}]
    html = draw("{% sub_navigation items %}", items=items)

    assert 'href="/s/" aria-current="page"' in html
    assert "99+" in html
    assert "(99 or more new)" in html


def test_a_timeline_shows_a_date_without_a_time_as_a_date() -> None:
    items = [
        {"title": "Breach", "by": "DC", "at": datetime(2026, 3, 3, 14, 5, tzinfo=UTC), "text": "a\n<b>"},
        {"title": "Reported", "at": date(2026, 3, 1), "href": "/r/", "html": Template("<i>x</i>").render(Context())},
    ]
    html = draw("{% timeline items level=4 %}", items=items)

    assert "3 March 2026 at 2:05pm" in html
    assert ">1 March 2026<" in html
    assert "&lt;b&gt;" in html
    assert "<i>x</i>" in html
    assert '<h4 class="moj-timeline__title"><a class="govuk-link" href="/r/">' in html


def test_panels_tell_a_failure_from_an_empty_list() -> None:
    failed = draw('{% could_not_load "the next dates" retry_url="/again/" %}')
    empty = draw('{% empty "No breaches." "Log a breach" "/b/" %}')

    assert "We could not load the next dates." in failed
    assert "does not mean that there is nothing to show" in failed
    assert "could not" not in empty
    assert 'href="/b/">Log a breach' in empty


def test_alerts_badges_tiles_and_menus_are_drawn() -> None:
    html = draw(
        '{% alert "warning" "Bail ends" "Ask for more" dismissible=True %}{% alert "success" "Done" %}'
        '{% badge "High risk" "red" %}{% badge "Plain" %}{% button_menu items text="More" %}'
        '{% ticket_panel label="Breaches" %}<a href="/b/">3</a>{% endticket_panel %}'
        "{% ticket_panel %}x{% endticket_panel %}",
        items=[{"text": "Note", "href": "/n/"}],
    )

    assert 'aria-label="warning: Bail ends"' in html
    assert 'data-dismissible="true"' in html
    assert "moj-badge--red" in html
    assert 'data-button-text="More"' in html
    assert '<section class="moj-ticket-panel" aria-label="Breaches">' in html
