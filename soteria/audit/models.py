"""Audit events, the chain over them and its anchors. Only soteria.audit may import this module."""

from typing import ClassVar

import pgtrigger
from django.db import models

from soteria.privacy import Privacy

# Refused for everybody by trigger and, for the application's role, by grant as well (DESIGN: checklist 64).
APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'audit tables are append-only';",
    ),
]


class AuditEvent(models.Model):
    """One thing that somebody, or a named system process, did. No foreign keys: it outlives what it speaks of.

    `at` is set by the database, so an application cannot date an event back.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "at", "verb", "actor_id", "actor", "process", "object_type", "object_id", "case_id", "case_reference"],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["before", "after", "reason"], Privacy.SENSITIVE),
        "request_id": Privacy.OPERATIONAL,
    }

    at = models.DateTimeField(editable=False, db_default=models.functions.Now())
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=60, blank=True, help_text="Collar number or user name")
    process = models.CharField(max_length=60, blank=True, help_text="Named system process, where nobody acted")
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    case_id = models.BigIntegerField(null=True)
    case_reference = models.CharField(max_length=40, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-id"], name="audit_by_case", condition=models.Q(case_id__isnull=False)),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            models.Index(fields=["verb", "-id"], name="audit_by_verb"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_id__isnull=False) ^ ~models.Q(process=""), name="audit_actor_or_process"
            )
        ]
        triggers = [
            *APPEND_ONLY,
            pgtrigger.Trigger(
                name="database_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="NEW.at := clock_timestamp(); RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"


class AuditLink(models.Model):
    """The event's place in the hash chain, written by a deferred trigger as its transaction commits.

    The lock is held only while committing, so one slow request cannot hold up another.
    """

    PRIVACY: ClassVar = dict.fromkeys(["seq", "event_id", "hash"], Privacy.OPERATIONAL)

    seq = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField()

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return str(self.seq)


class AuditAnchor(models.Model):
    """A signed head of the chain at a moment, kept here and in a file: a plain chain cannot show a missing tail."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "at", "seq", "hash", "signature"], Privacy.OPERATIONAL)

    at = models.DateTimeField()
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.seq} at {self.at}"
