"""One case and what hangs on it."""

from django.urls import URLPattern, path, register_converter

from cases.views import page, page_notes, purpose
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
    path("cases/<slug:slug>/purpose/", purpose.purpose, name="purpose"),
    path("cases/<slug:slug>/timeline/", page.timeline, name="timeline"),
    path("cases/<slug:slug>/notes/", page_notes.notes, name="notes"),
    path("cases/<slug:slug>/notes/new/", page_notes.add_note, name="add-note"),
    path("cases/<slug:slug>/who-has-looked/", page.who_looked, name="who-looked"),
    path("cases/<slug:slug>/print/", page.print_summary, name="print"),
    path("cases/<slug:slug>/<place:place>/", page.place, name="place"),
]
