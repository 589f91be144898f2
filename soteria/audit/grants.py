"""What the application's database role may do: everything it works with, but nothing that rewrites the record."""

from typing import Any

from django.db import connections

APP_ROLE = "soteria_app"
# Chain links are written by a trigger with the owner's rights; the application only reads them.
READ_ONLY = {"audit_auditlink", "django_migrations"}
INSERT_ONLY = {"audit_auditevent", "audit_auditanchor", "audit_auditproof"}
IS_ANOTHER_ROLE = "SELECT current_user <> %s AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)"
OUR_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user ORDER BY 1"
# pgtrigger lets any session switch triggers off by a setting. The application's role may not: row history depends on
# them. Migrations write this function anew, so it is replaced after each.
OBEY_NO_SESSION = f"""
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql AS $$
  SELECT session_user <> '{APP_ROLE}'
    AND trigger_name::text = ANY (coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{{}}')::text[])
$$"""


def apply(sender: Any = None, using: str = "default", **kwargs: Any) -> None:
    """After each migrate, grant the application's role its rights, where such a role exists and is not us."""
    with connections[using].cursor() as cursor:
        cursor.execute(IS_ANOTHER_ROLE, [APP_ROLE, APP_ROLE])
        if not cursor.fetchone()[0]:
            return
        cursor.execute(OUR_TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'REVOKE ALL ON "{table}" FROM {APP_ROLE}; GRANT {_rights(table)} ON "{table}" TO {APP_ROLE}'
            )
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
        cursor.execute(OBEY_NO_SESSION)


def _rights(table: str) -> str:
    """Rights on one table; row history (…event tables of pghistory) is added to, never rewritten."""
    if table in READ_ONLY:
        return "SELECT"
    if table in INSERT_ONLY or (table.endswith("event") and not table.startswith("clocks_")):
        return "SELECT, INSERT"
    return "SELECT, INSERT, UPDATE, DELETE"
