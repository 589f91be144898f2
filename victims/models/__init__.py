"""The models of victims, one subject a module."""

from victims.models.contact import Contact
from victims.models.letter import Letter, LetterFile
from victims.models.needs import Need, NeedsAssessment
from victims.models.victim import SafeContact, Sex, Victim

__all__ = ["Contact", "Letter", "LetterFile", "Need", "NeedsAssessment", "SafeContact", "Sex", "Victim"]
