"""The same work by a plain `delay()` of stock Celery, for comparison: the message is all that there is of it."""

import os
import time

from celery import Celery
from django.db import connection

SECONDS = 0.1
app = Celery("plain", broker=os.environ["REDIS_URL"])
app.conf.task_ignore_result = True
app.conf.task_default_queue = "plain"  # so that workers of our own do not take its messages from the shared broker


@app.task(name="plain.alert")
def alert(number: int) -> None:
    """Leave one row for each time it was done."""
    time.sleep(SECONDS)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reliability_effect (object_id) VALUES (%s)", [number])
