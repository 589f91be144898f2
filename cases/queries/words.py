"""Which words of the name index are like a typed word. Looked for in the small table of words, never in the cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import CharField, Q, QuerySet, TextField
from django.db.models.functions import Length

from cases.models import NameWord
from cases.rules.likeness import Likeness, Way, likeness
from cases.rules.names import PARTICLES, keys_of
from soteria import prepared

# Enough for every spelling of a name; a cap, so that a hostile word cannot fetch the dictionary.
_SHORT, _LONG, _PAIR = "short", "long", "pair"
LEAST = 3  # letters that a word needs before anything like it is looked for
LIKE_MOST, PREFIX_MOST, MOST_MEANT = 200, 30, 40
WORTH_SHOWING = 0.72


@dataclass
class Token:
    """One typed word, and the recorded words that it may mean, by id."""

    typed: str
    means: dict[int, Likeness] = field(default_factory=dict)

    @property
    def exact(self) -> list[int]:
        """The ids of the very word."""
        return [pk for pk, found in self.means.items() if found.way in (Way.SAME, Way.INITIAL)]


@dataclass
class Tokens:
    """The typed words, with the text of each recorded word found."""

    each: list[Token]
    words: dict[int, str]


def look_up(typed: Sequence[str]) -> Tokens:
    """Find the recorded words like each typed word; 1 query, and no more for long input since typed words are few.

    Two words that stand beside each other are also looked for as one: Mc Donald, Anne Marie.
    """
    pairs = [first + second for first, second in zip(typed, typed[1:], strict=False)]
    rows = _candidates(typed, pairs)
    meanings = {word: _meanings(word, rows) for word in {*typed, *pairs}}
    each = [Token(word, dict(meanings[word])) for word in typed]
    for place, pair in enumerate(pairs):
        parts = each[place : place + 2]
        for token in parts:
            token.means |= _as_one(meanings[pair], [part.typed for part in parts])
    return Tokens(each, {pk: word for pk, word, _ in rows})


def _as_one(means: dict[int, Likeness], parts: list[str]) -> dict[int, Likeness]:
    """What two words may mean as one. An initial joins its neighbour only where names are so written: O Neill."""
    if min(map(len, parts)) < 2 and parts[0] not in PARTICLES:
        return {}
    return {pk: alike for pk, alike in means.items() if alike.way in (Way.SAME, Way.SOUND)}


def _candidates(typed: Sequence[str], pairs: Sequence[str]) -> list[tuple[Any, ...]]:
    """Id, word and sounds of what may be meant. What was typed fills slots: no name stays in a kept question."""
    asked = list(dict.fromkeys(typed))
    shape = (*(_SHORT if len(word) < LEAST else _LONG for word in asked), *([_PAIR] * len(pairs)))
    values = {f"word{place}": word for place, word in enumerate([*asked, *pairs])}
    sounds = {f"sounds{place}": list(keys_of(word)) for place, word in enumerate([*asked, *pairs])}
    return prepared.rows(("words", shape), lambda: _query(shape), **values, **sounds)


def _query(shape: Sequence[str]) -> QuerySet[NameWord, tuple[Any, ...]]:
    found = [part for place, kind in enumerate(shape) for part in _parts(kind, place)]
    parts = [part.values_list("pk", "word", "sounds") for part in found]
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]


def _parts(kind: str, place: int) -> list[QuerySet[NameWord]]:
    word = prepared.Slot(f"word{place}", None, TextField())
    sounds = prepared.Slot(f"sounds{place}", None, ArrayField(CharField(max_length=20)))
    exact, heard = Q(word=word), Q(sounds__overlap=sounds)
    if kind != _LONG:
        return [NameWord.objects.filter(exact | heard if kind == _PAIR else exact)]
    like = NameWord.objects.filter(exact | heard | Q(word__trigram_similar=word))
    starting = NameWord.objects.filter(word__startswith=word)
    return [
        like.order_by(TrigramSimilarity("word", word).desc())[:LIKE_MOST],  # type: ignore[arg-type]
        starting.order_by(Length("word"))[:PREFIX_MOST],
    ]


def _meanings(typed: str, rows: Sequence[tuple[int, str, list[str]]]) -> dict[int, Likeness]:
    found = [(pk, alike) for pk, word, sounds in rows if (alike := likeness(typed, word, sounds))]
    worth = [(pk, alike) for pk, alike in found if alike.score >= WORTH_SHOWING]
    return dict(sorted(worth, key=lambda pair: -pair[1].score)[:MOST_MEANT])
