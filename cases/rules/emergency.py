"""What emergency access opens. Plain Python, since both the door to one case and the lists of many ask it."""

from soteria.accounts.roles import Section

# What emergency access opens: enough to act on a threat to life, nothing to change and nothing about colleagues.
BREAK_GLASS_SECTIONS = frozenset(
    {
        Section.SUMMARY,
        Section.SAFE_CONTACT,
        Section.NEEDS,
        Section.ACCOUNT,
        Section.SUSPECT,
        Section.INTEL,
        Section.BAIL_ORDERS,
    }
)
