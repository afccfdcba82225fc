"""What agents do with letters in the console, in a real browser: begin, ask beside, choose copies, mark spam."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from contactcenter.desk.records import save_record
from contactcenter.ids import ConversationId, InboxId
from contactcenter.model.article import Article, ArticleState
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation, Participant, ParticipantRole
from contactcenter.model.message import Message
from contactcenter.model.plan import Plan
from contactcenter.model.records import BlockedDomain
from contactcenter.ports import Addressed, InboundFile
from tests.browser.mail_centre import ANN, MailCentre, mail_centre
from tests.browser.visitor import sign_in

Axe = Callable[[Page], list[str]]

BOB = "bob@example.org"
LAB = "lab@vendor.example"


@pytest.fixture(scope="module")
def office(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailCentre]:
    with mail_centre(tmp_path_factory.mktemp("desk")) as centre:
        yield centre


@pytest.fixture
def console(context: BrowserContext, office: MailCentre) -> Page:
    """Emma's console; she takes nothing by herself."""
    return sign_in(context, office.origin, "emma", "away")


def show(page: Page, head: Conversation) -> Locator:
    """Opens a conversation; its history."""
    page.evaluate("place => { location.hash = place }", f"#all/{head.id}")
    history = page.get_by_role("log")
    expect(history.get_by_role("article").first).to_be_visible()
    return history


def press(page: Page, key: str) -> None:
    """A key of the page, which hears it once it is there."""
    expect(page.get_by_role("switch", name="Online")).to_be_visible()
    page.keyboard.press(key)


def write(field: Locator, words: str) -> None:
    """Types by keys alone: whoever cannot point reaches the field with Tab and writes."""
    reach(field)
    field.page.keyboard.press("Control+A")
    field.page.keyboard.insert_text(words)


def reach(control: Locator) -> None:
    """Goes there with Tab."""
    for _ in range(40):
        if control.evaluate("one => one === document.activeElement"):
            break
        control.page.keyboard.press("Tab")
    expect(control).to_be_focused()


def opened(page: Page) -> ConversationId:
    """The id of the conversation on the screen."""
    return ConversationId(page.url.rpartition("/")[2])


def stored(office: MailCentre, conversation: ConversationId) -> Conversation:
    head = office.do(office.desk.store.conversation(conversation))
    assert head is not None
    return head


def sent_to(office: MailCentre, conversation: ConversationId) -> list[str]:
    return [one.recipient.address for one in office.do(office.desk.store.deliveries_of(conversation))]


def toast(page: Page, words: str) -> Locator:
    return page.get_by_role("status").filter(has_text=words)


def test_an_agent_writes_first_by_keys_alone_and_is_told_at_the_field(console: Page, office: MailCentre) -> None:
    press(console, "c")
    dialog = console.get_by_role("dialog", name="New conversation")
    address = dialog.get_by_label("E-mail address")
    write(address, "nobody")
    write(dialog.get_by_label("Subject"), "Your order")
    write(dialog.get_by_label("Message"), "It is ready.")
    address.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("Expected an e-mail address, such as ann@example.com.")
    expect(address).to_be_focused()
    write(address, "new@example.com")
    console.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(console.get_by_role("log")).to_contain_text("It is ready.")
    expect(console.get_by_role("form", name="Write")).to_contain_text("new@example.com")
    head = stored(office, opened(console))
    assert (head.subject, head.agent_id, sent_to(office, head.id)) == ("Your order", "emma", ["new@example.com"])


def test_what_was_begun_outlives_the_dialog_and_takes_files(console: Page, office: MailCentre) -> None:
    console.get_by_role("button", name="New conversation").click()
    dialog = console.get_by_role("dialog", name="New conversation")
    dialog.get_by_label("Message").fill("See the picture.")
    dialog.press("Escape")
    console.get_by_role("button", name="New conversation").click()
    expect(dialog.get_by_role("textbox", name="Message")).to_have_value("See the picture.")
    dialog.locator("input[type=file]").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"first floor"}
    )
    expect(dialog.get_by_role("button", name="Remove plan.txt")).to_be_visible()
    dialog.get_by_label("E-mail address").fill("files@example.com")
    dialog.get_by_role("button", name="Send").click()
    expect(console.get_by_role("log")).to_contain_text("plan.txt")


