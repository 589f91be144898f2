"""The first page, and alerts."""

from django.urls import path

from cases.views import home, unacknowledged

urlpatterns = [
    path("", home.home, name="home"),
    path("work/", home.work_list, name="work"),
    path("alerts/", home.alert_list, name="alerts"),
    path("alerts/not-acknowledged/", unacknowledged.unacknowledged, name="unacknowledged"),
    path("alerts/<int:alert_id>/acknowledge/", home.acknowledge, name="acknowledge"),
]
