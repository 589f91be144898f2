"""Questions about plans, nominations and markers. A draft may lack anything; what goes live may lack nothing."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from soteria.ui.fields import DateInputField
from soteria.ui.forms import GovukForm
from soteria.ui.versions import VersionedFormMixin
from soteria.ui.widgets import Checkboxes, Radios, Textarea, TextInput
from suspects.models import DisruptionPlan, Marker, Nomination, NoPlan
from suspects.models.proportionality import Aim, Disclosure, View
from suspects.reference import options
from suspects.rules.action import MOST_DAYS, RECORD

LONGEST = 4_000
ALL_READ = "Everybody who may see this suspect reads it. Name no victim, and say nothing of a restricted case."


def words(label: str, hint: str = "", rows: int = 3) -> forms.CharField:
    """A box for words that a draft may leave empty."""
    return forms.CharField(label=label, help_text=hint, required=False, max_length=LONGEST, widget=Textarea(rows=rows))


def needed(label: str, error: str, hint: str = "", rows: int = 3) -> forms.CharField:
    """A box for words that must be given."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=Textarea(rows=rows),
        error_messages={"required": error},
    )


def one_of(label: str, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> forms.ChoiceField:
    """One choice of a few, that a draft may leave open."""
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=Radios(small=True), **kwargs)


def days_field() -> forms.IntegerField:
    """In how many days it is read again."""
    said = f"Review must be in 1 to {MOST_DAYS} days"
    return forms.IntegerField(
        label="In how many days will it be reviewed?",
        help_text=f"At most {MOST_DAYS}.",
        min_value=1,
        max_value=MOST_DAYS,
        initial=MOST_DAYS,
        widget=TextInput(width=2),
        error_messages=dict.fromkeys(["min_value", "max_value", "invalid", "required"], said),
    )


class RecordFields(forms.Form):
    """The record of proportionality: JAPAN, and Article 8."""

    justification = words(
        "Justified: what facts justify this?", "What is recorded, not what is thought. Allegations are not findings."
    )
    legal_basis = forms.ChoiceField(label="Authorised: what is the legal basis?", required=False, widget=forms.Select)
    authorisation = words("Who authorises it, and under which power?")
    proportionality = words(
        "Proportionate: why is this not more than is needed?", "Say what it does to the suspect, his family and others."
    )
    least_intrusive = words("What is the least intrusive option, and why is it not enough?")
    audit_trail = words(
        "Auditable: where are the decisions and the material kept?", "The score that was seen is kept with this."
    )
    necessity = words("Necessary: why is this needed now?")
    article8_aim = one_of("Which aim of Article 8(2) does it serve?", Aim.choices)
    interference = words("How does it interfere with private or family life?")
    victim_safety = words("How does it affect the safety of each victim?", ALL_READ)
    victim_view = forms.ChoiceField(
        label="Is the victim’s view known?",
        choices=View.choices,
        required=False,
        widget=Radios(small=True, reveals={View.GIVEN: ["victim_words"]}),
    )
    victim_words = words("What does the victim say?")
    disclosure = one_of("What was decided about disclosure to somebody at risk?", Disclosure.choices)
    equality = words(
        "What was considered about equality?", "For example, whether people like him are treated the same."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bases = [(code, one.title) for code, one in options.legal_bases().items()]
        self.fields["legal_basis"].choices = [("", "Select"), *bases]  # type: ignore[attr-defined]


RECORD_FIELDS = (
    "justification",
    "legal_basis",
    "authorisation",
    "proportionality",
    "least_intrusive",
    "audit_trail",
    "necessity",
    "article8_aim",
    "interference",
    "victim_safety",
    "victim_view",
    "disclosure",
    "equality",
)
assert set(RECORD_FIELDS) == set(RECORD)  # noqa: S101 - a part that the form does not ask could never be given


def options_field(group: str) -> forms.MultipleChoiceField:
    """The options of one group of the menu."""
    chosen = [(code, one.title) for code, one in options.options().items() if one.group == group]
    return forms.MultipleChoiceField(
        label=options.GROUPS[group], choices=chosen, required=False, widget=Checkboxes(small=True)
    )


class PlanForm(VersionedFormMixin, GovukForm, RecordFields):
    """A plan on one page."""

    mark_optional = False
    field_order = ("aim", *(f"options_{group}" for group in options.GROUPS), "tactics", "exit_criteria", "owner")
    sections: ClassVar = (
        ("Aim", ("aim",)),
        ("What will be done", (*(f"options_{group}" for group in options.GROUPS), "tactics")),
        ("Why it is lawful and enough", RECORD_FIELDS[:9]),
        ("The victim and others", RECORD_FIELDS[9:]),
        ("Owner and review", ("owner", "review_days", "exit_criteria")),
    )

    aim = words("What is the plan to achieve?", ALL_READ)
    options_support = options_field("support")
    options_prevention = options_field("prevention")
    options_diversion = options_field("diversion")
    options_disruption = options_field("disruption")
    options_enforcement = options_field("enforcement")
    tactics = words("What will be done, by whom and by when?", "One act a line.", rows=5)
    exit_criteria = words("When will the plan stop?")
    owner = forms.TypedChoiceField(
        label="Who owns the plan?", coerce=int, empty_value=None, required=False, widget=forms.Select
    )
    review_days = days_field()

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Select"), *owners]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(plan: DisruptionPlan | None) -> dict[str, Any]:
        """What is stored, or nothing for the first plan."""
        if plan is None:
            return {}
        held = plan.said_of_plan()
        chosen = held.pop("options")
        known = options.options()
        return held | {f"options_{group}": _of_group(known, chosen, group) for group in options.GROUPS}

    def values(self) -> dict[str, Any]:
        """What was answered, the options of all groups together."""
        said = dict(self.cleaned_data)
        chosen = [code for group in options.GROUPS for code in said.pop(f"options_{group}", [])]
        owner = said.pop("owner", None)
        return said | {"options": chosen, "owner_id": owner}

    def drawn(self) -> list[tuple[str, list[Any]]]:
        """The fields by section, as the page shows them."""
        return [(heading, [self[name] for name in names]) for heading, names in self.sections]


def _of_group(known: dict[str, options.Option], chosen: list[str], group: str) -> list[str]:
    return [code for code in chosen if code in known and known[code].group == group]


class NominateForm(GovukForm):
    """Which route a suspect is put forward to."""

    route = forms.ChoiceField(
        label="Which route?",
        choices=Nomination.Route.choices,
        widget=Radios(),
        error_messages={"required": "Select the route"},
    )


class NominationForm(VersionedFormMixin, GovukForm, RecordFields):
    """The record of a nomination."""

    mark_optional = False
    field_order = ("mappa_level", *RECORD_FIELDS)

    mappa_level = one_of("Which MAPPA level is proposed?", [("", "Not MAPPA"), *Nomination.MappaLevel.choices])

    @staticmethod
    def initial_of(nomination: Nomination | None) -> dict[str, Any]:
        """What is stored, or nothing."""
        return nomination.said() | {"mappa_level": nomination.mappa_level} if nomination else {}

    def values(self) -> dict[str, Any]:
        """What was answered."""
        return dict(self.cleaned_data)


YES, NO = "yes", "no"


CHANGED = "This was changed while you read it. Read it again, then decide."


class DecideForm(GovukForm):
    """Whether to approve or accept, and in one's own words why, or what must change.

    `version` is that of the text on the page, and is sent back with the answer: nobody signs words that he has not
    read. Where it differs from the stored one nothing is decided; the page draws the present text, with the words kept
    and the decision to be made again. None where the text waits for no decision: its service then says so.
    """

    mark_optional = False

    decision = forms.ChoiceField(
        label="What do you decide?", widget=Radios(), error_messages={"required": "Select what you decide"}
    )
    words = words("Why, in your own words")
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, yes: str, no: str, version: int | None) -> None:
        self.is_stale = data is not None and version is not None and data.get("version") != str(version)
        if self.is_stale:
            data = data.copy()
            data.pop("decision", None)
            data["version"] = str(version)
        super().__init__(data, initial={"version": version})
        self.fields["decision"].choices = [(YES, yes), (NO, no)]  # type: ignore[attr-defined]
        self.fields["decision"].required = not self.is_stale

    def clean(self) -> dict[str, Any]:
        """The answer, unless it was given to another text than the one that is stored."""
        super().clean()
        if self.is_stale:
            self.add_error(None, CHANGED)
        return self.cleaned_data


