"""Every route, by include only."""

from django.urls import include, path

urlpatterns = [
    path("", include("soteria.ui.urls")),
    path("", include("soteria.accounts.urls")),
    path("", include("soteria.oversight.urls")),
    path("", include("cases.urls")),
    path("", include("victims.urls")),
    path("", include("suspects.urls")),
    path("", include("orders.urls")),
    path("", include("performance.urls")),
]

handler400 = "soteria.ui.errors.bad_request"
handler403 = "soteria.ui.errors.forbidden"
handler404 = "soteria.ui.errors.not_found"
handler429 = "soteria.accounts.throttle.too_many"
handler500 = "soteria.ui.errors.server_error"
