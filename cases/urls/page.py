"""One case and what hangs on it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
