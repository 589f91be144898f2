"""Choose the reports that may disclose something by PostgreSQL full text, so that only those are read by rules."""

from functools import cache

from django.db import connection

from cases.rules import disclosure_text, disclosure_words

# Signs become spaces first: the parser takes "raped/assaulted" for a path and "him.She" for the name of a host.
WORDS = r"to_tsvector('simple', translate(r.summary, './\-_:@*#''', '          '))"
CHOOSE = f"""
SELECT r.id FROM cases_crimereport r
LEFT JOIN cases_reportreading done ON done.report_id = r.id AND done.version = %(version)s
WHERE r.force_id = %(force)s AND r.case_id IS NULL AND done.report_id IS NULL AND {WORDS} @@ %(words)s::tsquery
LIMIT %(most)s
"""  # noqa: S608 - our own words


def unread(force_id: int, most: int) -> list[int]:
    """Reports of a force that are no case, may disclose something and were not read with this vocabulary.

    At most so many, in no order. The words of a report are indexed; reading them off the table would take minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            CHOOSE, {"version": disclosure_words.version(), "force": force_id, "words": query(), "most": most}
        )
        found = [report_id for (report_id,) in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


@cache
def query() -> str:
    """The vocabulary's `chosen_by`, with slips of the hand, as PostgreSQL writes a question of full text."""
    runs = [" & ".join(_lexeme(word) for word in run) for run in disclosure_words.chosen_by()]
    return " | ".join([*(f"({run})" for run in runs), *(_lexeme(slip) for slip in sorted(disclosure_text.slips()))])


def _lexeme(word: str) -> str:
    return f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'"
