"""Places in a list: what a cursor keeps, and that one which was tampered with is the start."""

import base64
import json
from datetime import UTC, datetime

import pytest

from cases.queries.keyset import Order, Place, cursor, place

AT = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)
KINDS = (datetime, int)


def sealed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_cursor_is_read_as_it_was_written():
    assert place(cursor((AT, 7)), "", KINDS) == Place(after=(AT, 7))
    assert place("", cursor((AT, 7)), KINDS) == Place(before=(AT, 7))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "!!!",
        "é",
        sealed([1, 2]),
        sealed([{"at": "yesterday"}, 2]),
        sealed([{"at": "2026-03-02T10:15:00"}, 2]),
        sealed([{"on": "2026"}, 2]),
        sealed([{"at": AT.isoformat()}]),
        sealed([{"at": AT.isoformat()}, True]),
        sealed([{"at": AT.isoformat()}, 2**63]),
        sealed({"at": AT.isoformat()}),
        sealed(5),
        sealed(None),
    ],
)
def test_a_cursor_that_was_tampered_with_is_the_start(text):
    assert place(text, "", KINDS) == Place()
    assert not place("", text, KINDS).is_backwards


def test_text_that_cannot_be_stored_is_no_place():
    assert place(sealed(["a\x00b", 1]), "", (str, int)) == Place()


def test_an_order_turns_round():
    order = Order("reported", ("reported_at", "pk"), is_descending=True)
    assert order.by() == ["-reported_at", "-pk"]
    assert order.by(is_backwards=True) == ["reported_at", "pk"]
