"""Mail in the agents' console, in a real browser: what is shown of a letter, and what cannot happen."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity
from contactcenter.model.message import MessageClass
from contactcenter.ports import Addressed, Health
from tests.browser.mail_centre import ANN, MailCentre, mail_centre
from tests.browser.visitor import sign_in

Axe = Callable[[Page], list[str]]

BOB = "bob@example.org"
WHOLE = "Where is my parcel?\n\n> On Monday you wrote:\n> It left on Friday.\n\n-- \nAnn, Example Ltd"
HTML = (
    '<p>Where is <b>my parcel</b>?</p><p style="height:700px">tall</p>'
    '<img data-blocked-src="https://tracker.example/one.png"><img data-blocked-src="https://tracker.example/two.png">'
)
# as if all of it had come through the sanitiser
HOSTILE = (
    "<script>parent.document.title='owned'; document.title='owned'</script>"
    "<img src=x onerror=\"parent.document.title='owned'\">"
    "<svg onload=\"parent.document.title='owned'\"></svg>"
    '<meta http-equiv="refresh" content="0;url=https://evil.example/refreshed">'
    '<iframe src="https://evil.example/framed"></iframe>'
    "<iframe srcdoc=\"<script>top.document.title='owned'</script>\"></iframe>"
    '<link rel="stylesheet" href="https://evil.example/style.css">'
    '<form action="https://evil.example/form" id="f"><button id="submit">Win</button></form>'
    '<a id="js" target="_self" href="javascript:parent.document.title=\'owned\'">js</a>'
    '<a id="top" target="_top" href="https://evil.example/top">top</a>'
    "<object data='https://evil.example/object'></object><p id='end'>the end</p>"
)


@pytest.fixture(scope="module")
def office(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailCentre]:
    with mail_centre(tmp_path_factory.mktemp("letters")) as centre:
        yield centre


@pytest.fixture
def console(context: BrowserContext, office: MailCentre) -> Page:
    """Emma's console; she takes nothing by herself."""
    return sign_in(context, office.origin, "emma", "away")


def show(page: Page, conversation: Any) -> Any:
    """Opens a conversation; its history."""
    page.evaluate("place => { location.hash = place }", f"#all/{conversation.id}")
    history = page.get_by_role("log")
    expect(history).to_be_visible()
    return history


def test_a_letter_says_who_it_claims_to_be_from_and_whether_that_is_proven(console: Page, office: MailCentre) -> None:
    claimed = office.arrive("Please change my address.", authenticated=False)
    letter = show(console, claimed).get_by_role("article").first
    expect(letter).to_contain_text(ANN)
    expect(letter).to_contain_text("Sender not verified")
    for known in (True, None):
        proven = office.arrive("Please change my address.", authenticated=known)
        letter = show(console, proven).get_by_role("article").first
        expect(letter).to_contain_text(ANN)
        expect(letter).not_to_contain_text("verified")


def test_automatic_and_incomplete_mail_is_marked(console: Page, office: MailCentre) -> None:
    away = office.arrive("I am away.", message_class=MessageClass.AUTO_REPLY, incomplete="larger than 40 MB")
    letter = show(console, away).get_by_role("article").first
    expect(letter).to_contain_text("Automatic reply")
    expect(letter).to_contain_text("Not the whole mail: larger than 40 MB")


def test_a_subject_is_shown_where_it_says_something_new(console: Page, office: MailCentre) -> None:
    head = office.arrive("Where is it?", subject="Parcel 17", name="one@their.example")
    same = {"thread_keys": ("mid:one@their.example",)}
    office.arrive("Still nothing.", subject=f"AW: Re: Parcel 17 [#{head.reference}]", **same)
    office.arrive("And the invoice is wrong too.", subject="Invoice 4711", **same)
    letters = show(console, head).get_by_role("article")
    expect(letters.filter(has_text="Still nothing.")).not_to_contain_text("Subject")
    expect(letters.filter(has_text="invoice is wrong")).to_contain_text("Subject: Invoice 4711")


def test_the_whole_mail_is_shown_and_hidden_by_keys_alone(console: Page, office: MailCentre) -> None:
    history = show(console, office.arrive("Where is my parcel?", whole_text=WHOLE))
    whole = history.get_by_role("region", name="The whole mail")
    expect(history.get_by_role("button", name="Show the whole mail")).to_be_visible()
    expect(whole).to_have_count(0)
    console.keyboard.press("w")
    expect(whole).to_contain_text("> It left on Friday.")
    expect(whole).to_contain_text("Ann, Example Ltd")
    history.get_by_role("button", name="Show the whole mail").press("Enter")
    expect(whole).to_have_count(0)


