"""Components are cached, escape what nobody declared safe, and leave typed text alone."""

from time import perf_counter

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from soteria.ui import components
from soteria.ui.templatetags.soteria_ui import nested


def draw(source: str, **context: object) -> str:
    return Template("{% load soteria_ui %}" + source).render(Context(context))


def test_an_unknown_component_says_so() -> None:
    with pytest.raises(components.UnknownComponent, match="no GOV.UK component called 'crown'"):
        components.render("crown", {})


def test_text_is_escaped() -> None:
    assert "&lt;script&gt;" in components.render("button", {"text": "<script>"})


def test_html_that_nobody_declared_safe_is_escaped() -> None:
    params = {"rows": [{"key": {"text": "A"}, "value": {"html": "<script>"}}]}

    assert "<script>" not in components.render("summary-list", params)


def test_html_declared_safe_is_kept() -> None:
    assert "<b>hello</b>" in components.render("inset-text", {"html": mark_safe("<b>hello</b>")})


def test_typed_lines_are_not_indented_inside_a_fieldset() -> None:
    area = components.render("textarea", {"name": "why", "id": "why", "label": {"text": "Why"}, "value": "one\ntwo"})
    params = {
        "name": "q",
        "fieldset": {"legend": {"text": "Q"}},
        "items": [{"text": "A", "value": "a", "conditional": {"html": area}}],
    }

    assert ">one\ntwo</textarea>" in components.render("radios", params)


def test_the_macro_is_made_once() -> None:
    assert components.macro("button") is components.macro("button")
    assert components.environment() is components.environment()


def test_a_cached_component_costs_less_than_the_target() -> None:
    items = [{"value": str(number), "text": str(number)} for number in range(5)]
    params = {"name": "q", "fieldset": {"legend": {"text": "Q"}}, "items": items}
    components.render("radios", params)

    costs = []
    for _ in range(20):
        began = perf_counter()
        components.render("radios", params)
        costs.append(perf_counter() - began)

    assert min(costs) < 0.0024


def test_the_tag_takes_nested_words() -> None:
    html = draw('{% govuk "input" name="ref" id="ref" label__text="Reference" hint__text="As on the letter" %}')

    assert "Reference" in html
    assert "As on the letter" in html


def test_the_tag_adds_words_to_parameters_without_changing_them() -> None:
    given = {"label": {"text": "Old"}, "name": "ref"}

    assert nested(given, {"label__classes": "big"}) == {"label": {"text": "Old", "classes": "big"}, "name": "ref"}
    assert given == {"label": {"text": "Old"}, "name": "ref"}


def test_the_tag_escapes_a_variable_and_keeps_its_own_markup() -> None:
    assert "&lt;b&gt;" in draw('{% govuk "tag" text=word %}', word="<b>")
    assert "&lt;b&gt;" in draw('{% govuk "inset-text" html=word %}', word="<b>")


def test_the_block_tag_puts_content_into_the_component() -> None:
    html = draw('{% govukblock "details" summaryText="More" %}<p>{{ word }}</p>{% endgovukblock %}', word="<i>")

    assert "<p>&lt;i&gt;</p>" in html
