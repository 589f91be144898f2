"""The benchmarks run: each at a small size, so that a change of what they time is met here and not a year later."""

import pytest
from django.db import connection

from tests.bench import links, national, ranked, scores

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def own_tables():
    """The tables that a benchmark draws are gone afterwards."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'bench%%' AND schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE "{name}"')


@pytest.mark.parametrize(
    ("bench", "size", "says"),
    [
        (national, 500, "A national night"),
        (scores, 300, "RFGV+"),
        (ranked, 4_500, "The top 100"),
        (links, 2_000, "Links for one new person"),
    ],
    ids=["national", "scores", "ranked", "links"],
)
def test_a_benchmark_says_what_it_measured(bench, size, says):
    assert bench.measure(size).sentence().startswith(f"**{says}")
