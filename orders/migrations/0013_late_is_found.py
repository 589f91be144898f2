"""Indexes by which what is late is found."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_filters_of_other_lists'),
        ('orders', '0012_hour_of_a_hearing'),
        ('suspects', '0016_judgements_keep_no_rank'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='bailextension',
            index=models.Index(condition=models.Q(('outcome_told_at__isnull', True)), fields=['decided_at'], name='extensions_not_told'),
        ),
        migrations.AddIndex(
            model_name='orderapplication',
            index=models.Index(condition=models.Q(('hearing_on__isnull', False)), fields=['hearing_on'], name='hearings_to_come'),
        ),
        migrations.AddIndex(
            model_name='protectionorder',
            index=models.Index(condition=models.Q(('discharged_at', None), ('served_on', None)), fields=['made_on'], name='orders_not_served'),
        ),
    ]
