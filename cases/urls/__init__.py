"""Routes of cases, one subject a module."""

from cases.urls import access, api, closure, disclosures, home, intake, listing, logging, page

app_name = "cases"
urlpatterns = [
    *home.urlpatterns,
    *api.urlpatterns,
    *listing.urlpatterns,
    *logging.urlpatterns,
    *intake.urlpatterns,
    *disclosures.urlpatterns,
    *access.urlpatterns,
    *closure.urlpatterns,
    *page.urlpatterns,
]
