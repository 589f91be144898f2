"""Imports and their quarantine."""

from django.urls import path

from cases.views import intake

urlpatterns = [
    path("imports/", intake.imports, name="imports"),
    path("imports/quarantine/", intake.quarantine, name="quarantine"),
    path("imports/quarantine/export/", intake.export, name="quarantine-export"),
    path("imports/quarantine/<int:row_id>/", intake.row, name="quarantine-row"),
    path("imports/quarantine/<int:row_id>/set-aside/", intake.set_aside, name="set-aside"),
]
