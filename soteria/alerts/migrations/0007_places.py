"""An alert leads to the page where what it asks for is done."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0006_settled_by_a_process'),
    ]

    operations = [
        migrations.AddField(
            model_name='alert',
            name='place',
            field=models.CharField(default='', help_text='The page where it is dealt with and a number, of soteria.alerts.places', max_length=60),
        ),
    ]
