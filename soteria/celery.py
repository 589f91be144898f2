"""The Celery application and its schedule, in plain English; PostgreSQL owns the work, this only wakes it."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria.settings")
app = Celery("soteria")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["consumer"].add("soteria.work.window:Window")
app.conf.beat_schedule = {
    "Drain due jobs": {"task": "work.drain", "schedule": 5.0, "options": {"expires": 5}},
    "Leave a heartbeat": {"task": "work.heartbeat", "schedule": 20.0, "options": {"expires": 20}},
    "Remove old jobs": {"task": "work.prune", "schedule": crontab(hour=4, minute=20)},
    "Anchor the audit chain": {"task": "audit.anchor", "schedule": 60.0, "options": {"expires": 60}},
    "Prove the audit trail once a day": {"task": "audit.prove", "schedule": 60.0, "options": {"expires": 60}},
    "Deliver alerts that were not": {"task": "alerts.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "Pass on alerts that nobody has read": {
        "task": "cases.pass_on_alerts",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "Watch for scraping and broken trails": {"task": "oversight.watch", "schedule": 60.0, "options": {"expires": 60}},
    "Tell of breaches that nobody was told of": {"task": "orders.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "Watch over kept fingerprints and DNA": {
        "task": "orders.watch_biometrics",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "Watch over bail": {"task": "orders.watch", "schedule": 300.0, "options": {"expires": 300}},
    "Tell of whatever is late": {"task": "orders.watch_late", "schedule": 300.0, "options": {"expires": 300}},
    "Sweep clocks": {"task": "clocks.sweep", "schedule": 300.0, "options": {"expires": 300}},
    "Count the flight deck": {"task": "performance.take_snapshots", "schedule": crontab(hour=2, minute=40)},
    "Prove the access table": {"task": "cases.prove_access", "schedule": crontab(hour=3, minute=10)},
    "Read other crime reports for disclosures": {"task": "cases.ask_scans", "schedule": crontab(hour=3, minute=40)},
    "Score every suspect each night": {"task": "suspects.ask_nightly", "schedule": crontab(hour=2, minute=30)},
    "Score suspects that are due": {"task": "suspects.ask_due", "schedule": 60.0, "options": {"expires": 60}},
    "Watch over plans of listed suspects": {
        "task": "suspects.ask_plan_watch",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "Look for links each night": {"task": "suspects.ask_links_nightly", "schedule": crontab(hour=1, minute=30)},
    "Look for links that are due": {"task": "suspects.ask_links_due", "schedule": 60.0, "options": {"expires": 60}},
    "End expired break-glass": {"task": "cases.end_break_glass", "schedule": 60.0, "options": {"expires": 60}},
}
