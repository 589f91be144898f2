"""Questions about what to do about a breach, whether another supervisor agrees, and the arrest that follows."""

from collections.abc import Sequence
from typing import Any

from django import forms

from orders import offences
from orders.forms.breach import LONGEST_ACCOUNT
from orders.forms.shared import KeyedForm, arrival, today_boxes
from orders.models import BreachDecision, DecisionTelling, OffenceAnswer
from orders.queries.proposed import Answered
from orders.rules.decisions import LEAST, NOT_PURSUED, PURSUED, Answer, field_of
from soteria.ui import wording
from soteria.ui.fields import DateInputField, DateTimeField
from soteria.ui.forms import GovukForm
from soteria.ui.widgets import Radios, Textarea, TextInput

LONGEST_WHY = 300
NOT_TOLD = (BreachDecision.VictimTold.NOT_SAFE, BreachDecision.VictimTold.DECLINED)
WHY_NOT_TOLD = "Enter why the victim is not told"
NEEDED = {
    "offence": "Select the offence",
    "reason": "Select the reason for no arrest",
    "words": "Enter why, in your own words",
}


def why_not_told() -> forms.CharField:
    """Why a victim is not to be told: needed where it is not safe, or where they asked for it."""
    return forms.CharField(
        label="If they are not to be told, why not?",
        max_length=LONGEST_ACCOUNT,
        required=False,
        widget=Textarea(rows=3),
        help_text=f"Needed if it is not safe, or if they asked not to be told. {LEAST} characters or more.",
    )


class CustodyFields(forms.Form):
    """The arrest, where it was made."""

    custody_reference = forms.CharField(
        label="Custody reference", max_length=40, required=False, widget=TextInput(width=20)
    )
    arrested_at = DateTimeField(
        label="When was the arrest?", what="when the arrest was", when="past_or_today", required=False
    )
    arrived_at = arrival(required=False)


