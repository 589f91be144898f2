"""What narrows the register of breaches."""

from django import forms

from orders.models import Breach, BreachDecision
from orders.queries.register import STATES, Chosen
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios


class RegisterForm(GovukForm):
    """Decided or not, of bail or of an order, and what was decided."""

    mark_optional = False

    state = forms.ChoiceField(
        label="Decision", required=False, choices=[("", "Any"), *STATES.items()], widget=Radios(small=True)
    )
    kind = forms.ChoiceField(
        label="Broken", required=False, choices=[("", "Bail or order"), *Breach.Kind.choices], widget=Radios(small=True)
    )
    outcome = forms.ChoiceField(
        label="What was decided",
        required=False,
        choices=[("", "Anything"), *BreachDecision.Outcome.choices],
        widget=Radios(small=True),
    )

    def chosen(self) -> Chosen:
        """What was chosen; what cannot be read narrows nothing."""
        said = self.cleaned_data
        return Chosen(*(said.get(name) or "" for name in ("state", "kind", "outcome")))
