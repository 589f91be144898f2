"""The sentences of a report, each made plain to match: lower case, slips and short forms put right."""

import re
from collections.abc import Iterator
from functools import cache

from cases.rules import disclosure_words as words

MOST_WORDS = 70
"""A run of words without a full stop is cut at so many: notes without stops must not take for ever."""
_SHORT = "".join(rf"(?<!\b{short})" for short in ("[a-z]", "approx", "mr", "mrs", "ms", "dr", "st", "no"))
_END = re.compile(_SHORT + r"[.!?]+(?=\s|$|[\"')])|\n+", re.I)
_TOKEN = re.compile(r"[a-z0-9£]+(?:[*@#]+[a-z]*)*|'[a-z]+|[^\sa-z0-9]")
_NOT = {"cant": "can not", "wont": "will not", "cannot": "can not", "shant": "shall not"}
_NT = re.compile(r"^(did|does|do|was|were|is|are|has|have|had|would|could|should)nt$")
_BREAK = re.compile(r"(?<!\S)(;|but|however|although|though|except|whereas|yet)(?!\S)")
_CURLY = str.maketrans("‘’“”`´–—", "''\"\"''--")
Span = tuple[int, int]


def sentences(text: str) -> Iterator[Span]:
    """Where each sentence begins and ends in the text, spaces around it left out; a very long one is cut."""
    start = 0
    for end in [match.end() for match in _END.finditer(text)] + [len(text)]:
        yield from _cut(text, start, end)
        start = end


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    found = list(re.finditer(r"\S+", text[start:end]))
    for first in range(0, len(found), MOST_WORDS):
        part = found[first : first + MOST_WORDS]
        yield start + part[0].start(), start + part[-1].end()


def plain(sentence: str) -> str:
    """One sentence as the vocabulary speaks of it: see the head of cases/reference/disclosure.yaml."""
    lower = sentence.translate(_CURLY).lower().replace("n't", " not").replace('"', " ")
    tokens = [_right(token) for token in _TOKEN.findall(lower)]
    said = " ".join(tokens).replace("can not", "could not").replace("ca not", "could not").replace("wo not", "will not")
    for pattern, instead in words.short_forms():
        said = pattern.sub(instead, said)
    return _BREAK.sub(r"| \1", said)


@cache
def slips() -> dict[str, str]:
    """Each slip of the hand that is put right, with the word that was meant."""
    known = set(words.spelling()) | set(words.real_words())
    return {slip: word for word in words.spelling() for slip in slips_of(word) if slip not in known}


def _right(token: str) -> str:
    if token in _NOT:
        return _NOT[token]
    if match := _NT.match(token):
        return f"{match[1]} not"
    return slips().get(token, token)


def slips_of(word: str) -> set[str]:
    """What a hurried hand makes of a word: letters swapped, doubled, or (in a long word) left out or halved.

    >>> sorted(slips_of("rape"))
    ['aprpe', 'arpe', 'raep', 'rpae']
    """
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    long = len(word) > 5
    dropped = {word[:i] + word[i + 1 :] for i in range(1, len(word) - 1)} if long else set()
    doubled = {word[:i] + word[i] + word[i:] for i in range(len(word))} if long else set()
    return (swapped | dropped | doubled) - {word}
