"""What a view's declared need says of a person, and to whoever it refuses."""

import pytest
from django.contrib.auth.models import AnonymousUser

from soteria.accounts.access import Need, reach_of, who_can_help, with_reach
from soteria.accounts.roles import Level, Role, Section

pytestmark = pytest.mark.django_db


def test_a_public_page_is_for_everybody():
    assert Need("public").allows(AnonymousUser())


def test_a_signed_in_page_is_for_whoever_is_signed_in(oic):
    need = Need("signed_in")
    assert need.allows(oic)
    assert not need.allows(AnonymousUser())
    assert need.sentence() == "Sign in to use this page."
    assert who_can_help(None, Level.NONE) == "Sign in to use this page."


def test_a_page_of_roles_names_them(oic, auditor):
    need = Need("roles", roles=frozenset({Role.AUDITOR}))
    assert need.allows(auditor)
    assert not need.allows(oic)
    assert need.sentence().endswith(f"These roles can help: {Role.AUDITOR.label}.")


def test_a_page_of_a_section_names_who_has_it(oic):
    need = Need("section", Section.AUDIT, Level.FULL)
    assert not need.allows(oic)
    assert Role.AUDITOR.label in need.sentence()


def test_a_person_is_read_with_their_reach(oic, max_queries):
    with max_queries(1):
        found = with_reach(oic.pk)
        assert reach_of(found).seats
    assert reach_of(found) == reach_of(oic)


def test_nobody_has_no_reach(max_queries):
    with max_queries(1):
        assert with_reach(0) is None
