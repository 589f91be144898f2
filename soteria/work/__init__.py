"""The job table: PostgreSQL owns the work, Celery wakes it."""
