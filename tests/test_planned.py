"""A statement planned once for a connection answers as it would each time."""

from datetime import date

import pytest
from django.db import connection, transaction

from soteria import planned

pytestmark = pytest.mark.django_db
STATEMENT = """SELECT n, %(day)s + n, '50%%' || %(word)s, %(share)s * n, %(yes)s
FROM unnest(%(ids)s::int[]) n WHERE n > %(least)s ORDER BY n"""


def asked(**given):
    with transaction.atomic(), connection.cursor() as cursor:
        planned.execute(cursor, STATEMENT, given=given)
        return cursor.fetchall()


def kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'planned%'")
        return cursor.fetchone()[0]


def test_it_answers_with_the_values_of_each_asking_and_is_planned_once():
    before = kept()
    statement = {"day": date(2026, 1, 1), "word": "!", "share": 0.5, "yes": True}

    first = asked(**statement, ids=[1, 2, 3], least=1)
    second = asked(**statement | {"word": "'; --"}, ids=[9], least=0)

    assert first == [(2, date(2026, 1, 3), "50%!", 1.0, True), (3, date(2026, 1, 4), "50%!", 1.5, True)]
    assert second == [(9, date(2026, 1, 10), "50%'; --", 4.5, True)]
    assert kept() == before + 1


def test_a_value_of_no_known_type_is_refused():
    with pytest.raises(TypeError, match="No type is known for a object"):
        asked(day=object(), word="", share=0.0, yes=True, ids=[1], least=0)


def test_it_is_planned_again_where_its_table_was_made_anew():
    with connection.cursor() as cursor:
        for number in (1, 2):
            cursor.execute(f"CREATE TABLE planned_new AS SELECT {number} AS n")
            planned.execute(cursor, "UPDATE planned_new SET n = n + %(more)s", given={"more": 10})
            cursor.execute("SELECT n FROM planned_new")
            assert cursor.fetchone() == (number + 10,)
            cursor.execute("DROP TABLE planned_new")


@pytest.mark.parametrize("few", [True, False])
def test_the_last_of_several_answers_and_each_sees_what_those_before_it_did(few):
    given = {"more": 10}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE planned_two AS SELECT 1 AS n")
        more = "UPDATE planned_two SET n = n + %(more)s"
        planned.run(cursor, more, more, "SELECT n FROM planned_two WHERE n > %(more)s", given=given, few=few)
        assert cursor.fetchone() == (21,)
        cursor.execute("DROP TABLE planned_two")
