"""A kind of job for real workers: it takes a moment and leaves one row for each time it was done."""

import time

from django.db import connection

from soteria.work.handlers import handles
from soteria.work.models import Job

SECONDS = 0.1


@handles("test.effect")
def leave_a_row(job: Job) -> None:
    """Insert first and commit late, so that a kill lands between the two."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reliability_effect (object_id) VALUES (%s)", [job.object_id])
    time.sleep(SECONDS)
