"""A case cannot close before section 63G is answered; the application goes from its words to the Commissioner."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from orders.models import BiometricRetention, RetentionStep
from tests.cases.closing import decide as decide_to_close
from tests.factories import VictimFactory
from tests.factories.biometrics import WORDS, WRITTEN, a_question, an_arrest_for_rape, answered, applied, days_ago
from tests.journeys import kit
from tests.journeys.test_breach import is_sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def fill_day(page: Page, question: str, on) -> None:
    """Type a date into the boxes of a question."""
    group = page.get_by_role("group", name=re.compile(re.escape(question)))
    for box, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        group.get_by_label(box).fill(str(value))


def test_a_case_is_closed_with_an_answer_to_section_63g(page: Page, live_server, case, oic, supervisor):
    VictimFactory(case=case)
    arrest = an_arrest_for_rape(case)
    kit.sign_in(page, oic, live_server.url)
    record_material(page, live_server.url + reverse("orders:record-material", args=[case.slug, arrest.pk]))
    page.goto(live_server.url + reverse("cases:decide-nfa", args=[case.slug]))
    expect(page.get_by_role("heading", name="What closing does, and what it does not do")).to_be_visible()
    is_sound(page, "s63g-closing")
    decide_to_close(case, oic)

    kit.sign_in(page, supervisor, live_server.url)
    page.goto(live_server.url + reverse("cases:check-nfa", args=[case.slug]))
    page.get_by_role("link", name="Section 63G is answered for everybody arrested").click()
    answer(page)

    found = BiometricRetention.objects.get()
    assert (found.answer, found.answered_by) == ("not_apply", supervisor)


def record_material(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "s63g-material-error")
    page.get_by_label("DNA sample").check()
    fill_day(page, "When was it taken?", days_ago(39))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What was taken is recorded.")).to_be_visible()
    is_sound(page, "s63g-place")


def answer(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Keep fingerprints and DNA? Section 63G")
    page.get_by_role("button", name="Record the answer").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "s63g-answer-error")
    page.get_by_label("Do not apply").check()
    page.get_by_label("Keeping them is not necessary and proportionate").check()
    page.get_by_label("Why, in your own words?").fill(WORDS)
    page.get_by_label("Your rank or grade").select_option("sergeant")
    is_sound(page, "s63g-answer")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_text("The answer is recorded.")).to_be_visible()


def test_an_application_is_written_and_its_steps_are_recorded(page: Page, live_server, case, oic, di):
    found = answered(a_question(case), di)
    kit.sign_in(page, oic, live_server.url)
    page.goto(live_server.url + reverse("cases:place", args=[case.slug, "bail-and-orders"]))
    page.get_by_role("link", name=re.compile("^Write the application")).click()
    page.get_by_role("button", name="Save the application").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, "s63g-application-error")
    page.get_by_label("Chief officer who applies").fill(WRITTEN["applicant"])
    page.get_by_label("Rank", exact=True).select_option("acc")
    for question, name in (
        ("What is the person said to have done", "allegation"),
        ("Why was there no charge?", "no_charge"),
        ("What are the compelling reasons", "compelling"),
        ("What speaks against keeping them", "fairness"),
    ):
        page.get_by_label(re.compile(question)).fill(WRITTEN[name])
    page.get_by_role("button", name="Save the application").click()
    expect(page.get_by_text("The application is saved.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Record: application submitted")).click()
    fill_day(page, "When was it submitted?", timezone.localdate())
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_text("Recorded: application submitted to the Commissioner.")).to_be_visible()
    is_sound(page, "s63g-applied")
    assert RetentionStep.objects.filter(retention=found).count() == 1


@pytest.mark.parametrize("kind", ["notice", "no_address", "consented", "destroyed"])
def test_the_page_of_each_step_is_sound(kind, page: Page, live_server, case, oic, di):
    found = applied(case, di)
    kit.sign_in(page, oic, live_server.url)
    page.goto(live_server.url + reverse("orders:take-step", args=[case.slug, found.pk, kind]))
    page.get_by_role("button", name="Save").click()
    kit.errors_lead_to_their_fields(page)
    is_sound(page, f"s63g-step-{kind}-error")
    assert RetentionStep.objects.filter(retention=found).count() == 2


def test_the_list_is_sound_full_and_empty(page: Page, live_server, case, oic, di):
    a_question(case)
    kit.sign_in(page, di, live_server.url)
    page.goto(live_server.url + reverse("orders:biometrics"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Questions not answered (1)")
    is_sound(page, "s63g-list")
    page.get_by_role("link", name="To be destroyed (0)").click()
    is_sound(page, "s63g-list-empty")
    assert page.get_by_text("Nothing of your cases is here.").is_visible()
    page.goto(live_server.url + reverse("cases:place", args=[case.slug, "suspects"]))
    is_sound(page, "s63g-suspects")
