"""Who may extend bail is a choice; to how many months is a dated limit. Offences are reference data."""

from django.db import migrations, models

RANKS = [("inspector", "An inspector"), ("superintendent", "A superintendent"), ("magistrates", "A magistrates’ court")]

OFFENCE = models.CharField(blank=True, help_text="A code of orders/reference/offences.yaml", max_length=30)


class Migration(migrations.Migration):
    """Words of a choice only: no row changes."""

    dependencies = [("orders", "0001_bail_orders_and_breaches")]

    operations = [
        migrations.AlterField("bailextension", "rank", models.CharField(choices=RANKS, max_length=14)),
        migrations.AlterField("bailextensionevent", "rank", models.CharField(choices=RANKS, max_length=14)),
        migrations.AlterField("breachdecision", "offence", OFFENCE),
        migrations.AlterField("breachdecisionevent", "offence", OFFENCE),
    ]
