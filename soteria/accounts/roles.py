"""Who may reach which part of a case: the role by section matrix, as data (docs/adr/0003). Plain Python."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Role(StrEnum):
    """What a person is while a member of a team; one person may hold several, with dates."""

    CALL_HANDLER = "call_handler"
    OIC = "oic"
    SUPERVISOR = "supervisor"
    DI = "di"
    VEO = "veo"
    SOLO = "solo"
    DMI = "dmi"
    INTEL_ANALYST = "intel_analyst"
    ORDERS_OFFICER = "orders_officer"
    OFFENDER_MANAGER = "offender_manager"
    CPS_LIAISON = "cps_liaison"
    PANEL_MEMBER = "panel_member"
    CASE_ISVA = "case_isva"
    PERFORMANCE_ANALYST = "performance_analyst"
    LEAD = "lead"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"

    @property
    def label(self) -> str:
        """The role as it is spoken."""
        return ROLE_LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a form or a model field."""
        return [(role.value, role.label) for role in cls]


ROLE_LABELS = {
    Role.CALL_HANDLER: "Call handler or first responder",
    Role.OIC: "Investigator (OIC)",
    Role.SUPERVISOR: "Supervisor (DS)",
    Role.DI: "Detective inspector (DI)",
    Role.VEO: "Victim engagement officer (VEO)",
    Role.SOLO: "Sexual offences liaison officer (SOLO)",
    Role.DMI: "Digital media investigator (DMI)",
    Role.INTEL_ANALYST: "Intelligence analyst",
    Role.ORDERS_OFFICER: "Prevention orders officer",
    Role.OFFENDER_MANAGER: "Offender manager",
    Role.CPS_LIAISON: "CPS liaison",
    Role.PANEL_MEMBER: "Scrutiny panel member",
    Role.CASE_ISVA: "Independent sexual violence adviser (ISVA)",
    Role.PERFORMANCE_ANALYST: "Performance analyst",
    Role.LEAD: "Lead or chief officer",
    Role.AUDITOR: "Auditor, professional standards or data protection",
    Role.SYSTEM_ADMIN: "System administrator",
}


class Section(StrEnum):
    """The parts of a case that access is decided for."""

    SUMMARY = "summary"
    SAFE_CONTACT = "safe_contact"
    NEEDS = "needs"
    ACCOUNT = "account"
    SUSPECT = "suspect"
    INTEL = "intel"
    BAIL_ORDERS = "bail_orders"
    CPS = "cps"
    DIGITAL = "digital"
    REVIEW = "review"
    WELLBEING = "wellbeing"
    STATISTICS = "statistics"
    AUDIT = "audit"


class Scope(IntEnum):
    """How far a grant reaches: which cases."""

    NONE = 0
    SELF = 1
    ASSIGNED = 2
    TEAM = 3
    FORCE = 4


class Level(IntEnum):
    """How much of the section is shown."""

    NONE = 0
    AGGREGATE = 1
    PACK = 2
    PART = 3
    READ = 4
    FULL = 5


@dataclass(frozen=True)
class Grant:
    """One cell of the matrix."""

    scope: Scope = Scope.NONE
    level: Level = Level.NONE
    note: str = ""


CODES = {
    "F": Grant(Scope.ASSIGNED, Level.FULL),
    "R": Grant(Scope.ASSIGNED, Level.READ),
    "P": Grant(Scope.ASSIGNED, Level.PART),
    "X": Grant(Scope.ASSIGNED, Level.PACK),
    "T": Grant(Scope.TEAM, Level.FULL),
    "TR": Grant(Scope.TEAM, Level.READ),
    "TP": Grant(Scope.TEAM, Level.PART),
    "FF": Grant(Scope.FORCE, Level.FULL),
    "FP": Grant(Scope.FORCE, Level.PART),
    "A": Grant(Scope.FORCE, Level.AGGREGATE),
    "S": Grant(Scope.SELF, Level.FULL),
    "-": Grant(),
}
# F own or assigned · R the same, to read · P part of it (masked) · X redacted pack · T team · FF/FP force · A aggregate
# · S oneself · - nothing. "On request" is R: it reaches only a case that the person has been named on.
# ruff: noqa: E501 - the table is read by column
TABLE = """
                     summary safe_contact needs account suspect intel bail_orders cps digital review wellbeing statistics audit
call_handler         P       F            -     F       P       P     P           -   -       -      S         -          -
oic                  F       F            F     F       F       P     F           F   F       R      S         S          -
supervisor           T       T            T     T       T       T     T           T   T       T      TP        T          TR
di                   T       T            T     T       T       T     T           T   T       T      TP        T          TR
veo                  R       F            F     -       P       -     P           P   P       -      S         S          -
solo                 R       F            F     F       -       -     -           -   P       -      S         -          -
dmi                  R       -            P     -       P       -     -           P   F       -      S         A          -
intel_analyst        FP      -            A     FP      FF      FF    FF          -   A       -      S         A          -
orders_officer       R       P            P     P       F       F     F           -   -       -      S         A          -
offender_manager     FP      -            -     -       FF      FF    FF          -   -       -      S         A          -
cps_liaison          TR      -            TP    T       T       TP    T           T   T       -      -         A          -
panel_member         X       -            -     X       X       -     X           X   -       -      -         A          -
case_isva            P       P            P     -       -       -     P           -   P       -      -         -          -
performance_analyst  -       -            A     -       A       -     A           A   A       A      A         FF         -
lead                 A       -            A     -       A       A     A           A   A       A      A         FF         A
auditor              R       -            R     R       R       -     R           -   -       R      -         A          FF
system_admin         -       -            -     -       -       -     -           -   -       -      -         -          A
"""


def _matrix(table: str) -> dict[Role, dict[Section, Grant]]:
    header, *rows = [line.split() for line in table.strip().splitlines()]
    return {Role(row[0]): dict(zip(map(Section, header), (CODES[c] for c in row[1:]), strict=True)) for row in rows}


MATRIX = _matrix(TABLE)
# A call handler sees the case of a call they took for this long, and no longer.
OWN_INCIDENT_HOURS = 72


def grant(role: Role, section: Section) -> Grant:
    """The cell for a role and a section; absent means nothing."""
    return MATRIX[role].get(section, Grant())
