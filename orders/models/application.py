"""From considering an order to the court's answer: what was done, by whom, on which day; and where nothing is."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from cases.models import Case
from orders.models.bail import recorder
from orders.rules.applications import TAKEN_BACK
from soteria.privacy import Privacy
from suspects.models import Suspect


class ApplicationQuerySet(models.QuerySet["OrderApplication"]):
    """The words for applications."""

    def standing(self) -> "ApplicationQuerySet":
        """Without those of which every step was taken back: nobody considered such an order."""
        return self.exclude(stage=TAKEN_BACK)


@pghistory.track()
class OrderApplication(models.Model):
    """An order considered against a suspect. `type` is a code of order_types.yaml, "" where none was thought fit.

    Everything from `stage` to `interim_on` is derived from its steps (orders/rules/applications.py) whenever one is
    added, and kept so that lists can be asked for by it.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "case",
            "suspect",
            "type",
            "stage",
            "stage_on",
            "considered_on",
            "waiting_since",
            "waited_days",
            "hearing_on",
            "applied_on",
            "heard_on",
            "decided_on",
            "asks_interim",
            "interim_on",
            "opened_at",
            "opened_by",
            "version",
        ],
        Privacy.OPERATIONAL,
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="order_applications")
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="order_applications")
    type = models.CharField(max_length=30, blank=True)
    stage = models.CharField(max_length=16)
    stage_on = models.DateField()
    considered_on = models.DateField(null=True, blank=True)
    waiting_since = models.DateField(null=True, blank=True, help_text="Lawyers were asked and have not answered")
    waited_days = models.PositiveIntegerField(default=0, help_text="With lawyers, in rounds that are answered")
    hearing_on = models.DateField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    heard_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    asks_interim = models.BooleanField(default=False)
    interim_on = models.DateField(null=True, blank=True, help_text="When an interim order was made")
    opened_at = models.DateTimeField()
    opened_by = recorder()
    version = models.PositiveIntegerField(default=1)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-stage_on"], name="applications_of_a_case"),
            models.Index(fields=["suspect"], name="applications_of_a_suspect"),
            models.Index(fields=["-stage_on", "-id"], name="applications_newest"),
            models.Index(fields=["stage", "-stage_on", "-id"], name="applications_by_stage"),
            models.Index(fields=["hearing_on"], name="hearings_to_come", condition=Q(hearing_on__isnull=False)),
            models.Index(fields=["applied_on"], name="applications_made", condition=Q(applied_on__isnull=False)),
            models.Index(
                fields=["waiting_since"], name="applications_with_lawyers", condition=Q(waiting_since__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(type="") | Q(stage__in=["not_sought", TAKEN_BACK]), name="an_order_sought_has_a_type"
            ),
        ]

    def __str__(self) -> str:
        return f"Application {self.pk}"


class StepQuerySet(models.QuerySet["ApplicationStep"]):
    """The words for steps."""

    def live(self) -> "StepQuerySet":
        """Those that nobody took back."""
        return self.filter(taken_back__isnull=True)


