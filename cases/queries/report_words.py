"""Choose the reports that may disclose something by PostgreSQL full text, so that only those are read by rules."""

from functools import cache

from django.db import connection

from cases.rules import disclosure_text, disclosure_words

# Signs become spaces first: the parser takes "raped/assaulted" for a path and "him.She" for the name of a host.
WORDS = r"to_tsvector('simple', translate(r.summary, './\-_:@*#''', '          '))"
# Each word is looked up by itself: one question of 800 words would be weighed anew for every report that has one of
# them, and to work a report's words out again costs a third of a millisecond, for a million reports minutes.
CHOOSE = f"""
WITH chosen AS MATERIALIZED (
  SELECT DISTINCT r.id, r.force_id, r.case_id
  FROM unnest(%(words)s::tsquery[]) wanted (word) JOIN cases_crimereport r ON {WORDS} @@ wanted.word
)
SELECT chosen.id FROM chosen
LEFT JOIN cases_reportreading done ON done.report_id = chosen.id AND done.version = %(version)s
WHERE chosen.force_id = %(force)s AND chosen.case_id IS NULL AND done.report_id IS NULL
LIMIT %(most)s
"""  # noqa: S608 - our own words


def unread(force_id: int, most: int) -> list[int]:
    """Reports of a force that are no case, may disclose something and were not read with this vocabulary.

    At most so many, in no order. The words of a report are indexed; reading them off the table would take minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            CHOOSE, {"version": disclosure_words.version(), "force": force_id, "words": wanted(), "most": most}
        )
        found = [report_id for (report_id,) in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


@cache
def wanted() -> list[str]:
    """The vocabulary's `chosen_by`, and slips of the hand that it does not cover, as PostgreSQL writes questions."""
    runs = disclosure_words.chosen_by()
    begun = tuple(run[0][:-1] for run in runs if len(run) == 1 and run[0].endswith("*"))
    slips = sorted(slip for slip in disclosure_text.slips() if not slip.startswith(begun))
    return [" & ".join(map(_lexeme, run)) for run in runs] + [_lexeme(slip) for slip in slips]


def _lexeme(word: str) -> str:
    return f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'"
