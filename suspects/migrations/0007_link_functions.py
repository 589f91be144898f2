"""The functions by which likely pairs are found, and the indexes over them.

They are functions of a row alone, so the indexes are kept by the database and no load or transfer can forget them.
Bodies are parsed here and now (BEGIN ATOMIC), so no search path decides later which dmetaphone is meant.
"""

from django.db import migrations

WORDS = """
CREATE FUNCTION suspects_words(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT array_remove(regexp_split_to_array(translate(lower(replace(replace(coalesce(said, ''), '''', ''), '’', '')),
    'àáâãäåāăąçćčďèéêëēęěìíîïīłñńňòóôõöōøřśšșťțùúûüūůýÿźżž', 'aaaaaaaaacccdeeeeeeeiiiiilnnnooooooorsssttuuuuuuyyzzz'),
    '[^a-z]+'), '');
END
"""

NAME = """
CREATE FUNCTION suspects_link_name(forenames text, surname text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT array_to_string(suspects_words(forenames || ' ' || surname), ' ');
END
"""

# p: PNC ID · c: CRO · t: the last nine figures of a phone · a: an other name of one word · n: both sounds of a name, in
# order of the alphabet, so that swapped names meet · d: day of birth with an initial · i: the sound of one name and how
# the other begins, with the year of birth, or with day and month in order of size, so that swapped ones meet.
KEYS = """
CREATE FUNCTION suspects_link_keys(
  forenames text, surname text, aliases text[], born date, pnc text, cro text, phones text[]
) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  WITH name AS (
    SELECT suspects_words(said) AS words FROM unnest(array_append(aliases, forenames || ' ' || surname)) AS said),
  part AS (
    SELECT words[1] AS first, words[cardinality(words)] AS last, cardinality(words) AS number FROM name
    WHERE cardinality(words) > 0),
  sound AS (
    SELECT number, first, left(first, 1) AS f, left(last, 1) AS l, coalesce(nullif(dmetaphone(first), ''), first) AS fs,
      coalesce(nullif(dmetaphone(last), ''), last) AS ls
    FROM part),
  half AS (
    SELECT ls || '/' || left(fs, 1) AS half FROM sound WHERE number > 1
    UNION SELECT fs || '/' || left(ls, 1) FROM sound WHERE number > 1),
  link AS (
    SELECT 'p:' || pnc AS key WHERE pnc <> ''
    UNION SELECT 'c:' || cro WHERE cro <> ''
    UNION SELECT 't:' || right(regexp_replace(phone, '[^0-9]', '', 'g'), 9) FROM unnest(phones) AS phone
    UNION SELECT 'a:' || first FROM sound WHERE number = 1
    UNION SELECT 'n:' || least(fs, ls) || '/' || greatest(fs, ls) FROM sound WHERE number > 1
    UNION SELECT 'd:' || (born - DATE '1800-01-01')::text || f FROM sound WHERE born IS NOT NULL
    UNION SELECT 'd:' || (born - DATE '1800-01-01')::text || l FROM sound WHERE born IS NOT NULL
    UNION SELECT 'i:' || half || extract(year FROM born)::text FROM half WHERE born IS NOT NULL
    UNION SELECT 'i:' || half || least(extract(day FROM born), extract(month FROM born))::text || '-'
      || greatest(extract(day FROM born), extract(month FROM born))::text FROM half WHERE born IS NOT NULL)
  SELECT coalesce(array_agg(key), '{}') FROM link;
END
"""

PLACE = """
CREATE FUNCTION suspects_link_place(address text, postcode text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT CASE WHEN postcode <> '' THEN upper(regexp_replace(postcode, '[^A-Za-z0-9]', '', 'g')) || '/'
    || coalesce(substring(address FROM '[0-9]+[A-Za-z]?'), '') END;
END
"""

ARGUMENTS = "forenames, surname, aliases, date_of_birth, pnc_id, cro, phones"
INDEXES = {
    "suspects_by_link_key": f"suspects_suspect USING gin (suspects_link_keys({ARGUMENTS}))",
    "suspects_by_likeness": "suspects_suspect USING gin (suspects_link_name(forenames, surname) gin_trgm_ops)",
    "suspects_by_place": """suspects_suspectaddress (suspects_link_place(address, postcode))
        WHERE suspects_link_place(address, postcode) IS NOT NULL""",
}


class Migration(migrations.Migration):
    dependencies = [("suspects", "0006_links"), ("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION suspects_words(text)"),
        migrations.RunSQL(NAME, "DROP FUNCTION suspects_link_name(text, text)"),
        migrations.RunSQL(KEYS, "DROP FUNCTION suspects_link_keys(text, text, text[], date, text, text, text[])"),
        migrations.RunSQL(PLACE, "DROP FUNCTION suspects_link_place(text, text)"),
        *(migrations.RunSQL(f"CREATE INDEX {name} ON {what}", f"DROP INDEX {name}") for name, what in INDEXES.items()),
    ]
