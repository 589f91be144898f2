"""The models of bail, orders and breaches, one subject a module."""

from orders.models.application import ApplicationStep, NothingInPlace, OrderApplication, OrderPrompt
from orders.models.attendance import Attendance
from orders.models.bail import Arrest, Bail, BailCondition
from orders.models.biometrics import BiometricMaterial, BiometricRetention, RetentionApplication, RetentionStep
from orders.models.breach import Breach, BreachEvidence, BrokenRule
from orders.models.changes import BailVariation, SurrenderChange, VictimViews
from orders.models.decision import BreachDecision, NoArrestProposal, OffenceAnswer
from orders.models.extension import BailExtension, CourtApplication, Pause
from orders.models.mistakes import NotificationCorrection, StepTakenBack
from orders.models.order import NoticeArrest, OrderChange, OrderTerm, ProtectionOrder
from orders.models.release import Factor, Release, StatusReview
from orders.models.reporting import AttendanceDue, BailCheck, Countdown, ReportingTimes
from orders.models.shared import Kind, Protects, Rank
from orders.models.surrender import Surrender
from orders.models.telling import DecisionTelling

__all__ = [
    "ApplicationStep",
    "Arrest",
    "Attendance",
    "AttendanceDue",
    "Bail",
    "BailCheck",
    "BailCondition",
    "BailExtension",
    "BiometricMaterial",
    "BiometricRetention",
    "BailVariation",
    "Breach",
    "BreachDecision",
    "BreachEvidence",
    "BrokenRule",
    "Countdown",
    "CourtApplication",
    "DecisionTelling",
    "Factor",
    "Kind",
    "NoArrestProposal",
    "NothingInPlace",
    "NoticeArrest",
    "NotificationCorrection",
    "OffenceAnswer",
    "OrderApplication",
    "OrderChange",
    "OrderPrompt",
    "OrderTerm",
    "Pause",
    "ProtectionOrder",
    "Protects",
    "RetentionApplication",
    "RetentionStep",
    "Rank",
    "Release",
    "ReportingTimes",
    "StatusReview",
    "StepTakenBack",
    "Surrender",
    "SurrenderChange",
    "VictimViews",
]
