"""The case list, saved filters and search."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
