"""How well a recorded name answers a search, with the reason in words. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.rules.likeness import Likeness, Way
from cases.rules.names import ALSO, words_of

OTHER_WAY_ROUND = "Names the other way round"
_UNTYPED_WORD, _WRONG_ORDER, _ALIAS = 0.03, 0.02, 0.05


@dataclass(frozen=True)
class Answer:
    """A score from 0 to 1 and why this name was found."""

    score: float
    reason: str


@dataclass(frozen=True)
class _Match:
    typed: str
    word: str
    alike: Likeness


def judge(name: str, words: Mapping[int, str], meanings: Sequence[tuple[str, Mapping[int, Likeness]]]) -> Answer:
    """Score one recorded name: `words` are its indexed words by id, `meanings` what each typed word may mean."""
    matches = [best for typed, means in meanings if (best := _best(typed, words, means))]
    if not matches:
        return Answer(0, "")
    main = words_of(name.partition(ALSO)[0])
    score = sum(match.alike.score for match in matches) / len(meanings)
    untyped = max(0, len(main) - len(matches))
    reversed_ = _is_reversed(matches, main)
    by_alias = any(match.word not in main and match.alike.way is not Way.INITIAL for match in matches)
    score -= _UNTYPED_WORD * untyped + _WRONG_ORDER * reversed_ + _ALIAS * _is_alias(name, matches, main)
    return Answer(round(score, 3), _reason(matches, len(meanings), reversed_, by_alias and ALSO in name))


def _best(typed: str, words: Mapping[int, str], means: Mapping[int, Likeness]) -> _Match | None:
    found = [_Match(typed, words[pk], means[pk]) for pk in words if pk in means]
    return max(found, key=lambda match: match.alike.score, default=None)


def _is_alias(name: str, matches: Sequence[_Match], main: Sequence[str]) -> bool:
    return ALSO in name and any(match.word not in main and len(match.word) > 1 for match in matches)


def _is_reversed(matches: Sequence[_Match], main: Sequence[str]) -> bool:
    places = [main.index(match.word) for match in matches if match.word in main]
    return len(places) > 1 and places != sorted(places)


def _reason(matches: Sequence[_Match], asked: int, is_reversed: bool, by_alias: bool) -> str:
    said = [match.alike.way.format(match.typed.title()) for match in matches if match.alike.way is not Way.SAME]
    if is_reversed:
        said.insert(0, OTHER_WAY_ROUND)
    if by_alias:
        said.insert(0, "Also known by this name")
    if len(matches) < asked:
        said.append("Only " + " and ".join(f"‘{match.typed.title()}’" for match in matches) + " matches")
    first, *rest = list(dict.fromkeys(said)) or [str(Way.SAME)]
    return "; ".join([first, *(text[0].lower() + text[1:] for text in rest)])
