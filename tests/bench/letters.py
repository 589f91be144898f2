"""Letters a second in a warm worker, beside WeasyPrint alone on the same words: `python -m tests.bench.letters`."""

from datetime import date

from soteria.documents.page import Letter, Part, html
from soteria.documents.pdf import render
from tests.bench.measure import Timing, together

BAR = 1.3  # times bare WeasyPrint
ROUNDS = 30
# Two pages, as the letter about a decision is.
WORDS = "We looked at everything that you told us, and at everything that we could find beside it. " * 9
PARTS = [Part(f"{WORDS}\n\n{WORDS}", f"Part {number} of the letter") for number in range(1, 5)]


def letter(number: int) -> Letter:
    """A two-page letter that differs from every other."""
    sender, signature = ["Wessmere Police", "Harbourside RASSO"], ["Olive Carter", "Officer in the case"]
    opening = Part(f"Dear Ros\n\nOur reference is 55/{number}/26.")
    return Letter(
        "About what you reported", sender, date(2026, 3, 4), [opening, *PARTS], str(number), signature=signature
    )


def measure(rounds: int = ROUNDS) -> dict[str, Timing]:
    """Milliseconds a letter: ours, WeasyPrint making the same PDF/UA-1, and WeasyPrint without tags."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts, numbers = FontConfiguration(), iter(range(10**6))

    def bare(**options: object) -> bytes:
        return weasyprint.HTML(string=html(letter(next(numbers)))).write_pdf(**options)

    return together(
        {
            "Letter": lambda: render(letter(next(numbers))),
            "bare WeasyPrint, PDF/UA-1": lambda: bare(pdf_variant="pdf/ua-1"),
            "bare WeasyPrint, PDF/UA-1, fonts kept": lambda: bare(pdf_variant="pdf/ua-1", font_config=fonts),
            "bare WeasyPrint, no tags": bare,
        },
        rounds=rounds,
    )


def report(found: dict[str, Timing]) -> str:
    """The figures as a table, with letters a second and the ratio to each baseline."""
    ours = found["Letter"]
    rows = [
        f"| {name} | {each.p50:,.1f} · {each.p95:,.1f} | {ours.p50 / each.p50:.2f} |" for name, each in found.items()
    ]
    head = ["| Milliseconds a letter of two pages (p50 · p95) | | ours ÷ this |", "|---|---|---|"]
    return "\n".join([*head, *rows, "", f"Letters a second, one core: {1000 / ours.p50:.1f}"])


if __name__ == "__main__":
    print(report(measure()))
