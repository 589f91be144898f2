"""Questions on the way to an order: whether it is sought, and each step to the court's answer."""

from typing import Any

from django import forms

from orders.forms.heard import HeardFields
from orders.forms.order import types
from orders.forms.shared import KeyedForm, SuspectField
from orders.models import ApplicationStep, NothingInPlace
from orders.rules import applications as rules
from soteria.ui.fields import DateInputField
from soteria.ui.widgets import Radios, Textarea

Answer, Reason = ApplicationStep.Answer, ApplicationStep.Reason
SEEK, NOT_SEEK = "seek", "not"
NOT_SOUGHT_FOR = (
    Reason.TEST_NOT_MET,
    Reason.NOT_NEEDED,
    Reason.BAIL,
    Reason.CUSTODY,
    Reason.OTHER_ORDER,
    Reason.NOT_SUSPECTED,
    Reason.EVIDENCE,
    Reason.VICTIM,
    Reason.OTHER,
)
REFUSED_FOR = (Reason.TEST_NOT_MET, Reason.NOT_NEEDED, Reason.EVIDENCE, Reason.PROCEDURE, Reason.OTHER)
WITHDRAWN_FOR = (
    Reason.ADVICE,
    Reason.EVIDENCE,
    Reason.NOT_SUSPECTED,
    Reason.OTHER_ORDER,
    Reason.CUSTODY,
    Reason.VICTIM,
    Reason.OTHER,
)


def on_field(label: str, what: str) -> DateInputField:
    """The day of a step; `what` as the error says it: "when it was considered"."""
    return DateInputField(label=label, what=what, when="past_or_today")


def words_field(label: str, hint: str = "", missing: str = "") -> forms.CharField:
    """Words beside a coded answer; `missing` asks for those that are needed."""
    errors = {"required": missing} if missing else {}
    widget = Textarea(rows=4)
    return forms.CharField(label=label, help_text=hint, required=bool(missing), widget=widget, error_messages=errors)


def choice_field(label: str, offered: Any, missing: str, *, required: bool = True) -> forms.ChoiceField:
    """One of a few coded answers."""
    pairs = [(one.value, one.label) for one in offered]
    return forms.ChoiceField(
        label=label, choices=pairs, required=required, widget=Radios(small=True), error_messages={"required": missing}
    )


