"""A report as HTML for the printer: headings, facts, paragraphs and tables, made of nothing but their words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from soteria.documents.page import paragraphs

STYLE = """
@page { size: A4; margin: 18mm 16mm 18mm; @top-center { content: "OFFICIAL-SENSITIVE"; font: bold 9pt "Liberation Sans", Arial, sans-serif; } @bottom-right { content: counter(page) " of " counter(pages); font: 9pt "Liberation Sans", Arial, sans-serif; } }
@page wide { size: A4 landscape; }
body { font: 10pt/1.4 "Liberation Sans", Arial, sans-serif; color: #000; margin: 0; }
body.wide { page: wide; }
h1 { font-size: 16pt; line-height: 1.2; margin: 0 0 4pt; }
h2 { font-size: 12pt; margin: 12pt 0 3pt; break-after: avoid; }
p { margin: 0 0 5pt; orphans: 3; widows: 3; overflow-wrap: anywhere; }
.said { color: #333; }
.caveat { border-left: 3pt solid #000; padding-left: 6pt; margin: 6pt 0 8pt; }
table { border-collapse: collapse; width: 100%; margin: 4pt 0 8pt; }
caption { text-align: left; font-weight: bold; margin-bottom: 3pt; }
th, td { text-align: left; vertical-align: top; border-bottom: 0.5pt solid #777; padding: 3pt 6pt 3pt 0; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
.facts th { width: 30%; }
"""  # noqa: E501 - a rule a line


@dataclass(frozen=True)
class Words:
    """A heading, and paragraphs that are apart by an empty line."""

    heading: str
    text: str


@dataclass(frozen=True)
class Facts:
    """Facts by name, as a table with a heading for each row."""

    heading: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """A table with its headings; every row begins with what it is about."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str = "None."


Block = Words | Facts | Table


@dataclass(frozen=True)
class Report:
    """What stands on the paper. `lines` say who had it printed and when; `caveat` is said below them."""

    title: str
    on: date
    blocks: Sequence[Block]
    caveat: str = ""
    is_wide: bool = False
    lines: Sequence[str] = field(default=())


def html(report: Report) -> SafeString:
    """The whole document for the printer; everything in it is escaped."""
    day = report.on.isoformat()
    return format_html(
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{}</title>'
        '<meta name="dcterms.created" content="{}"><meta name="dcterms.modified" content="{}">'
        '<style>{}</style></head><body class="{}"><h1>{}</h1>{}{}{}'
        "</body></html>",
        report.title,
        day,
        day,
        mark_safe(STYLE),  # noqa: S308 - our own constant
        "wide" if report.is_wide else "",
        report.title,
        format_html_join("", '<p class="said">{}</p>', ((line,) for line in report.lines)),
        format_html('<p class="caveat">{}</p>', report.caveat) if report.caveat else "",
        format_html_join("", "{}", ((_block(block),) for block in report.blocks)),
    )


def _block(block: Block) -> SafeString:
    if isinstance(block, Words):
        return format_html("<h2>{}</h2>{}", block.heading, paragraphs(block.text))
    if isinstance(block, Facts):
        return _facts(block)
    return _table(block) if block.rows else format_html("<h2>{}</h2><p>{}</p>", block.heading, block.empty)


def _facts(block: Facts) -> SafeString:
    rows = ((name, paragraphs(words or "Not recorded")) for name, words in block.rows)
    drawn = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', rows)
    return format_html('<h2>{}</h2><table class="facts">{}</table>', block.heading, drawn)


def _table(block: Table) -> SafeString:
    return format_html(
        "<h2>{}</h2><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        block.heading,
        format_html_join("", '<th scope="col">{}</th>', ((name,) for name in block.columns)),
        format_html_join("", "<tr>{}</tr>", ((_row(row),) for row in block.rows)),
    )


def _row(row: Sequence[str]) -> SafeString:
    first, *rest = row
    cells = format_html_join("", "<td>{}</td>", ((paragraphs(words or "None"),) for words in rest))
    return format_html('<th scope="row">{}</th>{}', first, cells)
