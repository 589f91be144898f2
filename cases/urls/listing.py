"""The case list, saved filters and search."""

from django.urls import path

from cases.views import listing, searching

urlpatterns = [
    path("cases/", listing.case_list, name="list"),
    path("cases/export/", listing.export, name="export"),
    path("cases/search/", searching.find, name="search"),
    path("cases/filters/save/", listing.save_filter, name="save-filter"),
    path("cases/filters/<int:pk>/delete/", listing.delete_filter, name="delete-filter"),
]
