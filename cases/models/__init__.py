"""The models of a case, one subject a module."""

from cases.models.case import Case, CaseAccess, CaseQuerySet, Stage, live_access, slug_of, visible_branches
from cases.models.closure import Closure
from cases.models.disclosure import ReportDecision, ReportReading
from cases.models.draft import CaseDraft, CaseNumber, DraftSection
from cases.models.intake import CrimeReport, ImportRow, ImportRun
from cases.models.names import CaseName, NameWord, mark
from cases.models.note import Note, SavedFilter
from cases.models.offence import FirstResponse, Offence, OffenceClass, Precision
from cases.models.people import Allocation, BreakGlass, CaseGrant, ConflictBar
from cases.models.sent import SentForm

__all__ = [
    "Allocation",
    "BreakGlass",
    "Case",
    "CaseAccess",
    "CaseDraft",
    "CaseGrant",
    "CaseName",
    "CaseNumber",
    "CaseQuerySet",
    "Closure",
    "ConflictBar",
    "CrimeReport",
    "DraftSection",
    "FirstResponse",
    "ImportRow",
    "ImportRun",
    "NameWord",
    "Note",
    "Offence",
    "OffenceClass",
    "Precision",
    "ReportDecision",
    "ReportReading",
    "SavedFilter",
    "SentForm",
    "Stage",
    "live_access",
    "mark",
    "slug_of",
    "visible_branches",
]
