"""The demonstration force is built once, whole, and with passwords only where they are listed."""

from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from soteria.accounts import demonstration
from soteria.accounts.models import Membership, Team, User
from soteria.accounts.roles import Role

pytestmark = pytest.mark.django_db


def test_every_role_has_a_sign_in_that_works() -> None:
    demonstration.build()

    for role in Role:
        seat = Membership.objects.filter(role=role).select_related("user").first()
        assert seat is not None, role
        assert seat.user.is_demonstration
        assert seat.user.check_password(demonstration.PASSWORD)


def test_each_district_has_its_team() -> None:
    demonstration.build()

    for district in demonstration.DISTRICTS:
        assert Team.objects.get(district=district).name == f"{district} RASSO"


def test_building_twice_changes_nothing() -> None:
    demonstration.build()
    before = list(User.objects.order_by("pk").values()), list(Membership.objects.order_by("pk").values())

    demonstration.build()

    assert before == (list(User.objects.order_by("pk").values()), list(Membership.objects.order_by("pk").values()))


def test_officers_of_the_export_cannot_sign_in_unless_listed() -> None:
    demonstration.build()

    people = demonstration.officers({"DC1000": "Northmoor", "DC1046": "Harbourside", "DC1001": "Nowhere"})

    assert not people["DC1000"].has_usable_password()
    assert people["DC1046"].check_password(demonstration.PASSWORD)
    assert people["DC1000"].memberships.get().team.district == "Northmoor"
    assert people["DC1001"].memberships.get().team.name == demonstration.HEADQUARTERS
    assert people["DC1046"].memberships.count() == 1


def test_the_cost_does_not_grow_with_the_officers(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(20):
        demonstration.officers({f"DC{number}": "Riverton" for number in range(1000, 1061)})

    assert User.objects.filter(memberships__role=Role.OIC).count() == 61


def test_the_shared_password_passes_the_rules_for_passwords() -> None:
    demonstration.build()

    for user in User.objects.all():
        assert validate_password(demonstration.PASSWORD, user) is None


def test_the_list_names_each_role_once_and_is_refused_outside_the_demonstration(settings) -> None:
    out = StringIO()
    call_command("demonstration_sign_ins", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split(":")[0] for line in lines] == [role.label for role in Role]

    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="DEMONSTRATION is off"):
        call_command("demonstration_sign_ins")
