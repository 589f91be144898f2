"""Nothing that can be typed, pasted or sent breaks a form: it is cleaned or refused in plain words, and shown again."""

import re

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from soteria.accounts.models import User
from soteria.ui.gallery import EveryField

BLANK = Template("{% load soteria_ui %}{% error_summary form %}{{ form }}")
NAMES = sorted(set(re.findall(r' name="([^"]+)"', BLANK.render(Context({"form": EveryField()})))))
# Every character that a string of Python can hold, half surrogate pairs and NUL among them.
TEXTS = some.one_of(
    some.text(some.characters(exclude_categories=())),
    some.sampled_from(["\0", "\ud800", "٣", "1" * 5000, "\r\n\r", "<b>", "%s"]),
)


def test_the_form_under_attack_has_every_box() -> None:
    assert len(NAMES) > 30


@given(some.dictionaries(some.sampled_from(NAMES), TEXTS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_typed_text_breaks_a_form_or_the_page_that_shows_it(typed: dict[str, str]) -> None:
    data = QueryDict("", mutable=True)
    data.update(typed)
    form = EveryField(data)

    assert not form.is_valid()
    page = BLANK.render(Context({"form": form}))
    assert page.encode()
    assert "There is a problem" in page


def test_typed_text_is_shown_again_exactly() -> None:
    html = str(EveryField({"account": "\n a\n  b\n<i>%(x)s"}))

    assert ">\n\n a\n  b\n&lt;i&gt;%(x)s</textarea>" in html


@pytest.mark.parametrize("name", ["reference", "account", "places", "decision", "team", "count", "email"])
def test_a_nul_byte_is_refused_beside_its_field(name: str) -> None:
    form = EveryField({name: "a\0b"})

    assert form[name].error_text
    assert form[name].link_id in BLANK.render(Context({"form": form}))


def test_more_than_the_service_takes_is_refused_in_plain_words(sign_in, oic: User) -> None:
    client: Client = sign_in(oic)

    big = client.post(
        "/account/reauthenticate/", {"password": "x" * 3_000_000}, content_type="application/x-www-form-urlencoded"
    )

    assert big.status_code == 400
    assert "We could not read what was sent" in big.content.decode()


def test_every_id_on_a_page_is_its_own(sign_in, oic: User) -> None:
    html = sign_in(oic).get("/gallery/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert sorted(ids) == sorted(set(ids))
