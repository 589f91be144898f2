"""Facts of bail that the clocks hold say on which arrest they hang, so that two arrests are told apart.

The clocks of a case follow with its next fact, or with `manage.py recompute_clocks`.
"""

from typing import Any

from django.db import migrations

NAME = """
UPDATE clocks_clockevent AS fact SET attrs = fact.attrs || jsonb_build_object('arrest', 'arrest:' || found.arrest_id)
FROM ({found}) AS found (source, arrest_id)
WHERE fact.source = found.source AND fact.event <> ALL (%s)
"""
FOUND = (
    "SELECT 'bail:' || id, arrest_id FROM orders_bail",
    "SELECT 'bail_ended:' || id, arrest_id FROM orders_bail",
    "SELECT 'release:' || id, arrest_id FROM orders_release",
    "SELECT 'pause:' || id, arrest_id FROM orders_pause",
    "SELECT 'pause:' || id || ':met', arrest_id FROM orders_pause",
    "SELECT 'bail_extension:' || it.id, arrest_id FROM orders_bailextension it JOIN orders_bail b ON b.id = it.bail_id",
    *(
        f"SELECT 'bail_application:' || it.id || '{end}', arrest_id "  # noqa: S608 - two fixed endings
        "FROM orders_courtapplication it JOIN orders_bail b ON b.id = it.bail_id"
        for end in ("", ":refused")
    ),
)
ANYBODYS = ["hospital_inpatient"]  # a stay in hospital is the suspect's own, and counts for every arrest


def name(apps: Any, editor: Any) -> None:
    """Give each fact its arrest, from the row that it was noted for."""
    with editor.connection.cursor() as cursor:
        cursor.execute(NAME.format(found=" UNION ALL ".join(FOUND)), [ANYBODYS])


def forget(apps: Any, editor: Any) -> None:
    """As it was before: facts that are matched by suspect and date."""
    with editor.connection.cursor() as cursor:
        cursor.execute("UPDATE clocks_clockevent SET attrs = attrs - 'arrest' WHERE attrs ? 'arrest'")


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_orders_have_applications"), ("clocks", "0002_newest_releases")]

    operations = [migrations.RunPython(name, forget)]
