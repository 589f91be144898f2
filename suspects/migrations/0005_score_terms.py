"""The terms that later days follow from. Standings are derived, so each is marked to be derived again with its terms."""

import django.db.models.deletion
from django.db import migrations, models

HARM = ("harm_lasting", "harm_fading")
MARK = "INSERT INTO suspects_stalescore (suspect_id, asked_at) SELECT suspect_id, now() FROM suspects_standing"


class Migration(migrations.Migration):
    dependencies = [("suspects", "0004_unchecked_standings")]

    operations = [
        *(migrations.AddField("score", name, models.FloatField(null=True)) for name in HARM),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.RunSQL("DELETE FROM suspects_standing", migrations.RunSQL.noop),
        *(migrations.AddField("standing", name, models.FloatField(default=0), preserve_default=False) for name in HARM),
        migrations.AddField(
            "standing",
            "version",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="suspects.scoreversion",
            ),
            preserve_default=False,
        ),
        migrations.AlterField("scorerun", "not_scored", models.PositiveIntegerField(null=True)),
        migrations.AlterField(
            "scorerun",
            "why",
            models.CharField(
                choices=[
                    ("nightly", "Nightly"),
                    ("proof", "Derived again from every fact"),
                    ("change", "A fact changed"),
                    ("asked", "Asked for by a command"),
                ],
                max_length=8,
            ),
        ),
    ]