def test_a_call_is_logged_and_sends_nothing(console: Page, office: MailCentre) -> None:
    press(console, "c")
    dialog = console.get_by_role("dialog", name="New conversation")
    dialog.get_by_role("radio", name="Log a call").check()
    dialog.get_by_role("button", name="Log it").click()
    expect(dialog.get_by_role("alert")).to_have_text("Say who it was: a telephone number, an address or a name.")
    dialog.get_by_label("Telephone number, address or name").fill("+7 495 000")
    dialog.get_by_label("What it was about").fill("Wants the invoice again.")
    dialog.get_by_role("button", name="Log it").click()
    expect(console.get_by_role("log")).to_contain_text("Wants the invoice again.")
    head = stored(office, opened(console))
    assert (head.tags, sent_to(office, head.id)) == (("call",), [])


def test_without_an_active_inbox_for_mail_calls_can_still_be_logged(
    context: BrowserContext, built: Path, tmp_path: Path
) -> None:
    with mail_centre(tmp_path) as office:
        inbox = office.desk.directory.inbox(InboxId("mail"))
        office.do(save_record(office.desk, replace(inbox, active=False), actor="test", new=False))
        console = sign_in(context, office.origin, "emma", "away")
        console.get_by_role("button", name="New conversation").click()
        dialog = console.get_by_role("dialog", name="New conversation")
        expect(dialog.get_by_role("note")).to_contain_text("No e-mail inbox is active")
        expect(dialog.get_by_role("radio", name="Write an e-mail")).to_have_count(0)
        dialog.get_by_label("Telephone number, address or name").fill("Mr Li")
        dialog.get_by_label("What it was about").fill("Came by for his parcel.")
        dialog.get_by_role("radio", name="Log a visit").check()
        dialog.get_by_role("button", name="Log it").click()
        expect(console.get_by_role("log")).to_contain_text("Came by for his parcel.")


def test_somebody_else_is_asked_with_what_was_ticked_and_answers_into_the_reply(
    console: Page, office: MailCentre
) -> None:
    head = office.arrive(
        "My BP300 stays dark.", name="dark@their.example",
        files=(InboundFile(name="dark.txt", content_type="text/plain", data=b"screenshot"),),
    )  # fmt: skip
    office.arrive("My address is 1 Secret Lane.", thread_keys=("mid:dark@their.example",))
    show(console, head)
    press(console, "q")
    dialog = console.get_by_role("dialog", name="Ask somebody else")
    expect(dialog.get_by_role("checkbox", name="Secret Lane")).to_be_visible()
    expect(dialog.get_by_role("checkbox", checked=True)).to_have_count(0)
    expect(dialog.get_by_label("Question")).to_have_value("")
    write(dialog.get_by_label("E-mail address"), LAB)
    write(dialog.get_by_label("Name"), "Lab")
    tick_by_keys(dialog.get_by_role("checkbox", name="BP300"))
    question = dialog.get_by_label("Question")
    expect(question).to_have_value("> My BP300 stays dark.")
    write(question, "Is this known?\n\n> My BP300 stays dark.")
    tick_by_keys(dialog.get_by_role("checkbox", name="dark.txt"))
    reach(dialog.get_by_role("button", name="Ask", exact=True))
    console.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    sides = console.get_by_role("region", name="Asked elsewhere")
    expect(sides.get_by_role("button", name="Waiting for Lab")).to_contain_text("Is this known?")

    asked = the_side_of(office, head)
    delivery = office.do(office.desk.store.deliveries_of(asked))[0]
    office.arrive("Yes, since May.", sender=LAB, thread_keys=(f"delivery:{delivery.id}",))
    expect(sides.get_by_role("button", name="Answered")).to_contain_text("Yes, since May.")

    sides.get_by_role("button", name="Answered").press("Enter")
    expect(console.get_by_role("note")).to_contain_text("Lab is not the customer.")
    history = console.get_by_role("log")
    expect(history).to_contain_text("Is this known?")
    expect(history).not_to_contain_text("Secret Lane")
    expect(history).to_contain_text("dark.txt")
    history.get_by_role("button", name="Begin an article").press("Enter")
    expect(toast(console, "Draft made: Question")).to_be_visible()
    articles = office.do(office.desk.store.records(Article)).items
    (made,) = [one for one in articles if one.made_from == head.id]
    assert (made.body, made.phrasings, made.state) == (
        "Yes, since May.", ("My BP300 stays dark.",), ArticleState.WORK_IN_PROGRESS,
    )  # fmt: skip
    history.get_by_role("button", name="Use in the reply").press("Enter")
    expect(console.get_by_role("log")).to_contain_text("Secret Lane")
    composer = console.get_by_role("form", name="Write").get_by_role("textbox", name="Reply to the contact")
    expect(composer).to_have_value("Yes, since May.")
    expect(composer).to_be_focused()
    sides.get_by_role("button", name="Answered").click()
    console.get_by_role("button", name="To the customer’s conversation").click()
    expect(console.get_by_role("log")).to_contain_text("Secret Lane")


