"""The measures of the flight deck, each one set of rows."""

from performance.measures.base import Measure
from performance.measures.breaches import N25
from performance.measures.caseload import N35
from performance.measures.contact import N30
from performance.measures.outcomes import N03, N05, N08
from performance.measures.recorded import N01, N22

MEASURES: dict[str, Measure] = {each.id: each for each in (N01, N03, N05, N08, N22, N25, N30, N35)}
