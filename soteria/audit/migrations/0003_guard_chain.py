"""Guard the audit tables with triggers that no session can tell to stand aside, and note the force of an event.

pgtrigger's triggers obey the setting `pgtrigger.ignore`, which any session may change: with it the application's role
could have dated an event itself. A link may now be added by the chain alone, also by the tables' owner.
"""

import pgtrigger.migrations
from django.db import migrations, models

TABLES = ("audit_auditevent", "audit_auditlink", "audit_auditanchor", "audit_auditproof")

FUNCTIONS = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit tables are append-only: % of % is refused', TG_OP, TG_TABLE_NAME;
END $$;

CREATE FUNCTION audit_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE FUNCTION audit_link_from_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'links are made by the chain alone';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER dated BEFORE INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION audit_date();
CREATE TRIGGER from_chain BEFORE INSERT ON audit_auditlink FOR EACH ROW EXECUTE FUNCTION audit_link_from_chain();
"""
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
UNGUARD = "DROP TRIGGER append_only ON {table}; DROP TRIGGER no_truncate ON {table};"

CHAIN = """
CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last_seq bigint;
  last_hash bytea;
BEGIN
  PERFORM pg_advisory_xact_lock(7336501);
  SELECT seq, hash INTO last_seq, last_hash FROM audit_auditlink ORDER BY seq DESC LIMIT 1;
  INSERT INTO audit_auditlink (seq, event_id, hash)
  SELECT coalesce(last_seq, 0) + 1, e.id, sha256(coalesce(last_hash, ''::bytea) || convert_to(json_build_array(
    e.id, extract(epoch from e.at), e.verb, e.actor_id, e.actor, e.process, e.object_type, e.object_id,
    e.case_id, e.case_reference, e.before, e.after, e.reason, e.request_id, e.force_id)::text, 'UTF8'))
  FROM audit_auditevent e WHERE e.id = NEW.id;
  RETURN NULL;
END $$;
"""
DROP_FUNCTIONS = """
DROP TRIGGER dated ON audit_auditevent;
DROP TRIGGER from_chain ON audit_auditlink;
DROP FUNCTION audit_refuse(); DROP FUNCTION audit_date(); DROP FUNCTION audit_link_from_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]
    operations = [
        migrations.CreateModel(
            name="AuditProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("seq", models.BigIntegerField(help_text="The last link that was checked")),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("links", models.BigIntegerField()),
                ("anchors", models.BigIntegerField()),
                ("is_full", models.BooleanField(help_text="From the first link, not from the last anchor")),
                ("fault", models.CharField(blank=True, max_length=300)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(model_name="auditanchor", name="append_only"),
        pgtrigger.migrations.RemoveTrigger(model_name="auditanchor", name="no_truncate"),
        pgtrigger.migrations.RemoveTrigger(model_name="auditevent", name="append_only"),
        pgtrigger.migrations.RemoveTrigger(model_name="auditevent", name="no_truncate"),
        pgtrigger.migrations.RemoveTrigger(model_name="auditevent", name="database_time"),
        pgtrigger.migrations.RemoveTrigger(model_name="auditlink", name="append_only"),
        pgtrigger.migrations.RemoveTrigger(model_name="auditlink", name="no_truncate"),
        migrations.AddField(
            model_name="auditanchor",
            name="key",
            field=models.CharField(
                blank=True, help_text="Which key signed it; the start of its fingerprint", max_length=16, default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="force_id",
            field=models.BigIntegerField(
                help_text="Whose auditors may read it; nothing for the system itself", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("case_reference", ""), _negated=True),
                fields=["case_reference"],
                name="audit_by_reference",
            ),
        ),
        migrations.AddIndex(model_name="auditevent", index=models.Index(fields=["at"], name="audit_by_time")),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        *(migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table)) for table in TABLES),
        migrations.RunSQL(CHAIN, migrations.RunSQL.noop),
    ]
