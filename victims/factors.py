"""What victims add to a suspect's score: who was harmed by each offence, when they were born, and what they need."""

from soteria.registry import HARMED, SCORE_FACTORS, Factor

# One person of the records system is one victim, however many cases they are in; anybody else is one in each case.
PERSON = "coalesce(nullif(v.external_ref, ''), '#' || v.id)"
# An answer of the newest assessment. No parts that the planner could not turn into one look at the few such answers.
_SAID = """EXISTS (SELECT 1 FROM victims_need n JOIN victims_needsassessment a ON a.id = n.assessment_id
  LEFT JOIN victims_needsassessment newer ON newer.victim_id = a.victim_id AND newer.number > a.number
  WHERE n.code IN ({codes}) AND n.value = '{answer}' AND newer.id IS NULL AND a.victim_id = v.id)"""
CARE = _SAID.format(codes="'care_needs', 'intermediary'", answer="yes")
OUT_OF_REACH = _SAID.format(codes="'suspect_reach'", answer="no")
_FACTS = f"{PERSON} AS person, v.date_of_birth AS born, {CARE} AS has_care_needs, {OUT_OF_REACH} AS is_out_of_reach"
PERSONS = f"""
SELECT v.case_id, l.offence_id, {_FACTS}
FROM victims_victim v JOIN victims_victim_offences l ON l.victim_id = v.id
UNION ALL
SELECT v.case_id, o.id, {_FACTS}
FROM victims_victim v JOIN cases_offence o ON o.case_id = v.case_id
WHERE NOT EXISTS (SELECT 1 FROM victims_victim_offences x WHERE x.victim_id = v.id)"""  # noqa: S608 - our own text


def register() -> None:
    """Add the factor to the score."""
    SCORE_FACTORS.add("victims", lambda: Factor(HARMED, PERSONS))
