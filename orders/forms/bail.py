"""Questions about arrests, release on bail with its conditions, and the end of bail."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from orders.forms.release import decided, decision_fields, rank_field
from orders.forms.shared import KeyedForm, RulesForm, SuspectField, arrival, today_boxes
from orders.models import Arrest, Bail, Kind
from orders.rules.release import Decided
from orders.rules.reporting import DAYS, Times
from orders.rules.reporting import faults as times_faults
from orders.services.typed import RuleIn, report_rule
from soteria.ui import parts
from soteria.ui.fields import DateTimeField
from soteria.ui.widgets import Checkboxes, Radios, Textarea, TextInput

NO_REFERENCE = [pair for pair in Arrest.NoReference.choices if pair[0] != Arrest.NoReference.NOT_ASKED]
REPORT = ("report_station", "report_days", "report_opens", "report_closes")


class ArrestForm(KeyedForm):
    """An arrest of a suspect of the case."""

    suspect = SuspectField(label="Who was arrested?")
    # A day to come is left to the rule, which says why and by which section.
    arrested_at = DateTimeField(label="When was the arrest?", what="the date of arrest", initial=today_boxes)
    arrived_at = arrival(required=False)
    station = forms.CharField(label="Police station", max_length=100, required=False)
    custody_reference = forms.CharField(
        label="Custody reference", max_length=40, required=False, widget=TextInput(width=20)
    )
    no_reference = forms.ChoiceField(
        label="If there is no custody reference yet, why not?",
        choices=NO_REFERENCE,
        required=False,
        widget=Radios(small=True),
    )

    def __init__(self, *args: Any, suspects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].offer(suspects)  # type: ignore[attr-defined]


class ReferenceForm(KeyedForm):
    """The custody reference of an arrest that had none."""

    mark_optional = False

    custody_reference = forms.CharField(
        label="Custody reference",
        max_length=40,
        widget=TextInput(width=20),
        error_messages={"required": "Enter the custody reference"},
    )
    arrived_at = arrival(required=False)


class WithdrawForm(KeyedForm):
    """That nobody was arrested after all."""

    mark_optional = False

    why = forms.CharField(
        label="What happened?",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="The arrest stays on the record as taken back. Everybody on the case is told that the suspect was "
        "not arrested.",
        error_messages={"required": "Enter what happened"},
    )


class NoticeForm(KeyedForm):
    """That the suspect was told in writing that there will be no prosecution."""

    notice_at = DateTimeField(
        label="When was the written notice given?",
        what="when the notice was given",
        when="past_or_today",
        initial=today_boxes,
    )


class ConditionsForm(RulesForm):
    """Conditions of bail in rows; one to report is asked in parts, so that attendances can be expected.

    What each protects is the custody officer's to say, and the law allows it for no other purpose (Bail Act 1976
    s.3A(5)): nothing is chosen beforehand.
    """

    is_usual_chosen = False

    kinds: ClassVar = tuple(kind for kind in Kind if kind not in (Kind.MUST_DO, Kind.MONITORED))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields[f"words_{Kind.REPORT}"]
        self.add_fields(_report_fields())
        rules: Any = self.fields["rules"]
        rules.widget.reveals[Kind.REPORT.value] = [*REPORT, f"protects_{Kind.REPORT}"]
        self.order_fields(self.field_order)

    def need(self, name: str, message: str = "") -> None:
        """A condition to report needs its parts instead of words."""
        if name != f"words_{Kind.REPORT}":
            return super().need(name, message)
        missing = {"report_station": "Enter the police station to report to", "report_days": "Select on which days"}
        for part, words in missing.items():
            super().need(part, words)
        for part in ("report_opens", "report_closes"):
            super().need(part, "Enter the time")
        return None

    def clean(self) -> dict[str, Any]:
        """The parts of a condition to report hold together."""
        super().clean()
        times = self._times()
        for fault in times_faults(times) if times and not self.errors else []:
            self.add_error(fault.field, fault.words)
        return self.cleaned_data

    def clean_report_opens(self) -> Any:
        """The beginning of the time to report, as a time."""
        return self._time("report_opens")

    def clean_report_closes(self) -> Any:
        """The end of the time to report, as a time."""
        return self._time("report_closes")

    def _time(self, name: str) -> Any:
        typed = self.cleaned_data.get(name)
        try:
            return parts.read_time(typed).at if typed else None
        except parts.Wrong as fault:
            raise forms.ValidationError("Enter a time such as 2pm or 14:00") from fault

    def _times(self) -> Times | None:
        said = self.cleaned_data
        if Kind.REPORT not in (said.get("rules") or []) or not (said.get("report_opens") and said.get("report_closes")):
            return None
        days = tuple(int(day) for day in said.get("report_days") or [])
        return Times(said.get("report_station") or "", days, said["report_opens"], said["report_closes"])

    def rules(self) -> list[RuleIn]:
        """The conditions as they were typed, the one to report with its times."""
        found = super().rules()
        times = self._times()
        if times is None:
            return found
        return [*found, report_rule(times, str(self.cleaned_data[f"protects_{Kind.REPORT}"]))]


def _report_fields() -> dict[str, forms.Field]:
    time: dict[str, Any] = {"max_length": 10, "required": False, "widget": TextInput(width=5)}
    return {
        "report_station": forms.CharField(label="Police station to report to", max_length=100, required=False),
        "report_days": forms.MultipleChoiceField(
            label="On which days?",
            choices=[(str(number), name) for number, name in enumerate(DAYS)],
            required=False,
            widget=Checkboxes(small=True),
        ),
        "report_opens": forms.CharField(label="From", help_text="For example, 2pm", **time),
        "report_closes": forms.CharField(label="To", help_text="For example, 4pm", **time),
    }


class BailForm(ConditionsForm):
    """Release on bail, with its conditions and the custody officer's decision."""

    rules_label = "Which conditions were set?"
    rules_missing = "Select which conditions were set, or that there were none"
    none_label = "No conditions"

    granted_at = DateTimeField(
        label="When was bail granted?", what="when bail was granted", when="past_or_today", initial=today_boxes
    )
    route = forms.ChoiceField(
        label="Which power was used?",
        choices=Bail.Route.choices,
        widget=Radios(small=True),
        error_messages={"required": "Select which power was used"},
    )
    agency = forms.ChoiceField(
        label="Whose investigation is it?",
        choices=[("", "The police"), *Bail.Agency.choices],
        required=False,
        widget=forms.Select,
    )
    surrender_at = DateTimeField(
        label="When must the suspect return?",
        what="when the suspect must return",
        required=False,
        help_text="If you leave this empty it is the day on which the bail period ends (PACE 1984 section 47ZA).",
    )
    station = forms.CharField(label="To which police station?", max_length=100, required=False)
    field_order = ("granted_at", "anew", "anew_words", "rules", "route", "agency", "surrender_at", "station")

    def __init__(self, *args: Any, asks_anew: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        more = decision_fields(is_bail=True) | (_anew_fields() if asks_anew else {})
        self.add_fields(more, [*self.field_order, *more])

    def decision(self) -> Decided:
        """What the custody officer decided."""
        return decided(self.cleaned_data)


def as_typed(rows: Iterable[Any]) -> dict[str, Any]:
    """Conditions as the boxes that ask for them would be filled: release again after a breach keeps them."""
    found: dict[str, Any] = {"rules": []}
    for row in rows:
        if row.kind not in found["rules"]:
            found["rules"].append(row.kind)
        before = found.get(f"words_{row.kind}")
        found[f"words_{row.kind}"] = f"{before}\n{row.words}" if before else row.words
        found[f"protects_{row.kind}"] = row.protects
        if times := getattr(row, "reporting", None):
            found |= _report_typed(times)
    return found


def _report_typed(times: Any) -> dict[str, Any]:
    days = [str(day) for day in times.days]
    opens, closes = (f"{at:%H:%M}" for at in (times.opens_at, times.closes_at))
    return {"report_station": times.station, "report_days": days, "report_opens": opens, "report_closes": closes}


def _anew_fields() -> dict[str, forms.Field]:
    """Why a suspect who is on bail already gets a second period; the rule says when it must be answered."""
    return {
        "anew": forms.ChoiceField(
            label="This suspect was bailed in this case before. Why does a new period begin?",
            choices=Bail.Anew.choices,
            required=False,
            widget=Radios(small=True),
            help_text="After an arrest for a breach none does: record release again on the arrest that was bailed.",
        ),
        "anew_words": forms.CharField(
            label="Which offence, or which evidence?", max_length=300, required=False, widget=Textarea(rows=2)
        ),
    }


class EndBailForm(KeyedForm):
    """That bail ended before its period did. Release without bail is another page, which asks why.

    What has to be answered depends on why it ended, so no question is marked as optional.
    """

    mark_optional = False

    why = forms.ChoiceField(
        label="Why did bail end?",
        choices=[pair for pair in Bail.Ended.choices if pair[0] not in (Bail.Ended.REPLACED, Bail.Ended.RUI)],
        widget=Radios(
            small=True,
            reveals={Bail.Ended.CANCELLED.value: ["officer", "officer_rank"]},
            hints={Bail.Ended.NFA.value: "Against this suspect. If the whole case ends, close the case instead."},
        ),
        error_messages={"required": "Select why bail ended"},
    )
    ended_at = DateTimeField(
        label="When did it end?", what="when bail ended", when="past_or_today", initial=today_boxes
    )
    officer = forms.CharField(
        label="Which custody officer cancelled it?", max_length=100, required=False, help_text="Name and collar number."
    )
    officer_rank = rank_field(required=False)
    words = forms.CharField(
        label="Why, in words?",
        max_length=300,
        required=False,
        widget=Textarea(rows=3),
        help_text="Not needed after a charge. The supervisors read it, and the victims must be told within the time of "
        "the Victims’ Code.",
    )
