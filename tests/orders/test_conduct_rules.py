"""What a breach may be: worked examples that a lawyer could read, and what holds of every conduct."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders import offences, order_types
from orders.rules import conduct as rules
from orders.rules.conduct import ACTS, MEANS, TOWARD, Conduct, Ground

EXAMPLES = yaml.safe_load((Path(__file__).parents[1] / "rules" / "breaches.yaml").read_text(encoding="utf-8"))
TABLE = tuple(offences.table().values())
COURSES = ("harassment", "stalking", "stalking_fear", "fear_of_violence", "coercive")


def conduct_of(said: dict[str, Any]) -> Conduct:
    sets = {name: frozenset(said.get(name, ())) for name in ("acts", "toward", "means")}
    return Conduct(said["happened"], occasions=said.get("occasions", 1), **sets)


def ground_of(said: dict[str, Any]) -> Ground:
    earlier = [conduct_of(one) for one in said.get("earlier", ())]
    orders = offences.of_types(said.get("order", ()))
    return Ground(conduct_of(said), earlier, orders, said.get("connected"), TABLE)


@pytest.mark.parametrize("said", EXAMPLES, ids=lambda said: said["name"])
def test_worked_examples(said: dict[str, Any]) -> None:
    found = rules.propose(ground_of(said))

    codes = [one.code for one in found]
    assert codes == said["is"], said["because"]
    assert not set(codes) & set(said.get("not", ())), said["because"]
    assert {one.code: one.maximum for one in found} | said.get("maximum", {}) == {
        one.code: one.maximum for one in found
    }
    if "offences" in said:
        assert [one.code for one in found if one.is_offence] == said["offences"]


def test_each_example_says_why() -> None:
    assert all(said["because"] for said in EXAMPLES)
    assert len({said["name"] for said in EXAMPLES}) == len(EXAMPLES) >= 15


SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY = st.builds(
    Conduct,
    on=st.dates(date(1995, 1, 1), date(2030, 12, 31)),
    acts=st.frozensets(st.sampled_from(sorted(ACTS)), min_size=1),
    toward=st.frozensets(st.sampled_from(sorted(TOWARD)), min_size=1),
    means=st.frozensets(st.sampled_from(sorted(MEANS))),
    occasions=st.integers(1, 6),
)
EARLIER = st.lists(ANY, max_size=4)


def codes(said: Conduct, earlier: list[Conduct], **more: Any) -> list[str]:
    return [one.code for one in rules.propose(Ground(said, earlier, table=TABLE, **more))]


@SLOWLY
@given(ANY, EARLIER)
def test_the_order_of_what_came_before_does_not_matter(said: Conduct, earlier: list[Conduct]) -> None:
    assert codes(said, earlier) == codes(said, earlier[::-1])


@SLOWLY
@given(ANY, EARLIER, ANY)
def test_one_more_breach_on_record_takes_no_proposal_away(said: Conduct, earlier: list[Conduct], one: Conduct) -> None:
    assert set(codes(said, earlier)) <= set(codes(said, [*earlier, one]))


@SLOWLY
@given(ANY, EARLIER)
def test_one_occasion_alone_is_never_a_course_of_conduct(said: Conduct, earlier: list[Conduct]) -> None:
    once = Conduct(said.on, said.acts, said.toward, said.means)

    assert not set(codes(once, [])) & set(COURSES)


@SLOWLY
@given(ANY, EARLIER)
def test_nothing_is_proposed_that_was_not_law_yet(said: Conduct, earlier: list[Conduct]) -> None:
    found = codes(said, earlier)

    assert all(offences.table()[code].was_law_on(said.on) for code in found)
    assert len(found) == len(set(found))


@SLOWLY
@given(ANY, st.lists(st.sampled_from(sorted(offences.broken_orders()))))
def test_an_order_is_asked_about_once_and_said_for_what_it_is(said: Conduct, types: list[str]) -> None:
    found = rules.propose(Ground(said, orders=offences.of_types(types), table=TABLE))

    of_orders = [one for one in found if one.code.startswith("order:")]
    assert {one.code for one in of_orders} == {f"order:{code}" for code in types}
    assert len(of_orders) == len(set(types))
    assert {one.code for one in of_orders if not one.is_offence} <= {
        "order:occupation",
        "order:dvpo",
        "order:dvpn",
        "order:dapn",
    }


@SLOWLY
@given(ANY)
def test_who_is_known_not_to_be_connected_controls_nobody(said: Conduct) -> None:
    assert "coercive" not in codes(said, [said], is_connected=False)
    assert set(codes(said, [said], is_connected=True)) == set(codes(said, [said]))


def test_every_type_of_order_says_what_breaking_it_is() -> None:
    assert set(offences.broken_orders()) >= set(order_types.all_types())
    for code, kind in order_types.all_types().items():
        # What is an offence or contempt, never both, is proposed as the offence.
        assert offences.broken_orders()[code].breach == ("offence" if kind.is_crime else kind.breach)


def test_every_row_is_cited_and_honest() -> None:
    for one in [*TABLE, *offences.broken_orders().values()]:
        assert one.source and one.title
        assert one.needs_confirmation == (one.confidence != "C")
    for one in TABLE:
        if one.when is not None:
            assert one.points and one.maximum and one.mode
            assert one.when.acts <= set(ACTS) and one.when.and_acts <= set(ACTS)
            assert one.when.toward <= set(TOWARD) and one.when.means <= set(MEANS)
            assert [each.since for each in one.maximum[1:]] == sorted(
                each.since for each in one.maximum[1:] if each.since
            )


def test_conduct_is_of_known_words_and_a_number_that_can_be() -> None:
    assert not rules.faults(acts=["contact"], toward=["victim"], means=["call"], occasions=1)
    found = rules.faults(acts=["sang"], toward=["nobody"], means=["owl"], occasions=0)

    assert [fault.field for fault in found] == ["acts", "toward", "means", "occasions"]
    assert "from 1 to 999" in found[-1].words


def test_an_old_code_is_read_and_never_offered() -> None:
    assert "malicious" not in offences.possible()
    assert offences.title("malicious") == "Malicious or threatening message"
    assert offences.title("order:spo") == "Breach of a stalking protection order"
    assert offences.title("order:gone") == "order:gone"
