"""Logging a case, section by section."""

from django.urls import URLPattern, path

from cases.views import logging, logging_edits, logging_facts

urlpatterns: list[URLPattern] = [
    path("cases/log/", logging.start_page, name="drafts"),
    path("cases/log/start/", logging.begin, name="log-start"),
    path("cases/log/<uuid:key>/", logging.tasks, name="log-tasks"),
    path("cases/log/<uuid:key>/offences/<int:entry>/", logging_facts.offence, name="log-offence"),
    path("cases/log/<uuid:key>/where/", logging_facts.where, name="log-where"),
    path("cases/log/<uuid:key>/first-response/", logging_facts.response, name="log-response"),
    path("cases/log/<uuid:key>/report/", logging_facts.account, name="log-account"),
    path("cases/log/<uuid:key>/<slug:section>/<int:entry>/remove/", logging.remove, name="log-remove"),
    path("cases/log/<uuid:key>/discard/", logging.discard, name="log-discard"),
    path("cases/log/<uuid:key>/check/", logging.check, name="log-check"),
    path("cases/log/<uuid:key>/confirm/", logging.log, name="log-confirm"),
    path("cases/log/<uuid:key>/logged/", logging.done, name="log-done"),
    path("cases/<slug:slug>/place/edit/", logging_edits.edit_place, name="edit-place"),
    path("cases/<slug:slug>/first-response/edit/", logging_edits.edit_response, name="edit-response"),
]
