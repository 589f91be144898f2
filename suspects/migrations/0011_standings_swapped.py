"""Standings are made beside those in use and take their place at once, since a table with indexes is slow to fill.

The application's role may not make tables. These two functions run as the owner, take nothing from the caller, and make
the new table as the old one is: its columns, indexes and rights.
"""

from django.db import migrations

BEGIN = """
CREATE FUNCTION suspects_begin_standings() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  CREATE TABLE suspects_standing_next (LIKE suspects_standing INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
  EXECUTE format('GRANT SELECT, INSERT ON suspects_standing_next TO %I', session_user);
END $$;
"""
FINISH = """
CREATE FUNCTION suspects_finish_standings() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  old record;
  given record;
BEGIN
  CREATE TEMP TABLE old_index ON COMMIT DROP AS
    SELECT c.relname AS name, i.indisprimary AS is_key, pg_get_indexdef(c.oid) AS words
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'suspects_standing'::regclass;
  CREATE TEMP TABLE old_right ON COMMIT DROP AS
    SELECT a.grantee::regrole AS role, a.privilege_type AS may FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.oid = 'suspects_standing'::regclass AND a.grantee <> c.relowner AND a.grantee <> 0;
  FOR old IN SELECT * FROM old_index LOOP
    EXECUTE format('CREATE %s INDEX %I ON suspects_standing_next %s',
      CASE WHEN old.words LIKE 'CREATE UNIQUE %' THEN 'UNIQUE' END, old.name || '_next',
      substring(old.words FROM position(' USING ' IN old.words)));
  END LOOP;
  ANALYZE suspects_standing_next;
  DROP TABLE suspects_standing;
  ALTER TABLE suspects_standing_next RENAME TO suspects_standing;
  FOR old IN SELECT * FROM old_index LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', old.name || '_next', old.name);
    IF old.is_key THEN
      EXECUTE format('ALTER TABLE suspects_standing ADD CONSTRAINT %I PRIMARY KEY USING INDEX %I', old.name, old.name);
    END IF;
  END LOOP;
  FOR given IN SELECT * FROM old_right LOOP
    EXECUTE format('GRANT %s ON suspects_standing TO %s', given.may, given.role);
  END LOOP;
  DROP TABLE old_index, old_right;
END $$;
"""
NONE = "DROP FUNCTION suspects_begin_standings(); DROP FUNCTION suspects_finish_standings();"


class Migration(migrations.Migration):
    dependencies = [("suspects", "0010_versions_name_gravity")]
    operations = [migrations.RunSQL(BEGIN + FINISH, NONE)]
