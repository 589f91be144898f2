"""What a team would reach for first: Django admin over the same rows, with guardian deciding row by row."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from guardian.admin import GuardedModelAdmin
from guardian.shortcuts import get_objects_for_user

from cases.models import Case
from tests.bench.models import StockCase


class GuardedAdmin(GuardedModelAdmin):
    """A changelist of the rows that guardian says the person may see."""

    permission = ""
    list_display = ("reference", "reported_at", "stage", "oic", "team")
    list_select_related = ("stage", "oic", "team")
    search_fields = ("reference", "names__name")
    ordering = ("-reported_at", "-id")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Only the granted rows, as guardian's own documentation has it."""
        return get_objects_for_user(request.user, self.permission, super().get_queryset(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The benchmark's user may open the list."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The benchmark's user may open the list."""
        return True


@admin.register(StockCase)
class StockAdmin(GuardedAdmin):
    """Grants in guardian's own table, as it comes."""

    permission = "bench.view_stockcase"


@admin.register(Case)
class TunedAdmin(GuardedAdmin):
    """Grants in a table with a direct foreign key, which guardian's documentation advises for many rows."""

    permission = "cases.named_on_case"
