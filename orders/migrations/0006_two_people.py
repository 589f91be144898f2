"""Decisions of one person, from before no arrest took two, say so; arrests that were made answer their decisions."""

from typing import ClassVar

from django.db import migrations, models

BY_ONE = "UPDATE orders_breachdecision SET by_one = true WHERE outcome = 'no_arrest' AND agreed_by_id IS NULL"
# The first arrest of the same suspect in the same case after the breach, with its custody reference.
MADE = """
UPDATE orders_breachdecision d SET arrest_id = (
  SELECT a.id FROM orders_arrest a JOIN orders_breach b ON b.id = d.breach_id
  WHERE a.case_id = b.case_id AND a.suspect_id = b.suspect_id AND a.arrested_at >= b.happened_at
    AND a.custody_reference <> '' ORDER BY a.arrested_at, a.id LIMIT 1)
WHERE d.outcome = 'arrest' AND d.arrest_id IS NULL"""


class Migration(migrations.Migration):
    """What was decided stays as it was."""

    dependencies: ClassVar = [("orders", "0005_breach_conduct")]

    operations: ClassVar = [
        migrations.RunSQL(BY_ONE, migrations.RunSQL.noop),
        migrations.RunSQL(MADE, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="breachdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "no_arrest"), _negated=True),
                    ("by_one", True),
                    ("agreed_by__isnull", False),
                    _connector="OR",
                ),
                name="no_arrest_takes_two_people",
            ),
        ),
    ]
