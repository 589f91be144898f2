"""Whether the text of a report discloses a sexual offence: which sentence says so, how strongly, and why we think so.

It only chooses what a person should read (catalogue row C51): it decides nothing about a crime or a victim.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from cases.rules import disclosure_text, disclosure_words
from cases.rules.disclosure_text import Span
from cases.rules.disclosure_words import Excuse, Signal

MOST = 100


@dataclass(frozen=True)
class Found:
    """One sentence that discloses: where it stands in the text, its weight up to 100, and the reasons for it."""

    span: Span
    weight: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What a text was found to disclose; weight 0 and no sentences where it is nothing."""

    weight: int = 0
    found: tuple[Found, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons of the weightiest sentence."""
        return max(self.found, key=lambda found: found.weight).reasons if self.found else ()


@dataclass(frozen=True)
class Sentence:
    """One sentence made plain: as said, with other matters blotted out, and with harmless "not"s blotted out too."""

    span: Span
    said: str
    denying: str
    supports: dict[str, tuple[Span, ...]]


def read(text: str) -> Reading:
    """Read one report. Sentences that reach the vocabulary's threshold are found, in the order of the text.

    >>> read("Window broken. She said he raped her last year.").found[0].span
    (15, 47)
    >>> read("No sexual offences disclosed.").weight
    0
    """
    sentences = [_sentence(text, span) for span in disclosure_text.sentences(text)]
    found = [
        weighed
        for place, sentence in enumerate(sentences)
        if (weighed := _weigh(sentence, _around(sentences, place))) and weighed.weight >= disclosure_words.enough()
    ]
    return Reading(max((one.weight for one in found), default=0), tuple(found))


def _sentence(text: str, span: Span) -> Sentence:
    said = disclosure_text.plain(text[slice(*span)])
    for pattern in disclosure_words.other_matters():
        said = pattern.sub(_blot, said)
    denying = disclosure_words.not_a_denial().sub(_blot, said)
    supports = {
        name: tuple(match.span() for match in pattern.finditer(said))
        for name, (_, pattern) in disclosure_words.supports().items()
    }
    return Sentence(span, said, denying, supports)


def _blot(match: re.Match[str]) -> str:
    """The same length, so that places in the sentence stay what they are."""
    return re.sub(r"\S", "_", match[0])


def _around(sentences: Sequence[Sentence], place: int) -> frozenset[str]:
    """The supports of the sentences before and after that count for this one."""
    beside = [*sentences[max(place - 1, 0) : place], *sentences[place + 1 : place + 2]]
    return frozenset(name for one in beside for name, spans in one.supports.items() if spans) & _neighbours()


@cache
def _neighbours() -> frozenset[str]:
    return disclosure_words.neighbours()


def _weigh(sentence: Sentence, around: frozenset[str]) -> Found | None:
    weighed = [
        _weight(signal, match.span(), sentence, around)
        for signal in disclosure_words.signals()
        for match in signal.pattern.finditer(sentence.said)
        if _stands(signal, match.span(), sentence)
    ]
    if not weighed:
        return None
    weight, reasons = max(weighed, key=lambda one: one[0])
    return Found(sentence.span, min(weight, MOST), (*reasons, *_notes(sentence)))


def _weight(signal: Signal, span: Span, sentence: Sentence, around: frozenset[str]) -> tuple[int, list[str]]:
    """What one match comes to, with its reasons; a support must be other words than the match itself."""
    held = [
        name
        for name in signal.supported
        if name in around or any(_apart(span, other) for other in sentence.supports[name])
    ]
    reasons = [signal.says, *(disclosure_words.supports()[name][0] for name in held)]
    return signal.weight + sum(signal.supported[name] for name in held), reasons


def _apart(one: Span, other: Span) -> bool:
    return other[1] <= one[0] or other[0] >= one[1]


def _notes(sentence: Sentence) -> Iterable[str]:
    return (says for says, pattern in disclosure_words.notes() if pattern.search(sentence.said))


def _stands(signal: Signal, span: Span, sentence: Sentence) -> bool:
    """Whether the words say that it happened: not denied, and not excused by what stands around them."""
    return not _is_denied(span, sentence) and not any(
        _excuses(excuse, signal, span, sentence.said) for excuse in disclosure_words.excuses()
    )


def _is_denied(span: Span, sentence: Sentence) -> bool:
    denials = disclosure_words.denials()
    before = _clause_before(sentence.denying, span[0])
    if any(match.end() == span[0] for match in denials.of_an_allegation.finditer(sentence.said)):
        return False
    after = sentence.said[span[1] :].lstrip()
    return any(pattern.search(before) for pattern in denials.before) or bool(denials.after.search(after))


def _clause_before(said: str, end: int) -> str:
    return said[said.rfind("|", 0, end) + 1 : end]


def _excuses(excuse: Excuse, signal: Signal, span: Span, said: str) -> bool:
    if excuse.kinds and signal.kind not in excuse.kinds:
        return False
    # The words found may begin with the excuse: "he would rape her", where "would" is the threat.
    ends = (_clause_before(said, span[0]), f"{_clause_before(said, span[1])} ")
    before = bool(excuse.before and any(excuse.before.search(end) for end in ends))
    after = bool(excuse.after and excuse.after.search(said[span[1] :].lstrip()))
    anywhere = bool(excuse.anywhere and excuse.anywhere.search(said))
    holds = before and anywhere if excuse.needs_both else before or after or anywhere
    return holds and not (excuse.but and excuse.but.search(said))
