"""Every route, by include only."""

from django.urls import include, path

urlpatterns = [
    
    path("", include("soteria.accounts.urls")),
    path("", include("soteria.oversight.urls")),
    path("", include("cases.urls")),
    path("", include("victims.urls")),
    path("", include("suspects.urls")),
]
