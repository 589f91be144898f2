"""Days of harm move out of each version into a table that it names, and it names a definition of repeat suspects."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

D0 = {
    "since": "2000-01-01",
    "authority": "Our own decision, until a national definition is published",
    "source": "Two incidents or two victims",
    "confidence": "D",
    "incidents": 2,
    "incident_weight": 0.5,
    "victims": 2,
    "serial_victims": 2,
    "serial_weight": 0.5,
}
SAID = ("source", "confidence", "needs_confirmation")


def move(apps, schema_editor):
    """Give each version its table and definition; load_reference puts the words right."""
    model = apps.get_model
    for version in model("suspects", "ScoreVersion").objects.all():
        version.definition, _ = model("suspects", "RepeatDefinition").objects.get_or_create(code="d0", defaults=D0)
        version.gravity = table = model("suspects", "GravityTable").objects.create(
            code="provisional" if version.code == "p0" else f"{version.code}-days",
            title="Days of harm",
            source=version.source,
            loaded_from="score_weights.yaml",
            loaded_at=timezone.now(),
            digest="",
        )
        version.save()
        held = model("suspects", "ScoreWeight").objects.filter(version=version, kind="gravity")
        for row in held:
            said = {name: getattr(row, name) for name in SAID}
            model("suspects", "GravityWeight").objects.create(
                table=table, offence_class=row.code, title=row.code, days=row.value, **said
            )
        held.delete()


def move_back(apps, schema_editor):
    """Put the days of each class back into its version."""
    model = apps.get_model
    for version in model("suspects", "ScoreVersion").objects.exclude(gravity=None):
        rows = {}
        for row in model("suspects", "GravityWeight").objects.filter(table=version.gravity).exclude(offence_class=""):
            if row.offence_class not in rows or row.days < rows[row.offence_class].days:
                rows[row.offence_class] = row
        for code, row in rows.items():
            said = {name: getattr(row, name) for name in SAID}
            model("suspects", "ScoreWeight").objects.create(
                version=version, kind="gravity", code=code, value=row.days, **said
            )


class Migration(migrations.Migration):
    dependencies = [("suspects", "0009_governed_scores")]

    operations = [
        migrations.RunPython(move, move_back),
        # What is moved must be checked before its table is changed in the same transaction.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="scoreversion",
            name="definition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="suspects.repeatdefinition"
            ),
        ),
        migrations.AlterField(
            model_name="scoreversion",
            name="gravity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="suspects.gravitytable"
            ),
        ),
    ]
