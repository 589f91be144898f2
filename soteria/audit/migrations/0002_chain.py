"""Chain each event as its transaction commits.

The trigger is deferred, so the lock is held only while committing. The function belongs to the tables' owner and
runs with its rights: the application's role cannot write a link by itself.
"""

from django.db import migrations

CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last_seq bigint;
  last_hash bytea;
BEGIN
  PERFORM pg_advisory_xact_lock(7336501);
  SELECT seq, hash INTO last_seq, last_hash FROM audit_auditlink ORDER BY seq DESC LIMIT 1;
  INSERT INTO audit_auditlink (seq, event_id, hash)
  SELECT coalesce(last_seq, 0) + 1, e.id, sha256(coalesce(last_hash, ''::bytea) || convert_to(jsonb_build_array(
    e.id, extract(epoch from e.at), e.verb, e.actor_id, e.actor, e.process, e.object_type, e.object_id,
    e.case_id, e.case_reference, e.before, e.after, e.reason, e.request_id)::text, 'UTF8'))
  FROM audit_auditevent e WHERE e.id = NEW.id;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER chain AFTER INSERT ON audit_auditevent DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            CHAIN,
            "DROP TRIGGER chain ON audit_auditevent; DROP FUNCTION audit_chain();",
        )
    ]
