"""What the case page shows of victims: first of all how it is safe to reach them."""

from soteria.accounts.roles import Level, Section
from soteria.registry import BANNER, CASE_PANELS, Panel
from victims.panels import contacts, letters, needs, people
from victims.queries import cautions
from victims.queries import needs as reads


def register() -> None:
    """Add the panels to the case page, what they read of every case, and the line beside a duty of contact."""
    reads.register()
    cautions.register()
    for panel in PANELS:
        CASE_PANELS.add(panel)


PANELS = (
    Panel(
        "safe-contact",
        "Safe contact",
        Section.SAFE_CONTACT,
        0,
        "victims/panels/safe_contact.html",
        people.safe_contact,
        place=BANNER,
    ),
    Panel(
        "victims",
        "Victims",
        Section.SUMMARY,
        20,
        "victims/panels/victims.html",
        people.victims,
        place="victims",
        gaps=people.gaps,
    ),
    Panel(
        "needs", "Needs", Section.NEEDS, 21, "victims/panels/needs.html", needs.needs, place="needs", gaps=needs.gaps
    ),
    Panel(
        "contacts",
        "Contact",
        Section.SAFE_CONTACT,
        22,
        "victims/panels/contacts.html",
        contacts.contacts,
        level=Level.READ,
        place="contact",
    ),
    Panel(
        "letters",
        "Letters to victims",
        Section.NEEDS,
        61,
        "victims/panels/letters.html",
        letters.letters,
        level=Level.READ,
        place="closure",
    ),
)
