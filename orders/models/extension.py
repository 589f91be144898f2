"""Longer bail periods, the applications to a court for them, and what puts a period off: PACE 1984 ss.47ZC–47ZM."""

from typing import ClassVar

import pghistory
from django.db import models

from orders.models.bail import Arrest, Bail, recorder
from soteria.privacy import Privacy


@pghistory.track()
class BailExtension(models.Model):
    """A longer bail period, given before the end of the one before it: ss.47ZD–47ZG.

    Of a police extension three moments are kept: the suspect was told that it would be decided, what they said was
    considered, and they were told the outcome, which comes last and may be added later. `grounds` says for each of the
    conditions A to D of s.47ZC why it is met.
    """

    class Rank(models.TextChoices):
        """Who may extend. To how many months is a dated limit of the clocks, `bail.applicable_period.RANK`."""

        INSPECTOR = "inspector", "An inspector"
        SUPERINTENDENT = "superintendent", "A superintendent"
        COMMANDER = "commander", "A commander or assistant chief constable, where the DPP designated the case"
        AGENCY = "agency", "The decision-maker of the agency"
        MAGISTRATES = "magistrates", "A magistrates’ court"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "bail",
                "rank",
                "officer_rank",
                "decided_at",
                "to_months",
                "authorised_by",
                "told_at",
                "considered_at",
                "outcome_told_at",
                "designated_on",
                "dpp_consulted_on",
                "recorded_at",
                "recorded_by",
            ],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["grounds", "representations"], Privacy.SENSITIVE),
    }

    bail = models.ForeignKey(Bail, on_delete=models.CASCADE, related_name="extensions")
    rank = models.CharField(max_length=14, choices=Rank.choices)
    decided_at = models.DateTimeField()
    to_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="As the court ordered")
    authorised_by = models.CharField(max_length=100)
    officer_rank = models.CharField(max_length=20, blank=True, help_text="Of the officer who decided; empty: a court")
    told_at = models.DateTimeField(null=True, blank=True)
    considered_at = models.DateTimeField(null=True, blank=True)
    representations = models.TextField(blank=True)
    outcome_told_at = models.DateTimeField(null=True, blank=True)
    grounds = models.JSONField(default=dict, blank=True)
    designated_on = models.DateField(null=True, blank=True, help_text="By the DPP, as exceptionally complex")
    dpp_consulted_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rank="magistrates", to_months__isnull=False)
                | (~models.Q(rank="magistrates") & models.Q(to_months__isnull=True)),
                name="court_extension_has_its_months",
            ),
            # One step of a rank; only a court may extend again (s.47ZG).
            models.UniqueConstraint(
                fields=["bail", "rank"], condition=~models.Q(rank="magistrates"), name="one_extension_of_a_rank"
            ),
            models.UniqueConstraint(fields=["bail", "decided_at"], name="one_extension_at_a_time"),
        ]
        indexes = [
            models.Index(
                fields=["decided_at"], name="extensions_not_told", condition=models.Q(outcome_told_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"Extension {self.pk}"


@pghistory.track()
class CourtApplication(models.Model):
    """An application to a magistrates' court for a longer period. Lodged before the end, it keeps bail (s.47ZJ)."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "bail",
                "lodged_at",
                "court",
                "months",
                "refused_at",
                "granted",
                "key",
                "recorded_at",
                "recorded_by",
            ],
            Privacy.OPERATIONAL,
        ),
        "why": Privacy.SENSITIVE,
    }

    bail = models.ForeignKey(Bail, on_delete=models.CASCADE, related_name="applications")
    lodged_at = models.DateTimeField()
    court = models.CharField(max_length=100)
    months = models.PositiveSmallIntegerField(help_text="To how many months from the arrest is asked for")
    why = models.TextField(help_text="Conditions B to D, and why it was not made earlier")
    refused_at = models.DateTimeField(null=True, blank=True)
    granted = models.OneToOneField(
        BailExtension, on_delete=models.PROTECT, null=True, blank=True, related_name="application"
    )
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_court_application_of_a_form"),
            models.UniqueConstraint(
                fields=["bail"],
                condition=models.Q(refused_at__isnull=True, granted__isnull=True),
                name="one_court_application_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(refused_at__isnull=True) | models.Q(granted__isnull=True),
                name="application_is_granted_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"Application {self.pk}"


@pghistory.track()
class Pause(models.Model):
    """What does not count towards a bail period: the file with CPS (s.47ZL), and days in hospital (s.47ZM).

    A row of CPS is one request for information, from `starts_at` to when it was met, while which the period runs. A
    row of a hospital is a stay: `last_on` is the last day on which the suspect is known to have been an in-patient.
    """

    class Kind(models.TextChoices):
        """Which of them."""

        CPS = "cps", "CPS asked for information"
        HOSPITAL = "hospital", "In hospital as an in-patient"

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "arrest", "kind", "starts_at", "met_at", "key", "recorded_at", "recorded_by"], Privacy.OPERATIONAL
        ),
        "last_on": Privacy.SENSITIVE,
    }

    arrest = models.ForeignKey(Arrest, on_delete=models.CASCADE, related_name="pauses")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    starts_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    key = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = recorder()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "key"], name="one_pause_of_a_form"),
            models.CheckConstraint(
                condition=models.Q(kind="cps", last_on__isnull=True)
                | models.Q(kind="hospital", met_at__isnull=True, last_on__isnull=False),
                name="pause_says_what_its_kind_needs",
            ),
            models.CheckConstraint(
                condition=models.Q(met_at__isnull=True) | models.Q(met_at__gte=models.F("starts_at")),
                name="pause_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"Pause {self.pk}"