def test_a_message_is_forwarded_with_its_files_and_the_customer_sees_none_of_it(
    console: Page, office: MailCentre
) -> None:
    head = office.arrive(
        "The display shows E5.", subject="Display",
        files=(InboundFile(name="e5.txt", content_type="text/plain", data=b"photo"),),
    )  # fmt: skip
    history = show(console, head)
    history.get_by_role("button", name="Forward").first.press("Enter")
    dialog = console.get_by_role("dialog", name="Forward")
    expect(dialog.get_by_label("Subject")).to_have_value("Fwd: Display")
    expect(dialog.get_by_role("textbox", name="Message")).to_have_value(
        re.compile("Subject: Display\n\nThe display shows E5.$")
    )
    expect(dialog.get_by_role("checkbox", name="e5.txt")).to_be_checked()
    write(dialog.get_by_label("E-mail address"), LAB)
    reach(dialog.get_by_role("button", name="Forward"))
    console.keyboard.press("Enter")
    expect(toast(console, f"Forwarded to {LAB}")).to_be_visible()
    expect(dialog).to_have_count(0)
    sent = office.do(office.desk.store.entries(the_side_of(office, head), 0, 10))[0].body
    assert isinstance(sent, Message) and "From: " in sent.text and "The display shows E5." in sent.text
    assert [one.name for one in sent.attachments] == ["e5.txt"]
    kept = office.do(office.desk.store.entries(head.id, 0, 100))
    assert all("Forwarded" not in getattr(one.body, "text", "") for one in kept)


def tick_by_keys(box: Locator) -> None:
    reach(box)
    box.page.keyboard.press("Space")
    expect(box).to_be_checked()


def the_side_of(office: MailCentre, head: Conversation) -> ConversationId:
    return office.do(office.desk.store.linked_to(head.id))[0].source


def test_copies_are_added_removed_and_whoever_joined_gets_them_too(console: Page, office: MailCentre) -> None:
    copy = Addressed(identity=Identity(kind="email", address="old@example.org"))
    head = office.arrive("Where is my parcel?", copies=(copy,), name="copies@their.example")
    join(office, head, "joined@example.org")
    show(console, head)
    recipients = console.get_by_role("form", name="Write")
    recipients.get_by_role("button", name="Add a copy").press("Enter")
    address = recipients.get_by_role("textbox", name="Address that gets copies")
    expect(address).to_be_focused()
    console.keyboard.insert_text("nobody")
    console.keyboard.press("Enter")
    expect(recipients.get_by_role("alert")).to_be_visible()
    address.fill(BOB)
    console.keyboard.press("Enter")
    expect(recipients.get_by_role("button", name=f"No more copies to {BOB}")).to_be_visible()
    console.keyboard.press("Escape")
    expect(address).to_have_count(0)
    recipients.get_by_role("button", name="No more copies to old@example.org").press("Enter")
    expect(recipients).not_to_contain_text("old@example.org")
    recipients.get_by_role("button", name="Send copies to joined@example.org too").press("Enter")
    expect(recipients.get_by_role("button", name="No more copies to joined@example.org")).to_be_visible()
    assert copied(stored(office, head.id)) == {BOB, "joined@example.org"}


def copied(head: Conversation) -> set[str]:
    people = (one for one in head.participants if one.role is ParticipantRole.COPIED)
    return {one.identity.address for one in people if one.identity}


