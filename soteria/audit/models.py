"""Audit events, the chain over them and its anchors. Only soteria.audit may import this module.

Changing any row is refused for the application's role by grant, and for everybody by the triggers of migration 0003.
Those are written out there and not made by pgtrigger, whose triggers a session may tell to stand aside.
"""

from typing import ClassVar

from django.db import models

from soteria.privacy import Privacy


class AuditEvent(models.Model):
    """One thing that somebody, or a named system process, did. No foreign keys: it outlives what it speaks of.

    `at` is set by the database, so an application cannot date an event back.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "at", "verb", "actor_id", "actor", "process", "object_type", "object_id", "case_id"],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["case_reference", "force_id", "request_id"], Privacy.OPERATIONAL),
        **dict.fromkeys(["before", "after", "reason"], Privacy.SENSITIVE),
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
    force_id = models.BigIntegerField(null=True, help_text="Whose auditors may read it; nothing for the system itself")

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-id"], name="audit_by_case", condition=models.Q(case_id__isnull=False)),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            models.Index(fields=["verb", "-id"], name="audit_by_verb"),
            models.Index(fields=["case_reference"], name="audit_by_reference", condition=~models.Q(case_reference="")),
            models.Index(fields=["at"], name="audit_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_id__isnull=False) ^ ~models.Q(process=""), name="audit_actor_or_process"
            )
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

    def __str__(self) -> str:
        return str(self.seq)


class AuditAnchor(models.Model):
    """A signed head of the chain at a moment, kept here and in a file: a plain chain cannot show a missing tail."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "at", "seq", "hash", "signature", "key"], Privacy.OPERATIONAL)

    at = models.DateTimeField()
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    key = models.CharField(max_length=16, blank=True, help_text="Which key signed it; the start of its fingerprint")

    def __str__(self) -> str:
        return f"{self.seq} at {self.at}"


class AuditProof(models.Model):
    """One run of the check: how far it got and what it found. The next run holds the chain against it too."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "at", "seq", "hash", "links", "anchors", "is_full", "fault"], Privacy.OPERATIONAL
    )

    at = models.DateTimeField()
    seq = models.BigIntegerField(help_text="The last link that was checked")
    hash = models.CharField(max_length=64, blank=True)
    links = models.BigIntegerField()
    anchors = models.BigIntegerField()
    is_full = models.BooleanField(help_text="From the first link, not from the last anchor")
    fault = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.fault or f"{self.links} links hold"
