"""How alike a typed word and a recorded one are, and in what way. Plain Python: the words that are compared are few."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import jellyfish

from cases.rules.names import FULL_FORM, LETTERS, keys_of

LONG_WORD = 6


class Way(StrEnum):
    """In what way two words are alike, as a sentence about the typed word."""

    SAME = "Same name"
    INITIAL = "Same initial"
    LETTERS = "Same letters as ‘{}’ in another order"
    NEAR = "Spelt nearly like ‘{}’"
    STARTS = "Starts with ‘{}’"
    SOUND = "Sounds like ‘{}’"
    SHORT = "Short or long form of ‘{}’"


@dataclass(frozen=True)
class Likeness:
    """How alike, from 0 to 1, and in what way."""

    score: float
    way: Way


def likeness(typed: str, word: str, sounds: Sequence[str] = ()) -> Likeness | None:
    """How a recorded word is like a typed one, or None when it is not; `sounds` are the recorded word's kept keys.

    The best of every way counts, so that a word that is nearly right and also sounds right is not judged by one alone.
    """
    if typed == word:
        return Likeness(1.0 if len(typed) > 1 else 0.9, Way.SAME if len(typed) > 1 else Way.INITIAL)
    if min(len(typed), len(word)) < 2:
        return None
    ways = [*_spelt(typed, word), *_keyed(typed, word, sounds or keys_of(word))]
    return max(ways, key=lambda found: found.score, default=None)


def _spelt(typed: str, word: str) -> list[Likeness]:
    found = []
    if len(typed) > 2 and word.startswith(typed):
        found.append(Likeness(0.7 + 0.2 * len(typed) / len(word), Way.STARTS))
    distance = jellyfish.damerau_levenshtein_distance(typed, word)
    longest = max(len(typed), len(word))
    if distance <= _forgiven(longest):
        found.append(Likeness(0.97 - 0.6 * distance / longest, Way.NEAR))
    return found


def _forgiven(length: int) -> int:
    """One slip in a short word, two in a long one; more than that is another name."""
    return 0 if length < 4 else 1 if length < LONG_WORD else 2


def _keyed(typed: str, word: str, sounds: Sequence[str]) -> list[Likeness]:
    shared = {key[0] for key in {*keys_of(typed)} & {*sounds}}
    found = []
    if LETTERS in shared:
        found.append(Likeness(0.95, Way.LETTERS))
    if shared - {LETTERS, FULL_FORM}:
        close = jellyfish.jaro_winkler_similarity(typed, word)
        found.append(Likeness(0.62 + 0.32 * close, Way.SOUND))
    if FULL_FORM in shared:
        found.append(Likeness(0.75, Way.SHORT))
    return found
