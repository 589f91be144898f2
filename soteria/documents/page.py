"""A letter as HTML, from nothing but its words: for the preview on screen and for the PDF alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

STYLE = """
@page { size: A4; margin: 25mm 22mm 22mm; @bottom-right { content: counter(page) " of " counter(pages); font: 9pt "Liberation Sans", Arial, sans-serif; } }
body { font: 12pt/1.5 "Liberation Sans", Arial, sans-serif; color: #000; margin: 0; }
h1 { font-size: 15pt; line-height: 1.3; margin: 18pt 0 12pt; }
h2 { font-size: 12pt; margin: 14pt 0 4pt; break-after: avoid; }
p { margin: 0 0 8pt; orphans: 3; widows: 3; overflow-wrap: anywhere; }
.from { margin-bottom: 18pt; }
.sign { margin-top: 18pt; break-inside: avoid; }
"""  # noqa: E501 - a rule a line


@dataclass(frozen=True)
class Part:
    """One part of a letter: an optional heading and its paragraphs, which are apart by an empty line."""

    text: str
    heading: str = ""


@dataclass(frozen=True)
class Letter:
    """What stands on the paper. `sender` and `signature` are lines; `key` tells one document's PDF from another's."""

    title: str
    sender: Sequence[str]
    on: date
    parts: Sequence[Part]
    key: str = ""
    lang: str = "en-GB"
    signature: Sequence[str] = field(default=())


def body(letter: Letter) -> SafeString:
    """The words of a letter as HTML; everything in it is escaped."""
    return format_html(
        "{}<p>{}</p><h1>{}</h1>{}{}",
        _lines(letter.sender, "from"),
        f"{letter.on.day} {letter.on:%B %Y}",
        letter.title,
        format_html_join("", "{}{}", ((_heading(part), paragraphs(part.text)) for part in letter.parts)),
        _lines(letter.signature, "sign") if letter.signature else "",
    )


def html(letter: Letter) -> SafeString:
    """The whole document for the printer: its language, title and style, and nothing that has to be fetched."""
    return format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>'
        '<meta name="dcterms.created" content="{}"><meta name="dcterms.modified" content="{}">'
        "<style>{}</style></head><body>{}</body></html>",
        letter.lang,
        letter.title,
        letter.on.isoformat(),
        letter.on.isoformat(),
        mark_safe(STYLE),  # noqa: S308 - our own constant
        body(letter),
    )


def _heading(part: Part) -> SafeString:
    return format_html("<h2>{}</h2>", part.heading) if part.heading else SafeString("")


def paragraphs(text: str) -> SafeString:
    """Typed words as paragraphs, escaped: an empty line ends one, and a line end stays a line end."""
    blocks = (block.strip() for block in text.replace("\r\n", "\n").split("\n\n"))
    return format_html_join("", "<p>{}</p>", ((_broken(block),) for block in blocks if block))


def _broken(block: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in block.split("\n")))


def _lines(lines: Sequence[str], name: str) -> SafeString:
    return format_html('<p class="{}">{}</p>', name, _broken("\n".join(lines)))
