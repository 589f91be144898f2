"""Suspects, shared across cases, and what part each is said to have had in a case."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Replace, Upper

from cases.models import Case, Offence
from soteria.accounts.models import Force
from soteria.privacy import Privacy


@pghistory.track()
class Suspect(models.Model):
    """One person, as one nominal of one force; entries found to be the same person are linked, never overwritten."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "force", "nominal", "missing", "kept_as", "version"], Privacy.OPERATIONAL),
        **dict.fromkeys(
            ["surname", "forenames", "aliases", "date_of_birth", "sex", "ethnicity", "pnc_id", "cro", "phones"],
            Privacy.PERSONAL,
        ),
    }

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    nominal = models.CharField(max_length=40, blank=True, help_text="The records system's id for this entry")
    surname = models.CharField(max_length=100, blank=True)
    forenames = models.CharField(max_length=100, blank=True)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    sex = models.CharField(
        max_length=1, blank=True, choices=[("F", "Female"), ("M", "Male"), ("O", "Another description")]
    )
    ethnicity = models.CharField(max_length=2, blank=True)
    pnc_id = models.CharField(max_length=20, blank=True)
    cro = models.CharField(max_length=20, blank=True, help_text="Criminal Records Office number: given with prints")
    phones = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    missing = models.JSONField(default=dict, blank=True)
    kept_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="folded", help_text="While merged"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["force", "nominal"], condition=~models.Q(nominal=""), name="one_suspect_of_a_nominal"
            ),
            models.CheckConstraint(
                condition=models.Q(kept_as=None) | ~models.Q(kept_as=models.F("id")), name="no_record_is_kept_as_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["pnc_id"], name="suspects_by_pnc", condition=~models.Q(pnc_id="")),
            models.Index(fields=["date_of_birth"], name="suspects_by_birth", condition=~models.Q(date_of_birth=None)),
        ]

    def __str__(self) -> str:
        return f"{self.forenames} {self.surname}".strip() or "Name not known"


@pghistory.track()
class SuspectAddress(models.Model):
    """An address given for a suspect."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "suspect"], Privacy.OPERATIONAL),
        **dict.fromkeys(["address", "postcode"], Privacy.PERSONAL),
    }

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suspect", "address", "postcode"], name="one_address_of_a_suspect")
        ]
        indexes = [
            models.Index(
                Upper(Replace("postcode", Value(" "), Value(""))),
                name="addresses_by_postcode",
                condition=~models.Q(postcode=""),
            )
        ]

    def __str__(self) -> str:
        return f"Address {self.pk}"


@pghistory.track()
class Involvement(models.Model):
    """A suspect in a case: known, described but not named, or unknown. What is said of him is an allegation."""

    class Kind(models.TextChoices):
        """How far the suspect is identified."""

        KNOWN = "known", "Known by name"
        DESCRIBED = "described", "Described, not named"
        UNKNOWN = "unknown", "Not known"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "case", "suspect", "kind", "arrested_at", "version", "offences"], Privacy.OPERATIONAL),
        **dict.fromkeys(["description", "relationship", "missing"], Privacy.SENSITIVE),
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="involvements")
    suspect = models.ForeignKey(Suspect, on_delete=models.PROTECT, null=True, blank=True, related_name="involvements")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    description = models.TextField(blank=True)
    relationship = models.CharField(max_length=40, blank=True, help_text="Of the suspect to the victim")
    arrested_at = models.DateTimeField(null=True, blank=True)
    missing = models.JSONField(default=dict, blank=True)
    offences = models.ManyToManyField(Offence, related_name="involvements", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "suspect"], name="one_involvement_of_a_suspect_in_a_case"),
            models.CheckConstraint(
                condition=models.Q(kind="known", suspect__isnull=False)
                | models.Q(kind__in=["described", "unknown"], suspect__isnull=True),
                name="known_suspects_have_a_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.case_id}"


class InvolvementStatus(models.Model):
    """A dated step in what part a suspect has: the newest that was not withdrawn is the present one.

    A row is never changed: one that was wrong is withdrawn with a reason, and stays to be read.
    """

    class Status(models.TextChoices):
        """The steps; what each weighs in a score is data (suspects/reference/score_weights.yaml)."""

        NAMED = "SUSPECT", "Suspect"
        UNCONFIRMED = "UNCONFIRMED", "Named by somebody else, identity not confirmed"
        FORENSIC = "FORENSIC", "Linked by DNA or fingerprints"
        SERIES = "SERIES", "Linked by an analyst’s assessment of a series"
        METHOD = "METHOD", "Linked by a similar method alone"
        INTELLIGENCE = "INTELLIGENCE", "Named by intelligence alone"
        OF_INTEREST = "OF INTEREST", "Person of interest"
        WITNESS = "WITNESS", "Witness"
        INVOLVED = "INVOLVED PARTY", "Involved party"
        VOLUNTARY = "VOLUNTARY", "Attended voluntarily"
        ARRESTED = "ARRESTED", "Arrested"
        CHARGED = "CHARGED", "Charged"
        CAUTIONED = "CAUTIONED", "Cautioned"
        CONVICTED = "CONVICTED", "Convicted"
        ACQUITTED = "ACQUITTED", "Acquitted, or conviction quashed"
        NO_ACTION = "NO ACTION", "No further action"
        RULED_OUT = "RULED OUT", "No longer a suspect"
        DIED = "DIED", "Has died"

    # Nobody reported the suspect: what links him, and who says so, must be recorded.
    LINKED: ClassVar = (Status.FORENSIC, Status.SERIES, Status.METHOD)
    PRIVACY: ClassVar = {
        **dict.fromkeys(
            ["id", "involvement", "status", "on", "recorded_at", "recorded_by", "withdrawn_at", "withdrawn_by"],
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(["source", "withdrawn_why"], Privacy.SENSITIVE),
    }

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=16, choices=Status.choices)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=300, blank=True, help_text="What links the suspect, where nobody named him")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["involvement", "status", "on"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_status_of_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_why="")),
                name="status_withdrawn_at_with_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["FORENSIC", "SERIES", "METHOD"])
                | (models.Q(recorded_by__isnull=False) & ~models.Q(source="")),
                name="a_link_has_a_source_and_an_author",
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display()
