"""A question of section 63G that ended with the material, without an answer, waits for a supervisor again."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def ask_again(apps: Any, editor: Any) -> None:
    """Destroyed while nobody had answered: the question is open, and the next sweep tells whoever has to answer it."""
    rows = apps.get_model("orders", "BiometricRetention").objects.filter(opened_on__isnull=False, answer="")
    for row in rows.filter(state="destroyed", is_charged=False).iterator():
        row.state, row.next_on, row.alert_on = "open", row.apply_by, timezone.localdate()
        row.save(update_fields=["state", "next_on", "alert_on"])


class Migration(migrations.Migration):
    dependencies = [("orders", "0018_notification_and_monitoring")]

    operations = [migrations.RunPython(ask_again, migrations.RunPython.noop)]
