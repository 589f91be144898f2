"""The models of bail, orders and breaches, one subject a module."""

from orders.models.attendance import Attendance
from orders.models.bail import Arrest, Bail, BailCondition, BailExtension
from orders.models.biometrics import BiometricMaterial, BiometricRetention, RetentionApplication, RetentionStep
from orders.models.breach import Breach, BreachEvidence, BrokenRule
from orders.models.decision import BreachDecision, NoArrestProposal, OffenceAnswer
from orders.models.order import OrderTerm, ProtectionOrder
from orders.models.shared import Kind, Protects

__all__ = [
    "Arrest",
    "Attendance",
    "Bail",
    "BailCondition",
    "BailExtension",
    "BiometricMaterial",
    "BiometricRetention",
    "Breach",
    "BreachDecision",
    "BreachEvidence",
    "BrokenRule",
    "Kind",
    "NoArrestProposal",
    "OffenceAnswer",
    "OrderTerm",
    "ProtectionOrder",
    "Protects",
    "RetentionApplication",
    "RetentionStep",
]
