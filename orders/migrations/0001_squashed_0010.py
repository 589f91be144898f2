"""The tables of orders as they stood after ten migrations. A new database is made with these alone, since each step
of the ten has the whole state worked out again."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("orders", "0001_bail_orders_and_breaches"),
        ("orders", "0002_ranks_and_offences"),
        ("orders", "0003_attendance"),
        ("orders", "0004_biometrics"),
        ("orders", "0005_breach_conduct"),
        ("orders", "0006_two_people"),
        ("orders", "0007_grounds_are_data"),
        ("orders", "0008_bail_in_full"),
        ("orders", "0009_order_applications"),
        ("orders", "0010_orders_have_applications"),
    ]

    dependencies = [
        ("accounts", "__first__"),
        ("cases", "0011_filters_of_other_lists"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("suspects", "0016_judgements_keep_no_rank"),
        ("victims", "0003_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("no_contact", "No contact with"),
                            ("keep_away", "Not to enter"),
                            ("reside", "Live and sleep at"),
                            ("report", "Report to"),
                            ("passport", "Surrender passport"),
                            ("must_do", "Must"),
                            ("must_not", "Must not"),
                            ("no_travel", "Not to travel to"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, help_text="With whom, where, or what else", max_length=300)),
                (
                    "protects",
                    models.CharField(
                        choices=[
                            ("victim", "The victim"),
                            ("witness", "A witness, or the evidence"),
                            ("public", "Other people, by preventing offences"),
                            ("surrender", "That the suspect comes back"),
                            ("suspect", "The suspect"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Arrest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("arrested_at", models.DateTimeField()),
                ("station", models.CharField(blank=True, max_length=100)),
                ("custody_reference", models.CharField(blank=True, max_length=40)),
                (
                    "no_reference",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_the_way", "On the way to the station"),
                            ("street", "Bailed or released elsewhere than at a station, section 30A"),
                            ("hospital", "Taken to hospital first"),
                            ("other_force", "Held by another force, whose reference is not known"),
                            ("not_asked", "Recorded before it was asked for"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "is_qualifying",
                    models.BooleanField(
                        help_text="For a qualifying offence, section 65A; derived from the offences of the case",
                        null=True,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=300)),
                (
                    "notice_at",
                    models.DateTimeField(
                        blank=True, help_text="Written notice that there is no prosecution", null=True
                    ),
                ),
                (
                    "key",
                    models.UUIDField(editable=False, help_text="Of the form it was sent with, so that it is kept once"),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arrests", to="cases.case"
                    ),
                ),
                (
                    "notice_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrests", to="suspects.suspect"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-arrested_at"], name="arrests_of_a_case"),
                    models.Index(
                        condition=models.Q(("custody_reference", ""), ("withdrawn_at__isnull", True)),
                        fields=["recorded_at"],
                        name="arrests_without_reference",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_arrest_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("custody_reference", ""), _negated=True),
                            models.Q(("no_reference", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="arrest_has_a_reference_or_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True), ("withdrawn_why", "")
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="arrest_withdrawn_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("notice_at__isnull", True), ("notice_by__isnull", True)),
                            models.Q(("notice_at__isnull", False), ("notice_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="arrest_notice_at_with_by",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arrest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_arrestevent" ("arrested_at", "case_id", "custody_reference", "id", "is_qualifying", "key", "no_reference", "notice_at", "notice_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "station", "suspect_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."arrested_at", NEW."case_id", NEW."custody_reference", NEW."id", NEW."is_qualifying", NEW."key", NEW."no_reference", NEW."notice_at", NEW."notice_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."station", NEW."suspect_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                    hash="80d6e0fbddd5f24cb9dce473f9164733994fdc19",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_98726",
                    table="orders_arrest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arrest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_arrestevent" ("arrested_at", "case_id", "custody_reference", "id", "is_qualifying", "key", "no_reference", "notice_at", "notice_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "station", "suspect_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."arrested_at", NEW."case_id", NEW."custody_reference", NEW."id", NEW."is_qualifying", NEW."key", NEW."no_reference", NEW."notice_at", NEW."notice_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."station", NEW."suspect_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                    hash="4f2bffbddb5be516a71679be460bb19d7ab37168",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cb67d",
                    table="orders_arrest",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ArrestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("arrested_at", models.DateTimeField()),
                ("station", models.CharField(blank=True, max_length=100)),
                ("custody_reference", models.CharField(blank=True, max_length=40)),
                (
                    "no_reference",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_the_way", "On the way to the station"),
                            ("street", "Bailed or released elsewhere than at a station, section 30A"),
                            ("hospital", "Taken to hospital first"),
                            ("other_force", "Held by another force, whose reference is not known"),
                            ("not_asked", "Recorded before it was asked for"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "is_qualifying",
                    models.BooleanField(
                        help_text="For a qualifying offence, section 65A; derived from the offences of the case",
                        null=True,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=300)),
                (
                    "notice_at",
                    models.DateTimeField(
                        blank=True, help_text="Written notice that there is no prosecution", null=True
                    ),
                ),
                (
                    "key",
                    models.UUIDField(editable=False, help_text="Of the form it was sent with, so that it is kept once"),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "notice_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.arrest",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="suspects.suspect",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arrestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="519fa3754f66ca134519a02061127524ca1ef06d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_65834",
                    table="orders_arrestevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "option",
                    models.CharField(
                        choices=[("arrest", "Arrest"), ("voluntary", "Voluntary attendance")], max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("decided", "Decided"),
                            ("waiting", "Waits for a supervisor"),
                            ("approved", "Approved"),
                            ("refused", "Not approved"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_repeat", models.BooleanField()),
                ("risk", models.TextField(help_text="To the victim, to others, and to the evidence")),
                (
                    "necessity",
                    models.JSONField(blank=True, default=list, help_text="Codes of Necessity, for an arrest"),
                ),
                (
                    "victim_view",
                    models.CharField(
                        choices=[
                            ("given", "Yes"),
                            ("not_safe", "Not safe to ask"),
                            ("declined", "The victim did not want to say"),
                            ("not_asked", "Not asked yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("victim_words", models.TextField(blank=True)),
                (
                    "bail_need",
                    models.CharField(
                        choices=[
                            ("needed", "Yes, conditions are needed to protect somebody"),
                            ("not_needed", "No"),
                            ("otherwise", "Protected otherwise, such as by an order"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, help_text="Approved, or refused", null=True)),
                ("approval_words", models.TextField(blank=True)),
                ("key", models.UUIDField(editable=False)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="cases.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="suspects.suspect"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "suspect", "-decided_at"], name="attendances_of_a_case"),
                    models.Index(fields=["suspect"], name="attendances_of_a_suspect"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("decided_by", "key"), name="one_attendance_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("state__in", ["decided", "waiting"]),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("state__in", ["approved", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="attendance_approved_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_is_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_repeat", True), ("option", "voluntary"), ("state", "decided"), _negated=True
                        ),
                        name="repeat_suspects_attend_with_approval",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("risk", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="attendance_is_explained",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_attendanceevent" ("approval_words", "approved_at", "approved_by_id", "bail_need", "case_id", "decided_at", "decided_by_id", "id", "is_repeat", "key", "necessity", "option", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "risk", "state", "suspect_id", "victim_view", "victim_words") VALUES (NEW."approval_words", NEW."approved_at", NEW."approved_by_id", NEW."bail_need", NEW."case_id", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."is_repeat", NEW."key", NEW."necessity", NEW."option", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."risk", NEW."state", NEW."suspect_id", NEW."victim_view", NEW."victim_words"); RETURN NULL;',
                    hash="cb91aca900422075a0250610c295344aa48e25f9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_999f9",
                    table="orders_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_attendanceevent" ("approval_words", "approved_at", "approved_by_id", "bail_need", "case_id", "decided_at", "decided_by_id", "id", "is_repeat", "key", "necessity", "option", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "risk", "state", "suspect_id", "victim_view", "victim_words") VALUES (NEW."approval_words", NEW."approved_at", NEW."approved_by_id", NEW."bail_need", NEW."case_id", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."is_repeat", NEW."key", NEW."necessity", NEW."option", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."risk", NEW."state", NEW."suspect_id", NEW."victim_view", NEW."victim_words"); RETURN NULL;',
                    hash="ef522fe3a4dd3aa983be9f96816df3856f701c62",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5b954",
                    table="orders_attendance",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "option",
                    models.CharField(
                        choices=[("arrest", "Arrest"), ("voluntary", "Voluntary attendance")], max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("decided", "Decided"),
                            ("waiting", "Waits for a supervisor"),
                            ("approved", "Approved"),
                            ("refused", "Not approved"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_repeat", models.BooleanField()),
                ("risk", models.TextField(help_text="To the victim, to others, and to the evidence")),
                (
                    "necessity",
                    models.JSONField(blank=True, default=list, help_text="Codes of Necessity, for an arrest"),
                ),
                (
                    "victim_view",
                    models.CharField(
                        choices=[
                            ("given", "Yes"),
                            ("not_safe", "Not safe to ask"),
                            ("declined", "The victim did not want to say"),
                            ("not_asked", "Not asked yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("victim_words", models.TextField(blank=True)),
                (
                    "bail_need",
                    models.CharField(
                        choices=[
                            ("needed", "Yes, conditions are needed to protect somebody"),
                            ("not_needed", "No"),
                            ("otherwise", "Protected otherwise, such as by an order"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, help_text="Approved, or refused", null=True)),
                ("approval_words", models.TextField(blank=True)),
                ("key", models.UUIDField(editable=False)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.attendance",
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="suspects.suspect",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendanceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="56ce0b0aef3d4756f0612ed61aa92878c8942e4e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bb1bc",
                    table="orders_attendanceevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Bail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("granted_at", models.DateTimeField()),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("s37(2)", "For more inquiries, section 37(2)"),
                            ("s37(7)(a)", "For a charging decision by CPS, section 37(7)(a)"),
                            ("s37(7)(b)", "For another purpose, section 37(7)(b)"),
                            ("s34(5)", "Detention no longer justified, section 34(5)"),
                            ("s30A", "Street bail, section 30A"),
                            ("s37C(2)(b)", "Again after arrest for a breach, section 37C(2)(b)"),
                            ("s37CA(2)(b)", "Again after arrest for a breach, section 37CA(2)(b)"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "agency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fca", "Financial Conduct Authority"),
                            ("hmrc", "HM Revenue and Customs"),
                            ("nca", "National Crime Agency"),
                            ("sfo", "Serious Fraud Office"),
                        ],
                        help_text="Empty: the police",
                        max_length=4,
                    ),
                ),
                (
                    "authorised_by",
                    models.CharField(help_text="The custody officer, by rank and collar number", max_length=100),
                ),
                ("surrender_at", models.DateTimeField(blank=True, null=True)),
                ("station", models.CharField(blank=True, max_length=100)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("charged", "Charged"),
                            ("rui", "Released under investigation, without bail"),
                            ("nfa", "No further action"),
                            ("replaced", "Bailed again after an arrest for a breach"),
                            ("cancelled", "Bail cancelled for another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "arrest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bails", to="orders.arrest"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["id"], name="bails_not_ended")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_bail_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("ended_why", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bail_ended_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("granted_at")), _connector="OR"
                        ),
                        name="bail_ends_after_it_starts",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bail",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_bailevent" ("agency", "arrest_id", "authorised_by", "ended_at", "ended_by_id", "ended_why", "granted_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "route", "station", "surrender_at", "version") VALUES (NEW."agency", NEW."arrest_id", NEW."authorised_by", NEW."ended_at", NEW."ended_by_id", NEW."ended_why", NEW."granted_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."route", NEW."station", NEW."surrender_at", NEW."version"); RETURN NULL;',
                    hash="076302e7f216269fd2f457598ca99b1abcd6414f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8a38d",
                    table="orders_bail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bail",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_bailevent" ("agency", "arrest_id", "authorised_by", "ended_at", "ended_by_id", "ended_why", "granted_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "route", "station", "surrender_at", "version") VALUES (NEW."agency", NEW."arrest_id", NEW."authorised_by", NEW."ended_at", NEW."ended_by_id", NEW."ended_why", NEW."granted_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."route", NEW."station", NEW."surrender_at", NEW."version"); RETURN NULL;',
                    hash="951a98c0bba87db3c1efe9d65d4008b720730103",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6c304",
                    table="orders_bail",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BailCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("victim", "Asked the victim, or whoever supports them"),
                            ("visit", "Visited the address"),
                            ("register", "Read the station’s register"),
                            ("records", "Looked for reports, calls and intelligence"),
                            ("other", "Another way"),
                        ],
                        max_length=8,
                    ),
                ),
                ("checked_at", models.DateTimeField()),
                ("words", models.TextField(help_text="What was found")),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="orders.bail"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bail", "-checked_at"], name="checks_of_a_bail")],
                "constraints": [models.UniqueConstraint(fields=("recorded_by", "key"), name="one_check_of_a_form")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_bailcheckevent" ("bail_id", "checked_at", "how", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "words") VALUES (NEW."bail_id", NEW."checked_at", NEW."how", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."words"); RETURN NULL;',
                    hash="0f6e161fe90cc2a7db217ad8b0816ea96f8362df",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_daf54",
                    table="orders_bailcheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_bailcheckevent" ("bail_id", "checked_at", "how", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "words") VALUES (NEW."bail_id", NEW."checked_at", NEW."how", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."words"); RETURN NULL;',
                    hash="caea5862a756cc0a6d066694bcb9b681eeca0dff",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4f4d3",
                    table="orders_bailcheck",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BailCheckEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("victim", "Asked the victim, or whoever supports them"),
                            ("visit", "Visited the address"),
                            ("register", "Read the station’s register"),
                            ("records", "Looked for reports, calls and intelligence"),
                            ("other", "Another way"),
                        ],
                        max_length=8,
                    ),
                ),
                ("checked_at", models.DateTimeField()),
                ("words", models.TextField(help_text="What was found")),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bail",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.bailcheck",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailcheckevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5ae5e92720eebe3c7f54eefeebac6db2ce5d4e2f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_155d0",
                    table="orders_bailcheckevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BailCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("no_contact", "No contact with"),
                            ("keep_away", "Not to enter"),
                            ("reside", "Live and sleep at"),
                            ("report", "Report to"),
                            ("passport", "Surrender passport"),
                            ("must_do", "Must"),
                            ("must_not", "Must not"),
                            ("no_travel", "Not to travel to"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, help_text="With whom, where, or what else", max_length=300)),
                (
                    "protects",
                    models.CharField(
                        choices=[
                            ("victim", "The victim"),
                            ("witness", "A witness, or the evidence"),
                            ("public", "Other people, by preventing offences"),
                            ("surrender", "That the suspect comes back"),
                            ("suspect", "The suspect"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="conditions", to="orders.bail"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="condition_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "passport"), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="condition_says_with_whom_or_where",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_bailconditionevent" ("bail_id", "ends_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protects", "starts_at", "words") VALUES (NEW."bail_id", NEW."ends_at", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."protects", NEW."starts_at", NEW."words"); RETURN NULL;',
                    hash="a8f197bd64cb6566a4f0a3967869c4535700db81",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_326ff",
                    table="orders_bailcondition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_bailconditionevent" ("bail_id", "ends_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protects", "starts_at", "words") VALUES (NEW."bail_id", NEW."ends_at", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."protects", NEW."starts_at", NEW."words"); RETURN NULL;',
                    hash="e55be2fae9ee0174e7852ce11400e518a15f0dfe",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d8eaa",
                    table="orders_bailcondition",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AttendanceDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("station", models.CharField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "Expected"),
                            ("attended", "Attended"),
                            ("missed", "Missed: is it a breach?"),
                            ("breach", "Missed, logged as a breach"),
                            ("excused", "Missed, no breach"),
                        ],
                        default="expected",
                        max_length=8,
                    ),
                ),
                (
                    "missed_at",
                    models.DateTimeField(blank=True, help_text="When it was found or said to be missed", null=True),
                ),
                (
                    "excuse",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("attended", "The suspect did attend, and it was not recorded"),
                            ("station", "The station was closed, or would not take the report"),
                            ("hospital", "The suspect was in hospital or in custody"),
                            ("before", "The police had excused the suspect beforehand"),
                            ("other", "Another reason"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="orders.bailcondition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BailConditionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("no_contact", "No contact with"),
                            ("keep_away", "Not to enter"),
                            ("reside", "Live and sleep at"),
                            ("report", "Report to"),
                            ("passport", "Surrender passport"),
                            ("must_do", "Must"),
                            ("must_not", "Must not"),
                            ("no_travel", "Not to travel to"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, help_text="With whom, where, or what else", max_length=300)),
                (
                    "protects",
                    models.CharField(
                        choices=[
                            ("victim", "The victim"),
                            ("witness", "A witness, or the evidence"),
                            ("public", "Other people, by preventing offences"),
                            ("surrender", "That the suspect comes back"),
                            ("suspect", "The suspect"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bail",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.bailcondition",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailconditionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cf7af103a689c970c8fe1c3e63f5f1f403e0c5f8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_236dc",
                    table="orders_bailconditionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BailEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("granted_at", models.DateTimeField()),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("s37(2)", "For more inquiries, section 37(2)"),
                            ("s37(7)(a)", "For a charging decision by CPS, section 37(7)(a)"),
                            ("s37(7)(b)", "For another purpose, section 37(7)(b)"),
                            ("s34(5)", "Detention no longer justified, section 34(5)"),
                            ("s30A", "Street bail, section 30A"),
                            ("s37C(2)(b)", "Again after arrest for a breach, section 37C(2)(b)"),
                            ("s37CA(2)(b)", "Again after arrest for a breach, section 37CA(2)(b)"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "agency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fca", "Financial Conduct Authority"),
                            ("hmrc", "HM Revenue and Customs"),
                            ("nca", "National Crime Agency"),
                            ("sfo", "Serious Fraud Office"),
                        ],
                        help_text="Empty: the police",
                        max_length=4,
                    ),
                ),
                (
                    "authorised_by",
                    models.CharField(help_text="The custody officer, by rank and collar number", max_length=100),
                ),
                ("surrender_at", models.DateTimeField(blank=True, null=True)),
                ("station", models.CharField(blank=True, max_length=100)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("charged", "Charged"),
                            ("rui", "Released under investigation, without bail"),
                            ("nfa", "No further action"),
                            ("replaced", "Bailed again after an arrest for a breach"),
                            ("cancelled", "Bail cancelled for another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "arrest",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.arrest",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.bail",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6bb7f9f170102d5f8a2ac9b25d2bbefc2812f0a9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a56f9",
                    table="orders_bailevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BailExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("inspector", "An inspector"),
                            ("superintendent", "A superintendent"),
                            (
                                "commander",
                                "A commander or assistant chief constable, where the DPP designated the case",
                            ),
                            ("agency", "The decision-maker of the agency"),
                            ("magistrates", "A magistrates’ court"),
                        ],
                        max_length=14,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "to_months",
                    models.PositiveSmallIntegerField(blank=True, help_text="As the court ordered", null=True),
                ),
                ("authorised_by", models.CharField(max_length=100)),
                (
                    "officer_rank",
                    models.CharField(blank=True, help_text="Of the officer who decided; empty: a court", max_length=20),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("considered_at", models.DateTimeField(blank=True, null=True)),
                ("representations", models.TextField(blank=True)),
                ("outcome_told_at", models.DateTimeField(blank=True, null=True)),
                ("grounds", models.JSONField(blank=True, default=dict)),
                (
                    "designated_on",
                    models.DateField(blank=True, help_text="By the DPP, as exceptionally complex", null=True),
                ),
                ("dpp_consulted_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="orders.bail"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rank", "magistrates"), ("to_months__isnull", False)),
                            models.Q(models.Q(("rank", "magistrates"), _negated=True), ("to_months__isnull", True)),
                            _connector="OR",
                        ),
                        name="court_extension_has_its_months",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("rank", "magistrates"), _negated=True),
                        fields=("bail", "rank"),
                        name="one_extension_of_a_rank",
                    ),
                    models.UniqueConstraint(fields=("bail", "decided_at"), name="one_extension_at_a_time"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailextension",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_bailextensionevent" ("authorised_by", "bail_id", "considered_at", "decided_at", "designated_on", "dpp_consulted_on", "grounds", "id", "officer_rank", "outcome_told_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "recorded_at", "recorded_by_id", "representations", "to_months", "told_at") VALUES (NEW."authorised_by", NEW."bail_id", NEW."considered_at", NEW."decided_at", NEW."designated_on", NEW."dpp_consulted_on", NEW."grounds", NEW."id", NEW."officer_rank", NEW."outcome_told_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."recorded_at", NEW."recorded_by_id", NEW."representations", NEW."to_months", NEW."told_at"); RETURN NULL;',
                    hash="a51219d26434a39383e0a77db306a4f23f732f9b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_277d8",
                    table="orders_bailextension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailextension",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_bailextensionevent" ("authorised_by", "bail_id", "considered_at", "decided_at", "designated_on", "dpp_consulted_on", "grounds", "id", "officer_rank", "outcome_told_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "recorded_at", "recorded_by_id", "representations", "to_months", "told_at") VALUES (NEW."authorised_by", NEW."bail_id", NEW."considered_at", NEW."decided_at", NEW."designated_on", NEW."dpp_consulted_on", NEW."grounds", NEW."id", NEW."officer_rank", NEW."outcome_told_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."recorded_at", NEW."recorded_by_id", NEW."representations", NEW."to_months", NEW."told_at"); RETURN NULL;',
                    hash="00a8a562623e030536d3053bd00a78ab432ffaf5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e8659",
                    table="orders_bailextension",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BailExtensionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("inspector", "An inspector"),
                            ("superintendent", "A superintendent"),
                            (
                                "commander",
                                "A commander or assistant chief constable, where the DPP designated the case",
                            ),
                            ("agency", "The decision-maker of the agency"),
                            ("magistrates", "A magistrates’ court"),
                        ],
                        max_length=14,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "to_months",
                    models.PositiveSmallIntegerField(blank=True, help_text="As the court ordered", null=True),
                ),
                ("authorised_by", models.CharField(max_length=100)),
                (
                    "officer_rank",
                    models.CharField(blank=True, help_text="Of the officer who decided; empty: a court", max_length=20),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("considered_at", models.DateTimeField(blank=True, null=True)),
                ("representations", models.TextField(blank=True)),
                ("outcome_told_at", models.DateTimeField(blank=True, null=True)),
                ("grounds", models.JSONField(blank=True, default=dict)),
                (
                    "designated_on",
                    models.DateField(blank=True, help_text="By the DPP, as exceptionally complex", null=True),
                ),
                ("dpp_consulted_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bail",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.bailextension",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailextensionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ba0d573f26ad7b13612feae2f5f4d08cbce73d80",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_84354",
                    table="orders_bailextensionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BailVariation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "asked_by",
                    models.CharField(
                        choices=[("suspect", "The suspect, or the legal representative"), ("police", "The police")],
                        max_length=7,
                    ),
                ),
                ("varied_at", models.DateTimeField()),
                ("authorised_by", models.CharField(max_length=100)),
                ("officer_rank", models.CharField(max_length=20)),
                ("why", models.TextField()),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="variations", to="orders.bail"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_variation_of_a_form"),
                    models.UniqueConstraint(fields=("bail", "varied_at"), name="one_variation_at_a_time"),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="variation_says_why"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailvariation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_bailvariationevent" ("asked_by", "authorised_by", "bail_id", "id", "key", "officer_rank", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "varied_at", "why") VALUES (NEW."asked_by", NEW."authorised_by", NEW."bail_id", NEW."id", NEW."key", NEW."officer_rank", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."varied_at", NEW."why"); RETURN NULL;',
                    hash="4963b52e95930fd55d0a6fa02c51f6347e11a904",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_64553",
                    table="orders_bailvariation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailvariation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_bailvariationevent" ("asked_by", "authorised_by", "bail_id", "id", "key", "officer_rank", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "varied_at", "why") VALUES (NEW."asked_by", NEW."authorised_by", NEW."bail_id", NEW."id", NEW."key", NEW."officer_rank", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."varied_at", NEW."why"); RETURN NULL;',
                    hash="67a431b2074f7c91e08b4311db65d1385e74e1fc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_860be",
                    table="orders_bailvariation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BailVariationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "asked_by",
                    models.CharField(
                        choices=[("suspect", "The suspect, or the legal representative"), ("police", "The police")],
                        max_length=7,
                    ),
                ),
                ("varied_at", models.DateTimeField()),
                ("authorised_by", models.CharField(max_length=100)),
                ("officer_rank", models.CharField(max_length=20)),
                ("why", models.TextField()),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bail",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.bailvariation",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bailvariationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="82aa562e46a764642975804c573fd31b0a9bd508",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6e36a",
                    table="orders_bailvariationevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BiometricMaterial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("fingerprints", "Fingerprints"), ("dna", "DNA sample")], max_length=12),
                ),
                ("taken_on", models.DateField()),
                ("reference", models.CharField(blank=True, help_text="Barcode or livescan reference", max_length=40)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BiometricRetention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Kept while the investigation goes on"),
                            ("open", "Section 63G: not answered yet"),
                            ("to_apply", "To apply to the Commissioner"),
                            ("applied", "With the Commissioner"),
                            ("asked", "The Commissioner asks for more"),
                            ("kept", "Kept for three years"),
                            ("sought", "Extension asked for"),
                            ("appealed", "Appeal about the extension"),
                            ("extended", "Kept for two years more"),
                            ("indefinite", "Kept: convicted before"),
                            ("nothing", "Nothing was taken"),
                            ("destroy", "To be destroyed"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="held",
                        max_length=10,
                    ),
                ),
                ("next_on", models.DateField(blank=True, null=True)),
                ("keep_until", models.DateField(blank=True, null=True)),
                (
                    "window_on",
                    models.DateField(blank=True, help_text="From when an extension may be asked for", null=True),
                ),
                ("alert_on", models.DateField(blank=True, help_text="When somebody is to be told next", null=True)),
                ("opened_on", models.DateField(blank=True, null=True)),
                (
                    "opened_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("closure", "A decision to take no further action on the case"),
                            ("bail", "Bail ended with no further action"),
                            ("status", "No further action against this suspect"),
                            ("found", "Found later: no decision about it was on record"),
                        ],
                        max_length=8,
                    ),
                ),
                ("apply_by", models.DateField(blank=True, null=True)),
                ("is_charged", models.BooleanField(default=False)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("apply", "Apply to the Commissioner to keep them"), ("not_apply", "Do not apply")],
                        max_length=9,
                    ),
                ),
                (
                    "grounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                    ),
                ),
                (
                    "no_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_necessary", "Keeping them is not necessary and proportionate: destroy"),
                            ("no_ground", "No ground of section 63G(2) or (3) applies: destroy"),
                            ("not_qualifying", "The arrest was not for a qualifying offence: destroy (section 63H)"),
                            (
                                "unlawful",
                                "The arrest or the taking was unlawful, or of the wrong person: destroy (section 63D(2))",
                            ),
                            (
                                "conviction",
                                "Convicted before of a recordable offence: kept without consent (section 63F(2))",
                            ),
                            ("no_material", "No fingerprints or DNA were taken on this arrest"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sergeant", "Sergeant"),
                            ("inspector", "Inspector"),
                            ("chief_inspector", "Chief inspector"),
                            ("superintendent", "Superintendent"),
                            ("chief_superintendent", "Chief superintendent"),
                            ("chief_officer", "Assistant chief constable, commander or above"),
                            ("staff", "Police staff"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "arrest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="biometrics", to="orders.arrest"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="biometrics", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "next_on", "id"], name="biometrics_by_state"),
                    models.Index(fields=["case"], name="biometrics_of_a_case"),
                    models.Index(
                        condition=models.Q(("opened_on__isnull", False)), fields=["opened_on"], name="biometrics_asked"
                    ),
                    models.Index(
                        condition=models.Q(("alert_on__isnull", False)), fields=["alert_on"], name="biometrics_to_tell"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("answered_rank", ""),
                                ("words", ""),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answered_rank", ""), _negated=True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="biometrics_answered_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "apply"), ("no_reason", ""), models.Q(("grounds", []), _negated=True)),
                            models.Q(
                                ("answer", "not_apply"), ("grounds", []), models.Q(("no_reason", ""), _negated=True)
                            ),
                            models.Q(("answer", ""), ("grounds", []), ("no_reason", "")),
                            _connector="OR",
                        ),
                        name="biometrics_answer_has_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grounds__contains", ["crime"]), _negated=True),
                            ("grounds", ["crime"]),
                            _connector="OR",
                        ),
                        name="crime_is_a_ground_by_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("apply_by", None), ("opened_on", None), ("opened_why", "")),
                            models.Q(
                                ("apply_by__isnull", False),
                                ("opened_on__isnull", False),
                                models.Q(("opened_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="biometrics_asked_on_with_why",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="biometricretention",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_biometricretentionevent" ("alert_on", "answer", "answered_at", "answered_by_id", "answered_rank", "apply_by", "arrest_id", "case_id", "grounds", "id", "is_charged", "keep_until", "next_on", "no_reason", "opened_on", "opened_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version", "window_on", "words") VALUES (NEW."alert_on", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."answered_rank", NEW."apply_by", NEW."arrest_id", NEW."case_id", NEW."grounds", NEW."id", NEW."is_charged", NEW."keep_until", NEW."next_on", NEW."no_reason", NEW."opened_on", NEW."opened_why", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."version", NEW."window_on", NEW."words"); RETURN NULL;',
                    hash="df61e258998adde17a8b840d996aef8ce4ab1f92",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d28d3",
                    table="orders_biometricretention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="biometricretention",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_biometricretentionevent" ("alert_on", "answer", "answered_at", "answered_by_id", "answered_rank", "apply_by", "arrest_id", "case_id", "grounds", "id", "is_charged", "keep_until", "next_on", "no_reason", "opened_on", "opened_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version", "window_on", "words") VALUES (NEW."alert_on", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."answered_rank", NEW."apply_by", NEW."arrest_id", NEW."case_id", NEW."grounds", NEW."id", NEW."is_charged", NEW."keep_until", NEW."next_on", NEW."no_reason", NEW."opened_on", NEW."opened_why", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."version", NEW."window_on", NEW."words"); RETURN NULL;',
                    hash="a3e2e6abc202d2ab22a849c60faca7ad9fc87a91",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_14c67",
                    table="orders_biometricretention",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BiometricMaterialEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(choices=[("fingerprints", "Fingerprints"), ("dna", "DNA sample")], max_length=12),
                ),
                ("taken_on", models.DateField()),
                ("reference", models.CharField(blank=True, help_text="Barcode or livescan reference", max_length=40)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.biometricmaterial",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retention",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.biometricretention",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="biometricmaterialevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1eea0ac96d5551f9674d43c4fc173bb1f028cbe7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_83b19",
                    table="orders_biometricmaterialevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="biometricmaterial",
            name="retention",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="material", to="orders.biometricretention"
            ),
        ),
        migrations.CreateModel(
            name="BiometricRetentionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Kept while the investigation goes on"),
                            ("open", "Section 63G: not answered yet"),
                            ("to_apply", "To apply to the Commissioner"),
                            ("applied", "With the Commissioner"),
                            ("asked", "The Commissioner asks for more"),
                            ("kept", "Kept for three years"),
                            ("sought", "Extension asked for"),
                            ("appealed", "Appeal about the extension"),
                            ("extended", "Kept for two years more"),
                            ("indefinite", "Kept: convicted before"),
                            ("nothing", "Nothing was taken"),
                            ("destroy", "To be destroyed"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="held",
                        max_length=10,
                    ),
                ),
                ("next_on", models.DateField(blank=True, null=True)),
                ("keep_until", models.DateField(blank=True, null=True)),
                (
                    "window_on",
                    models.DateField(blank=True, help_text="From when an extension may be asked for", null=True),
                ),
                ("alert_on", models.DateField(blank=True, help_text="When somebody is to be told next", null=True)),
                ("opened_on", models.DateField(blank=True, null=True)),
                (
                    "opened_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("closure", "A decision to take no further action on the case"),
                            ("bail", "Bail ended with no further action"),
                            ("status", "No further action against this suspect"),
                            ("found", "Found later: no decision about it was on record"),
                        ],
                        max_length=8,
                    ),
                ),
                ("apply_by", models.DateField(blank=True, null=True)),
                ("is_charged", models.BooleanField(default=False)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("apply", "Apply to the Commissioner to keep them"), ("not_apply", "Do not apply")],
                        max_length=9,
                    ),
                ),
                (
                    "grounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                    ),
                ),
                (
                    "no_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_necessary", "Keeping them is not necessary and proportionate: destroy"),
                            ("no_ground", "No ground of section 63G(2) or (3) applies: destroy"),
                            ("not_qualifying", "The arrest was not for a qualifying offence: destroy (section 63H)"),
                            (
                                "unlawful",
                                "The arrest or the taking was unlawful, or of the wrong person: destroy (section 63D(2))",
                            ),
                            (
                                "conviction",
                                "Convicted before of a recordable offence: kept without consent (section 63F(2))",
                            ),
                            ("no_material", "No fingerprints or DNA were taken on this arrest"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sergeant", "Sergeant"),
                            ("inspector", "Inspector"),
                            ("chief_inspector", "Chief inspector"),
                            ("superintendent", "Superintendent"),
                            ("chief_superintendent", "Chief superintendent"),
                            ("chief_officer", "Assistant chief constable, commander or above"),
                            ("staff", "Police staff"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "arrest",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.arrest",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.biometricretention",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="biometricretentionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7b3fcd6a96c7c0a50d9ef8bd9caa3e42edeba576",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_859b3",
                    table="orders_biometricretentionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("bail", "Bail condition"), ("order", "Protection order")], max_length=5),
                ),
                ("happened_at", models.DateTimeField()),
                ("reported_at", models.DateTimeField()),
                ("decision_due", models.DateTimeField()),
                (
                    "told_by",
                    models.CharField(
                        choices=[
                            ("victim", "The victim"),
                            ("supporter", "Somebody who supports the victim, such as an ISVA"),
                            ("witness", "A witness or a member of the public"),
                            ("officer", "An officer or member of staff"),
                            ("recording", "A recording or a device, such as a doorbell camera"),
                            ("agency", "Another agency, such as probation or a tagging company"),
                            ("suspect", "The suspect"),
                            ("anonymous", "Somebody who gave no name"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "account",
                    models.TextField(help_text="What happened, in the words of whoever told us where possible"),
                ),
                (
                    "acts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="Of orders.rules.conduct.ACTS",
                        size=None,
                    ),
                ),
                (
                    "toward",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="Of orders.rules.conduct.TOWARD",
                        size=None,
                    ),
                ),
                (
                    "means",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="Of orders.rules.conduct.MEANS",
                        size=None,
                    ),
                ),
                ("occasions", models.PositiveSmallIntegerField(default=1)),
                ("key", models.UUIDField(editable=False)),
                ("logged_at", models.DateTimeField()),
                ("alerted_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                ("lead_told_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="breaches", to="cases.case"
                    ),
                ),
                (
                    "logged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="breaches", to="suspects.suspect"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-happened_at"], name="breaches_of_a_case"),
                    models.Index(fields=["suspect", "-happened_at"], name="breaches_of_a_suspect"),
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=["decision_due", "id"],
                        name="breaches_undecided",
                    ),
                    models.Index(
                        condition=models.Q(("alerted_at__isnull", True), ("decided_at__isnull", True)),
                        fields=["logged_at"],
                        name="breaches_unheard",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("logged_by", "key"), name="one_breach_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(("happened_at__lte", models.F("reported_at"))),
                        name="breach_is_reported_after_it_happened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reported_at__lte", models.F("logged_at"))),
                        name="breach_is_logged_after_it_is_reported",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("occasions__gte", 1), ("occasions__lte", 999)),
                        name="breach_was_on_some_occasions",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breach",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_breachevent" ("account", "acts", "alerted_at", "case_id", "decided_at", "decision_due", "escalated_at", "happened_at", "id", "key", "kind", "lead_told_at", "logged_at", "logged_by_id", "means", "occasions", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "suspect_id", "told_by", "toward") VALUES (NEW."account", NEW."acts", NEW."alerted_at", NEW."case_id", NEW."decided_at", NEW."decision_due", NEW."escalated_at", NEW."happened_at", NEW."id", NEW."key", NEW."kind", NEW."lead_told_at", NEW."logged_at", NEW."logged_by_id", NEW."means", NEW."occasions", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reported_at", NEW."suspect_id", NEW."told_by", NEW."toward"); RETURN NULL;',
                    hash="83dffe46593f8f3b0f47916f227f8f86211ba4d2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1bd46",
                    table="orders_breach",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breach",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_breachevent" ("account", "acts", "alerted_at", "case_id", "decided_at", "decision_due", "escalated_at", "happened_at", "id", "key", "kind", "lead_told_at", "logged_at", "logged_by_id", "means", "occasions", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_at", "suspect_id", "told_by", "toward") VALUES (NEW."account", NEW."acts", NEW."alerted_at", NEW."case_id", NEW."decided_at", NEW."decision_due", NEW."escalated_at", NEW."happened_at", NEW."id", NEW."key", NEW."kind", NEW."lead_told_at", NEW."logged_at", NEW."logged_by_id", NEW."means", NEW."occasions", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reported_at", NEW."suspect_id", NEW."told_by", NEW."toward"); RETURN NULL;',
                    hash="b96cbacc5ed9b13fe085b598f5daa6ad455c6387",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_70fee",
                    table="orders_breach",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AttendanceDueEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("station", models.CharField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "Expected"),
                            ("attended", "Attended"),
                            ("missed", "Missed: is it a breach?"),
                            ("breach", "Missed, logged as a breach"),
                            ("excused", "Missed, no breach"),
                        ],
                        default="expected",
                        max_length=8,
                    ),
                ),
                (
                    "missed_at",
                    models.DateTimeField(blank=True, help_text="When it was found or said to be missed", null=True),
                ),
                (
                    "excuse",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("attended", "The suspect did attend, and it was not recorded"),
                            ("station", "The station was closed, or would not take the report"),
                            ("hospital", "The suspect was in hospital or in custody"),
                            ("before", "The police had excused the suspect beforehand"),
                            ("other", "Another reason"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.attendancedue",
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bailcondition",
                    ),
                ),
                (
                    "breach",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.breach",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendancedueevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5a862da8ec4530567e2ad6ff4b2e47fc413218de",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cc86e",
                    table="orders_attendancedueevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="attendancedue",
            name="breach",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendance",
                to="orders.breach",
            ),
        ),
        migrations.CreateModel(
            name="BreachDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("arrest", "Arrest the suspect"),
                            ("other_offence", "Record another offence, without an arrest for the breach"),
                            ("no_arrest", "No arrest"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "offence",
                    models.CharField(blank=True, help_text="A code of orders/reference/offences.yaml", max_length=30),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_evidence", "There are no reasonable grounds to suspect it happened"),
                            ("not_broken", "What happened does not break the condition or term"),
                            ("in_custody", "The suspect is in custody already"),
                            ("safer", "The victim is safer by another way, said below"),
                            ("summons", "The suspect will be interviewed or summonsed instead"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "victim_told",
                    models.CharField(
                        choices=[
                            ("told", "Yes"),
                            ("not_yet", "Not yet"),
                            ("not_safe", "Not safe to tell"),
                            ("declined", "The victim asked not to be told"),
                        ],
                        max_length=8,
                    ),
                ),
                ("victim_told_on", models.DateField(blank=True, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("by_one", models.BooleanField(default=False, help_text="Made before no arrest took two people")),
                (
                    "wanted_told_at",
                    models.DateTimeField(
                        blank=True, help_text="When it was last said that the suspect is wanted", null=True
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "arrest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="orders.arrest",
                    ),
                ),
                (
                    "breach",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decision", to="orders.breach"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("arrest__isnull", True), ("outcome", "arrest")),
                        fields=["decided_at"],
                        name="decisions_wanted",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "no_arrest"),
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            models.Q(models.Q(("outcome", "no_arrest"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="no_arrest_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "other_offence"), models.Q(("offence", ""), _negated=True)),
                            models.Q(models.Q(("outcome", "other_offence"), _negated=True), ("offence", "")),
                            _connector="OR",
                        ),
                        name="another_offence_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("victim_told", "told"), ("victim_told_on__isnull", False)),
                            models.Q(
                                models.Q(("victim_told", "told"), _negated=True), ("victim_told_on__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="victim_told_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_agreed_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "no_arrest"), _negated=True),
                            ("by_one", True),
                            ("agreed_by__isnull", False),
                            _connector="OR",
                        ),
                        name="no_arrest_takes_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None),
                            models.Q(("agreed_by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_is_agreed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("arrest__isnull", True), ("outcome", "arrest"), _connector="OR"),
                        name="an_arrest_answers_a_decision_to_arrest",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breachdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_breachdecisionevent" ("agreed_at", "agreed_by_id", "arrest_id", "breach_id", "by_one", "decided_at", "decided_by_id", "id", "offence", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "victim_told", "victim_told_on", "wanted_told_at", "words") VALUES (NEW."agreed_at", NEW."agreed_by_id", NEW."arrest_id", NEW."breach_id", NEW."by_one", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."offence", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."victim_told", NEW."victim_told_on", NEW."wanted_told_at", NEW."words"); RETURN NULL;',
                    hash="1cf6abbb02592c3942aa53fb3248d85c16dd3d7e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_26cde",
                    table="orders_breachdecision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breachdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_breachdecisionevent" ("agreed_at", "agreed_by_id", "arrest_id", "breach_id", "by_one", "decided_at", "decided_by_id", "id", "offence", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "victim_told", "victim_told_on", "wanted_told_at", "words") VALUES (NEW."agreed_at", NEW."agreed_by_id", NEW."arrest_id", NEW."breach_id", NEW."by_one", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."offence", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."victim_told", NEW."victim_told_on", NEW."wanted_told_at", NEW."words"); RETURN NULL;',
                    hash="eae43fb5e0af41735344112c40297194ec8cab5e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_51383",
                    table="orders_breachdecision",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BreachDecisionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("arrest", "Arrest the suspect"),
                            ("other_offence", "Record another offence, without an arrest for the breach"),
                            ("no_arrest", "No arrest"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "offence",
                    models.CharField(blank=True, help_text="A code of orders/reference/offences.yaml", max_length=30),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_evidence", "There are no reasonable grounds to suspect it happened"),
                            ("not_broken", "What happened does not break the condition or term"),
                            ("in_custody", "The suspect is in custody already"),
                            ("safer", "The victim is safer by another way, said below"),
                            ("summons", "The suspect will be interviewed or summonsed instead"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "victim_told",
                    models.CharField(
                        choices=[
                            ("told", "Yes"),
                            ("not_yet", "Not yet"),
                            ("not_safe", "Not safe to tell"),
                            ("declined", "The victim asked not to be told"),
                        ],
                        max_length=8,
                    ),
                ),
                ("victim_told_on", models.DateField(blank=True, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("by_one", models.BooleanField(default=False, help_text="Made before no arrest took two people")),
                (
                    "wanted_told_at",
                    models.DateTimeField(
                        blank=True, help_text="When it was last said that the suspect is wanted", null=True
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "arrest",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.arrest",
                    ),
                ),
                (
                    "breach",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.breach",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.breachdecision",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breachdecisionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="021fafbe01f57a140334874c7519590605ed7f4d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_21d2e",
                    table="orders_breachdecisionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BreachEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(choices=[("bail", "Bail condition"), ("order", "Protection order")], max_length=5),
                ),
                ("happened_at", models.DateTimeField()),
                ("reported_at", models.DateTimeField()),
                ("decision_due", models.DateTimeField()),
                (
                    "told_by",
                    models.CharField(
                        choices=[
                            ("victim", "The victim"),
                            ("supporter", "Somebody who supports the victim, such as an ISVA"),
                            ("witness", "A witness or a member of the public"),
                            ("officer", "An officer or member of staff"),
                            ("recording", "A recording or a device, such as a doorbell camera"),
                            ("agency", "Another agency, such as probation or a tagging company"),
                            ("suspect", "The suspect"),
                            ("anonymous", "Somebody who gave no name"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "account",
                    models.TextField(help_text="What happened, in the words of whoever told us where possible"),
                ),
                (
                    "acts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="Of orders.rules.conduct.ACTS",
                        size=None,
                    ),
                ),
                (
                    "toward",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="Of orders.rules.conduct.TOWARD",
                        size=None,
                    ),
                ),
                (
                    "means",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="Of orders.rules.conduct.MEANS",
                        size=None,
                    ),
                ),
                ("occasions", models.PositiveSmallIntegerField(default=1)),
                ("key", models.UUIDField(editable=False)),
                ("logged_at", models.DateTimeField()),
                ("alerted_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                ("lead_told_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "logged_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.breach",
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="suspects.suspect",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breachevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="541402614758918e05392eafcaf0732f3b1b6af0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f8cec",
                    table="orders_breachevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BreachEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("doorbell", "Doorbell video"),
                            ("phone", "Telephone, such as a call log"),
                            ("cctv", "CCTV"),
                            ("witness", "Somebody who saw or heard it"),
                            ("message", "Messages"),
                            ("tag", "Tag or other monitoring"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, help_text="An exhibit number, or what it is", max_length=100),
                ),
                ("kept_where", models.CharField(blank=True, help_text="Empty: nobody has it yet", max_length=100)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="orders.breach"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("breach", "key", "kind"), name="one_evidence_of_a_kind_of_a_form")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breachevidence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_breachevidenceevent" ("breach_id", "id", "kept_where", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reference") VALUES (NEW."breach_id", NEW."id", NEW."kept_where", NEW."key", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."reference"); RETURN NULL;',
                    hash="8642c4a0fd2be7e797e1837213348157ca89e978",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_09a2a",
                    table="orders_breachevidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breachevidence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_breachevidenceevent" ("breach_id", "id", "kept_where", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reference") VALUES (NEW."breach_id", NEW."id", NEW."kept_where", NEW."key", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."reference"); RETURN NULL;',
                    hash="55114a8049216f376e86cc37ddb82c785fcb3f67",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b2d18",
                    table="orders_breachevidence",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BreachEvidenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("doorbell", "Doorbell video"),
                            ("phone", "Telephone, such as a call log"),
                            ("cctv", "CCTV"),
                            ("witness", "Somebody who saw or heard it"),
                            ("message", "Messages"),
                            ("tag", "Tag or other monitoring"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, help_text="An exhibit number, or what it is", max_length=100),
                ),
                ("kept_where", models.CharField(blank=True, help_text="Empty: nobody has it yet", max_length=100)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "breach",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.breach",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.breachevidence",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="breachevidenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ca0bc1ae0cd26ddbf451561a90df09d157db14d4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_24bec",
                    table="orders_breachevidenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Countdown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act_by", models.DateTimeField()),
                ("step", models.PositiveSmallIntegerField(help_text="Days before the end; 0 is after it")),
                ("told_at", models.DateTimeField()),
                (
                    "arrest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="countdowns", to="orders.arrest"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arrest", "act_by", "step"), name="one_countdown_of_a_step")
                ],
            },
        ),
        migrations.CreateModel(
            name="CourtApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lodged_at", models.DateTimeField()),
                ("court", models.CharField(max_length=100)),
                (
                    "months",
                    models.PositiveSmallIntegerField(help_text="To how many months from the arrest is asked for"),
                ),
                ("why", models.TextField(help_text="Conditions B to D, and why it was not made earlier")),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="applications", to="orders.bail"
                    ),
                ),
                (
                    "granted",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="orders.bailextension",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_court_application_of_a_form"),
                    models.UniqueConstraint(
                        condition=models.Q(("granted__isnull", True), ("refused_at__isnull", True)),
                        fields=("bail",),
                        name="one_court_application_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refused_at__isnull", True), ("granted__isnull", True), _connector="OR"),
                        name="application_is_granted_or_refused",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="courtapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_courtapplicationevent" ("bail_id", "court", "granted_id", "id", "key", "lodged_at", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "refused_at", "why") VALUES (NEW."bail_id", NEW."court", NEW."granted_id", NEW."id", NEW."key", NEW."lodged_at", NEW."months", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."refused_at", NEW."why"); RETURN NULL;',
                    hash="246060d02093cfb997ea475acfb24acc523253b9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_da09a",
                    table="orders_courtapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="courtapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_courtapplicationevent" ("bail_id", "court", "granted_id", "id", "key", "lodged_at", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "refused_at", "why") VALUES (NEW."bail_id", NEW."court", NEW."granted_id", NEW."id", NEW."key", NEW."lodged_at", NEW."months", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."refused_at", NEW."why"); RETURN NULL;',
                    hash="2aa8482d2bd512646b31e0b65f41d98fa268182f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0e651",
                    table="orders_courtapplication",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CourtApplicationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("lodged_at", models.DateTimeField()),
                ("court", models.CharField(max_length=100)),
                (
                    "months",
                    models.PositiveSmallIntegerField(help_text="To how many months from the arrest is asked for"),
                ),
                ("why", models.TextField(help_text="Conditions B to D, and why it was not made earlier")),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bail",
                    ),
                ),
                (
                    "granted",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bailextension",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.courtapplication",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="courtapplicationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="903a963bc5b591508387cb85c868ea4fff328142",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_327db",
                    table="orders_courtapplicationevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="NoArrestProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for another supervisor"),
                            ("agreed", "Agreed"),
                            ("sent_back", "Not agreed"),
                            ("overtaken", "Decided otherwise"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_evidence", "There are no reasonable grounds to suspect it happened"),
                            ("not_broken", "What happened does not break the condition or term"),
                            ("in_custody", "The suspect is in custody already"),
                            ("safer", "The victim is safer by another way, said below"),
                            ("summons", "The suspect will be interviewed or summonsed instead"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                (
                    "victim_told",
                    models.CharField(
                        choices=[
                            ("told", "Yes"),
                            ("not_yet", "Not yet"),
                            ("not_safe", "Not safe to tell"),
                            ("declined", "The victim asked not to be told"),
                        ],
                        max_length=8,
                    ),
                ),
                ("victim_told_on", models.DateField(blank=True, null=True)),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer_words", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="orders.breach"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("breach",),
                        name="one_proposal_waits_for_a_breach",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True), ("answered_by__isnull", True), ("state", "waiting")
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("state", "waiting"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_answered_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            models.Q(("answered_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_is_agreed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("words", ""), _negated=True)
                        ),
                        name="proposal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("victim_told", "told"), ("victim_told_on__isnull", False)),
                            models.Q(
                                models.Q(("victim_told", "told"), _negated=True), ("victim_told_on__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="proposal_told_on_a_day",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noarrestproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_noarrestproposalevent" ("answer_words", "answered_at", "answered_by_id", "breach_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "state", "victim_told", "victim_told_on", "words") VALUES (NEW."answer_words", NEW."answered_at", NEW."answered_by_id", NEW."breach_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."victim_told", NEW."victim_told_on", NEW."words"); RETURN NULL;',
                    hash="7b0d5e58663554624b2656056b23be250a974496",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_92167",
                    table="orders_noarrestproposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noarrestproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_noarrestproposalevent" ("answer_words", "answered_at", "answered_by_id", "breach_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "state", "victim_told", "victim_told_on", "words") VALUES (NEW."answer_words", NEW."answered_at", NEW."answered_by_id", NEW."breach_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."victim_told", NEW."victim_told_on", NEW."words"); RETURN NULL;',
                    hash="762ee76a1d92c49a5e6b6ec1c65d48f18b4c4202",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a2c18",
                    table="orders_noarrestproposal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="NoArrestProposalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for another supervisor"),
                            ("agreed", "Agreed"),
                            ("sent_back", "Not agreed"),
                            ("overtaken", "Decided otherwise"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_evidence", "There are no reasonable grounds to suspect it happened"),
                            ("not_broken", "What happened does not break the condition or term"),
                            ("in_custody", "The suspect is in custody already"),
                            ("safer", "The victim is safer by another way, said below"),
                            ("summons", "The suspect will be interviewed or summonsed instead"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                (
                    "victim_told",
                    models.CharField(
                        choices=[
                            ("told", "Yes"),
                            ("not_yet", "Not yet"),
                            ("not_safe", "Not safe to tell"),
                            ("declined", "The victim asked not to be told"),
                        ],
                        max_length=8,
                    ),
                ),
                ("victim_told_on", models.DateField(blank=True, null=True)),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer_words", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "breach",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.breach",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.noarrestproposal",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noarrestproposalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6ac0393810c14ffbf19c3e03ad9a717c3f937c2a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_92457",
                    table="orders_noarrestproposalevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="NothingInPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("sought", "An order is being applied for"),
                            ("arrest_due", "An arrest is planned"),
                            ("safe", "The victim is kept safe by another way, said below"),
                            ("away", "The suspect cannot reach the victim, as said below"),
                            ("whereabouts", "Nobody knows where the suspect is, and they are sought"),
                            ("victim", "The victim asked for neither, and is safer without"),
                            ("covert", "It would harm the investigation now"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                ("review_on", models.DateField()),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="nothing_in_place", to="cases.case"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nothing_in_place",
                        to="suspects.suspect",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "suspect", "-recorded_at"], name="nothing_in_place_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_reason_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="nothing_in_place_is_explained"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nothinginplace",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_nothinginplaceevent" ("case_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "review_on", "suspect_id", "words") VALUES (NEW."case_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."review_on", NEW."suspect_id", NEW."words"); RETURN NULL;',
                    hash="2a9899e7889b2cb4cc1ec5b4c76fdf6994055208",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c616e",
                    table="orders_nothinginplace",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nothinginplace",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_nothinginplaceevent" ("case_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "review_on", "suspect_id", "words") VALUES (NEW."case_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."review_on", NEW."suspect_id", NEW."words"); RETURN NULL;',
                    hash="48c31467ad76b9031aaed995820b706a05543178",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e677e",
                    table="orders_nothinginplace",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="NothingInPlaceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("sought", "An order is being applied for"),
                            ("arrest_due", "An arrest is planned"),
                            ("safe", "The victim is kept safe by another way, said below"),
                            ("away", "The suspect cannot reach the victim, as said below"),
                            ("whereabouts", "Nobody knows where the suspect is, and they are sought"),
                            ("victim", "The victim asked for neither, and is safer without"),
                            ("covert", "It would harm the investigation now"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                ("review_on", models.DateField()),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.nothinginplace",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="suspects.suspect",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nothinginplaceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="20364e63ed091db853a34fd16781f08d26630799",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5cb45",
                    table="orders_nothinginplaceevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="NoticeArrest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("arrested_at", models.DateTimeField()),
                (
                    "court_at",
                    models.DateTimeField(blank=True, help_text="When the suspect was before the court", null=True),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OffenceAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offence", models.CharField(help_text="A code of orders.offences", max_length=40)),
                (
                    "answer",
                    models.CharField(choices=[("pursued", "Pursue it"), ("not", "Do not pursue it")], max_length=8),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="orders.breach"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("breach", "offence"), name="one_answer_of_an_offence"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "not"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="not_pursued_says_why",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offenceanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_offenceanswerevent" ("answer", "answered_at", "answered_by_id", "breach_id", "id", "offence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "why") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."breach_id", NEW."id", NEW."offence", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."why"); RETURN NULL;',
                    hash="dc54f9740d8190140352744abeef3dc5459885f2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cfd8c",
                    table="orders_offenceanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offenceanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_offenceanswerevent" ("answer", "answered_at", "answered_by_id", "breach_id", "id", "offence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "why") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."breach_id", NEW."id", NEW."offence", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."why"); RETURN NULL;',
                    hash="bb5b287bbf211f24ce4821d021343b7c21bab7cc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f8c50",
                    table="orders_offenceanswer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OffenceAnswerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("offence", models.CharField(help_text="A code of orders.offences", max_length=40)),
                (
                    "answer",
                    models.CharField(choices=[("pursued", "Pursue it"), ("not", "Do not pursue it")], max_length=8),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "breach",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.breach",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.offenceanswer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offenceanswerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ed9ec9e371c965286280475abd141259de14d893",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c9f63",
                    table="orders_offenceanswerevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OrderApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(blank=True, max_length=30)),
                ("stage", models.CharField(max_length=16)),
                ("stage_on", models.DateField()),
                ("considered_on", models.DateField(blank=True, null=True)),
                (
                    "waiting_since",
                    models.DateField(blank=True, help_text="Lawyers were asked and have not answered", null=True),
                ),
                (
                    "waited_days",
                    models.PositiveIntegerField(default=0, help_text="With lawyers, in rounds that are answered"),
                ),
                ("hearing_on", models.DateField(blank=True, null=True)),
                ("applied_on", models.DateField(blank=True, null=True)),
                ("heard_on", models.DateField(blank=True, null=True)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("asks_interim", models.BooleanField(default=False)),
                ("interim_on", models.DateField(blank=True, help_text="When an interim order was made", null=True)),
                ("opened_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="order_applications", to="cases.case"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_applications",
                        to="suspects.suspect",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-stage_on"], name="applications_of_a_case"),
                    models.Index(fields=["suspect"], name="applications_of_a_suspect"),
                    models.Index(fields=["-stage_on", "-id"], name="applications_newest"),
                    models.Index(fields=["stage", "-stage_on", "-id"], name="applications_by_stage"),
                    models.Index(
                        condition=models.Q(("applied_on__isnull", False)),
                        fields=["applied_on"],
                        name="applications_made",
                    ),
                    models.Index(
                        condition=models.Q(("waiting_since__isnull", False)),
                        fields=["waiting_since"],
                        name="applications_with_lawyers",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("type", ""), _negated=True), ("stage", "not_sought"), _connector="OR"
                        ),
                        name="an_order_sought_has_a_type",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_orderapplicationevent" ("applied_on", "asks_interim", "case_id", "considered_on", "decided_on", "heard_on", "hearing_on", "id", "interim_on", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "stage_on", "suspect_id", "type", "version", "waited_days", "waiting_since") VALUES (NEW."applied_on", NEW."asks_interim", NEW."case_id", NEW."considered_on", NEW."decided_on", NEW."heard_on", NEW."hearing_on", NEW."id", NEW."interim_on", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."stage", NEW."stage_on", NEW."suspect_id", NEW."type", NEW."version", NEW."waited_days", NEW."waiting_since"); RETURN NULL;',
                    hash="6fcb3d6ca10e546e54dd06a48c3daec898c822b0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1b721",
                    table="orders_orderapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_orderapplicationevent" ("applied_on", "asks_interim", "case_id", "considered_on", "decided_on", "heard_on", "hearing_on", "id", "interim_on", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "stage_on", "suspect_id", "type", "version", "waited_days", "waiting_since") VALUES (NEW."applied_on", NEW."asks_interim", NEW."case_id", NEW."considered_on", NEW."decided_on", NEW."heard_on", NEW."hearing_on", NEW."id", NEW."interim_on", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."stage", NEW."stage_on", NEW."suspect_id", NEW."type", NEW."version", NEW."waited_days", NEW."waiting_since"); RETURN NULL;',
                    hash="273773d656b154afa2569345607b52c95bf97e3c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e00c3",
                    table="orders_orderapplication",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ApplicationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("considered", "Considered, and to be sought"),
                            ("not_sought", "Considered, and not sought"),
                            ("advice_asked", "Legal advice asked"),
                            ("advice_given", "Legal advice given"),
                            ("applied", "Applied for"),
                            ("listed", "Hearing listed"),
                            ("adjourned", "Hearing adjourned"),
                            ("interim_made", "Interim order made"),
                            ("interim_refused", "Interim order refused"),
                            ("made", "Made"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("appealed", "Appealed to the Crown Court"),
                            ("appeal_decided", "Appeal decided"),
                        ],
                        max_length=16,
                    ),
                ),
                ("on", models.DateField()),
                ("next_on", models.DateField(blank=True, help_text="The day of the hearing that this sets", null=True)),
                ("who", models.CharField(blank=True, help_text="The lawyer, applicant or court", max_length=150)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("apply", "Apply"),
                            ("more", "More evidence is needed first"),
                            ("do_not", "Do not apply"),
                            ("allowed", "The appeal is allowed"),
                            ("dismissed", "The appeal is dismissed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("interim", models.CharField(blank=True, choices=[("yes", "Yes"), ("no", "No")], max_length=3)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("test", "The test in law is not met"),
                            ("not_needed", "It is not necessary"),
                            ("bail", "Bail conditions protect enough for now"),
                            ("custody", "The suspect is in custody"),
                            ("other_order", "Another order is in force or is sought"),
                            ("cleared", "They are no longer a suspect"),
                            ("evidence", "There is not enough evidence that can be used"),
                            ("victim", "The victim does not want it, and is safer without"),
                            ("advice", "Lawyers advised against it"),
                            ("procedure", "A step of procedure was missed"),
                            ("other", "Another reason, said below"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="orders.orderapplication"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["application", "on", "id"], name="steps_of_an_application")],
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_step_of_a_form"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ["applied", "made", "refused", "withdrawn", "appealed", "appeal_decided"])
                        ),
                        fields=("application", "kind"),
                        name="one_step_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["listed", "adjourned"]), ("next_on__gte", models.F("on"))),
                            models.Q(models.Q(("kind__in", ["listed", "adjourned"]), _negated=True), ("next_on", None)),
                            _connector="OR",
                        ),
                        name="a_hearing_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["not_sought", "refused", "withdrawn"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_end_without_an_order_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderApplicationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("type", models.CharField(blank=True, max_length=30)),
                ("stage", models.CharField(max_length=16)),
                ("stage_on", models.DateField()),
                ("considered_on", models.DateField(blank=True, null=True)),
                (
                    "waiting_since",
                    models.DateField(blank=True, help_text="Lawyers were asked and have not answered", null=True),
                ),
                (
                    "waited_days",
                    models.PositiveIntegerField(default=0, help_text="With lawyers, in rounds that are answered"),
                ),
                ("hearing_on", models.DateField(blank=True, null=True)),
                ("applied_on", models.DateField(blank=True, null=True)),
                ("heard_on", models.DateField(blank=True, null=True)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("asks_interim", models.BooleanField(default=False)),
                ("interim_on", models.DateField(blank=True, help_text="When an interim order was made", null=True)),
                ("opened_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.orderapplication",
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="suspects.suspect",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderapplicationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="14236a8441eab96ff4fa08b17fd814ddf873f0c1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bf062",
                    table="orders_orderapplicationevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OrderChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("varied", "Varied"), ("renewed", "Renewed")], max_length=8)),
                ("on", models.DateField()),
                ("old_end", models.DateField(blank=True, null=True)),
                ("new_end", models.DateField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderPrompt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "occasion",
                    models.CharField(
                        choices=[("day", "Day 7 of the case"), ("release", "Release from custody")], max_length=8
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("raised_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="order_prompts", to="cases.case"
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="order_prompts", to="suspects.suspect"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["suspect"], name="prompts_of_a_suspect")],
                "constraints": [models.UniqueConstraint(fields=("case", "source"), name="one_prompt_of_an_occasion")],
            },
        ),
        migrations.CreateModel(
            name="BrokenRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="broken", to="orders.breach"
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaches",
                        to="orders.bailcondition",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaches",
                        to="orders.orderterm",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("breach", "condition"), name="one_row_of_a_broken_condition"),
                    models.UniqueConstraint(fields=("breach", "term"), name="one_row_of_a_broken_term"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("condition__isnull", False), ("term__isnull", True)),
                            models.Q(("condition__isnull", True), ("term__isnull", False)),
                            _connector="OR",
                        ),
                        name="broken_is_a_condition_or_a_term",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("cps", "CPS asked for information"), ("hospital", "In hospital as an in-patient")],
                        max_length=8,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("last_on", models.DateField(blank=True, null=True)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "arrest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="orders.arrest"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_pause_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "cps"), ("last_on__isnull", True)),
                            models.Q(("kind", "hospital"), ("last_on__isnull", False), ("met_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="pause_says_what_its_kind_needs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met_at__isnull", True), ("met_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="pause_ends_after_it_starts",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pause",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_pauseevent" ("arrest_id", "id", "key", "kind", "last_on", "met_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "starts_at") VALUES (NEW."arrest_id", NEW."id", NEW."key", NEW."kind", NEW."last_on", NEW."met_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."starts_at"); RETURN NULL;',
                    hash="9a81d6e1207f80f505125839333621d828747b29",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6b9d5",
                    table="orders_pause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pause",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_pauseevent" ("arrest_id", "id", "key", "kind", "last_on", "met_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "starts_at") VALUES (NEW."arrest_id", NEW."id", NEW."key", NEW."kind", NEW."last_on", NEW."met_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."starts_at"); RETURN NULL;',
                    hash="033b2649b92ad90110640f037c6aff19e784fb0a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9d494",
                    table="orders_pause",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PauseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("cps", "CPS asked for information"), ("hospital", "In hospital as an in-patient")],
                        max_length=8,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("last_on", models.DateField(blank=True, null=True)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "arrest",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.arrest",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.pause",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pauseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="44d753f5a54d55cfce1fc4b45669795f98c22356",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_17194",
                    table="orders_pauseevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ProtectionOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(max_length=30)),
                ("stage", models.CharField(choices=[("interim", "Interim"), ("full", "Full")], max_length=8)),
                ("made_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, help_text="Empty: until further order", null=True)),
                ("served_on", models.DateField(blank=True, null=True)),
                (
                    "served_at",
                    models.DateTimeField(blank=True, help_text="To the minute, where hours count from it", null=True),
                ),
                (
                    "served_by",
                    models.CharField(blank=True, help_text="By rank and collar number, or who else", max_length=100),
                ),
                (
                    "served_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "Given to the suspect in person"),
                            ("at_court", "Given at court"),
                            ("left", "Left at, or posted to, their last known address"),
                            ("otherwise", "As the court said otherwise"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "notified_on",
                    models.DateField(blank=True, help_text="When the suspect gave police their details", null=True),
                ),
                ("court", models.CharField(max_length=100)),
                ("court_reference", models.CharField(blank=True, max_length=40)),
                ("discharged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("discharged", "The court discharged it"),
                            ("determined", "The court decided the application that it was interim to"),
                            ("withdrawn", "The application that it was interim to was withdrawn"),
                            ("appeal", "An appeal against it was allowed"),
                            ("heard", "A court decided about the order that the notice led to"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "expiry_told",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Of how many days before its end somebody was told", null=True
                    ),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="orders.orderapplication",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="protection_orders", to="cases.case"
                    ),
                ),
                (
                    "discharged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protection_orders",
                        to="suspects.suspect",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-made_on"], name="orders_of_a_case"),
                    models.Index(fields=["suspect"], name="orders_of_a_suspect"),
                    models.Index(
                        condition=models.Q(("discharged_at", None), ("ends_on__isnull", False)),
                        fields=["ends_on"],
                        name="orders_that_will_end",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_order_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("made_on")), _connector="OR"
                        ),
                        name="order_ends_after_it_is_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("served_on__isnull", True), ("served_on__gte", models.F("made_on")), _connector="OR"
                        ),
                        name="order_is_served_after_it_is_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("served_at", None), ("served_on__isnull", False), _connector="OR"),
                        name="order_served_at_is_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("discharged_at__isnull", True), ("discharged_by__isnull", True)),
                            models.Q(("discharged_at__isnull", False), ("discharged_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="order_discharged_at_with_by",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protectionorder",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_protectionorderevent" ("application_id", "case_id", "court", "court_reference", "discharged_at", "discharged_by_id", "ended_why", "ends_on", "expiry_told", "id", "key", "made_on", "notified_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "served_at", "served_by", "served_how", "served_on", "stage", "suspect_id", "type", "version") VALUES (NEW."application_id", NEW."case_id", NEW."court", NEW."court_reference", NEW."discharged_at", NEW."discharged_by_id", NEW."ended_why", NEW."ends_on", NEW."expiry_told", NEW."id", NEW."key", NEW."made_on", NEW."notified_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."served_at", NEW."served_by", NEW."served_how", NEW."served_on", NEW."stage", NEW."suspect_id", NEW."type", NEW."version"); RETURN NULL;',
                    hash="7354e3e09af22514b08b0b070941562e8496debf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6bb0c",
                    table="orders_protectionorder",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protectionorder",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_protectionorderevent" ("application_id", "case_id", "court", "court_reference", "discharged_at", "discharged_by_id", "ended_why", "ends_on", "expiry_told", "id", "key", "made_on", "notified_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "served_at", "served_by", "served_how", "served_on", "stage", "suspect_id", "type", "version") VALUES (NEW."application_id", NEW."case_id", NEW."court", NEW."court_reference", NEW."discharged_at", NEW."discharged_by_id", NEW."ended_why", NEW."ends_on", NEW."expiry_told", NEW."id", NEW."key", NEW."made_on", NEW."notified_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."served_at", NEW."served_by", NEW."served_how", NEW."served_on", NEW."stage", NEW."suspect_id", NEW."type", NEW."version"); RETURN NULL;',
                    hash="1edb84fc98def2005e0c65bdd87fc6c2391e853a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ed6c2",
                    table="orders_protectionorder",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OrderTermEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("no_contact", "No contact with"),
                            ("keep_away", "Not to enter"),
                            ("reside", "Live and sleep at"),
                            ("report", "Report to"),
                            ("passport", "Surrender passport"),
                            ("must_do", "Must"),
                            ("must_not", "Must not"),
                            ("no_travel", "Not to travel to"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, help_text="With whom, where, or what else", max_length=300)),
                (
                    "protects",
                    models.CharField(
                        choices=[
                            ("victim", "The victim"),
                            ("witness", "A witness, or the evidence"),
                            ("public", "Other people, by preventing offences"),
                            ("surrender", "That the suspect comes back"),
                            ("suspect", "The suspect"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.orderterm",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.protectionorder",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ordertermevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4870f831672186f3b14e848a58e745ee4e2138d1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0dc22",
                    table="orders_ordertermevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="orderterm",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="orders.protectionorder"
            ),
        ),
        migrations.CreateModel(
            name="OrderChangeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("kind", models.CharField(choices=[("varied", "Varied"), ("renewed", "Renewed")], max_length=8)),
                ("on", models.DateField()),
                ("old_end", models.DateField(blank=True, null=True)),
                ("new_end", models.DateField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.orderchange",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.protectionorder",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderchangeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8ae68aa9164b748bb2bb14212245f87b3e60970a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ddc24",
                    table="orders_orderchangeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="orderchange",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="orders.protectionorder"
            ),
        ),
        migrations.CreateModel(
            name="NoticeArrestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("arrested_at", models.DateTimeField()),
                (
                    "court_at",
                    models.DateTimeField(blank=True, help_text="When the suspect was before the court", null=True),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.noticearrest",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.protectionorder",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticearrestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d5e5d4ac6d63edc40a41974978fe7739aa1cbb8b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_714cd",
                    table="orders_noticearrestevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="noticearrest",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notice_arrests", to="orders.protectionorder"
            ),
        ),
        migrations.CreateModel(
            name="ProtectionOrderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("type", models.CharField(max_length=30)),
                ("stage", models.CharField(choices=[("interim", "Interim"), ("full", "Full")], max_length=8)),
                ("made_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, help_text="Empty: until further order", null=True)),
                ("served_on", models.DateField(blank=True, null=True)),
                (
                    "served_at",
                    models.DateTimeField(blank=True, help_text="To the minute, where hours count from it", null=True),
                ),
                (
                    "served_by",
                    models.CharField(blank=True, help_text="By rank and collar number, or who else", max_length=100),
                ),
                (
                    "served_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "Given to the suspect in person"),
                            ("at_court", "Given at court"),
                            ("left", "Left at, or posted to, their last known address"),
                            ("otherwise", "As the court said otherwise"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "notified_on",
                    models.DateField(blank=True, help_text="When the suspect gave police their details", null=True),
                ),
                ("court", models.CharField(max_length=100)),
                ("court_reference", models.CharField(blank=True, max_length=40)),
                ("discharged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("discharged", "The court discharged it"),
                            ("determined", "The court decided the application that it was interim to"),
                            ("withdrawn", "The application that it was interim to was withdrawn"),
                            ("appeal", "An appeal against it was allowed"),
                            ("heard", "A court decided about the order that the notice led to"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "expiry_told",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Of how many days before its end somebody was told", null=True
                    ),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.orderapplication",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "discharged_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.protectionorder",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="suspects.suspect",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protectionorderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ff16be5f16a8b8647e0059d9965285195d485a05",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dc768",
                    table="orders_protectionorderevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("s37(2)", "For more inquiries, section 37(2)"),
                            ("s37(7)(a)", "For a charging decision by CPS, section 37(7)(a)"),
                            ("s37(7)(b)", "For another purpose, section 37(7)(b)"),
                            ("s34(5)", "Detention no longer justified, section 34(5)"),
                            ("s30A", "Street bail, section 30A"),
                            ("s37C(2)(b)", "Again after arrest for a breach, section 37C(2)(b)"),
                            ("s37CA(2)(b)", "Again after arrest for a breach, section 37CA(2)(b)"),
                            ("s37(2A)", "More inquiries, without bail, section 37(2A)"),
                            ("s37(7)(c)", "Enough to charge but no decision yet, without bail, section 37(7)(c)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("officer", models.CharField(max_length=100)),
                (
                    "officer_rank",
                    models.CharField(
                        choices=[
                            ("constable", "Constable"),
                            ("sergeant", "Sergeant"),
                            ("inspector", "Inspector"),
                            ("chief_inspector", "Chief inspector"),
                            ("superintendent", "Superintendent"),
                            ("chief_superintendent", "Chief superintendent"),
                            ("commander", "Commander or assistant chief constable"),
                            ("above", "Above that"),
                        ],
                        max_length=20,
                    ),
                ),
                ("stands_in", models.BooleanField(help_text="No custody officer was readily available, s.36(4)")),
                ("is_independent", models.BooleanField(help_text="Not involved in the investigation, s.36(5)")),
                ("is_necessary", models.BooleanField()),
                ("is_proportionate", models.BooleanField()),
                ("factors", models.JSONField(default=dict)),
                (
                    "representations",
                    models.CharField(
                        choices=[
                            ("made", "Yes, and they were considered"),
                            ("none", "They were asked and said nothing"),
                        ],
                        max_length=4,
                    ),
                ),
                ("said", models.TextField(blank=True, help_text="What the suspect or the representative said")),
                ("words", models.TextField(help_text="Why, in the custody officer's words")),
                (
                    "no_bail",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_necessary", "Bail was not necessary: no risk that conditions would reduce"),
                            ("not_proportionate", "Bail was not proportionate"),
                            ("order", "A protection order already does what conditions would"),
                            ("held", "The suspect is held or recalled for something else"),
                            ("period_ended", "The bail period ended, or could not be extended"),
                            ("other", "Another reason"),
                        ],
                        max_length=17,
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        blank=True, help_text="When a supervisor read why there is no bail", null=True
                    ),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "arrest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="releases", to="orders.arrest"
                    ),
                ),
                (
                    "bail",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="release",
                        to="orders.bail",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("bail__isnull", True)),
                        fields=["decided_at", "id"],
                        name="releases_without_bail",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_release_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bail__isnull", False), ("no_bail", "")),
                            models.Q(("bail__isnull", True), models.Q(("no_bail", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="release_without_bail_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="release_is_explained"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at__isnull", True), ("seen_by__isnull", True)),
                            models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="release_seen_at_with_by",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_releaseevent" ("arrest_id", "bail_id", "decided_at", "factors", "id", "is_independent", "is_necessary", "is_proportionate", "key", "no_bail", "officer", "officer_rank", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "representations", "route", "said", "seen_at", "seen_by_id", "stands_in", "words") VALUES (NEW."arrest_id", NEW."bail_id", NEW."decided_at", NEW."factors", NEW."id", NEW."is_independent", NEW."is_necessary", NEW."is_proportionate", NEW."key", NEW."no_bail", NEW."officer", NEW."officer_rank", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."representations", NEW."route", NEW."said", NEW."seen_at", NEW."seen_by_id", NEW."stands_in", NEW."words"); RETURN NULL;',
                    hash="f2500ec0dcae6e137ca14af05ef500e374bfba2f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_166a8",
                    table="orders_release",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_releaseevent" ("arrest_id", "bail_id", "decided_at", "factors", "id", "is_independent", "is_necessary", "is_proportionate", "key", "no_bail", "officer", "officer_rank", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "representations", "route", "said", "seen_at", "seen_by_id", "stands_in", "words") VALUES (NEW."arrest_id", NEW."bail_id", NEW."decided_at", NEW."factors", NEW."id", NEW."is_independent", NEW."is_necessary", NEW."is_proportionate", NEW."key", NEW."no_bail", NEW."officer", NEW."officer_rank", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."representations", NEW."route", NEW."said", NEW."seen_at", NEW."seen_by_id", NEW."stands_in", NEW."words"); RETURN NULL;',
                    hash="722450a4f63fc43311bed2a4d902266eee63a03a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5783b",
                    table="orders_release",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ReleaseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("s37(2)", "For more inquiries, section 37(2)"),
                            ("s37(7)(a)", "For a charging decision by CPS, section 37(7)(a)"),
                            ("s37(7)(b)", "For another purpose, section 37(7)(b)"),
                            ("s34(5)", "Detention no longer justified, section 34(5)"),
                            ("s30A", "Street bail, section 30A"),
                            ("s37C(2)(b)", "Again after arrest for a breach, section 37C(2)(b)"),
                            ("s37CA(2)(b)", "Again after arrest for a breach, section 37CA(2)(b)"),
                            ("s37(2A)", "More inquiries, without bail, section 37(2A)"),
                            ("s37(7)(c)", "Enough to charge but no decision yet, without bail, section 37(7)(c)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("officer", models.CharField(max_length=100)),
                (
                    "officer_rank",
                    models.CharField(
                        choices=[
                            ("constable", "Constable"),
                            ("sergeant", "Sergeant"),
                            ("inspector", "Inspector"),
                            ("chief_inspector", "Chief inspector"),
                            ("superintendent", "Superintendent"),
                            ("chief_superintendent", "Chief superintendent"),
                            ("commander", "Commander or assistant chief constable"),
                            ("above", "Above that"),
                        ],
                        max_length=20,
                    ),
                ),
                ("stands_in", models.BooleanField(help_text="No custody officer was readily available, s.36(4)")),
                ("is_independent", models.BooleanField(help_text="Not involved in the investigation, s.36(5)")),
                ("is_necessary", models.BooleanField()),
                ("is_proportionate", models.BooleanField()),
                ("factors", models.JSONField(default=dict)),
                (
                    "representations",
                    models.CharField(
                        choices=[
                            ("made", "Yes, and they were considered"),
                            ("none", "They were asked and said nothing"),
                        ],
                        max_length=4,
                    ),
                ),
                ("said", models.TextField(blank=True, help_text="What the suspect or the representative said")),
                ("words", models.TextField(help_text="Why, in the custody officer's words")),
                (
                    "no_bail",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_necessary", "Bail was not necessary: no risk that conditions would reduce"),
                            ("not_proportionate", "Bail was not proportionate"),
                            ("order", "A protection order already does what conditions would"),
                            ("held", "The suspect is held or recalled for something else"),
                            ("period_ended", "The bail period ended, or could not be extended"),
                            ("other", "Another reason"),
                        ],
                        max_length=17,
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        blank=True, help_text="When a supervisor read why there is no bail", null=True
                    ),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "arrest",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.arrest",
                    ),
                ),
                (
                    "bail",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bail",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.release",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4542906cc391d698fd555270dbeb64f43c650a40",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_63b16",
                    table="orders_releaseevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ReportingTimes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("station", models.CharField(max_length=100)),
                ("days", models.JSONField(help_text="Days of the week, Monday is 0")),
                ("opens_at", models.TimeField()),
                ("closes_at", models.TimeField()),
                ("laid_out_to", models.DateTimeField(help_text="Times to report that begin before this are laid out")),
                (
                    "condition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reporting", to="orders.bailcondition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="reporting_closes_after_it_opens",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("applicant", models.CharField(max_length=100)),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("superintendent", "Superintendent"),
                            ("chief_superintendent", "Chief superintendent"),
                            ("commander", "Commander"),
                            ("acc", "Assistant chief constable"),
                            ("dac", "Deputy assistant commissioner"),
                            ("dcc", "Deputy chief constable"),
                            ("ac", "Assistant commissioner"),
                            ("cc", "Chief constable"),
                            ("dcommissioner", "Deputy commissioner"),
                            ("commissioner", "Commissioner of police"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "allegation",
                    models.TextField(help_text="What the person is said to have done, and the evidence of it"),
                ),
                ("no_charge", models.TextField(help_text="Why there was no charge")),
                (
                    "compelling",
                    models.TextField(
                        help_text="The compelling reasons to keep the material, and the risk they rest on"
                    ),
                ),
                (
                    "fairness",
                    models.TextField(
                        help_text="What speaks against keeping it, and why it is proportionate all the same"
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "retention",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="application",
                        to="orders.biometricretention",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="retentionapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_retentionapplicationevent" ("allegation", "applicant", "compelling", "fairness", "id", "no_charge", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "retention_id", "saved_at", "saved_by_id", "version") VALUES (NEW."allegation", NEW."applicant", NEW."compelling", NEW."fairness", NEW."id", NEW."no_charge", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."retention_id", NEW."saved_at", NEW."saved_by_id", NEW."version"); RETURN NULL;',
                    hash="851ce772d4359375498c05e30562b83d3e1b455a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_253f2",
                    table="orders_retentionapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="retentionapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_retentionapplicationevent" ("allegation", "applicant", "compelling", "fairness", "id", "no_charge", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "retention_id", "saved_at", "saved_by_id", "version") VALUES (NEW."allegation", NEW."applicant", NEW."compelling", NEW."fairness", NEW."id", NEW."no_charge", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."retention_id", NEW."saved_at", NEW."saved_by_id", NEW."version"); RETURN NULL;',
                    hash="d8c81a8d6172738f56ac945980cdf17b6eb7422e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d8e85",
                    table="orders_retentionapplication",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RetentionApplicationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("applicant", models.CharField(max_length=100)),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("superintendent", "Superintendent"),
                            ("chief_superintendent", "Chief superintendent"),
                            ("commander", "Commander"),
                            ("acc", "Assistant chief constable"),
                            ("dac", "Deputy assistant commissioner"),
                            ("dcc", "Deputy chief constable"),
                            ("ac", "Assistant commissioner"),
                            ("cc", "Chief constable"),
                            ("dcommissioner", "Deputy commissioner"),
                            ("commissioner", "Commissioner of police"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "allegation",
                    models.TextField(help_text="What the person is said to have done, and the evidence of it"),
                ),
                ("no_charge", models.TextField(help_text="Why there was no charge")),
                (
                    "compelling",
                    models.TextField(
                        help_text="The compelling reasons to keep the material, and the risk they rest on"
                    ),
                ),
                (
                    "fairness",
                    models.TextField(
                        help_text="What speaks against keeping it, and why it is proportionate all the same"
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.retentionapplication",
                    ),
                ),
                (
                    "retention",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.biometricretention",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="retentionapplicationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dd3f70d1261973d3604591324e02b87ecca96320",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_021f8",
                    table="orders_retentionapplicationevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RetentionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submitted", "Application submitted to the Commissioner"),
                            ("notice", "Notice given to the suspect"),
                            ("no_address", "The suspect’s whereabouts are not known"),
                            ("representations", "The suspect made representations"),
                            ("asked", "The Commissioner asked for more information"),
                            ("answered", "The information was sent to the Commissioner"),
                            ("consented", "The Commissioner consented"),
                            ("refused", "The Commissioner refused"),
                            ("withdrawn", "The application was withdrawn"),
                            ("sought", "Extension asked for from a District Judge"),
                            ("extended", "A District Judge extended the period"),
                            ("not_extended", "A District Judge refused an extension"),
                            ("appealed", "Appeal to the Crown Court"),
                            ("appeal_extended", "The Crown Court decided that the period is extended"),
                            ("appeal_refused", "The Crown Court decided that the period is not extended"),
                            ("destroyed", "Fingerprints and DNA destroyed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("on", models.DateField()),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "Left at the usual or last known address"),
                            ("post", "Sent by post to that address"),
                            ("email", "Sent by email"),
                        ],
                        max_length=5,
                    ),
                ),
                ("court", models.CharField(blank=True, max_length=100)),
                ("words", models.TextField(blank=True)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "retention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="orders.biometricretention",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["retention", "on"], name="steps_of_biometrics")],
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_biometric_step_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "notice"), models.Q(("method", ""), _negated=True)),
                            models.Q(models.Q(("kind", "notice"), _negated=True), ("method", "")),
                            _connector="OR",
                        ),
                        name="notice_says_how_it_was_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["no_address", "destroyed"]), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="biometric_step_is_explained",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="retentionstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_retentionstepevent" ("court", "id", "key", "kind", "method", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "retention_id", "words") VALUES (NEW."court", NEW."id", NEW."key", NEW."kind", NEW."method", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."retention_id", NEW."words"); RETURN NULL;',
                    hash="c12a67e8c490959df0d58acc445eba7d58ba3344",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e5f94",
                    table="orders_retentionstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="retentionstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_retentionstepevent" ("court", "id", "key", "kind", "method", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "retention_id", "words") VALUES (NEW."court", NEW."id", NEW."key", NEW."kind", NEW."method", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."retention_id", NEW."words"); RETURN NULL;',
                    hash="e0195d84ab0ba04452af5b6eb6b7a892f9684eca",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5c4a4",
                    table="orders_retentionstep",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RetentionStepEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submitted", "Application submitted to the Commissioner"),
                            ("notice", "Notice given to the suspect"),
                            ("no_address", "The suspect’s whereabouts are not known"),
                            ("representations", "The suspect made representations"),
                            ("asked", "The Commissioner asked for more information"),
                            ("answered", "The information was sent to the Commissioner"),
                            ("consented", "The Commissioner consented"),
                            ("refused", "The Commissioner refused"),
                            ("withdrawn", "The application was withdrawn"),
                            ("sought", "Extension asked for from a District Judge"),
                            ("extended", "A District Judge extended the period"),
                            ("not_extended", "A District Judge refused an extension"),
                            ("appealed", "Appeal to the Crown Court"),
                            ("appeal_extended", "The Crown Court decided that the period is extended"),
                            ("appeal_refused", "The Crown Court decided that the period is not extended"),
                            ("destroyed", "Fingerprints and DNA destroyed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("on", models.DateField()),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "Left at the usual or last known address"),
                            ("post", "Sent by post to that address"),
                            ("email", "Sent by email"),
                        ],
                        max_length=5,
                    ),
                ),
                ("court", models.CharField(blank=True, max_length=100)),
                ("words", models.TextField(blank=True)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.retentionstep",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retention",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.biometricretention",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="retentionstepevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d5d6edd70cff455294ce1ab43140659009dd8de7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_15906",
                    table="orders_retentionstepevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StatusReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reviewed_at", models.DateTimeField()),
                ("words", models.TextField(help_text="What was read, and why nothing else is right now")),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "attendance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="orders.attendance",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="orders.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_status_review_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attendance__isnull", True), ("release__isnull", False)),
                            models.Q(("attendance__isnull", False), ("release__isnull", True)),
                            _connector="OR",
                        ),
                        name="status_review_is_of_one",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statusreview",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_statusreviewevent" ("attendance_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "release_id", "reviewed_at", "words") VALUES (NEW."attendance_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."release_id", NEW."reviewed_at", NEW."words"); RETURN NULL;',
                    hash="ace2185bc262ca7727504fde27c1ff2e153bf3d3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fb023",
                    table="orders_statusreview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statusreview",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_statusreviewevent" ("attendance_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "release_id", "reviewed_at", "words") VALUES (NEW."attendance_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."release_id", NEW."reviewed_at", NEW."words"); RETURN NULL;',
                    hash="0fa7d97594a7d9c320da22899dbb73ab80561ead",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2f56a",
                    table="orders_statusreview",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StatusReviewEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("reviewed_at", models.DateTimeField()),
                ("words", models.TextField(help_text="What was read, and why nothing else is right now")),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "attendance",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.attendance",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.statusreview",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.release",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statusreviewevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a63bf908740510ae0ed1af21a141ee86bcff8809",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_da4a9",
                    table="orders_statusreviewevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="SurrenderChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notice_at", models.DateTimeField(help_text="When the written notice was given")),
                ("was_at", models.DateTimeField(blank=True, null=True)),
                (
                    "surrender_at",
                    models.DateTimeField(blank=True, help_text="Empty: attendance is cancelled", null=True),
                ),
                ("station", models.CharField(blank=True, max_length=100)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="surrender_changes", to="orders.bail"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_surrender_change_of_a_form")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surrenderchange",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_surrenderchangeevent" ("bail_id", "id", "key", "notice_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "station", "surrender_at", "was_at") VALUES (NEW."bail_id", NEW."id", NEW."key", NEW."notice_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."station", NEW."surrender_at", NEW."was_at"); RETURN NULL;',
                    hash="af43179e9a924ef15935687870de60a2cba1c2a5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ec1b6",
                    table="orders_surrenderchange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surrenderchange",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_surrenderchangeevent" ("bail_id", "id", "key", "notice_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "station", "surrender_at", "was_at") VALUES (NEW."bail_id", NEW."id", NEW."key", NEW."notice_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."station", NEW."surrender_at", NEW."was_at"); RETURN NULL;',
                    hash="f1f7831479838e36141a7103a4ee7c0c7811e3d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_34647",
                    table="orders_surrenderchange",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="SurrenderChangeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("notice_at", models.DateTimeField(help_text="When the written notice was given")),
                ("was_at", models.DateTimeField(blank=True, null=True)),
                (
                    "surrender_at",
                    models.DateTimeField(blank=True, help_text="Empty: attendance is cancelled", null=True),
                ),
                ("station", models.CharField(blank=True, max_length=100)),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bail",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.surrenderchange",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surrenderchangeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b15107dd58bae715d069cc25da610b6c88b1b410",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_47df3",
                    table="orders_surrenderchangeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="VictimViews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Yes, and an answer was given"),
                            ("no_view", "Yes, and the victim did not want to say"),
                            ("not_practicable", "No, it was not reasonably practicable"),
                        ],
                        max_length=15,
                    ),
                ),
                ("is_vulnerable", models.BooleanField(default=False)),
                (
                    "representative",
                    models.CharField(blank=True, help_text="Who spoke for a vulnerable victim", max_length=100),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.TextField(blank=True, help_text="Whether there should be conditions, and which")),
                ("why_not", models.TextField(blank=True)),
                ("passed_on_at", models.DateTimeField(blank=True, help_text="To the custody officer", null=True)),
                (
                    "told_at",
                    models.DateTimeField(blank=True, help_text="When the victim was told of the conditions", null=True),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="views", to="orders.bail"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "variation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to="orders.bailvariation",
                    ),
                ),
                (
                    "victim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bail_views", to="victims.victim"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recorded_by", "key"), name="one_victims_views_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("asked_at__isnull", True),
                                ("state", "not_practicable"),
                                models.Q(("why_not", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "not_practicable"), _negated=True), ("asked_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="victim_asked_or_said_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_vulnerable", False),
                            ("state", "not_practicable"),
                            models.Q(("representative", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="vulnerable_victim_has_a_representative",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="victimviews",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_victimviewsevent" ("asked_at", "bail_id", "id", "is_vulnerable", "key", "passed_on_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "representative", "state", "told_at", "variation_id", "victim_id", "why_not", "words") VALUES (NEW."asked_at", NEW."bail_id", NEW."id", NEW."is_vulnerable", NEW."key", NEW."passed_on_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."representative", NEW."state", NEW."told_at", NEW."variation_id", NEW."victim_id", NEW."why_not", NEW."words"); RETURN NULL;',
                    hash="bfde38533bf6a5ba84845bde354d1ce1c8685ace",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a1bca",
                    table="orders_victimviews",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="victimviews",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_victimviewsevent" ("asked_at", "bail_id", "id", "is_vulnerable", "key", "passed_on_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "representative", "state", "told_at", "variation_id", "victim_id", "why_not", "words") VALUES (NEW."asked_at", NEW."bail_id", NEW."id", NEW."is_vulnerable", NEW."key", NEW."passed_on_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."representative", NEW."state", NEW."told_at", NEW."variation_id", NEW."victim_id", NEW."why_not", NEW."words"); RETURN NULL;',
                    hash="e4c4ac7638586b2705870f2c6fd229cdcedc2180",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bf7ab",
                    table="orders_victimviews",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="VictimViewsEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Yes, and an answer was given"),
                            ("no_view", "Yes, and the victim did not want to say"),
                            ("not_practicable", "No, it was not reasonably practicable"),
                        ],
                        max_length=15,
                    ),
                ),
                ("is_vulnerable", models.BooleanField(default=False)),
                (
                    "representative",
                    models.CharField(blank=True, help_text="Who spoke for a vulnerable victim", max_length=100),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.TextField(blank=True, help_text="Whether there should be conditions, and which")),
                ("why_not", models.TextField(blank=True)),
                ("passed_on_at", models.DateTimeField(blank=True, help_text="To the custody officer", null=True)),
                (
                    "told_at",
                    models.DateTimeField(blank=True, help_text="When the victim was told of the conditions", null=True),
                ),
                ("key", models.UUIDField(editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "bail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bail",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="orders.victimviews",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "variation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orders.bailvariation",
                    ),
                ),
                (
                    "victim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="victims.victim",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="victimviewsevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1a7b538f67a296261bb44ac393f7f929198708fd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3743b",
                    table="orders_victimviewsevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="biometricmaterial",
            constraint=models.UniqueConstraint(fields=("recorded_by", "key"), name="one_material_of_a_form"),
        ),
        migrations.AddConstraint(
            model_name="biometricmaterial",
            constraint=models.UniqueConstraint(
                fields=("retention", "kind", "taken_on"), name="one_taking_of_a_kind_on_a_day"
            ),
        ),
        migrations.AddIndex(
            model_name="attendancedue",
            index=models.Index(
                condition=models.Q(("state", "expected")), fields=["closes_at"], name="attendances_expected"
            ),
        ),
        migrations.AddIndex(
            model_name="attendancedue",
            index=models.Index(
                condition=models.Q(("state", "missed")), fields=["missed_at", "id"], name="attendances_to_confirm"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancedue",
            constraint=models.UniqueConstraint(fields=("condition", "opens_at"), name="one_attendance_at_a_time"),
        ),
        migrations.AddConstraint(
            model_name="attendancedue",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="attendance_closes_after_opening"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancedue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", True),
                        ("answered_by__isnull", True),
                        ("state__in", ["expected", "missed"]),
                    ),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="attendance_answered_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancedue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("breach__isnull", False), ("state", "breach")),
                    models.Q(models.Q(("state", "breach"), _negated=True), ("breach__isnull", True)),
                    _connector="OR",
                ),
                name="attendance_breach_has_its_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancedue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "excused"),
                        models.Q(("excuse", ""), _negated=True),
                        models.Q(("words", ""), _negated=True),
                    ),
                    models.Q(models.Q(("state", "excused"), _negated=True), ("excuse", "")),
                    _connector="OR",
                ),
                name="attendance_excused_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="term_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "passport"), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="term_says_with_whom_or_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderchange",
            constraint=models.UniqueConstraint(fields=("recorded_by", "key"), name="one_change_of_a_form"),
        ),
        migrations.AddConstraint(
            model_name="orderchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "renewed"), _negated=True), ("new_end__gt", models.F("old_end")), _connector="OR"
                ),
                name="a_renewal_is_longer",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticearrest",
            constraint=models.UniqueConstraint(fields=("recorded_by", "key"), name="one_notice_arrest_of_a_form"),
        ),
        migrations.AddConstraint(
            model_name="noticearrest",
            constraint=models.CheckConstraint(
                condition=models.Q(("court_at", None), ("court_at__gte", models.F("arrested_at")), _connector="OR"),
                name="court_follows_the_arrest",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="biometricmaterial",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_biometricmaterialevent" ("id", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reference", "retention_id", "taken_on") VALUES (NEW."id", NEW."key", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."retention_id", NEW."taken_on"); RETURN NULL;',
                    hash="8c4b593e0fdae59e7c8cc76f6ac34ece972875cb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_eafae",
                    table="orders_biometricmaterial",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="biometricmaterial",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_biometricmaterialevent" ("id", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reference", "retention_id", "taken_on") VALUES (NEW."id", NEW."key", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."retention_id", NEW."taken_on"); RETURN NULL;',
                    hash="1c983f5f879fc45053029e46adc86bfca462f019",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a20b3",
                    table="orders_biometricmaterial",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendancedue",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_attendancedueevent" ("answered_at", "answered_by_id", "breach_id", "closes_at", "condition_id", "excuse", "id", "missed_at", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "station", "words") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."breach_id", NEW."closes_at", NEW."condition_id", NEW."excuse", NEW."id", NEW."missed_at", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."station", NEW."words"); RETURN NULL;',
                    hash="98e9e0a426eccf73f38aa5e2840d5487263dd0ba",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e03fa",
                    table="orders_attendancedue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendancedue",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_attendancedueevent" ("answered_at", "answered_by_id", "breach_id", "closes_at", "condition_id", "excuse", "id", "missed_at", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "station", "words") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."breach_id", NEW."closes_at", NEW."condition_id", NEW."excuse", NEW."id", NEW."missed_at", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."station", NEW."words"); RETURN NULL;',
                    hash="b0ac67f1e0ab5266eb3d21291db62a212835ed37",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_23870",
                    table="orders_attendancedue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderterm",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_ordertermevent" ("ends_at", "id", "kind", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protects", "starts_at", "words") VALUES (NEW."ends_at", NEW."id", NEW."kind", NEW."order_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."protects", NEW."starts_at", NEW."words"); RETURN NULL;',
                    hash="a6a22a244b0746a7026074173e48f7e377d6105c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ea1eb",
                    table="orders_orderterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderterm",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_ordertermevent" ("ends_at", "id", "kind", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protects", "starts_at", "words") VALUES (NEW."ends_at", NEW."id", NEW."kind", NEW."order_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."protects", NEW."starts_at", NEW."words"); RETURN NULL;',
                    hash="de1767990dd61697e1242b90a324ac082879c01e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_396be",
                    table="orders_orderterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderchange",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_orderchangeevent" ("id", "key", "kind", "new_end", "old_end", "on", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "words") VALUES (NEW."id", NEW."key", NEW."kind", NEW."new_end", NEW."old_end", NEW."on", NEW."order_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."words"); RETURN NULL;',
                    hash="98d6abc474dd47e45b08ef27ef1b17a1e21b5d5f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f9b3d",
                    table="orders_orderchange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderchange",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_orderchangeevent" ("id", "key", "kind", "new_end", "old_end", "on", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "words") VALUES (NEW."id", NEW."key", NEW."kind", NEW."new_end", NEW."old_end", NEW."on", NEW."order_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."words"); RETURN NULL;',
                    hash="5661ec71057026df18d5df487e27ff121b4694d1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1a1b3",
                    table="orders_orderchange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticearrest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "orders_noticearrestevent" ("arrested_at", "court_at", "id", "key", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."arrested_at", NEW."court_at", NEW."id", NEW."key", NEW."order_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="5a4b6b159220f06b57345c6236c881686a6b68f0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6ef69",
                    table="orders_noticearrest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticearrest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "orders_noticearrestevent" ("arrested_at", "court_at", "id", "key", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."arrested_at", NEW."court_at", NEW."id", NEW."key", NEW."order_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="62ffd607c9d363ba2ceeace73ce5361a53b68a2d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_61f82",
                    table="orders_noticearrest",
                    when="AFTER",
                ),
            ),
        ),
    ]
