"""Documents: filled by nothing but their allowed fields, accessible by their structure, the same bytes each time."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import page as validation
import pytest
from hypothesis import given
from hypothesis import strategies as st
from weasyprint import HTML

from soteria.documents import fill, page
from soteria.documents.page import Letter, Part
from soteria.documents.pdf import NothingIsFetched, _fetcher, render
from tests.documents.anatomy import opened, tags

ROOT = Path(__file__).resolve().parents[2]
LETTER = Letter(
    title="About what you reported to us",
    sender=["Wessmere Police", "Harbourside RASSO"],
    on=date(2026, 3, 4),
    parts=[Part("Dear Ros\n\nFirst line,\nsecond line."), Part("Żółć and é.", "How this was decided")],
    key="letter:1",
    signature=["Olive Carter", "Officer in the case"],
)


def test_a_letter_is_tagged_titled_and_in_its_language():
    pdf = opened(render(LETTER).content)

    assert b"/StructTreeRoot" in pdf and b"/MarkInfo" in pdf and b"/Marked true" in pdf
    assert b"/Lang (en-GB)" in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert b'pdfuaid:part="1"' in pdf
    assert b"About what you reported to us</rdf:li>" in pdf
    assert pdf.startswith(b"%PDF-1.7")


def test_headings_and_paragraphs_are_told_apart():
    assert {"Document", "H1", "H2", "P"} <= set(tags(render(LETTER).content))


def test_it_meets_every_rule_of_pdf_ua_1():
    """ISO 14289-1, by a validator of its own; a page printed without care must fail, or the check proves nothing."""
    report = validation.validate_pdf_bytes(render(LETTER).content, profile="ua1")
    plain = validation.validate_pdf_bytes(HTML(string="<p>Dear Ros</p>").write_pdf(), profile="ua1")

    assert report.is_compliant, [str(failure) for failure in report.failures]
    assert not plain.is_compliant


def test_its_fonts_go_with_it():
    assert b"/FontFile" in opened(render(LETTER).content)


def test_the_same_words_are_the_same_bytes():
    one, two = render(LETTER), render(LETTER)

    assert one == two
    assert len(one.sha256) == 64


def test_another_process_prints_the_same_bytes():
    script = "from tests.documents.test_documents import LETTER, render; print(render(LETTER).sha256)"
    found = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "soteria.settings", "PYTHONHASHSEED": "7", "HOME": str(Path.home())},
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.split()[-1] == render(LETTER).sha256


def test_other_words_are_other_bytes():
    other = Letter(LETTER.title, LETTER.sender, LETTER.on, [Part("Dear Miriam")], LETTER.key)

    assert render(other).sha256 != render(LETTER).sha256


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/x", "https://example.org", "file:///etc/passwd", "ftp://x/y", "data:text/css,x"]
)
def test_nothing_is_fetched(address):
    with pytest.raises(NothingIsFetched):
        _fetcher().fetch(address)


def test_what_is_typed_is_never_mark_up():
    typed = Letter("<i>t</i>", ["<img src=x>"], LETTER.on, [Part('<link rel=stylesheet href="http://x">', "<b>")])

    words = page.html(typed)

    assert "<img" not in words and "<link" not in words and "<b>" not in words and "<i>" not in words
    assert "&lt;img src=x&gt;" in words
    assert render(typed).content.startswith(b"%PDF")


@pytest.mark.parametrize("typed", ["{{7*7}}", "{% load x %}", "{{ a.b.c }}", "{{ settings.SECRET_KEY }}", "{{ }}", "{"])
def test_what_is_typed_is_never_a_program(typed):
    """Checklist 49."""
    assert fill.filled(typed, {"name": "Ros"}, blank="[{}]") in (typed, f"[{typed.strip('{} ')}]")
    assert fill.unknown(typed, ["name"]) == fill.fields_in(typed)


@given(st.dictionaries(st.sampled_from(["name", "day"]), st.text()))
def test_a_value_is_put_in_as_it_is(values):
    words = fill.filled("{{ name }}|{{day}}", values, blank="-")

    assert words == f"{values.get('name') or '-'}|{values.get('day') or '-'}"


def test_an_empty_line_ends_a_paragraph():
    assert page.paragraphs("one\r\ntwo\n\n\n three ") == "<p>one<br>two</p><p>three</p>"
