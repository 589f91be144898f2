"""Codes that describe a person wherever they stand in a case: the 16 ethnic groups of the census, and words of sex."""

# The 16 + 1 codes that police records use; the one, NS (not stated), is a coded reason here and not a group.
ETHNICITIES = {
    "W1": "White: British",
    "W2": "White: Irish",
    "W9": "Any other White background",
    "M1": "White and Black Caribbean",
    "M2": "White and Black African",
    "M3": "White and Asian",
    "M9": "Any other mixed background",
    "A1": "Asian: Indian",
    "A2": "Asian: Pakistani",
    "A3": "Asian: Bangladeshi",
    "A9": "Any other Asian background",
    "B1": "Black: Caribbean",
    "B2": "Black: African",
    "B9": "Any other Black background",
    "O1": "Chinese",
    "O9": "Any other ethnic group",
}
SEXES = {"F": "Female", "M": "Male", "O": "Another description"}


def linked_offences(chosen: list[str] | None, offences: list[tuple[int, int]]) -> list[int]:
    """The ids of the offences that a person is linked to: those chosen, or the only one there is.

    `chosen` are entry numbers as typed; `offences` are pairs of entry number and id.
    """
    if len(offences) == 1:
        return [offences[0][1]]
    return [pk for number, pk in offences if str(number) in (chosen or [])]
