"""A letter as PDF/UA-1: tagged, titled, in its language, and the same bytes whenever the same words are printed.

WeasyPrint takes a second to load, so it is loaded at the first page and stays in the worker.
"""

import hashlib
import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from soteria.documents.page import Letter, html

VARIANT = "pdf/ua-1"


class NothingIsFetched(Exception):
    """A document named something outside itself; it is made of its words alone."""


@dataclass(frozen=True)
class Printed:
    """A PDF and its fingerprint."""

    content: bytes
    sha256: str


def render(letter: Letter) -> Printed:
    """Print a letter. Raises NothingIsFetched where it names an image, a style or a font of its own."""
    return print_page(html(letter), key=letter.key)


def print_page(text: str, *, key: str = "") -> Printed:
    """Print a whole HTML document, such as a report's. Raises NothingIsFetched as `render` does.

    `key` tells one document from another of the same words.
    """
    printer = _printer()
    document = printer.HTML(string=text, base_url="about:blank", url_fetcher=_fetcher())
    # The identifier would otherwise be drawn at random, and the same letter would have another fingerprint each time.
    identifier = hashlib.sha256(f"{key}\n{text}".encode()).digest()[:16]
    content = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, font_config=_fonts())
    return Printed(content, hashlib.sha256(content).hexdigest())


@cache
def _printer() -> Any:
    import weasyprint

    # Its progress is of no use to anybody, and its warnings may quote what they are about.
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return weasyprint


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _fetcher() -> Any:
    """A fetcher that fetches nothing: no file, no address, no data of its own."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Refused(FatalURLFetchingError, NothingIsFetched):
        pass

    class Nothing(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise Refused("A document is made of its words alone")

    return Nothing()