class ReviewForm(GovukForm):
    """Reading a live plan again."""

    progress = needed("What has happened since the last review?", "Enter what has happened")
    still_proportionate = needed(
        "Is it still necessary and proportionate? Why?",
        "Enter why it is still necessary and proportionate",
        "If it is not, end the plan instead.",
    )
    victim_safety = needed("How are the victims, and are they safer?", "Enter how the victims are", ALL_READ)
    review_days = days_field()


class EndForm(GovukForm):
    """What came of a plan."""

    result = forms.ChoiceField(
        label="What came of the plan?",
        choices=[pair for pair in DisruptionPlan.Result.choices if pair[0] != DisruptionPlan.Result.REPLACED],
        widget=Radios(),
        error_messages={"required": "Select what came of the plan"},
    )
    words = needed("What happened, in your own words?", "Enter what came of the plan")


class NoPlanForm(GovukForm):
    """Why a suspect has no plan."""

    reason = forms.ChoiceField(
        label="Why is there no plan?",
        choices=NoPlan.Reason.choices,
        widget=Radios(),
        error_messages={"required": "Select why there is no plan"},
    )
    words = needed("Why, in your own words?", "Enter why, in your own words", ALL_READ)
    review_days = days_field()


class MarkerForm(GovukForm):
    """Asking for a marker."""

    kind = forms.ChoiceField(
        label="What is to be warned of?",
        choices=Marker.Kind.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select what is to be warned of"},
    )
    reason = needed("Why?", "Enter why the marker is needed", ALL_READ)


class MarkerStepForm(GovukForm):
    """What became of a marker."""

    mark_optional = False
    PLACED, CLOSED = "placed", "closed"

    step = forms.ChoiceField(
        label="What happened?",
        widget=Radios(reveals={"placed": ["on"], "closed": ["words"]}),
        error_messages={"required": "Select what happened"},
    )
    on = DateInputField(label="On which date?", what="the date", when="past_or_today", required=False)
    words = words("Why?")

    def __init__(self, *args: Any, is_placed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = (
            ("It was read again and is still needed", "It was taken off")
            if is_placed
            else (
                "It was placed on PNC",
                "It is not to be placed",
            )
        )
        self.fields["step"].choices = [(self.PLACED, said[0]), (self.CLOSED, said[1])]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The date of a placing, or the reason of a closing."""
        super().clean()
        step = self.cleaned_data.get("step")
        if step == self.PLACED:
            self.need("on", "Enter the date")
        if step == self.CLOSED:
            self.need("words", "Enter why")
        return self.cleaned_data
