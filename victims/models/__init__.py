"""The models of victims, one subject a module."""

from victims.models.contact import Contact
from victims.models.needs import Need, NeedsAssessment
from victims.models.victim import SafeContact, Sex, Victim

__all__ = ["Contact", "Need", "NeedsAssessment", "SafeContact", "Sex", "Victim"]
