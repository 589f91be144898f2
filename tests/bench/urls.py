"""The product's routes, and the baseline's."""

from django.contrib import admin
from django.urls import path

from soteria.urls import urlpatterns as product
from tests.bench import baseline  # noqa: F401 - registers the baseline

urlpatterns = [*product, path("baseline/", admin.site.urls)]
