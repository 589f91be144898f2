"""What orders add to a suspect's score: alleged breaches of protection orders, which are crimes, and of police bail.

A breach of police bail is no offence (PACE 1984 s.46A), so it has no days of harm: it says how lately and how often he
did what he was told not to (docs/adr/0024).
"""

from orders.order_types import all_types
from soteria.registry import ALLEGED, SCORE_FACTORS, Factor
from victims.factors import PERSON

# Of the tables of days of harm; no class of the Home Office holds all such breaches.
OFFENCE_CLASS, NO_OFFENCE = "ORDER", "BAIL"

# Breaking some orders is contempt of a civil court, or lets somebody be arrested, and is no crime: those do not count.
CRIMES = ", ".join(f"'{code}'" for code, kind in all_types().items() if kind.is_crime)
# Whom an order protects is taken to be the victims of its case: they are counted already, so a breach adds no victim.
BREACHES = f"""
SELECT b.suspect_id, b.case_id, {PERSON} AS person, v.date_of_birth AS born,
  CASE b.kind WHEN 'bail' THEN '{NO_OFFENCE}' ELSE '{OFFENCE_CLASS}' END AS offence_class,
  (b.happened_at AT TIME ZONE 'Europe/London')::date AS happened,
  (b.reported_at AT TIME ZONE 'Europe/London')::date AS reported, b.told_by,
  CASE b.kind WHEN 'bail' THEN 'bail_' ELSE '' END ||
  CASE WHEN d.id IS NULL THEN 'open' WHEN d.outcome = 'no_arrest' THEN d.reason ELSE d.outcome END AS decided
FROM orders_breach b LEFT JOIN orders_breachdecision d ON d.breach_id = b.id
LEFT JOIN victims_victim v ON v.case_id = b.case_id
WHERE b.kind = 'bail' OR EXISTS (
  SELECT 1 FROM orders_brokenrule r JOIN orders_orderterm t ON t.id = r.term_id
  JOIN orders_protectionorder o ON o.id = t.order_id WHERE r.breach_id = b.id AND o.type IN ({CRIMES}))"""  # noqa: S608 - our own text


def register() -> None:
    """Add the factor to the score."""
    SCORE_FACTORS.add("orders", lambda: Factor(ALLEGED, BREACHES))