class DecisionForm(CustodyFields, GovukForm):
    """What to do about a breach. Which answers are needed depends on the first."""

    mark_optional = False

    outcome = forms.ChoiceField(
        label="What will be done?",
        choices=BreachDecision.Outcome.choices,
        widget=Radios(
            reveals={
                "arrest": ["custody_reference", "arrested_at", "arrived_at"],
                "other_offence": ["offence"],
                "no_arrest": ["reason"],
            },
            hints={
                "arrest": "Until an arrest with its custody reference is recorded, the suspect is wanted.",
                "no_arrest": "Another supervisor must agree. Until then the breach stays undecided.",
            },
        ),
        error_messages={"required": "Select what will be done"},
    )
    offence = forms.ChoiceField(
        label="Which offence?",
        widget=forms.Select,
        help_text="The sections of law behind most of these are not confirmed. Check before you rely on one.",
        required=False,
    )
    reason = forms.ChoiceField(
        label="Why is nobody arrested?",
        choices=BreachDecision.Reason.choices,
        widget=Radios(small=True),
        required=False,
    )
    words = forms.CharField(
        label="Why, in your own words",
        max_length=LONGEST_ACCOUNT,
        required=False,
        widget=Textarea(rows=4),
        help_text=f"Needed, in {LEAST} characters or more, if nobody is arrested or if the offence has no name in "
        "the list. Otherwise you may leave it empty.",
    )
    victim_told = forms.ChoiceField(
        label="Does the victim know what was decided?",
        choices=BreachDecision.VictimTold.choices,
        widget=Radios(reveals={"told": ["victim_told_on"]}),
        error_messages={"required": "Select whether the victim knows what was decided"},
    )
    victim_told_on = DateInputField(label="When were they told?", what="the date the victim was told", required=False)
    victim_words = why_not_told()

    pursue_all = forms.BooleanField(label="Pursue everything below that is not answered", required=False)

    def __init__(self, *args: Any, proposed: Sequence[Answered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        orders = [
            (one.proposal.code, one.proposal.title) for one in proposed if one.proposal.code not in offences.table()
        ]
        offence: Any = self.fields["offence"]
        offence.choices = [("", "---"), *orders, *((code, one.title) for code, one in offences.possible().items())]
        for one in proposed:
            self._ask(one)

    def _ask(self, one: Answered) -> None:
        code = one.proposal.code
        answer, why = field_of("answer", code), field_of("why", code)
        self.fields[answer] = forms.ChoiceField(
            label=one.proposal.title,
            choices=OffenceAnswer.Answer.choices,
            initial=one.answer,
            required=False,
            widget=Radios(small=True, reveals={NOT_PURSUED: [why]}),
        )
        self.fields[why] = forms.CharField(
            label="Why not?",
            max_length=LONGEST_WHY,
            required=False,
            initial=one.why,
            widget=Textarea(rows=2),
            help_text=f"{LEAST} characters or more.",
        )
        for name in (answer, why):
            wording.apply(self.fields[name], name)

    def answers(self) -> dict[str, Answer]:
        """What was answered to each thing that the breach may be."""
        said, codes = self.cleaned_data, [one.proposal.code for one in self.proposed]
        rest = PURSUED if said.get("pursue_all") else ""
        given = {code: said.get(field_of("answer", code)) or rest for code in codes}
        return {code: Answer(one, said.get(field_of("why", code)) or "") for code, one in given.items() if one}

    def asked(self) -> list[tuple[Answered, Any]]:
        """Each thing that the breach may be, beside its question."""
        return [(one, self[field_of("answer", one.proposal.code)]) for one in self.proposed]

    def clean(self) -> dict[str, Any]:
        """What the chosen outcome needs is asked for with everything else that is missing."""
        super().clean()
        asked = {"other_offence": ("offence",), "no_arrest": ("reason", "words")}
        for name in asked.get(str(self.cleaned_data.get("outcome")), ()):
            self.need(name, NEEDED[name])
        if self.cleaned_data.get("victim_told") in NOT_TOLD:
            self.need("victim_words", WHY_NOT_TOLD)
        for one in self.proposed:
            answer, why = (field_of(name, one.proposal.code) for name in ("answer", "why"))
            if not self.cleaned_data.get("pursue_all"):
                self.need(answer, f"Select whether to pursue “{one.proposal.title}”")
            if self.cleaned_data.get(answer) == NOT_PURSUED:
                self.need(why, f"Enter why “{one.proposal.title}” is not pursued")
        return self.cleaned_data


class AgreeForm(GovukForm):
    """Whether another supervisor agrees that nobody is arrested."""

    mark_optional = False

    agrees = forms.ChoiceField(
        label="Do you agree that nobody is arrested?",
        choices=[("yes", "Yes, I agree"), ("no", "No, the breach is to be decided again")],
        widget=Radios(reveals={"no": ["words"]}),
        error_messages={"required": "Select whether you agree"},
    )
    words = forms.CharField(label="Why not?", max_length=LONGEST_ACCOUNT, required=False, widget=Textarea(rows=3))
    victim_told = forms.ChoiceField(
        label="If you agree: does the victim know that nobody is arrested?",
        choices=BreachDecision.VictimTold.choices,
        required=False,
        widget=Radios(reveals={"told": ["victim_told_on"]}),
        help_text="If they do not, the officer in the case is asked to tell them.",
    )
    victim_told_on = DateInputField(label="When were they told?", what="the date the victim was told", required=False)
    victim_words = why_not_told()

    def clean(self) -> dict[str, Any]:
        """Whoever disagrees says why; whoever agrees says whether the victim knows."""
        super().clean()
        if self.cleaned_data.get("agrees") == "no":
            self.need("words", "Enter why you do not agree")
        if self.cleaned_data.get("agrees") == "yes":
            self.need("victim_told", "Select whether the victim knows that nobody is arrested")
            if self.cleaned_data.get("victim_told") in NOT_TOLD:
                self.need("victim_words", WHY_NOT_TOLD)
        return self.cleaned_data


class TellingForm(KeyedForm):
    """That the victim was told what was decided about a breach, or why they are not to be told."""

    mark_optional = False

    answer = forms.ChoiceField(
        label="Does the victim know what was decided?",
        choices=DecisionTelling.Answer.choices,
        widget=Radios(reveals={"told": ["told_at", "how", "told_by"], "not_safe": [], "declined": []}),
        error_messages={"required": "Select whether the victim knows what was decided"},
    )
    told_at = DateTimeField(
        label="When were they told?",
        what="when the victim was told",
        when="past_or_today",
        required=False,
    )
    how = forms.ChoiceField(
        label="How?", choices=DecisionTelling.How.choices, required=False, widget=Radios(small=True)
    )
    told_by = forms.CharField(label="Who told them?", max_length=100, required=False, widget=TextInput(width=20))
    words = forms.CharField(
        label="If they are not told, why not?", max_length=LONGEST_ACCOUNT, required=False, widget=Textarea(rows=3)
    )

    def clean(self) -> dict[str, Any]:
        """What the answer needs is asked for with everything else that is missing."""
        super().clean()
        if self.cleaned_data.get("answer") == DecisionTelling.Answer.TOLD:
            self.need("told_at", "Enter when the victim was told")
            self.need("how", "Select how the victim was told")
            self.need("told_by", "Enter who told the victim")
        elif self.cleaned_data.get("answer"):
            self.need("words", "Enter why the victim is not told")
        return self.cleaned_data


class ClosingForm(GovukForm):
    """Why a case closes while its suspect is wanted."""

    mark_optional = False

    words = forms.CharField(
        label="Why does the case close without the arrest?",
        max_length=LONGEST_ACCOUNT,
        widget=Textarea(rows=4),
        help_text=f"Such as that the suspect has died, or who else now looks for them. {LEAST} characters or more.",
        error_messages={"required": "Enter why the case closes without the arrest"},
    )


class BreachArrestForm(KeyedForm):
    """The arrest of somebody who is wanted for a breach: with its custody reference, or it is none."""

    arrested_at = DateTimeField(
        label="When was the arrest?", what="when the arrest was", when="past_or_today", initial=today_boxes
    )
    custody_reference = forms.CharField(
        label="Custody reference",
        max_length=40,
        widget=TextInput(width=20),
        help_text="The suspect stays wanted until the custody record has one.",
        error_messages={"required": "Enter the custody reference"},
    )
    arrived_at = arrival()
    station = forms.CharField(label="Station", max_length=100, required=False, widget=TextInput(width=20))
