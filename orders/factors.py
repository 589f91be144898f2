"""What orders add to a suspect's score: alleged breaches of protection orders, which are offences in themselves."""

from orders.order_types import all_types
from soteria.registry import ALLEGED, SCORE_FACTORS, Factor
from victims.factors import PERSON

OFFENCE_CLASS = "ORDER"  # of the tables of days of harm; no class of the Home Office holds all such breaches

# Breaking some orders is contempt of a civil court, or lets somebody be arrested, and is no crime: those do not count.
CRIMES = ", ".join(f"'{code}'" for code, kind in all_types().items() if kind.is_crime)
# Whom an order protects is taken to be the victims of its case: they are counted already, so a breach adds no victim.
BREACHES = f"""
SELECT b.suspect_id, b.case_id, {PERSON} AS person, v.date_of_birth AS born, '{OFFENCE_CLASS}' AS offence_class,
  (b.happened_at AT TIME ZONE 'Europe/London')::date AS happened,
  (b.reported_at AT TIME ZONE 'Europe/London')::date AS reported, b.told_by,
  CASE WHEN d.id IS NULL THEN 'open' WHEN d.outcome = 'no_arrest' THEN d.reason ELSE d.outcome END AS decided
FROM orders_breach b LEFT JOIN orders_breachdecision d ON d.breach_id = b.id
LEFT JOIN victims_victim v ON v.case_id = b.case_id
WHERE b.kind = 'order' AND EXISTS (
  SELECT 1 FROM orders_brokenrule r JOIN orders_orderterm t ON t.id = r.term_id
  JOIN orders_protectionorder o ON o.id = t.order_id WHERE r.breach_id = b.id AND o.type IN ({CRIMES}))"""  # noqa: S608 - our own text


def register() -> None:
    """Add the factor to the score."""
    SCORE_FACTORS.add("orders", lambda: Factor(ALLEGED, BREACHES))
