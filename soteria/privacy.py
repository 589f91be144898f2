"""How private each field is; every model declares it, and a test fails an undeclared field."""

from enum import StrEnum


class Privacy(StrEnum):
    """The class of a field, which decides what exports, logs and demonstration copies may hold."""

    NONE = "none"  # says nothing about anybody: codes, titles of offences, limits
    OPERATIONAL = "operational"  # about the work: dates, stages, who is allocated
    PERSONAL = "personal"  # identifies or describes a person
    SENSITIVE = "sensitive"  # what happened, health, where somebody is safe: DPA 2018 s.35(8)
