"""Identifiers, telephone numbers and addresses in one form each, so that two ways of writing one are the same."""

import re
from functools import lru_cache

from cases.rules.names import plain

PNC = re.compile(r"(?P<year>\d{4}|\d{2})/?(?P<number>\d{1,7})(?P<check>[A-Z])", re.ASCII)
CRO = re.compile(r"(?P<number>\d{1,6})/?(?P<year>\d{2,4})(?P<check>[A-Z])", re.ASCII)
TOKEN = re.compile(r"[a-z]+|\d+[a-z]?")
# Words that say what kind of door it is; "Flat 7" and "Apartment 7" are one door.
DOORS = frozenset({"flat", "studio", "apartment", "apt", "unit", "room", "no", "number", "the", "floor", "block"})
# Kinds of street, which half of all addresses share.
KINDS = frozenset(
    re.findall(
        "[a-z]+",
        """alley approach avenue boulevard circle circuit close court crescent drive gardens gate green grove hill lane
        mews parade park place rise road row square street terrace view walk way""",
    )
)
STREETS = {"rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close"}
NO_ABODE = ("no fixed abode", "nfa", "no fixed address", "not known", "n/k", "unknown", "refused")
SHORTEST_PHONE = 9


def identifier(text: str) -> str:
    """Letters and figures alone, in capitals; nothing where it has no figure but nought, since that is a filler."""
    kept = "".join(letter for letter in text.upper() if letter.isalnum())
    return kept if any(letter in "123456789" for letter in kept) else ""


@lru_cache(maxsize=50_000)
def pnc(text: str) -> str:
    """A PNC ID with its year in full and seven figures: 19/35334Z and 2019/0035334Z are the same.

    The short form leaves the century out; the Police National Computer began in 1974, so 74 and after is the last one.
    """
    found = PNC.fullmatch("".join(text.upper().split()).replace("-", "/"))
    if found is None:
        return identifier(text)
    if not int(found["number"]):
        return ""
    year = found["year"]
    whole = year if len(year) == 4 else ("19" if year >= "74" else "20") + year
    return f"{whole}/{int(found['number']):07d}{found['check']}"


@lru_cache(maxsize=50_000)
def cro(text: str) -> str:
    """A CRO number without leading noughts and with a year of two figures: 002345/1985F and 2345/85F are the same."""
    found = CRO.fullmatch("".join(text.upper().split()).replace("-", "/"))
    if found is None:
        return identifier(text)
    return f"{int(found['number'])}/{found['year'][-2:]}{found['check']}" if int(found["number"]) else ""


def phone(text: str) -> str:
    """The figures of a telephone number with a leading nought for the United Kingdom; nothing where too few."""
    figures = "".join(letter for letter in text if letter.isdigit())
    figures = re.sub(r"^(?:0044|44(?=\d{10}$))0?", "0", figures)
    return figures if len(figures) >= SHORTEST_PHONE and len(set(figures)) > 2 else ""


def postcode(text: str) -> str:
    """A postcode without its space, in capitals."""
    kept = text.upper().replace(" ", "")
    if not kept.isalnum():
        kept = "".join(letter for letter in kept if letter.isalnum())
    return "" if kept.isalpha() else kept


def address(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers of an address and its words, in their order; nothing of "no fixed abode"."""
    lowered = plain(text)
    if lowered.strip(" .") in NO_ABODE:
        return (), ()
    numbers, words = [], []
    for token in TOKEN.findall(lowered):
        if token[0].isdigit():
            numbers.append(token.lstrip("0") or "0")
        elif token not in DOORS:
            words.append(STREETS.get(token, token))
    return tuple(numbers), tuple(words)
