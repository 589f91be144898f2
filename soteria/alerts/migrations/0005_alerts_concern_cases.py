"""Of an alert whose reader may not open its case, the case is kept, so that it goes up too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0004_passed_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='alert',
            name='concerns_id',
            field=models.BigIntegerField(help_text='The case that it is about, where its reader may not open that case', null=True),
        ),
    ]
