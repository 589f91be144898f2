"""Victims in a case, and how it is safe to contact them."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from cases.models import Case, Offence
from soteria.privacy import Privacy


class Sex(models.TextChoices):
    """Sex as recorded."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    OTHER = "O", "Another description"


@pghistory.track()
class Victim(models.Model):
    """One person in one case. A fact that is not known says why in `missing`, never by blank."""

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "case", "external_ref", "missing", "version", "offences"], Privacy.OPERATIONAL),
        **dict.fromkeys(
            ["surname", "forenames", "known_as", "date_of_birth", "sex", "ethnicity", "language"], Privacy.PERSONAL
        ),
        **dict.fromkeys(["supports_investigation", "interpreter_needed"], Privacy.SENSITIVE),
    }

    class Supports(models.TextChoices):
        """Whether the victim supports the investigation, as last recorded."""

        YES = "Y", "Supports"
        NO = "N", "Does not support"
        UNKNOWN = "", "Not recorded"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="victims")
    external_ref = models.CharField(max_length=40, blank=True, help_text="The records system's id for this person")
    surname = models.CharField(max_length=100, blank=True)
    forenames = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True, help_text="The name to use when speaking to them")
    date_of_birth = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    ethnicity = models.CharField(max_length=2, blank=True, help_text="16+1 code")
    language = models.CharField(max_length=40, blank=True)
    interpreter_needed = models.BooleanField(null=True, blank=True)
    supports_investigation = models.CharField(max_length=1, choices=Supports.choices, blank=True)
    missing = models.JSONField(default=dict, blank=True)
    offences = models.ManyToManyField(Offence, related_name="victims", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "external_ref"],
                condition=~models.Q(external_ref=""),
                name="one_victim_of_a_ref_in_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.forenames} {self.surname}".strip() or "Name not known"


@pghistory.track()
class SafeContact(models.Model):
    """How to reach a victim without putting them at risk. One current row for each victim; history is kept."""

    class Method(models.TextChoices):
        """Ways to be in touch."""

        PHONE = "phone", "Phone call"
        TEXT = "text", "Text message"
        EMAIL = "email", "Email"
        LETTER = "letter", "Letter"
        THIRD_PARTY = "third_party", "Through somebody they trust"
        NONE_SAFE = "none", "No safe way is known yet"

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "victim", "agreed_at", "recorded_by", "version"], Privacy.OPERATIONAL),
        **dict.fromkeys(
            ["method", "details", "safe_times", "leave_message", "if_someone_else_answers", "avoid"], Privacy.SENSITIVE
        ),
    }

    victim = models.OneToOneField(Victim, on_delete=models.CASCADE, related_name="safe_contact")
    method = models.CharField(max_length=12, choices=Method.choices)
    details = models.CharField(max_length=200, blank=True)
    safe_times = models.CharField(max_length=200, blank=True)
    leave_message = models.BooleanField(default=False)
    if_someone_else_answers = models.CharField(max_length=300, blank=True)
    avoid = models.CharField(max_length=300, blank=True)
    agreed_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.get_method_display()
