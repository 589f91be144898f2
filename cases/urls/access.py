"""Allocation, restriction, conflicts of interest and emergency access."""

from django.urls import path

from cases.views import access, emergency

urlpatterns = [
    path("cases/<slug:slug>/access/", access.access_page, name="access"),
    path("cases/<slug:slug>/allocate/", access.allocate, name="allocate"),
    path("cases/<slug:slug>/support/new/", access.add_support, name="add-support"),
    path("cases/<slug:slug>/support/<int:allocation_id>/end/", access.end_support, name="end-support"),
    path("cases/<slug:slug>/restrict/", access.restrict, name="restrict"),
    path("cases/<slug:slug>/restriction/lift/", access.lift_restriction, name="lift-restriction"),
    path("cases/<slug:slug>/named/new/", access.name_person, name="name-person"),
    path("cases/<slug:slug>/named/<int:user_id>/remove/", access.unname_person, name="unname-person"),
    path("cases/<slug:slug>/conflicts/new/", access.declare_conflict, name="declare-conflict"),
    path("cases/<slug:slug>/conflicts/<int:bar_id>/lift/", access.lift_conflict, name="lift-conflict"),
    path("emergency-access/", emergency.open_case, name="emergency"),
    path("emergency-access/reviews/", emergency.reviews, name="emergency-reviews"),
    path("emergency-access/reviews/<int:pk>/", emergency.review, name="emergency-review"),
]
