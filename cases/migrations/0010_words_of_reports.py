"""Let reports be chosen by their words: a million are searched by this index, so that few are read.

The expression stands in cases/queries/report_words.py too, and must be the same there to be used.
"""

from django.db import migrations

MAKE = r"""
CREATE INDEX words_of_reports ON cases_crimereport
USING gin (to_tsvector('simple', translate(summary, './\-_:@*#''', '          ')))
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_disclosures")]

    operations = [migrations.RunSQL(MAKE, "DROP INDEX words_of_reports")]
