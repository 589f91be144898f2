"""What the API takes and gives, one serializer for each use. The pages' own queries answer; nothing is decided here."""

from typing import Any

from rest_framework import serializers

from cases.queries import listing
from cases.queries.filters import FLAGS, CaseFilter

SORTS = [f"{sign}{key}" for key in ("reported", "reference", "stage", "due") for sign in ("", "-")]


class CaseQuery(serializers.Serializer[Any]):
    """Which cases, in what order, from where. Nothing here is about a person other than police staff."""

    state = serializers.ChoiceField(choices=["open", "closed"], required=False)
    stage = serializers.ListField(child=serializers.SlugField(max_length=30), required=False, max_length=30)
    team = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=50
    )
    oic = serializers.RegexField(r"^[A-Za-z0-9]{1,20}$", required=False, help_text="mine, none, or a collar number")
    district = serializers.CharField(max_length=100, required=False)
    flag = serializers.ListField(
        child=serializers.ChoiceField(choices=list(FLAGS)), required=False, max_length=len(FLAGS)
    )
    offence = serializers.ListField(child=serializers.RegexField(r"^[0-9A-Z]{1,6}$"), required=False, max_length=50)
    since = serializers.DateField(required=False, help_text="Reported on this London date or later")
    until = serializers.DateField(required=False, help_text="Reported on this London date or earlier")
    restricted = serializers.BooleanField(required=False, default=False)
    sort = serializers.ChoiceField(choices=SORTS, required=False, default=listing.DEFAULT_SORT)
    size = serializers.ChoiceField(choices=list(listing.SIZES), required=False, default=listing.SIZES[0])
    after = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    before = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)

    def chosen(self) -> CaseFilter:
        """The question, as the list on the screen asks it."""
        given = self.validated_data
        return CaseFilter(
            state=given.get("state", ""),
            stages=tuple(given.get("stage", ())),
            teams=tuple(given.get("team", ())),
            oic=given.get("oic", ""),
            district=given.get("district", ""),
            flags=tuple(given.get("flag", ())),
            offences=tuple(given.get("offence", ())),
            reported_from=given.get("since"),
            reported_to=given.get("until"),
            restricted=given["restricted"],
        )


class DueOut(serializers.Serializer[Any]):
    """A date that is running on a case."""

    title = serializers.CharField()
    act_by = serializers.CharField(help_text="A date, or a date and time for a clock counted in hours")
    due = serializers.CharField()
    state = serializers.CharField()
    authority = serializers.CharField()


class CaseOut(serializers.Serializer[Any]):
    """One case as the list shows it. `is_masked` cases leave out what could point to the victim."""

    reference = serializers.CharField()
    slug = serializers.CharField(help_text="The reference as it stands in an address")
    offences = serializers.ListField(child=serializers.CharField())
    stage = serializers.CharField()
    oic = serializers.CharField(help_text="Empty where nobody is allocated")
    team = serializers.CharField()
    reported_at = serializers.DateTimeField()
    is_open = serializers.BooleanField()
    is_restricted = serializers.BooleanField()
    is_masked = serializers.BooleanField()
    flags = serializers.ListField(child=serializers.CharField())
    district = serializers.CharField()
    due = DueOut(allow_null=True)


class CountOut(serializers.Serializer[Any]):
    """How many cases answer, counted no further than 10,000."""

    number = serializers.IntegerField()
    is_capped = serializers.BooleanField()


class CasePageOut(serializers.Serializer[Any]):
    """One page of cases; `after` and `before` are the cursors of its neighbours, empty where there is none."""

    count = CountOut()
    results = CaseOut(many=True)
    after = serializers.CharField()
    before = serializers.CharField()


class CaseDetailOut(CaseOut):
    """One case, with every date that is running on it."""

    clocks = DueOut(many=True)


class SearchIn(serializers.Serializer[Any]):
    """A search. Posted, never in an address, since what is typed is somebody's name."""

    typed = serializers.CharField(max_length=100, help_text="A reference or a name, at least 3 letters")
    purpose = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    page = serializers.IntegerField(min_value=1, max_value=100, required=False, default=1)


class PersonOut(serializers.Serializer[Any]):
    """A name that was found in a case."""

    name = serializers.CharField()
    kind = serializers.CharField(help_text="Victim or Suspect")
    reason = serializers.CharField(help_text="Why it was found, such as: Sounds like ‘Catherine’")


class HitOut(serializers.Serializer[Any]):
    """A case that answers a search, with the names found in it; none where the reference was asked for."""

    case = CaseOut()
    people = PersonOut(many=True)


class HitsOut(serializers.Serializer[Any]):
    """One page of what was found, best first; `is_capped` when there may be more than are ranked."""

    count = serializers.IntegerField()
    is_capped = serializers.BooleanField()
    results = HitOut(many=True)


class Wrong(serializers.Serializer[Any]):
    """Why a request was refused, in a sentence."""

    detail = serializers.CharField()
