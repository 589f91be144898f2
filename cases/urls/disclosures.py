"""Other crime reports that may disclose a sexual offence."""

from django.urls import path

from cases.views import disclosure_answers, disclosures

urlpatterns = [
    path("hidden/", disclosures.listing, name="disclosures"),
    path("hidden/export/", disclosures.export, name="disclosures-export"),
    path("hidden/asked/", disclosure_answers.asked, name="disclosures-asked"),
    path("hidden/<int:report_id>/", disclosures.detail, name="disclosure"),
    path("hidden/<int:report_id>/convert/", disclosures.convert, name="disclosure-convert"),
    path("hidden/<int:report_id>/reject/", disclosures.reject, name="disclosure-reject"),
    path("hidden/<int:report_id>/ask/", disclosures.ask, name="disclosure-ask"),
    path("hidden/<int:report_id>/answer/", disclosure_answers.answer, name="disclosure-answer"),
]
