"""What a team would reach for first: Django admin over the same rows, with guardian deciding row by row."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from guardian.admin import GuardedModelAdmin
from guardian.shortcuts import get_objects_for_user

from cases.models import Case

PERMISSION = "cases.named_on_case"


@admin.register(Case)
class CaseAdmin(GuardedModelAdmin):
    """A changelist of the cases that guardian says the person may see."""

    list_display = ("reference", "reported_at", "stage", "oic", "team")
    list_select_related = ("stage", "oic", "team")
    search_fields = ("reference", "names__name")
    ordering = ("-reported_at", "-id")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """Only the granted rows, as guardian's own documentation has it."""
        return get_objects_for_user(request.user, PERMISSION, super().get_queryset(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The benchmark's user may open the list."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        """The benchmark's user may open the list."""
        return True