def test_html_is_framed_as_high_as_it_is_and_asks_before_it_loads_images(console: Page, office: MailCentre) -> None:
    asked: list[str] = []
    console.context.route("https://tracker.example/**", lambda route: (asked.append(route.request.url), route.abort()))
    history = show(console, office.arrive("Where is my parcel?", html=HTML))
    expect(history.get_by_role("button", name="Show as HTML")).to_be_visible()
    console.keyboard.press("h")
    frame = history.locator("iframe")
    expect(frame).to_have_attribute("title", "The mail as HTML")
    expect(history).to_contain_text("2 images from elsewhere are blocked")
    console.wait_for_function("() => document.querySelector('.letter-frame').offsetHeight > 700")
    assert asked == []
    with console.expect_request("https://tracker.example/two.png"):
        history.get_by_role("button", name="Show images").press("Enter")
    expect(history.get_by_role("button", name="Show images")).to_have_count(0)


def test_a_letter_that_is_opened_at_the_end_is_read_from_its_beginning(console: Page, office: MailCentre) -> None:
    head = office.arrive("Where is my parcel?", html='<p style="height:3000px">tall</p>', name="tall@their.example")
    for number in range(8):
        office.arrive(
            f"And {number}?", thread_keys=("mid:tall@their.example",), html='<p style="height:3000px">tall</p>'
        )
    history = show(console, head)
    history.get_by_role("button", name="Show as HTML").last.click()
    console.wait_for_function("() => document.querySelector('.letter-frame').offsetHeight > 2000")
    top = "document.querySelector('.letter-frame').getBoundingClientRect().top"
    console.wait_for_function(f"() => 0 < {top} && {top} < 450")


