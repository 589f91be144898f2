"""Suspects, what part each is said to have had, and how they are scored."""

from suspects.models.checks import ControlIndicator, IntelligenceCheck
from suspects.models.circumstances import Custody, Dispute, PoliceService
from suspects.models.definitions import RepeatDefinition
from suspects.models.findings import PoliceWorkFinding
from suspects.models.gravity import GravityTable, GravityWeight
from suspects.models.inputs import ScoreInput
from suspects.models.judgements import Judgement
from suspects.models.kept_searches import KeptAnswer, KeptSearch
from suspects.models.links import LinkDecision, Merge, MergedPart, PersonLink, StaleLink, Unmerge
from suspects.models.list_changes import ListChange
from suspects.models.listing import ListEntry
from suspects.models.markers import Marker
from suspects.models.no_plans import NoPlan
from suspects.models.nominations import Nomination
from suspects.models.people import Involvement, InvolvementStatus, Suspect, SuspectAddress
from suspects.models.plans import DisruptionPlan, PlanReview
from suspects.models.scores import Score, ScoreRun, StaleScore, Standing
from suspects.models.weights import ScoreVersion, ScoreWeight

__all__ = [
    "ControlIndicator",
    "Custody",
    "Dispute",
    "DisruptionPlan",
    "GravityTable",
    "GravityWeight",
    "IntelligenceCheck",
    "Involvement",
    "InvolvementStatus",
    "Judgement",
    "KeptAnswer",
    "KeptSearch",
    "LinkDecision",
    "ListChange",
    "ListEntry",
    "Marker",
    "Merge",
    "MergedPart",
    "NoPlan",
    "Nomination",
    "PersonLink",
    "PlanReview",
    "PoliceService",
    "PoliceWorkFinding",
    "RepeatDefinition",
    "Score",
    "ScoreInput",
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
