"""Standings are read in their order and a hundred at a time: asking other processes to help costs more than the rows.

The planner cannot know that almost everybody at the top of the list is in sight, and called for two helpers.
"""

from django.db import migrations

ALONE = "ALTER TABLE suspects_standing SET (parallel_workers = 0);"
BEGIN = """
CREATE OR REPLACE FUNCTION suspects_begin_standings() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  CREATE TABLE suspects_standing_next (LIKE suspects_standing INCLUDING DEFAULTS INCLUDING CONSTRAINTS){storage};
  EXECUTE format('GRANT SELECT, INSERT ON suspects_standing_next TO %I', session_user);
END $$;
"""
HELPED = "ALTER TABLE suspects_standing RESET (parallel_workers);" + BEGIN.format(storage="")


class Migration(migrations.Migration):
    dependencies = [("suspects", "0016_judgements_keep_no_rank")]
    operations = [migrations.RunSQL(ALONE + BEGIN.format(storage=" WITH (parallel_workers = 0)"), HELPED)]
