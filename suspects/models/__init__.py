"""Suspects, what part each is said to have had, and how they are scored."""

from suspects.models.links import LinkDecision, Merge, MergedPart, PersonLink, StaleLink, Unmerge
from suspects.models.listing import ListEntry
from suspects.models.markers import Marker
from suspects.models.people import Involvement, InvolvementStatus, Suspect, SuspectAddress
from suspects.models.plans import DisruptionPlan, Nomination, NoPlan, PlanReview
from suspects.models.scores import Score, ScoreRun, StaleScore, Standing
from suspects.models.weights import ScoreVersion, ScoreWeight

__all__ = [
    "DisruptionPlan",
    "Involvement",
    "InvolvementStatus",
    "LinkDecision",
    "Merge",
    "MergedPart",
    "PersonLink",
    "ListEntry",
    "Marker",
    "NoPlan",
    "Nomination",
    "PlanReview",
    "Score",
    "ScoreRun",
    "ScoreVersion",
    "ScoreWeight",
    "StaleLink",
    "StaleScore",
    "Standing",
    "Suspect",
    "SuspectAddress",
    "Unmerge",
]