class ConsiderForm(KeyedForm):
    """Whether an order is sought for a suspect, or why none is."""

    suspect = SuspectField(label="For which suspect?")
    decision = forms.ChoiceField(
        label="Is an order to be sought?",
        choices=[(SEEK, "Yes, an order is to be sought"), (NOT_SEEK, "No order is sought now")],
        widget=Radios(reveals={SEEK: ["type"], NOT_SEEK: ["reason"]}, small=True),
        error_messages={"required": "Select whether an order is to be sought"},
    )
    type = forms.ChoiceField(label="Which order?", required=False, widget=forms.Select)
    reason = choice_field("Why not?", NOT_SOUGHT_FOR, "Select the reason", required=False)
    on = on_field("When was it considered?", "when it was considered")
    words = words_field(
        "Why?",
        f"What is it to protect whom from, or why is none needed? {rules.LEAST} characters or more.",
        missing="Enter why",
    )

    def __init__(self, *args: Any, suspects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].offer(suspects)  # type: ignore[attr-defined]
        self.fields["type"].choices = types()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An order that is sought has its type, and one that is not has its reason."""
        super().clean()
        decision = self.cleaned_data.get("decision")
        if decision == SEEK:
            self.need("type", "Select the type of order")
        elif decision == NOT_SEEK:
            self.need("reason", "Select why no order is sought")
        return self.cleaned_data


class AskAdviceForm(KeyedForm):
    """That legal advice was asked for."""

    on = on_field("When was legal advice asked for?", "when legal advice was asked for")
    who = forms.CharField(
        label="Who was asked?",
        max_length=150,
        help_text="The lawyer or legal team, inside the force or outside.",
        error_messages={"required": "Enter who was asked"},
    )


class AdviceForm(KeyedForm):
    """What lawyers advised."""

    on = on_field("When did they answer?", "when they answered")
    who = forms.CharField(label="Who advised?", max_length=150, error_messages={"required": "Enter who advised"})
    answer = choice_field(
        "What did they advise?", (Answer.APPLY, Answer.MORE, Answer.DO_NOT), "Select what was advised"
    )
    words = words_field("What did they say?", "In short. Legal advice is privileged: it is never disclosed from here.")


class ApplyForm(KeyedForm):
    """That the application was made to the court."""

    on = on_field("When was the application made?", "when the application was made")
    who = forms.CharField(
        label="Who applied?",
        max_length=150,
        help_text="For example, the chief officer by the force solicitor, or the victim by her own.",
        error_messages={"required": "Enter who applied"},
    )
    interim = forms.ChoiceField(
        label="Is an interim order asked for?",
        choices=[("yes", "Yes"), ("no", "No")],
        required=False,
        widget=Radios(small=True, reveals={"no": ["words"]}),
    )
    words = words_field("Why is no interim order asked for?", f"{rules.LEAST} characters or more.")

    def __init__(self, *args: Any, has_interim: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_interim:
            del self.fields["interim"], self.fields["words"]


class ListForm(KeyedForm):
    """The day of the hearing."""

    on = on_field("When did the court set the date?", "when the court set the date")
    next_on = DateInputField(label="When is the hearing?", what="the date of the hearing")
    who = forms.CharField(label="At which court?", max_length=150, required=False)


class AdjournForm(HeardFields, KeyedForm):
    """Another day of the hearing."""

    on = on_field("When was it adjourned or moved?", "when it was adjourned or moved")
    next_on = DateInputField(label="When is the hearing now?", what="the date of the hearing")
    words = words_field("Why?")
    field_order = ("on", "heard_time")


class RefuseInterimForm(KeyedForm):
    """That the court refused the interim order."""

    on = on_field("When was the interim order refused?", "when the interim order was refused")
    words = words_field("What did the court say?")


class RefuseForm(HeardFields, KeyedForm):
    """That the order was refused."""

    on = on_field("When was it refused?", "when it was refused")
    who = forms.CharField(label="Who refused it?", max_length=150, error_messages={"required": "Enter who refused it"})
    reason = choice_field("Why?", REFUSED_FOR, "Select the reason")
    words = words_field("What did they say?", f"{rules.LEAST} characters or more.", "Enter what they said")
    field_order = ("on", "heard_time")


class WithdrawForm(KeyedForm):
    """That the order is no longer sought."""

    on = on_field("When was this decided?", "when this was decided")
    reason = choice_field("Why?", WITHDRAWN_FOR, "Select the reason")
    words = words_field("Why, in your own words", f"{rules.LEAST} characters or more.", "Enter why, in your own words")


class AppealForm(KeyedForm):
    """An appeal to the Crown Court."""

    on = on_field("When was the appeal made?", "when the appeal was made")
    who = forms.CharField(label="Who appealed?", max_length=150, error_messages={"required": "Enter who appealed"})


class AppealDecidedForm(KeyedForm):
    """What the Crown Court decided."""

    on = on_field("When was it decided?", "when it was decided")
    answer = choice_field(
        "What did the Crown Court decide?", (Answer.ALLOWED, Answer.DISMISSED), "Select what the Crown Court decided"
    )
    words = words_field("What did it say?")


class NothingForm(KeyedForm):
    """Why a suspect who is a live risk has neither bail nor an order."""

    reason = choice_field("What is the reason?", NothingInPlace.Reason, "Select why nothing is in place")
    words = words_field("Why, in your own words", "20 characters or more.", "Enter why, in your own words")
    review_on = DateInputField(
        label="When will you look at this again?",
        what="the date of the review",
        when="future",
        help_text="Within 28 days.",
    )
