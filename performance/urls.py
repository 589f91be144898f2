"""Routes of the flight deck."""

from django.urls import path

from performance.views import arrests, caseload, deck, judgements, listing, measure

app_name = "performance"
urlpatterns = [
    path("flight-deck/", deck.flight_deck, name="deck"),
    path("flight-deck/caseload.svg", caseload.chart, name="caseload-chart"),
    path("flight-deck/arrests/", arrests.report, name="arrests"),
    path("flight-deck/judgements/", judgements.report, name="judgements"),
    path("flight-deck/<slug:measure>/", measure.measure, name="measure"),
    path("flight-deck/<slug:measure>/chart.svg", measure.chart, name="chart"),
    path("flight-deck/<slug:measure>/list/", listing.measure_list, name="list"),
    path("flight-deck/<slug:measure>/list/purpose/", listing.purpose, name="purpose"),
    path("flight-deck/<slug:measure>/list/export/", listing.export, name="export"),
]
