"""The measures of the flight deck, each one set of rows."""

from performance.measures.action import N21, N21R, N21X, N23
from performance.measures.base import Measure
from performance.measures.biometrics import N27, N27A
from performance.measures.breaches import N25, N25H, N26, N26H
from performance.measures.caseload import N35
from performance.measures.contact import N30
from performance.measures.orders import N24, N24D, N24I
from performance.measures.outcomes import N03, N05, N08
from performance.measures.recorded import N01, N22

ALL = (N01, N03, N05, N08, N21, N21R, N21X, N22, N23, N24, N24D, N24I, N25, N25H, N26, N26H, N27, N27A, N30, N35)
MEASURES: dict[str, Measure] = {each.id: each for each in ALL}
# Parts of a measure: they are shown side by side, where small ones are hidden together, and have lists of their own.
PARTS: dict[str, str] = {"N21R": "N21", "N21X": "N21"}
