"""The product's routes, and the baseline's."""

from django.contrib import admin
from django.urls import path

from soteria.accounts.access import public
from soteria.urls import urlpatterns as product
from tests.bench import baseline  # noqa: F401 - registers the baseline

public(admin.site.admin_view)
urlpatterns = [*product, path("baseline/", admin.site.urls)]
