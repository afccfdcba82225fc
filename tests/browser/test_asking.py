"""A vague message in the widget: questions to answer or skip by keyboard, and what the agent sees of the answers."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from tests.browser.test_widget import chat_of, open_widget, write
from tests.browser.visitor import Visitor, sign_in

Axe = Callable[[Page | Frame], list[str]]


@pytest.fixture
def console(context: BrowserContext, centre: str) -> Iterator[Page]:
    """Emma's, who goes away afterwards: other tests of this centre count on nobody being there."""
    page = sign_in(context, centre, "emma")
    yield page
    page.get_by_role("switch", name="Online").click()
    expect(page.get_by_role("switch", name="Online")).not_to_be_checked()


def test_a_vague_message_is_asked_about_by_keyboard_and_the_agent_sees_and_changes_the_answers(
    page: Page, console: Page, centre: str, axe: Axe
) -> None:
    chat = open_widget(page, centre)
    write(chat, "It does not work, please help")
    expect(chat.get_by_text("I am passing this to a colleague")).to_be_visible()
    expect(chat.get_by_text("1 of 3")).to_be_visible()
    assert axe(chat) == []

    chat.get_by_role("button", name="Skip").focus()
    page.keyboard.press("Enter")
    expect(chat.get_by_text("2 of 3")).to_be_visible()
    place = chat.get_by_role("form", name="Where does it happen?").get_by_role("textbox")
    place.fill("in the bathroom")
    place.press("Enter")
    expect(chat.get_by_text("3 of 3")).to_be_visible()
    expect(chat.get_by_role("button", name="Today")).to_be_focused()  # the keyboard is at the next question already
    page.keyboard.press("Enter")
    expect(chat.get_by_text("Thank you, that helps.")).to_be_visible()
    page.reload()
    chat = chat_of(page)
    expect(chat.get_by_text("Thank you, that helps.")).to_be_visible()
    expect(chat.get_by_role("button", name="Skip")).to_have_count(0)

    console.get_by_role("button", name="Accept").first.click()
    facts = console.get_by_role("region", name="Facts")
    expect(facts.get_by_text("50 % known")).to_be_visible()
    row = facts.get_by_role("button", name="Where")
    expect(row).to_contain_text("in the bathroom")
    expect(row).to_contain_text("from the contact")
    expect(facts.get_by_role("button", name="Symptom")).to_contain_text("Unknown")
    row.click()
    facts.get_by_role("textbox").fill("in the hall")
    facts.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("in the hall")
    assert axe(console) == []


def test_the_parts_of_a_message_stand_beside_it_with_what_was_found(
    context: BrowserContext, console: Page, centre: str
) -> None:
    visitor = Visitor(context.request, centre)
    visitor.write("How do I change the batteries of the BP200? And who is the director of your company?")
    console.get_by_role("button", name="Accept").first.click()
    asked = console.get_by_role("region", name="Several questions")
    expect(asked.get_by_role("listitem").first).to_contain_text("How do I change the batteries of the BP200?")
    expect(asked.get_by_role("link", name="Which batteries does my device need")).to_be_visible()
