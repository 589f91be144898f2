"""The tables of cases as a project that reaches for guardian first would have them: grants in guardian's own table.

Unmanaged, so the rows are the product's very rows. Guardian finds no grant model for these, and uses its own.
"""

from typing import ClassVar

from django.db import models

from soteria.accounts.models import Team, User


class StockCase(models.Model):
    """A case, as the baseline lists it."""

    reference = models.CharField(max_length=40)
    reported_at = models.DateTimeField()
    stage = models.ForeignKey("cases.Stage", on_delete=models.DO_NOTHING, related_name="+")
    oic = models.ForeignKey(User, null=True, on_delete=models.DO_NOTHING, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "cases_case"
        default_permissions: ClassVar = ["view"]

    def __str__(self) -> str:
        return self.reference


class StockName(models.Model):
    """A name in a case, as the baseline searches it."""

    case = models.ForeignKey(StockCase, on_delete=models.DO_NOTHING, related_name="names")
    name = models.CharField(max_length=200)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "cases_casename"
        default_permissions: ClassVar = []

    def __str__(self) -> str:
        return f"Name {self.pk}"
