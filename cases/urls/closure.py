"""Closing a case without a charge."""

from django.urls import URLPattern, path

from cases.views import closure

urlpatterns: list[URLPattern] = [
    path("cases/<slug:slug>/closure/decide/", closure.decide_nfa, name="decide-nfa"),
    path("cases/<slug:slug>/closure/check/", closure.check_nfa, name="check-nfa"),
]
