"""Routes of oversight."""

from django.urls import path

from soteria.oversight.views import dead_letters, health, trail

app_name = "oversight"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("health/", health.page, name="health"),
    path("jobs/dead/", dead_letters.dead_letters, name="dead-letters"),
    path("jobs/dead/<int:job_id>/retry/", dead_letters.retry, name="retry-job"),
    path("audit/", trail.trail, name="trail"),
    path("audit/export/", trail.export, name="export-trail"),
    path("audit/<int:event_id>/", trail.event, name="event"),
]
