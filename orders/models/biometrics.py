"""Fingerprints and DNA taken on an arrest, and whether they may be kept: PACE 1984 ss.63D–63U."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.models import Case
from orders.models.bail import Arrest, recorder
from orders.rules.biometric_steps import State as Stands
from orders.rules.biometric_steps import Step as Steps
from soteria.privacy import Privacy


@pghistory.track()
class BiometricRetention(models.Model):
    """What is done about the fingerprints and DNA of one arrest.

    `opened_on` is the day of the decision not to charge, from which the question counts; `apply_by` our last day to
    apply. `state`, `next_on`, `keep_until`, `window_on` and `alert_on` repeat what the rules fold from the steps, so
    that lists and alerts read an index.
    """

    class State(models.TextChoices):
        """Where it stands: the states of orders.rules.biometric_steps, in words."""

        HELD = Stands.HELD.value, "Kept while the investigation goes on"
        OPEN = Stands.OPEN.value, "Section 63G: not answered yet"
        TO_APPLY = Stands.TO_APPLY.value, "To apply to the Commissioner"
        APPLIED = Stands.APPLIED.value, "With the Commissioner"
        ASKED = Stands.ASKED.value, "The Commissioner asks for more"
        KEPT = Stands.KEPT.value, "Kept for three years"
        SOUGHT = Stands.SOUGHT.value, "Extension asked for"
        APPEALED = Stands.APPEALED.value, "Appeal about the extension"
        EXTENDED = Stands.EXTENDED.value, "Kept for two years more"
        INDEFINITE = Stands.INDEFINITE.value, "Kept: convicted before"
        NOTHING = Stands.NOTHING.value, "Nothing was taken"
        DESTROY = Stands.DESTROY.value, "To be destroyed"
        DESTROYED = Stands.DESTROYED.value, "Destroyed"

    class Why(models.TextChoices):
        """Which decision not to charge asked the question."""

        CLOSURE = "closure", "A decision to take no further action on the case"
        BAIL = "bail", "Bail ended with no further action"
        STATUS = "status", "No further action against this suspect"
        FOUND = "found", "Found later: no decision about it was on record"

    class Answer(models.TextChoices):
        """What was decided."""

        APPLY = "apply", "Apply to the Commissioner to keep them"
        NOT_APPLY = "not_apply", "Do not apply"

    class NoReason(models.TextChoices):
        """Why no application is made; "not needed" is not a reason."""

        NOT_NECESSARY = "not_necessary", "Keeping them is not necessary and proportionate: destroy"
        NO_GROUND = "no_ground", "No ground of section 63G(2) or (3) applies: destroy"
        NOT_QUALIFYING = "not_qualifying", "The arrest was not for a qualifying offence: destroy (section 63H)"
        UNLAWFUL = "unlawful", "The arrest or the taking was unlawful, or of the wrong person: destroy (section 63D(2))"
        CONVICTION = "conviction", "Convicted before of a recordable offence: kept without consent (section 63F(2))"
        NO_MATERIAL = "no_material", "No fingerprints or DNA were taken on this arrest"

    class Rank(models.TextChoices):
        """Who decided, by rank or grade."""

        SERGEANT = "sergeant", "Sergeant"
        INSPECTOR = "inspector", "Inspector"
        CHIEF_INSPECTOR = "chief_inspector", "Chief inspector"
        SUPERINTENDENT = "superintendent", "Superintendent"
        CHIEF_SUPERINTENDENT = "chief_superintendent", "Chief superintendent"
        CHIEF_OFFICER = "chief_officer", "Assistant chief constable, commander or above"
        STAFF = "staff", "Police staff"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id", "case", "arrest", "state", "next_on", "keep_until", "window_on", "alert_on", "opened_on",
                "opened_why", "apply_by", "answer", "grounds", "no_reason", "answered_at", "answered_by",
                "answered_rank", "is_charged", "version",
            ],
            Privacy.OPERATIONAL,
        ),
        "words": Privacy.SENSITIVE,
    }  # fmt: skip

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="biometrics")
    arrest = models.OneToOneField(Arrest, on_delete=models.CASCADE, related_name="biometrics")
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    next_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    window_on = models.DateField(null=True, blank=True, help_text="From when an extension may be asked for")
    alert_on = models.DateField(null=True, blank=True, help_text="When somebody is to be told next")
    opened_on = models.DateField(null=True, blank=True)
    opened_why = models.CharField(max_length=8, choices=Why.choices, blank=True)
    apply_by = models.DateField(null=True, blank=True)
    is_charged = models.BooleanField(default=False)
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    grounds = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    no_reason = models.CharField(max_length=14, choices=NoReason.choices, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_rank = models.CharField(max_length=20, choices=Rank.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_on", "id"], name="biometrics_by_state"),
            models.Index(fields=["case"], name="biometrics_of_a_case"),
            models.Index(fields=["opened_on"], name="biometrics_asked", condition=Q(opened_on__isnull=False)),
            models.Index(fields=["alert_on"], name="biometrics_to_tell", condition=Q(alert_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, answered_rank="", words="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answered_rank="") & ~Q(words="")),
                name="biometrics_answered_at_with_by",
            ),
            models.CheckConstraint(
                condition=(Q(answer="apply", no_reason="") & ~Q(grounds=[]))
                | (Q(answer="not_apply", grounds=[]) & ~Q(no_reason=""))
                | Q(answer="", no_reason="", grounds=[]),
                name="biometrics_answer_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(grounds__contains=["crime"]) | Q(grounds=["crime"]), name="crime_is_a_ground_by_itself"
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None, apply_by=None, opened_why="")
                | (Q(opened_on__isnull=False, apply_by__isnull=False) & ~Q(opened_why="")),
                name="biometrics_asked_on_with_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Biometrics {self.pk}"


@pghistory.track()
class BiometricMaterial(models.Model):
    """What was taken on an arrest, and when. The first of each kind governs how long it may be kept (s.63F(6))."""

    class Kind(models.TextChoices):
        """What was taken."""

        FINGERPRINTS = "fingerprints", "Fingerprints"
        DNA = "dna", "DNA sample"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "retention", "kind", "taken_on", "key", "recorded_at", "recorded_by"], Privacy.OPERATIONAL
        ),
        "reference": Privacy.SENSITIVE,
    }

    retention = models.ForeignKey(BiometricRetention, on_delete=models.CASCADE, related_name="material")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    taken_on = models.DateField()
    reference = models.CharField(max_length=40, blank=True, help_text="Barcode or livescan reference")
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_material_of_a_form"),
            models.UniqueConstraint(fields=["retention", "kind", "taken_on"], name="one_taking_of_a_kind_on_a_day"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@pghistory.track()
class RetentionApplication(models.Model):
    """What an application to the Commissioner says, until it is submitted; then it never changes."""

    class Rank(models.TextChoices):
        """The rank of whoever applies; which of them may is orders.rules.biometric_steps.CHIEF_OFFICERS."""

        SUPERINTENDENT = "superintendent", "Superintendent"
        CHIEF_SUPERINTENDENT = "chief_superintendent", "Chief superintendent"
        COMMANDER = "commander", "Commander"
        ACC = "acc", "Assistant chief constable"
        DAC = "dac", "Deputy assistant commissioner"
        DCC = "dcc", "Deputy chief constable"
        AC = "ac", "Assistant commissioner"
        CC = "cc", "Chief constable"
        DEPUTY_COMMISSIONER = "dcommissioner", "Deputy commissioner"
        COMMISSIONER = "commissioner", "Commissioner of police"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "retention", "applicant", "rank", "saved_at", "saved_by", "version"], Privacy.OPERATIONAL
        ),
        **dict.fromkeys(["allegation", "no_charge", "compelling", "fairness"], Privacy.SENSITIVE),
    }

    retention = models.OneToOneField(BiometricRetention, on_delete=models.CASCADE, related_name="application")
    applicant = models.CharField(max_length=100)
    rank = models.CharField(max_length=20, choices=Rank.choices)
    allegation = models.TextField(help_text="What the person is said to have done, and the evidence of it")
    no_charge = models.TextField(help_text="Why there was no charge")
    compelling = models.TextField(help_text="The compelling reasons to keep the material, and the risk they rest on")
    fairness = models.TextField(help_text="What speaks against keeping it, and why it is proportionate all the same")
    saved_at = models.DateTimeField()
    saved_by = recorder()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Application {self.pk}"


@pghistory.track()
class RetentionStep(models.Model):
    """One dated step of an application, an extension or the destruction. Never changed; a later one is another row."""

    class Kind(models.TextChoices):
        """The steps of orders.rules.biometric_steps, in words."""

        SUBMITTED = Steps.SUBMITTED.value, "Application submitted to the Commissioner"
        NOTICE = Steps.NOTICE.value, "Notice given to the suspect"
        NO_ADDRESS = Steps.NO_ADDRESS.value, "The suspect’s whereabouts are not known"
        REPRESENTATIONS = Steps.REPRESENTATIONS.value, "The suspect made representations"
        ASKED = Steps.ASKED.value, "The Commissioner asked for more information"
        ANSWERED = Steps.ANSWERED.value, "The information was sent to the Commissioner"
        CONSENTED = Steps.CONSENTED.value, "The Commissioner consented"
        REFUSED = Steps.REFUSED.value, "The Commissioner refused"
        WITHDRAWN = Steps.WITHDRAWN.value, "The application was withdrawn"
        SOUGHT = Steps.SOUGHT.value, "Extension asked for from a District Judge"
        EXTENDED = Steps.EXTENDED.value, "A District Judge extended the period"
        NOT_EXTENDED = Steps.NOT_EXTENDED.value, "A District Judge refused an extension"
        APPEALED = Steps.APPEALED.value, "Appeal to the Crown Court"
        APPEAL_EXTENDED = Steps.APPEAL_EXTENDED.value, "The Crown Court decided that the period is extended"
        APPEAL_REFUSED = Steps.APPEAL_REFUSED.value, "The Crown Court decided that the period is not extended"
        DESTROYED = Steps.DESTROYED.value, "Fingerprints and DNA destroyed"

    class Method(models.TextChoices):
        """How notice may be given: s.63G(7)."""

        LEFT = "left", "Left at the usual or last known address"
        POST = "post", "Sent by post to that address"
        EMAIL = "email", "Sent by email"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "retention", "kind", "on", "method", "court", "key", "recorded_at", "recorded_by"],
            Privacy.OPERATIONAL,
        ),
        "words": Privacy.SENSITIVE,
    }

    retention = models.ForeignKey(BiometricRetention, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    on = models.DateField()
    method = models.CharField(max_length=5, choices=Method.choices, blank=True)
    court = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        indexes = [models.Index(fields=["retention", "on"], name="steps_of_biometrics")]
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_biometric_step_of_a_form"),
            models.CheckConstraint(
                condition=(Q(kind="notice") & ~Q(method="")) | (~Q(kind="notice") & Q(method="")),
                name="notice_says_how_it_was_given",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["no_address", "destroyed"]) | ~Q(words=""), name="biometric_step_is_explained"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
