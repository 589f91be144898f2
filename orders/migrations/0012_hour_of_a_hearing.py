"""The hour at which a court sat, where hours count."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0011_facts_name_their_arrest'),
    ]

    operations = [
        migrations.AddField(
            model_name='applicationstep',
            name='heard_at',
            field=models.DateTimeField(blank=True, help_text='When on that day a court sat, where hours count', null=True),
        ),
    ]
