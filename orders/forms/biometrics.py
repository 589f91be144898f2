"""Questions about fingerprints and DNA: what was taken, whether to apply, what the application says, and its steps."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from orders.forms.shared import KeyedForm
from orders.models import BiometricMaterial, BiometricRetention, RetentionApplication, RetentionStep
from orders.rules.biometric_steps import Step
from orders.rules.biometrics import GROUND_WORDS
from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Checkboxes, Radios, Textarea, TextInput

LONGEST = 8_000


class MaterialForm(KeyedForm):
    """Fingerprints or a DNA sample taken on an arrest."""

    kind = forms.ChoiceField(
        label="What was taken?",
        choices=BiometricMaterial.Kind.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select what was taken"},
    )
    taken_on = DateInputField(
        label="When was it taken?",
        what="the date it was taken",
        when="past_or_today",
        help_text="The first taking on an arrest governs how long it may be kept.",
    )
    reference = forms.CharField(
        label="Barcode or livescan reference", max_length=40, required=False, widget=TextInput(width=20)
    )


class AnswerForm(VersionedFormMixin, GovukForm):
    """Whether to apply to the Commissioner, why, and who decides."""

    mark_optional = False

    answer = forms.ChoiceField(
        label="What is decided?",
        choices=BiometricRetention.Answer.choices,
        widget=Radios(reveals={"apply": ["grounds"], "not_apply": ["reason"]}),
        error_messages={"required": "Select whether to apply"},
    )
    grounds = forms.MultipleChoiceField(
        label="On what ground?",
        choices=[(ground.value, words) for ground, words in GROUND_WORDS.items()],
        required=False,
        widget=Checkboxes(small=True),
    )
    reason = forms.ChoiceField(
        label="Why is no application made?",
        choices=BiometricRetention.NoReason.choices,
        required=False,
        widget=Radios(small=True),
    )
    words = forms.CharField(
        label="Why, in your own words?",
        max_length=LONGEST,
        widget=Textarea(rows=5),
        error_messages={"required": "Enter why"},
    )
    rank = forms.ChoiceField(
        label="Your rank or grade",
        choices=[("", "---"), *BiometricRetention.Rank.choices],
        widget=forms.Select,
        error_messages={"required": "Select your rank or grade"},
    )


class ApplicationForm(VersionedFormMixin, GovukForm):
    """What the application says; it may be saved before it is whole."""

    mark_optional = False

    applicant = forms.CharField(
        label="Chief officer who applies",
        max_length=100,
        error_messages={"required": "Enter the chief officer who applies"},
    )
    rank = forms.ChoiceField(
        label="Rank",
        choices=[("", "---"), *RetentionApplication.Rank.choices],
        widget=forms.Select,
        help_text="Assistant chief constable or commander, or above. A lower rank cannot submit it.",
        error_messages={"required": "Select the rank"},
    )
    allegation = forms.CharField(
        label="What is the person said to have done, and on what evidence?",
        max_length=LONGEST,
        required=False,
        widget=Textarea(rows=6),
    )
    no_charge = forms.CharField(
        label="Why was there no charge?", max_length=LONGEST, required=False, widget=Textarea(rows=4)
    )
    compelling = forms.CharField(
        label="What are the compelling reasons to keep the fingerprints and DNA?",
        max_length=LONGEST,
        required=False,
        widget=Textarea(rows=6),
        help_text="What the risk is, what it rests on, and how keeping them would help to prevent or detect crime.",
    )
    fairness = forms.CharField(
        label="What speaks against keeping them, and why is it proportionate?",
        max_length=LONGEST,
        required=False,
        widget=Textarea(rows=4),
    )


class StepForm(KeyedForm):
    """One dated step. A subclass or the kind says what is asked beside the date."""

    asks: ClassVar[dict[str, tuple[str, ...]]] = {
        Step.NOTICE: ("method", "words"),
        Step.SOUGHT: ("court", "words"),
        Step.EXTENDED: ("court", "words"),
        Step.NOT_EXTENDED: ("court", "words"),
        Step.APPEALED: ("court", "words"),
        Step.APPEAL_EXTENDED: ("court", "words"),
        Step.APPEAL_REFUSED: ("court", "words"),
    }
    wordings: ClassVar[dict[str, str]] = {
        Step.NO_ADDRESS: "What was done to find the suspect?",
        Step.REPRESENTATIONS: "What do the representations say?",
        Step.ASKED: "What does the Commissioner ask?",
        Step.CONSENTED: "What does the Commissioner say?",
        Step.REFUSED: "What reasons does the Commissioner give?",
        Step.WITHDRAWN: "Why was it withdrawn?",
        Step.DESTROYED: "How was it destroyed, and by whom?",
    }
    needed: ClassVar[dict[str, str]] = {
        Step.NO_ADDRESS: "Enter what was done to find the suspect",
        Step.DESTROYED: "Enter how it was destroyed and by whom",
    }
    days: ClassVar[dict[str, str]] = {
        Step.SUBMITTED: "When was it submitted?",
        Step.NOTICE: "When was the notice given?",
        Step.NO_ADDRESS: "When was the inquiry finished?",
        Step.REPRESENTATIONS: "When were they received?",
        Step.SOUGHT: "When was the extension asked for?",
        Step.APPEALED: "When was the appeal made?",
        Step.DESTROYED: "When was it destroyed?",
    }

    on = DateInputField(label="When was this?", what="when it was", when="past_or_today")
    method = forms.ChoiceField(
        label="How was it given?",
        choices=RetentionStep.Method.choices,
        required=False,
        widget=Radios(small=True),
    )
    court = forms.CharField(label="Which court?", max_length=100, required=False)
    words = forms.CharField(
        label="What else should be recorded?", max_length=LONGEST, required=False, widget=Textarea(rows=4)
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"method", "court"} - set(self.asked(kind)):
            del self.fields[name]
        self.fields["on"].label = self.days.get(kind, "When was this?")
        self.fields["words"].label = self.wordings.get(kind, "What else should be recorded?")
        if kind in self.needed:
            self.fields["words"].required = True
            self.fields["words"].error_messages["required"] = self.needed[kind]

    def asked(self, kind: str) -> Iterable[str]:
        """What a step of this kind asks beside its date."""
        return self.asks.get(kind, ("words",))
