"""What the register of orders is narrowed by, as it is typed."""

from typing import Any

from django import forms

from cases.queries.choices import Choices
from orders import order_types
from orders.models import ApplicationStep
from orders.queries import order_register as register
from orders.queries.order_register import RegisterFilter
from orders.rules import applications as rules
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Checkboxes, Radios

STAGES = [(kind, ApplicationStep.Kind(kind).label) for kind in rules.SAID if kind != rules.INTERIM_REFUSED]
WAITS = [("", "Any or none"), ("7", "7 days or more"), ("14", "14 days or more"), ("28", "28 days or more")]
ORDERS = [
    ("", "Any or none"),
    (register.IN_FORCE, "In force"),
    (register.UNSERVED, "In force and not served"),
    (register.EXPIRING, f"Ends within {register.EXPIRING_DAYS} days"),
]


class RegisterFilterForm(GovukForm):
    """Narrows the register. Made for one reader: it offers only the teams that they may filter by."""

    mark_optional = False

    stage = forms.MultipleChoiceField(label="Stage", required=False, choices=STAGES, widget=Checkboxes(small=True))
    waiting = forms.ChoiceField(label="Waiting for lawyers", required=False, choices=WAITS, widget=Radios(small=True))
    order = forms.ChoiceField(label="Order", required=False, choices=ORDERS, widget=Radios(small=True))
    type = forms.MultipleChoiceField(label="Type", required=False, widget=Checkboxes(small=True))
    team = forms.MultipleChoiceField(label="Team", required=False, widget=Checkboxes(small=True))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, kind.title) for code, kind in order_types.all_types().items()]
        self.fields["type"].choices = kinds  # type: ignore[attr-defined]
        if len(choices.teams) > 1:
            self.fields["team"].choices = list(choices.teams)  # type: ignore[attr-defined]
        else:
            del self.fields["team"]

    def chosen(self) -> RegisterFilter:
        """The question that was asked. A part that could not be read narrows nothing; its error says so."""
        given = self.cleaned_data if self.is_bound else {}
        return RegisterFilter(
            stages=tuple(given.get("stage", ())),
            types=tuple(given.get("type", ())),
            waiting=int(given.get("waiting") or 0),
            order=given.get("order", ""),
            teams=tuple(int(team) for team in given.get("team", ())),
        )
