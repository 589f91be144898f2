"""Allocation, restriction, conflicts of interest and emergency access."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