def test_html_is_on_white_paper_in_the_dark_too(console: Page, office: MailCentre) -> None:
    console.emulate_media(color_scheme="dark")
    history = show(console, office.arrive("Where is my parcel?", html=HTML))
    history.get_by_role("button", name="Show as HTML").click()
    body = history.frame_locator("iframe").locator("body")
    expect(body).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(history.locator(".letter-paper")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_nothing_of_a_hostile_letter_runs_or_is_fetched(console: Page, office: MailCentre) -> None:
    asked: list[str] = []
    console.context.route(re.compile("evil"), lambda route: (asked.append(route.request.url), route.abort()))
    history = show(console, office.arrive("You have won!", html=HOSTILE))
    history.get_by_role("button", name="Show as HTML").click()
    inside = history.frame_locator("iframe.letter-frame")
    expect(inside.locator("#end")).to_have_text("the end")
    address = console.url
    for trap in ("#js", "#top", "#submit"):
        inside.locator(trap).click()
    console.wait_for_timeout(1000)
    expect(inside.locator("#end")).to_have_text("the end")
    assert console.url == address
    assert "owned" not in console.title()
    assert asked == []


def test_the_original_is_downloaded_as_it_came(console: Page, office: MailCentre) -> None:
    raw = b"From: ann@example.com\r\nSubject: Question\r\n\r\nWhere is my parcel?\r\n"
    history = show(console, office.arrive("Where is my parcel?", raw_blob_id=office.keep(raw)))
    with console.expect_download() as started:
        history.get_by_role("link", name="Download the original").click()
    assert started.value.suggested_filename.endswith(".eml")
    assert Path(started.value.path()).read_bytes() == raw


def test_each_state_of_a_delivery_is_told_with_the_servers_words(console: Page, office: MailCentre) -> None:
    head = office.arrive("Where is my parcel?")
    office.reply(head, "It left on Friday.")
    ours = show(console, head).get_by_role("article").filter(has_text="It left on Friday.")
    expect(ours).to_contain_text("On its way")
    office.tell(head, DeliveryState.DEFERRED, "451 4.7.1 Greylisted, come back later")
    expect(ours).to_contain_text("Not taken yet")
    expect(ours).to_contain_text("451 4.7.1 Greylisted, come back later")
    expect(ours).to_contain_text("tried again by itself")
    office.tell(head, DeliveryState.SENT)
    expect(ours).to_contain_text("Sent")
    expect(ours).not_to_contain_text("Greylisted")
    office.tell(head, DeliveryState.DELIVERED)
    expect(ours).to_contain_text("Delivered")


@pytest.mark.parametrize(
    ("state", "mark"), [(DeliveryState.FAILED, "Not delivered"), (DeliveryState.BOUNCED, "Came back")]
)
def test_a_letter_that_did_not_arrive_stands_out_and_is_written_again(
    console: Page, office: MailCentre, state: DeliveryState, mark: str
) -> None:
    head = office.arrive("Where is my parcel?", sender=f"{state}@example.com")
    office.reply(head, "It left on Friday.")
    history = show(console, head)
    ours = history.get_by_role("article").filter(has_text="It left on Friday.")
    row = console.get_by_role("listbox", name="All").get_by_role("option", selected=True)
    expect(row).not_to_contain_text("A message did not arrive")
    office.tell(head, state, "550 5.1.1 No such user here")
    expect(ours).to_contain_text(mark)
    expect(ours).to_contain_text("550 5.1.1 No such user here")
    expect(row).to_contain_text("A message did not arrive")
    ours.get_by_role("button", name="Write it again").click()
    box = console.get_by_role("form", name="Write").get_by_role("textbox")
    expect(box).to_have_value("It left on Friday.")
    expect(box).to_be_focused()
    box.press("Enter")
    expect(row).not_to_contain_text("A message did not arrive")


def test_who_reads_along_is_shown_and_the_composer_names_who_gets_the_reply(console: Page, office: MailCentre) -> None:
    copy = Addressed(identity=Identity(kind="email", address=BOB), name="Bob")
    head = office.arrive("Where is my parcel?", name="two@their.example", copies=(copy,))
    office.arrive("I am her lawyer.", sender="eve@example.net", thread_keys=("mid:two@their.example",))
    history = show(console, head)
    people = console.get_by_role("region", name="Reads along").get_by_role("listitem")
    expect(people).to_have_count(3)
    expect(people.filter(has_text=BOB)).to_contain_text("Copied")
    expect(people.filter(has_text="eve@example.net")).to_contain_text("Joined")
    expect(history.get_by_role("article").filter(has_text="I am her lawyer.")).to_have_accessible_name(
        "eve@example.net"
    )
    recipients = console.locator(".recipients")
    expect(recipients).to_contain_text(f"To{ANN}Cc{BOB}")
    expect(recipients.get_by_role("button", name="No more copies to")).to_have_count(1)
    console.get_by_role("radio", name="Note").check()
    expect(recipients).to_have_count(0)


def test_spam_lies_in_a_folder_of_its_own(console: Page, office: MailCentre, axe: Axe) -> None:
    console.keyboard.press("4")
    expect(console.get_by_text("No spam")).to_be_visible()
    assert axe(console) == []
    office.arrive("Buy now!", sender="shop@spam.example", subject="Cheap", is_spam=True)
    office.arrive("A real question", sender="zoe@example.com", subject="Honest")
    expect(console.get_by_role("listbox", name="All")).to_contain_text("Cheap", timeout=15_000)
    expect(console.get_by_role("listbox", name="All")).not_to_contain_text("Honest")
    console.get_by_role("radio", name="All").check()
    expect(console.get_by_role("listbox", name="All")).to_contain_text("Honest")
    expect(console.get_by_role("listbox", name="All")).not_to_contain_text("Cheap")


def test_new_keys_stand_on_the_sheet(console: Page) -> None:
    console.keyboard.press("?")
    sheet = console.get_by_role("dialog", name="Keyboard shortcuts")
    for words in ("Last mail in full", "Last mail as HTML", "Spam"):
        expect(sheet).to_contain_text(words)


def test_an_inbox_that_fails_alarms_those_who_can_see_to_it_until_it_works(
    context: BrowserContext, office: MailCentre, axe: Axe
) -> None:
    page = sign_in(context, office.origin, "sofia", "away")
    alarm = page.get_by_role("complementary", name="Inboxes that do not work")
    expect(alarm).to_have_count(0)
    words = "The server refuses to log in: [AUTHENTICATIONFAILED] Invalid credentials"
    office.report(Health(problem=words, advice="Check the name and the password."))
    expect(alarm).to_contain_text("Help desk")
    expect(alarm).to_contain_text(words)
    expect(alarm).to_contain_text("Check the name and the password.")
    assert axe(page) == []
    alarm.get_by_role("link", name="Open the inbox").click()
    expect(page.get_by_role("heading", name="Help desk", level=1)).to_be_visible()
    expect(alarm).to_contain_text(words)
    assert axe(page) == []
    office.report(Health())
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(alarm).to_have_count(0)


def test_an_inbox_that_has_fallen_silent_alarms_too(context: BrowserContext, office: MailCentre) -> None:
    page = sign_in(context, office.origin, "sofia", "away")
    office.report(Health(), ago=timedelta(minutes=6))
    alarm = page.get_by_role("complementary", name="Inboxes that do not work")
    expect(alarm).to_contain_text("Nothing has been heard from its server since")
    office.report(Health())
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(alarm).to_have_count(0)


def test_whoever_may_not_read_records_sees_no_alarm(console: Page, office: MailCentre) -> None:
    office.report(Health(problem="The server is away."))
    console.reload()
    expect(console.get_by_role("heading", name="Mine")).to_be_visible()
    console.wait_for_timeout(500)
    expect(console.get_by_text("The server is away.")).to_have_count(0)
    office.report(Health())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_letters(console: Page, office: MailCentre, axe: Axe, scheme: Any) -> None:
    console.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    head = office.arrive(
        "Where is my parcel?", authenticated=False, whole_text=WHOLE, html=HTML, incomplete="cut off",
        message_class=MessageClass.BULK, name=f"{scheme}@their.example",
        copies=(Addressed(identity=Identity(kind="email", address=BOB)),),
    )  # fmt: skip
    office.reply(head, "It left on Friday.")
    office.tell(head, DeliveryState.DEFERRED, "451 later")
    office.reply(head, "And it is lost.")
    office.tell(head, DeliveryState.BOUNCED, "550 no such user")
    history = show(console, head)
    history.get_by_role("button", name="Show the whole mail").click()
    history.get_by_role("button", name="Show as HTML").click()
    expect(history.get_by_role("button", name="Show images")).to_be_visible()
    assert axe(console) == []
