"""Which pairs of records are worth scoring: found by keys that two spellings of one person share, as sets.

The keys are functions of the database with indexes over them (migration link_functions). A key that many share says
little, so a block of more than MOST records is left out: its pairs share a narrower key, or nothing worth a look.
Only records of one force meet, since sharing across forces needs an agreement of its own (DPA 2018 s.35, s.36).
"""

from suspects.models import StaleLink

MOST = 60  # records that share a key
MOST_OF_A_PLACE = 12  # at one address, such as a hostel
MOST_OF_A_DAY = 600  # born on one day, such as 1 January of a year that was guessed
NEAR_NAME = 0.45  # trigram likeness of full names, beside the same day of birth
LIKE_NAME = 0.6  # the same where a day of birth is missing
MOST_ALIKE = 40

ARGUMENTS = "s.forenames, s.surname, s.aliases, s.date_of_birth, s.pnc_id, s.cro, s.phones"
KEYS = f"suspects_link_keys({ARGUMENTS})"
NAME = "suspects_link_name(s.forenames, s.surname)"
PLACE = "suspects_link_place(a.address, a.postcode)"
LIVE = "s.kept_as_id IS NULL"

# Who may be the person asked for: by keys, by place, by likeness of name. One row a record and why it was found.
OF_ONE = f"""SET LOCAL pg_trgm.similarity_threshold = {LIKE_NAME};
WITH asked AS (SELECT %(forenames)s::text AS forenames, %(surname)s::text AS surname, %(aliases)s::text[] AS aliases,
    %(born)s::date AS date_of_birth, %(pnc)s::text AS pnc_id, %(cro)s::text AS cro, %(phones)s::text[] AS phones),
key AS MATERIALIZED (SELECT unnest({KEYS}) AS key FROM asked s),
place AS MATERIALIZED (SELECT DISTINCT {PLACE} AS place
  FROM unnest(%(addresses)s::text[], %(postcodes)s::text[]) AS a(address, postcode) WHERE a.postcode <> ''),
by_key AS (
  SELECT k.key, array_agg(f.id) AS ids FROM key k CROSS JOIN LATERAL (
    SELECT s.id FROM suspects_suspect s
    WHERE {KEYS} @> ARRAY[k.key] AND {LIVE} AND s.force_id = %(force)s LIMIT {MOST + 1}) f
  GROUP BY k.key HAVING count(*) <= {MOST}),
by_place AS (
  SELECT p.place, array_agg(f.suspect_id) AS ids FROM place p CROSS JOIN LATERAL (
    SELECT a.suspect_id FROM suspects_suspectaddress a JOIN suspects_suspect s ON s.id = a.suspect_id
    WHERE {PLACE} = p.place AND {LIVE} AND s.force_id = %(force)s LIMIT {MOST_OF_A_PLACE + 1}) f
  GROUP BY p.place HAVING count(*) <= {MOST_OF_A_PLACE}),
by_day AS (
  SELECT s.id FROM suspects_suspect s, asked q
  WHERE s.date_of_birth = ANY(%(days)s::date[]) AND {LIVE} AND s.force_id = %(force)s
    AND similarity({NAME}, %(name)s) >= {NEAR_NAME}
  ORDER BY similarity({NAME}, %(name)s) DESC, s.id LIMIT {MOST_ALIKE}),
by_name AS (
  SELECT s.id FROM suspects_suspect s
  WHERE {NAME} %% %(name)s AND {LIVE} AND s.force_id = %(force)s
    AND (s.date_of_birth IS NULL OR %(born)s::date IS NULL)
  ORDER BY similarity({NAME}, %(name)s) DESC, s.id LIMIT {MOST_ALIKE})
SELECT unnest(ids) FROM by_key UNION SELECT unnest(ids) FROM by_place UNION SELECT id FROM by_day
UNION SELECT id FROM by_name
"""  # noqa: S608 - no text from outside

# Every pair in the force that shares a key or a place, or a day of birth with like names; and the links that wait, so
# that each is scored as the records now stand. What people decided is left alone.
OF_ALL = f"""
CREATE TEMPORARY TABLE suspects_pair ON COMMIT DROP AS
WITH key AS MATERIALIZED (
  SELECT s.force_id, k.key, s.id FROM suspects_suspect s CROSS JOIN LATERAL unnest({KEYS}) AS k(key) WHERE {LIVE}
  UNION ALL
  SELECT DISTINCT s.force_id, 'w:' || {PLACE}, s.id FROM suspects_suspectaddress a
    JOIN suspects_suspect s ON s.id = a.suspect_id WHERE {PLACE} IS NOT NULL AND {LIVE}),
block AS (
  SELECT force_id, key FROM key GROUP BY force_id, key
  HAVING count(*) BETWEEN 2 AND CASE WHEN key LIKE 'w:%%' THEN {MOST_OF_A_PLACE} ELSE {MOST} END),
member AS (SELECT force_id, key, id FROM key JOIN block USING (force_id, key)),
named AS MATERIALIZED (
  SELECT s.id, s.force_id, s.date_of_birth, {NAME} AS name FROM suspects_suspect s
  WHERE {LIVE} AND s.date_of_birth IN (
    SELECT date_of_birth FROM suspects_suspect WHERE date_of_birth IS NOT NULL
    GROUP BY date_of_birth HAVING count(*) BETWEEN 2 AND {MOST_OF_A_DAY})),
pair AS (
  SELECT l.id AS left_id, r.id AS right_id FROM member l JOIN member r USING (force_id, key) WHERE l.id < r.id
  UNION
  SELECT l.id, r.id FROM named l JOIN named r USING (force_id, date_of_birth)
  WHERE l.id < r.id AND similarity(l.name, r.name) >= {NEAR_NAME}
  UNION
  SELECT k.left_id, k.right_id FROM suspects_personlink k
  JOIN suspects_suspect l ON l.id = k.left_id JOIN suspects_suspect r ON r.id = k.right_id
  WHERE k.state = 'waiting' AND l.kept_as_id IS NULL AND r.kept_as_id IS NULL)
SELECT left_id, right_id, CASE WHEN r.date_of_birth IS NULL THEN right_id ELSE left_id END AS gathered
FROM pair p JOIN suspects_suspect r ON r.id = p.right_id
WHERE NOT EXISTS (SELECT 1 FROM suspects_personlink k
  WHERE k.left_id = p.left_id AND k.right_id = p.right_id AND k.state <> 'waiting')
"""  # noqa: S608 - no text from outside
# All pairs of a record without a date of birth are scored together: a guard looks at them side by side.
COUNT = "SELECT count(*) FROM suspects_pair"
SHARE = "SELECT left_id, right_id FROM suspects_pair WHERE gathered %% %s = %s"
TAKE_STALE = f"DELETE FROM {StaleLink._meta.db_table} RETURNING suspect_id"  # noqa: S608 - our own table
