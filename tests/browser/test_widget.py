"""The chat widget in the demo shop, against a real centre in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Locator, Page, Request, Route, expect

from tests.browser.carrying import Held, copy_a_picture, drop

Axe = Callable[[Page], list[str]]

ANSWERED = "How do I change the batteries of the BP200?"
UNANSWERED = "My cat Leopold sat on the parcel, whom do I call"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def open_widget(page: Page, origin: str) -> Frame:
    page.goto(f"{origin}/shop")
    page.wait_for_function("() => typeof window.contactcenter === 'function'")
    page.evaluate("contactcenter('open')")
    return chat_of(page)


def chat_of(page: Page) -> Frame:
    """The inside of the widget; its iframe stands in a closed shadow tree, where selectors do not reach."""
    while len(page.frames) < 2:
        page.wait_for_event("frameattached")
    frame = page.frames[1]
    frame.wait_for_selector(".composer")
    return frame


def write(chat: Frame, text: str) -> None:
    chat.get_by_role("textbox", name="Write a message").fill(text)
    chat.get_by_role("textbox", name="Write a message").press("Enter")


def test_a_page_with_the_widget_asks_for_one_script_and_stores_nothing(page: Page, centre: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(centre)))
    page.goto(f"{centre}/shop")
    page.wait_for_selector("contactcenter-widget", state="attached")
    page.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith(("/shop", "/static/"))] == ["/widget.js"]
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_opening_takes_at_most_five_requests_and_stores_nothing(page: Page, centre: str) -> None:
    page.goto(f"{centre}/shop")
    page.wait_for_selector("contactcenter-widget", state="attached")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.evaluate("contactcenter('open')")
    chat = chat_of(page)
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 5, [request.url for request in asked]
    sizes = [request.sizes() for request in asked]
    assert sum(size["responseBodySize"] for size in sizes) <= 20 * 1024
    assert page.context.cookies() == []
    assert chat.evaluate("localStorage.length") == 0


def test_an_answer_comes_with_passage_source_and_ways_on(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    write(chat, ANSWERED)
    answer = chat.locator(".message", has_text="Automatic answer")
    expect(answer.locator(".bubble")).to_contain_text("Slide the cover")
    expect(chat.get_by_role("button", name="This helped")).to_be_visible()
    expect(chat.get_by_role("button", name="A person, please")).to_be_visible()
    chat.get_by_role("button", name="From the article").click()
    expect(chat.get_by_role("heading", name="Which batteries does my device need")).to_be_visible()
    chat.get_by_role("button", name="Back").click()
    chat.get_by_role("button", name="This helped").click()
    expect(chat.get_by_text("Glad it helped.")).to_be_visible()


def test_a_person_is_one_press_away_and_the_hand_over_is_told(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    write(chat, ANSWERED)
    chat.get_by_role("button", name="A person, please").click()
    expect(chat.get_by_text("I am passing this to a colleague")).to_be_visible()
    expect(chat.get_by_text("Nobody is here right now")).to_be_visible()
    expect(chat.get_by_role("button", name="A person, please")).to_have_count(0)


def test_with_nobody_here_an_address_may_be_left(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    write(chat, "I want to talk to a person")
    field = chat.get_by_role("textbox", name="Your e-mail address")
    field.fill("anna@example")
    chat.get_by_role("button", name="Save").click()
    expect(chat.get_by_text("does not look like an e-mail address")).to_be_visible()
    field.fill("anna@example.com")
    chat.get_by_role("button", name="Save").click()
    expect(chat.get_by_text("The answer will also be sent to anna@example.com")).to_be_visible()


def test_a_conversation_is_there_after_a_reload_and_on_a_second_page(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    write(chat, UNANSWERED)
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    page.goto(f"{centre}/shop?page=2")
    second = chat_of(page)  # it was left open in this tab
    expect(second.get_by_text(UNANSWERED)).to_be_visible()
    page.reload()
    expect(chat_of(page).get_by_text(UNANSWERED)).to_be_visible()


def test_several_conversations_are_kept_apart(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    write(chat, UNANSWERED)
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    chat.get_by_role("button", name="All conversations").click()
    chat.get_by_role("button", name="New conversation").click()
    write(chat, "A second matter about my invoice")
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    expect(chat.get_by_text(UNANSWERED)).to_have_count(0)
    chat.get_by_role("button", name="All conversations").click()
    expect(chat.locator(".chat-row")).to_have_count(2)


def test_what_is_written_offline_is_sent_once_and_in_order(context: BrowserContext, page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    write(chat, UNANSWERED)
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    context.set_offline(True)
    for number in range(3):
        write(chat, f"offline {number}")
    expect(chat.get_by_text("Sending")).to_have_count(3)
    context.set_offline(False)
    expect(chat.get_by_text("Sending")).to_have_count(0, timeout=20_000)
    mine = chat.locator(".message-mine .bubble").all_inner_texts()
    assert mine == [UNANSWERED, "offline 0", "offline 1", "offline 2"]


def test_everything_works_with_websockets_blocked(page: Page, centre: str) -> None:
    page.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    chat = open_widget(page, centre)
    write(chat, UNANSWERED)
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    write(chat, "I want to talk to a person")
    expect(chat.get_by_text("Nobody is here right now")).to_be_visible(timeout=15_000)


def test_the_widget_changes_its_language_in_one_tap(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    write(chat, ANSWERED)
    expect(chat.get_by_role("button", name="This helped").or_(chat.locator(".answer-title")).first).to_be_visible()
    chat.get_by_role("button", name="Language").click()
    chat.get_by_role("menuitemradio", name="русский").click()
    expect(chat.get_by_role("textbox", name="Напишите сообщение")).to_be_visible()
    assert chat.evaluate("document.documentElement.lang") == "ru"


def test_a_picture_is_shown_and_an_unwanted_file_refused_before_it_is_sent(
    page: Page, centre: str, tmp_path: Path
) -> None:
    chat = open_widget(page, centre)
    uploads: list[str] = []
    page.on("request", lambda request: uploads.append(request.url) if "/visitor/files" in request.url else None)
    refused = tmp_path / "setup.exe"
    refused.write_bytes(b"MZ")
    chat.locator("input[type=file]").set_input_files(refused)
    expect(chat.get_by_role("alert")).to_contain_text("setup.exe")
    assert uploads == []
    picture = tmp_path / "display.png"
    picture.write_bytes(PIXEL)
    chat.locator("input[type=file]").set_input_files(picture)
    expect(chat.get_by_text("display.png")).to_be_visible()
    write(chat, "see the display")
    expect(chat.get_by_role("img", name="display.png")).to_be_visible()


def test_an_upload_that_was_limited_or_cut_off_is_sent_again_and_goes_with_its_message(
    page: Page, centre: str, tmp_path: Path
) -> None:
    answers: list[int] = []

    def twice_in_vain(route: Route) -> None:
        answers.append(429 if not answers else 503)
        if len(answers) <= 2:
            route.fulfill(status=answers[-1], body="", headers={"Retry-After": "1"})
        else:
            route.continue_()

    page.route(re.compile("/visitor/files"), twice_in_vain)
    chat = open_widget(page, centre)
    picture = tmp_path / "display.png"
    picture.write_bytes(PIXEL)
    chat.locator("input[type=file]").set_input_files(picture)
    expect(chat.get_by_text("display.png")).to_be_visible()
    write(chat, "see the display")
    expect(chat.get_by_role("img", name="display.png")).to_be_visible()
    assert len(answers) == 3


def test_a_picture_that_was_limited_or_cut_off_is_asked_for_again(page: Page, centre: str, tmp_path: Path) -> None:
    answers: list[int] = []

    def twice_in_vain(route: Route) -> None:
        answers.append(429 if not answers else 503)
        if len(answers) <= 2:
            route.fulfill(status=answers[-1], body="")
        else:
            route.continue_()

    page.route(re.compile("/conversations/.*/files/"), twice_in_vain)
    chat = open_widget(page, centre)
    picture = tmp_path / "display.png"
    picture.write_bytes(PIXEL)
    chat.locator("input[type=file]").set_input_files(picture)
    expect(chat.get_by_text("display.png")).to_be_visible()
    write(chat, "see the display")
    expect(chat.get_by_role("img", name="display.png")).to_be_visible()
    assert len(answers) == 3


def test_a_pasted_picture_shows_its_progress_and_is_sent(page: Page, context: BrowserContext, centre: str) -> None:
    chat = open_widget(page, centre)
    copy_a_picture(context, page)
    held = Held(page, "**/api/v1/visitor/files?*")
    chat.get_by_role("textbox", name="Write a message").focus()
    page.keyboard.press("Control+V")
    expect(chat.get_by_role("progressbar")).to_be_visible()
    held.let_go()
    expect(chat.get_by_role("progressbar")).to_have_count(0)
    write(chat, "this is what it shows")
    expect(chat.get_by_role("img", name="image.png")).to_be_visible()


def test_a_dropped_picture_is_taken_and_a_large_one_refused_before_it_is_sent(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    uploads: list[str] = []
    page.on("request", lambda request: uploads.append(request.url) if "/visitor/files" in request.url else None)
    drop(chat.locator(".composer"), "poster.png", "image/png", 30 * 2**20)
    expect(chat.get_by_role("alert")).to_contain_text("poster.png")
    assert uploads == []
    drop(chat.locator(".composer"), "small.pdf", "application/pdf", 100)
    expect(chat.get_by_text("small.pdf")).to_be_visible()
    expect(chat.get_by_role("alert")).to_have_count(0)


def test_escape_closes_the_widget_and_gives_focus_to_its_button(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    chat.get_by_role("textbox").press("Escape")
    page.wait_for_function("() => document.activeElement?.localName === 'contactcenter-widget'")
    page.wait_for_function("() => !document.querySelector('contactcenter-widget').hasAttribute('open')")


def move_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """By one key alone, as often as it takes to go once around."""
    expect(target).to_be_visible()
    for _ in range(40):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never reaches {target}")


def test_everything_is_done_by_keyboard_alone(page: Page, centre: str) -> None:
    page.goto(f"{centre}/shop")
    page.wait_for_function("() => typeof window.contactcenter === 'function'")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "contactcenter-widget":
            break
    page.keyboard.press("Enter")
    chat = chat_of(page)
    box = chat.get_by_role("textbox", name="Write a message")
    expect(box).to_be_focused()
    page.keyboard.type(ANSWERED)
    page.keyboard.press("Enter")
    _press(page, chat, "From the article")
    _press(page, chat, "Back")
    _press(page, chat, "A person, please")
    expect(chat.get_by_text("I am passing this to a colleague")).to_be_visible()
    _press(page, chat, "Language")
    move_to(page, chat.get_by_role("menuitemradio", name="русский"), "ArrowDown")
    page.keyboard.press("Enter")
    expect(chat.get_by_role("textbox", name="Напишите сообщение")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('contactcenter-widget').hasAttribute('open')")
    page.keyboard.press("Enter")  # the button has the focus again
    expect(chat_of(page).get_by_role("textbox", name="Напишите сообщение")).to_be_focused()


def _press(page: Page, chat: Frame, name: str) -> None:
    move_to(page, chat.get_by_role("button", name=name))
    page.keyboard.press("Enter")


def test_hostile_text_stays_text(page: Page, centre: str) -> None:
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    chat = open_widget(page, centre)
    hostile = '<img src=x onerror=alert(1)><script>alert(2)</script> javascript:alert(3) "onmouseover=alert(4)'
    write(chat, hostile)
    expect(chat.get_by_text(hostile)).to_be_visible()
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    assert chat.locator(".bubble img, .bubble script, .bubble a").count() == 0
    assert alarms == []


def test_messages_of_strangers_move_nothing(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    page.evaluate("postMessage({mark: 'contactcenter', type: 'close'}, '*')")  # right words, wrong sender
    chat.evaluate("postMessage({mark: 'contactcenter', type: 'config', language: 'ru'}, '*')")
    page.wait_for_timeout(200)
    assert page.evaluate("document.querySelector('contactcenter-widget').hasAttribute('open')")
    assert chat.evaluate("document.documentElement.lang") == "en"


def test_without_storage_it_works_and_says_that_nothing_is_kept(page: Page, centre: str) -> None:
    page.add_init_script(NO_STORAGE)
    chat = open_widget(page, centre)
    write(chat, UNANSWERED)
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    expect(chat.get_by_text("Your browser keeps nothing")).to_be_visible()


def test_a_closed_conversation_asks_how_it_was(page: Page, centre: str) -> None:
    chat = open_widget(page, centre)
    write(chat, UNANSWERED)
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    chat.get_by_role("button", name="More").click()
    chat.get_by_role("menuitem", name="End conversation").click()
    chat.get_by_role("button", name="4 stars of 5").click()
    chat.get_by_role("button", name="Send", exact=True).first.click()
    expect(chat.get_by_text("Thank you for telling us.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_widget(page: Page, centre: str, axe: Axe, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{centre}/chat?inbox=webshop&language=en")
    chat = page.main_frame
    write(chat, ANSWERED)
    expect(chat.get_by_role("button", name="This helped")).to_be_visible()
    write(chat, "I want to talk to a person")
    expect(chat.get_by_text("Where may we send the answer?")).to_be_visible()
    assert axe(page) == []
    chat.get_by_role("button", name="All conversations").click()
    assert axe(page) == []


def test_start_and_shop_pages_are_clean(page: Page, centre: str, axe: Axe) -> None:
    for path in ("/", "/shop"):
        page.goto(centre + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert axe(page) == []