def join(office: MailCentre, head: Conversation, address: str) -> None:
    """Somebody who was not addressed has written into it."""
    at = office.desk.clock.now()
    identity = Identity(kind="email", address=address)
    newcomer = Participant(role=ParticipantRole.JOINED, id=address, identity=identity, joined_at=at)

    def joined(now: Conversation) -> Plan:
        return Plan(head=replace(now, participants=(*now.participants, newcomer)), at=at)

    office.do(office.desk.change(head.id, joined))


def test_spam_goes_by_a_key_comes_back_by_the_toast_or_later(console: Page, office: MailCentre) -> None:
    head = office.arrive("You have won.", sender="win@lottery.example")
    show(console, head)
    console.get_by_role("button", name="Take over").click()
    expect(console.get_by_role("button", name="Snooze")).to_be_visible()
    press(console, "!")
    told = toast(console, "Moved to spam")
    told.get_by_role("button", name="Undo").press("Enter")
    not_spam = console.get_by_role("button", name="Not spam")
    expect(not_spam).to_have_count(0)
    expect(console.get_by_role("button", name="Snooze")).to_be_visible()
    assert (stored(office, head.id).tags, stored(office, head.id).agent_id) == ((), "emma")
    press(console, "!")
    not_spam.press("Enter")
    expect(not_spam).to_have_count(0)
    expect(toast(console, "Back in its queue")).to_be_visible()
    assert stored(office, head.id).tags == ()


def test_a_domain_is_blocked_with_its_spam_and_an_administrator_lets_it_in_again(
    console: Page, context: BrowserContext, office: MailCentre, axe: Axe
) -> None:
    head = office.arrive("Cheap pills.", sender="one@pills.example")
    show(console, head)
    console.get_by_role("button", name="More", exact=True).press("Enter")
    console.get_by_role("menuitem", name="Spam, and block all of pills.example").press("Enter")
    toast(console, "Moved to spam").get_by_role("button", name="Undo").click()
    expect(toast(console, "pills.example stays blocked")).to_be_visible()
    admin = sign_in(context, office.origin, "sofia", "away")
    admin.goto(f"{office.origin}/admin#/blocked-domains")
    expect(admin.get_by_role("link", name="pills.example")).to_be_visible()
    assert axe(admin) == []
    admin.get_by_role("link", name="pills.example").click()
    admin.get_by_role("button", name="Remove").click()
    admin.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(toast(admin, "Removed: pills.example")).to_be_visible()
    assert office.desk.directory.get(BlockedDomain, "pills.example") is None


def test_the_hours_that_are_promised_are_set_for_letters_alone(
    console: Page, context: BrowserContext, office: MailCentre
) -> None:
    admin = sign_in(context, office.origin, "sofia", "away")
    admin.goto(f"{office.origin}/admin#/inboxes/mail")
    admin.get_by_label("Answer promised within hours").fill("8")
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_role("status").filter(has_text=re.compile("Saved"))).to_be_visible()
    assert office.desk.directory.inbox(InboxId("mail")).promise_hours == 8


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk(console: Page, office: MailCentre, axe: Axe, scheme: Any) -> None:
    console.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    copy = Addressed(identity=Identity(kind="email", address=BOB))
    head = office.arrive("Where is my parcel?", copies=(copy,), name=f"{scheme}@axe.example", sender=ANN)
    show(console, head)
    console.get_by_role("button", name="Add a copy").click()
    assert axe(console) == []
    console.get_by_role("button", name="New conversation").click()
    dialog = console.get_by_role("dialog")
    expect(dialog.get_by_label("Subject")).to_be_visible()
    assert axe(console) == []
    dialog.press("Escape")
    console.get_by_role("button", name="More", exact=True).click()
    console.get_by_role("menuitem", name="Ask somebody else").click()
    dialog.get_by_label("E-mail address").fill(LAB)
    dialog.get_by_role("checkbox", name="parcel").check()
    assert axe(console) == []
    dialog.get_by_role("button", name="Ask", exact=True).click()
    side = console.get_by_role("region", name="Asked elsewhere").get_by_role("button", name="Waiting for")
    expect(side).to_be_visible()
    assert axe(console) == []
    side.click()
    expect(console.get_by_role("note")).to_contain_text("is not the customer")
    assert axe(console) == []
