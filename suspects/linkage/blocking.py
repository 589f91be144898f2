"""Which pairs of a long list are worth comparing: those that share a key. A million people are 500 billion pairs."""

from dataclasses import dataclass
from typing import Any

_YEAR = "left(born, 4)"
_DAY = "least(substr(born, 5, 2), substr(born, 7, 2)) || greatest(substr(born, 5, 2), substr(born, 7, 2))"
# Both codes in one order, so that swapped names meet.
_CODES = "least(surname_code, forename_code) || ' ' || greatest(surname_code, forename_code)"


@dataclass(frozen=True)
class Rule:
    """People with one value of `key` are compared; a value that more than `most` people share tells nobody apart.

    `key` is SQL over a row of `people`, a text or a list of texts; NULL puts nobody under it.
    """

    key: str
    most: int = 500
    is_list: bool = False


RULES = (
    Rule("pnc"),
    Rule("cro"),
    Rule("custody"),
    Rule("phones", most=50, is_list=True),
    Rule("homes", most=100, is_list=True),
    # The sound or the initial of either half of the name, so that swapped names meet here too. On a long list many
    # share a birthday and an initial, and there the sound must do.
    Rule("[born || surname_code, born || forename_code]", is_list=True),
    Rule("[born || left(surname, 1), born || left(forename, 1)]", most=6, is_list=True),
    Rule(f"{_CODES} || {_YEAR}"),
    Rule(f"{_CODES} || {_DAY}"),
    Rule("[postcode || left(surname, 1), postcode || left(forename, 1)]", most=100, is_list=True),
    Rule(f"{_CODES} || numbers[1]"),
    Rule("street || coalesce(numbers[1], '')", most=50),
    # On a short list, or where it is a rare one, a name alone tells people apart.
    Rule(_CODES, most=20),
    Rule("surname || forename", most=20),
    Rule("[surname || left(forename, 1), forename || left(surname, 1)]", most=10, is_list=True),
    Rule("postcode || numbers[1]", most=20),
    Rule("street_words[1] || street_words[2] || coalesce(street_words[3], '')", most=10),
    # On a short list a date of birth alone tells people apart well enough.
    Rule("born", most=25),
)


def block(database: Any) -> int:
    """Make the table `blocked` (l, r: numbers of rows of `people`, l < r) and say how many pairs it has."""
    database.execute("CREATE TABLE found (l INT, r INT)")
    for rule in RULES:
        database.execute(_statement(rule))
    database.execute("CREATE TABLE blocked AS SELECT DISTINCT l, r FROM found")
    database.execute("DROP TABLE found")
    return int(database.execute("SELECT count(*) FROM blocked").fetchall()[0][0])


def _statement(rule: Rule) -> str:
    key = f"unnest({rule.key})" if rule.is_list else rule.key
    return f"""
INSERT INTO found
WITH keys AS (SELECT DISTINCT idx, hash(key) AS key FROM (SELECT idx, {key} AS key FROM people) WHERE key IS NOT NULL),
shared AS (SELECT key FROM keys GROUP BY key HAVING count(*) BETWEEN 2 AND {rule.most}),
kept AS MATERIALIZED (SELECT idx, key FROM keys SEMI JOIN shared USING (key))
SELECT a.idx, b.idx FROM kept a JOIN kept b ON a.key = b.key AND a.idx < b.idx
"""
