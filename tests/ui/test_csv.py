"""Exports that a spreadsheet cannot be made to run."""

import csv as python_csv
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from soteria.ui import csv


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0="])
def test_text_that_could_be_a_formula_is_made_plain_text(start: str) -> None:
    assert csv.cell(f"{start}HYPERLINK()").startswith("'")


def test_values_are_written_as_a_spreadsheet_reads_them() -> None:
    assert csv.cell(date(2026, 3, 3)) == "2026-03-03"
    assert csv.cell(datetime(2026, 7, 1, 13, 5, tzinfo=UTC)) == "2026-07-01 14:05"
    assert csv.cell(-4.5) == "-4.5"
    assert csv.cell(Decimal("2.50")) == "2.50"
    assert csv.cell(None) == ""
    assert csv.cell("Zoë") == "Zoë"


@given(some.text())
def test_no_text_begins_as_a_formula(text: str) -> None:
    assert not csv.cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_a_download_is_named_marked_and_whole() -> None:
    response = csv.download("cases-2026-05-12", ["Reference", "=Bad"], [["55/1/26", 'Zoë, "Z"\n2']])
    body = b"".join(response.streaming_content)

    assert response["Content-Disposition"] == 'attachment; filename="cases-2026-05-12.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(python_csv.reader(body.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows == [["Reference", "'=Bad"], ["55/1/26", 'Zoë, "Z"\n2']]
