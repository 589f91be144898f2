"""Which words of the name index are like a typed word. Looked for in the small table of words, never in the cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from cases.models import NameWord
from cases.rules.likeness import Likeness, Way, likeness
from cases.rules.names import PARTICLES, keys_of

# Enough for every spelling of a name; a cap, so that a hostile word cannot fetch the dictionary.
LIKE_MOST, PREFIX_MOST, KEPT = 200, 30, 40
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
    rows = list(_candidates(typed, pairs))
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


def _candidates(typed: Sequence[str], pairs: Sequence[str]) -> QuerySet[NameWord, tuple[int, str, list[str]]]:
    found = [part for word in dict.fromkeys(typed) for part in _parts(word)]
    found += [NameWord.objects.filter(Q(word=pair) | Q(sounds__overlap=_sounds(pair))) for pair in pairs]
    parts = [part.values_list("pk", "word", "sounds") for part in found]
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]


def _sounds(typed: str) -> list[str]:
    return list(keys_of(typed))


def _parts(typed: str) -> list[QuerySet[NameWord]]:
    exact = Q(word=typed)
    if len(typed) < 3:
        return [NameWord.objects.filter(exact)]
    like = NameWord.objects.filter(exact | Q(word__trigram_similar=typed) | Q(sounds__overlap=_sounds(typed)))
    starting = NameWord.objects.filter(word__startswith=typed)
    return [
        like.order_by(TrigramSimilarity("word", typed).desc())[:LIKE_MOST],
        starting.order_by(Length("word"))[:PREFIX_MOST],
    ]


def _meanings(typed: str, rows: Sequence[tuple[int, str, list[str]]]) -> dict[int, Likeness]:
    found = [(pk, alike) for pk, word, sounds in rows if (alike := likeness(typed, word, sounds))]
    worth = [(pk, alike) for pk, alike in found if alike.score >= WORTH_SHOWING]
    return dict(sorted(worth, key=lambda pair: -pair[1].score)[:KEPT])
