"""Routes of cases, one subject a module."""

from cases.urls import access, intake, listing, logging, page

app_name = "cases"
urlpatterns = [*listing.urlpatterns, *logging.urlpatterns, *intake.urlpatterns, *access.urlpatterns, *page.urlpatterns]
