"""Reports on paper: every rule of PDF/UA-1 is met, and what is typed is never mark-up."""

from datetime import date

import page as validation

from soteria.documents.pdf import print_page
from soteria.documents.report import Facts, Report, Table, Words, html
from tests.documents.anatomy import tags

BLOCKS = (
    Facts("Who", [("Name", "<b>Gareth</b>"), ("Born", "")]),
    Table("Cases", ("Case", "Reported"), [("55/20001/26", "2 March 2026")]),
    Table("Reviews", ("Read on",), [], empty="No review yet."),
    Words("Plan", "First.\n\nSecond."),
)
REPORT = Report(
    "Agenda", date(2026, 3, 4), BLOCKS, "Allegations, not findings.", is_wide=True, lines=("Printed by DI",)
)


def test_a_report_meets_every_rule_of_pdf_ua_1_and_has_its_tables():
    printed = print_page(html(REPORT), key="a").content
    found = validation.validate_pdf_bytes(printed, profile="ua1")

    assert found.is_compliant, [str(failure) for failure in found.failures]
    assert {"H1", "H2", "Table", "TH", "TD"} <= set(tags(printed))


def test_what_is_typed_is_words_and_what_is_missing_is_said():
    drawn = html(REPORT)

    assert "&lt;b&gt;Gareth&lt;/b&gt;" in drawn
    assert "Not recorded" in drawn and "No review yet." in drawn
    assert drawn.index("Agenda</h1>") < drawn.index("Printed by DI") < drawn.index("Allegations")
