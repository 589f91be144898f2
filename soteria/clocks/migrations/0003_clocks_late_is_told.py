"""An index of the clocks whose lateness is told."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0002_newest_releases'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('kind__in', ['bail.victim_views', 'order.dapn_court', 'order.dapo_hearing', 'order.dapo_notification', 'order.dvpn_court', 'order.dvpo_hearing', 'order.spo_notification', 'order.sro_notification', 'rui.review', 'voluntary.review']), ('state__in', ['running', 'due_soon', 'overdue'])), fields=['due'], name='clocks_late_is_told'),
        ),
    ]
