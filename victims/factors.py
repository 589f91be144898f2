"""What victims add to a suspect's score: who was harmed by each offence, and when they were born."""

from soteria.registry import SCORE_FACTORS

# One person of the records system is one victim, however many cases they are in; anybody else is one in each case.
PERSONS = """
SELECT v.case_id, l.offence_id, coalesce(nullif(v.external_ref, ''), '#' || v.id) AS person, v.date_of_birth AS born
FROM victims_victim v JOIN victims_victim_offences l ON l.victim_id = v.id
UNION ALL
SELECT v.case_id, o.id, coalesce(nullif(v.external_ref, ''), '#' || v.id), v.date_of_birth
FROM victims_victim v JOIN cases_offence o ON o.case_id = v.case_id
WHERE NOT EXISTS (SELECT 1 FROM victims_victim_offences x WHERE x.victim_id = v.id)"""


def register() -> None:
    """Add the factor to the score."""
    SCORE_FACTORS.add("victims", lambda: PERSONS)