class ApplicationStep(models.Model):
    """One dated act of an application. Never changed: what happens later is another row, and so is that it was
    recorded by mistake (`StepTakenBack`).
    """

    class Kind(models.TextChoices):
        """The acts, as orders/rules/applications.py says which may follow which."""

        CONSIDERED = "considered", "Considered, and to be sought"
        NOT_SOUGHT = "not_sought", "Considered, and not sought"
        ADVICE_ASKED = "advice_asked", "Legal advice asked"
        ADVICE_GIVEN = "advice_given", "Legal advice given"
        APPLIED = "applied", "Applied for"
        LISTED = "listed", "Hearing listed"
        ADJOURNED = "adjourned", "Hearing adjourned"
        INTERIM_MADE = "interim_made", "Interim order made"
        INTERIM_REFUSED = "interim_refused", "Interim order refused"
        MADE = "made", "Made"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        APPEALED = "appealed", "Appealed to the Crown Court"
        APPEAL_DECIDED = "appeal_decided", "Appeal decided"

    class Answer(models.TextChoices):
        """What lawyers advised, or the Crown Court decided."""

        APPLY = "apply", "Apply"
        MORE = "more", "More evidence is needed first"
        DO_NOT = "do_not", "Do not apply"
        ALLOWED = "allowed", "The appeal is allowed"
        DISMISSED = "dismissed", "The appeal is dismissed"

    class Reason(models.TextChoices):
        """Why no order is sought, why it was withdrawn, or why a court refused it."""

        TEST_NOT_MET = "test", "The test in law is not met"
        NOT_NEEDED = "not_needed", "It is not necessary"
        BAIL = "bail", "Bail conditions protect enough for now"
        CUSTODY = "custody", "The suspect is in custody"
        OTHER_ORDER = "other_order", "Another order is in force or is sought"
        NOT_SUSPECTED = "cleared", "They are no longer a suspect"
        EVIDENCE = "evidence", "There is not enough evidence that can be used"
        VICTIM = "victim", "The victim does not want it, and is safer without"
        ADVICE = "advice", "Lawyers advised against it"
        PROCEDURE = "procedure", "A step of procedure was missed"
        OTHER = "other", "Another reason, said below"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "application",
                "kind",
                "on",
                "next_on",
                "heard_at",
                "answer",
                "interim",
                "reason",
                "attempt",
                "key",
                "recorded_at",
                "recorded_by",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["who", "words"], Privacy.SENSITIVE),
    }

    application = models.ForeignKey(OrderApplication, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    on = models.DateField()
    next_on = models.DateField(null=True, blank=True, help_text="The day of the hearing that this sets")
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When on that day a court sat, where hours count")
    who = models.CharField(max_length=150, blank=True, help_text="The lawyer, applicant or court")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    interim = models.CharField(max_length=3, blank=True, choices=[("yes", "Yes"), ("no", "No")])
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    words = models.TextField(blank=True)
    attempt = models.PositiveSmallIntegerField(
        default=0, help_text="How many steps of its kind had been taken back when it was recorded"
    )
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_step_of_a_form"),
            # One that stands: taking a step back lets another of its kind follow, which counts one attempt more.
            models.UniqueConstraint(
                fields=["application", "kind", "attempt"],
                condition=Q(kind__in=["applied", "made", "refused", "withdrawn", "appealed", "appeal_decided"]),
                name="one_step_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["listed", "adjourned"], next_on__gte=models.F("on"))
                | (~Q(kind__in=["listed", "adjourned"]) & Q(next_on=None)),
                name="a_hearing_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["not_sought", "refused", "withdrawn"]) | ~Q(reason=""),
                name="an_end_without_an_order_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["application", "on", "id"], name="steps_of_an_application")]

    def __str__(self) -> str:
        return self.get_kind_display()


class OrderPrompt(models.Model):
    """That somebody was asked to consider an order for a suspect, on one occasion; asked once, and then answered.

    `source` names the occasion: the seventh day of a case, or one release from custody.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "case", "suspect", "occasion", "source", "raised_at", "answered_at"], Privacy.OPERATIONAL
    )

    class Occasion(models.TextChoices):
        """When an order is to be thought of."""

        DAY = "day", "Day 7 of the case"
        RELEASE = "release", "Release from custody"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="order_prompts")
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="order_prompts")
    occasion = models.CharField(max_length=8, choices=Occasion.choices)
    source = models.CharField(max_length=60)
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "source"], name="one_prompt_of_an_occasion")]
        indexes = [models.Index(fields=["suspect"], name="prompts_of_a_suspect")]

    def __str__(self) -> str:
        return f"Prompt {self.pk}"


@pghistory.track()
class NothingInPlace(models.Model):
    """Why a suspect who is a live risk has neither bail nor an order, until that is read again. Never changed."""

    class Reason(models.TextChoices):
        """The reasons that there are; "not thought of yet" is none."""

        SOUGHT = "sought", "An order is being applied for"
        ARREST_DUE = "arrest_due", "An arrest is planned"
        SAFE = "safe", "The victim is kept safe by another way, said below"
        AWAY = "away", "The suspect cannot reach the victim, as said below"
        WHEREABOUTS = "whereabouts", "Nobody knows where the suspect is, and they are sought"
        VICTIM = "victim", "The victim asked for neither, and is safer without"
        COVERT = "covert", "It would harm the investigation now"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "case", "suspect", "reason", "review_on", "key", "recorded_at", "recorded_by"], Privacy.OPERATIONAL
        ),
        "words": Privacy.SENSITIVE,
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="nothing_in_place")
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, related_name="nothing_in_place")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    words = models.TextField()
    review_on = models.DateField()
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_reason_of_a_form"),
            models.CheckConstraint(condition=~Q(words=""), name="nothing_in_place_is_explained"),
        ]
        indexes = [models.Index(fields=["case", "suspect", "-recorded_at"], name="nothing_in_place_newest")]

    def __str__(self) -> str:
        return self.get_reason_display()
