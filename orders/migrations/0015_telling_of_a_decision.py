"""That the victim was told, after the decision, what was decided about a breach."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0013_late_is_found'),
        ('orders', '0014_returns_of_bail_that_runs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DecisionTelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('told', 'Yes'), ('not_safe', 'Not safe to tell'), ('declined', 'The victim asked not to be told')], max_length=8)),
                ('how', models.CharField(blank=True, choices=[('in_person', 'In person'), ('phone', 'Phone call'), ('message', 'Text message or email'), ('letter', 'Letter'), ('supporter', 'Through somebody who supports them, such as an ISVA')], max_length=9)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('told_by', models.CharField(blank=True, help_text='By rank and collar number, or who else', max_length=100)),
                ('words', models.TextField(blank=True, help_text='Why the victim was not told')),
                ('key', models.UUIDField(editable=False)),
                ('recorded_at', models.DateTimeField()),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='orders.breachdecision')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('recorded_by', 'key'), name='one_telling_of_a_form'), models.UniqueConstraint(condition=models.Q(('answer', 'told')), fields=('decision',), name='a_victim_is_told_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'told'), ('told_at__isnull', False), models.Q(('how', ''), _negated=True), models.Q(('told_by', ''), _negated=True)), models.Q(models.Q(('answer', 'told'), _negated=True), ('how', ''), ('told_at', None), ('told_by', ''), models.Q(('words', ''), _negated=True)), _connector='OR'), name='telling_says_who_when_and_how_or_why_not')],
            },
        ),
    ]
