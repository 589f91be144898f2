"""A list of invented people, the same for the same seed: names as unevenly used as real ones, a fifth entered again.

A second entry has slips as clerks make them: a letter, a swapped date, a house moved out of, a fact left out. Nothing
here is taken from what the model weighs.
"""

import csv
import random
import re
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

HEADING = ["id", "surname", "forenames", "date_of_birth", "sex", "pnc_id", "address", "postcode", "who"]
AGAIN = 0.25
"""Further entries for each person."""
FIRST_DAY = date(1946, 1, 1)
DAYS = 365 * 62
Row = list[str]


def _names(draw: random.Random, count: int, least: int) -> tuple[list[str], list[float]]:
    """Names of syllables and how often each is used: the commonest by one in eighty, as with Smith."""
    heads = re.findall(r"\w+", "b br c ch d f g gr h j k l m n p r s sh st t th tr v w")
    tails, ends = re.findall(r"\w+", "a e i o u ai ea oo"), re.findall(r"\w+", "n r s l m ck tt nd rs ll x th")
    made: dict[str, None] = {}
    while len(made) < count:
        syllables = [draw.choice(heads) + draw.choice(tails) for _ in range(draw.randint(least, least + 1))]
        made["".join(syllables) + draw.choice(ends)] = None
    return list(made), list(accumulate(1 / (rank + 8) for rank in range(count)))


class Crowd:
    """Draws people and second entries of them."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.surnames = _names(self.draw, 12_000, 1)
        self.forenames = _names(self.draw, 1_500, 1)
        self.streets = _names(self.draw, 9_000, 2)[0]

    def _name(self, names: tuple[list[str], list[float]]) -> str:
        words, shares = names
        return words[bisect(shares, self.draw.random() * shares[-1])].title()

    def home(self) -> tuple[str, str]:
        """An address and its postcode."""
        draw = self.draw.randrange
        letters = "ABCDEFGHJKLMNPRSTUWXYZ"
        code = f"{letters[draw(22)]}{letters[draw(22)]}{draw(1, 30)} {draw(10)}{letters[draw(22)]}{letters[draw(22)]}"
        return f"{draw(1, 250)} {self.streets[draw(len(self.streets))].title()} Road", code

    def person(self) -> Row:
        """Surname, forenames, date of birth, sex, PNC ID, address, postcode."""
        born = FIRST_DAY + timedelta(self.draw.randrange(DAYS))
        known = self.draw.random() < 0.3
        letter = "ABCDEFGHJKLMNPQRTUVWXYZ"[self.draw.randrange(23)]
        pnc = f"{self.draw.randrange(1995, 2026)}/{self.draw.randrange(1, 10**7):07d}{letter}" if known else ""
        sex = "M" if self.draw.random() < 0.9 else "F"
        return [self._name(self.surnames), self._name(self.forenames), born.isoformat(), sex, pnc, *self.home()]

    def again(self, person: Row) -> Row:
        """The same person, entered by somebody else."""
        surname, forename, born, sex, pnc, address, postcode = person
        chance = self.draw.random
        if chance() < 0.15:
            surname = self.slip(surname)
        if chance() < 0.08:
            forename = self.slip(forename)
        if chance() < 0.03:
            surname, forename = forename, surname
        if chance() < 0.12:
            born = self.misread(born)
        if chance() < 0.2:
            address, postcode = self.home()
        return [surname, forename, born, sex, pnc if chance() < 0.8 else "", address, postcode]

    def slip(self, word: str) -> str:
        """A letter left out, doubled or changed for the next."""
        at = self.draw.randrange(1, len(word))
        return self.draw.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            ]
        )

    def misread(self, born: str) -> str:
        """Nothing, day and month swapped, or another year."""
        year, month, day = born.split("-")
        kind = self.draw.randrange(3)
        if kind == 0:
            return ""
        if kind == 1 and int(day) <= 12:
            return f"{year}-{day}-{month}"
        return f"{int(year) + self.draw.choice([-10, -1, 1, 10])}-{month}-{min(int(day), 28):02d}"


def rows(entries: int, seed: int = 41) -> Iterator[Row]:
    """So many entries, the second ones among the first of others."""
    crowd, past = Crowd(seed), []
    for number in range(entries):
        if past and crowd.draw.random() < AGAIN / (1 + AGAIN):
            who, person = past[crowd.draw.randrange(len(past))]
            yield [f"E{number:07d}", *crowd.again(person), who]
        else:
            who, person = f"W{number:07d}", crowd.person()
            past.append((who, person))
            yield [f"E{number:07d}", *person, who]


def write(path: Path, entries: int, seed: int = 41) -> None:
    """The list as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        writer.writerows(rows(entries, seed))
