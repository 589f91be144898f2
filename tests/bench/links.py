"""Links for one new person among 1.2 million suspects: candidates from PostgreSQL, scored by the model.

The baseline is what a database without the keys would be asked: every record whose full name is like the one typed, by
trigrams, or whose date of birth is the same. By itself: `python -m tests.bench.links [suspects]`, in the benchmark's own
database, made afresh.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()

from django.db import connection

from soteria.accounts.models import Force
from suspects.linkage.people import Address, Person
from suspects.linkage.scoring import best_matches
from suspects.models import Suspect
from suspects.queries.candidates import candidates_of, people
from tests.bench import database

SUSPECTS, ASKED, BASELINES = 1_200_000, 40, 3
TRIGGERS = "ALTER TABLE {table} {do} TRIGGER USER"
# Names of syllables, some far more usual than others, as names are; every 40th record is of somebody who is there
# already, his name spelt otherwise and day and month of birth swapped.
MADE = """
SELECT setseed(.42);
CREATE TEMPORARY TABLE link_word AS
  SELECT n, initcap((ARRAY['har','thorn','wal','pem','ash','oak','lang','kes','mor','bel','dun','fair','grim','hol','ing',
    'jar','ken','lam','mar','nor','ol','pen','quin','ros','stan','tur','ul','ver','win','yar'])[1 + n % 30]
    || (ARRAY['bury','ley','ton','wick','ford','ham','den','by','worth','field','gate','man','son','er','s','stead','well',
    'brook','more','land'])[1 + n / 30 % 20] || (ARRAY['','e','s','er','ing','y','an','o','ell','ard'])[1 + n / 600 % 10])
    AS word FROM generate_series(0, 5999) n;
CREATE TEMPORARY TABLE link_person AS
  SELECT n, (6000 * power(random(), 2.2))::int % 6000 AS surname, (400 * power(random(), 2))::int % 400 * 13 AS forename,
    DATE '1950-01-01' + (random() * 21500)::int AS born, random() < .03 AS undated, random() AS r
  FROM generate_series(1, {count}) n;
CREATE INDEX ON link_person (n);
"""
SUSPECT = """
INSERT INTO suspects_suspect (force_id, nominal, surname, forenames, aliases, date_of_birth, sex, ethnicity, pnc_id, cro,
  phones, missing, version)
SELECT {force}, 'L' || p.n, CASE WHEN p.n % 40 = 0 THEN replace(s.word, 'o', 'oo') ELSE s.word END, f.word, '{{}}',
  CASE WHEN p.undated THEN NULL
    WHEN p.n % 40 = 0 AND extract(day FROM q.born) <= 12
      THEN make_date(extract(year FROM q.born)::int, extract(day FROM q.born)::int, extract(month FROM q.born)::int)
    ELSE q.born END,
  'M', '', CASE WHEN q.r < .4 THEN '55/' || q.n || 'P' ELSE '' END, '',
  CASE WHEN q.r > .7 THEN ARRAY['07' || lpad(q.n::text, 9, '0')] ELSE '{{}}' END, '{{}}', 1
FROM link_person p JOIN link_person q ON q.n = CASE WHEN p.n % 40 = 0 THEN p.n - 1 ELSE p.n END
JOIN link_word s ON s.n = q.surname JOIN link_word f ON f.n = q.forename
"""
ADDRESS = """
INSERT INTO suspects_suspectaddress (suspect_id, address, postcode)
SELECT id, (1 + id % 90) || ' Quay Street', 'WM' || id / 25 % 90 || ' ' || id / 2250 % 10 || 'AB' || id / 22500
FROM suspects_suspect WHERE nominal LIKE 'L%' AND id % 5 < 3
"""
BARE = """SELECT id FROM suspects_suspect
WHERE similarity(forenames || ' ' || surname, %s) >= .6 OR date_of_birth = %s"""


@dataclass(frozen=True)
class Links:
    """Seconds for one person, in the middle and at the 95th of a hundred; `found` is how many had their like first."""

    suspects: int
    built: float
    one: float
    slow: float
    bare: float
    found: int

    def sentence(self) -> str:
        """The figures in one line of the report."""
        return (
            f"**Links for one new person**: {self.one * 1000:.0f} ms (95th of a hundred {self.slow * 1000:.0f} ms) among "
            f"{self.suspects:,} suspects, against {self.bare * 1000:.0f} ms for a scan by trigrams and date of birth: a "
            f"ratio of {self.one / self.bare:.2f}. Of {ASKED} people typed with a slip, {self.found} were met first."
        )


def measure(count: int = SUSPECTS) -> Links:
    """Build the suspects with their indexes, and time people typed with a slip in name and date of birth."""
    force = Force.objects.get_or_create(code="55", defaults={"name": "Wessmere Police"})[0]
    built = _timed(lambda: _build(count, force.pk))
    asked = [_slip(one) for one in Suspect.objects.filter(nominal__in=[f"L{n}" for n in _numbers(count)])]
    _found(asked[0][1], force.pk)  # the first of a process pays for loading the engine
    times, hits = [], 0
    for pk, person in asked:
        started = time.perf_counter()
        hits += pk in _found(person, force.pk)[:1]
        times.append(time.perf_counter() - started)
    bares = [_timed(lambda person=person: _bare(person)) for _, person in asked[:BASELINES]]
    return Links(count, built, median(times), quantiles(times, n=20)[-1], median(bares), hits)


def _numbers(count: int) -> range:
    """People spread over the table, none of the doubles among them."""
    return range(7, count, count // ASKED // 40 * 40)[:ASKED]


def _build(count: int, force: int) -> None:
    _sql(MADE.format(count=count))
    with database.link_indexes_after():
        _insert(force)
    _sql("VACUUM ANALYZE suspects_suspect")
    _sql("VACUUM ANALYZE suspects_suspectaddress")


def _insert(force: int) -> None:
    for table, statement in (("suspects_suspect", SUSPECT.format(force=force)), ("suspects_suspectaddress", ADDRESS)):
        _sql(TRIGGERS.format(table=table, do="DISABLE"))
        _sql(statement)
        _sql(TRIGGERS.format(table=table, do="ENABLE"))


def _slip(one: Suspect) -> tuple[int, Person]:
    """Somebody on record as he may be typed: a letter doubled, the day or the year of birth one figure out."""
    born = one.date_of_birth
    typed = born and date(born.year + (-1 if one.pk % 2 else 1), born.month, min(born.day, 28))
    place = one.addresses.first()
    places = (Address(place.address, place.postcode),) if place and one.pk % 3 == 0 else ()
    name = one.surname[:2] + one.surname[1:]
    return one.pk, Person("new", name, one.forenames, date_of_birth=typed, sex="M", addresses=places)


def _found(person: Person, force: int) -> list[int]:
    records = people(candidates_of(person, force))
    return [int(pair.right) for pair in best_matches(person, list(records.values()))] if records else []


def _bare(person: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE, [f"{person.forenames} {person.surname}", person.date_of_birth])
        cursor.fetchall()


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


if __name__ == "__main__":
    database.fresh()
    done = measure(int(sys.argv[1]) if len(sys.argv) > 1 else SUSPECTS)
    print(done.sentence(), f"Built in {done.built:.0f} s.")
