"""One case and what hangs on it."""

from django.urls import URLPattern, path, register_converter

from cases.views import page
from soteria.registry import CASE_PANELS


class PlaceConverter:
    """A sub-page that some app has registered panels for; any other word is left to the routes that follow."""

    regex = "[a-z][a-z-]*"

    def to_python(self, value: str) -> str:
        """The place, or ValueError, which Django reads as "not this route"."""
        if value not in CASE_PANELS.places():
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        """The place as it stands in an address."""
        return value


register_converter(PlaceConverter, "place")

urlpatterns: list[URLPattern] = [
    path("cases/<slug:slug>/", page.overview, name="detail"),
    path("cases/<slug:slug>/<place:place>/", page.place, name="place"),
]
