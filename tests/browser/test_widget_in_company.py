"""The widget with others: the agent who answers, the page that embeds it, pages that may not."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator
from typing import Any, Protocol
from urllib.parse import urlencode

import pytest
from playwright.sync_api import APIRequestContext, Browser, Frame, Page, WebSocketRoute, expect

from tests.browser.carrying import Held


class KillableCentre(Protocol):
    """The fixture of conftest.py."""

    origin: str

    def kill(self) -> None: ...
    def start(self) -> None: ...


UNANSWERED = "My cat Leopold sat on the parcel, whom do I call"


class AgentHands:
    """An agent's API, used without a console."""

    def __init__(self, request: APIRequestContext, origin: str) -> None:
        self._request = request
        self._origin = origin

    def post(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"X-Requested-With": "contactcenter", "Origin": self._origin, "Content-Type": "application/json"}
        answer = self._request.post(f"{self._origin}/api/v1{path}", data=json.dumps(body), headers=headers)
        assert answer.ok, answer.text()
        return answer.json()

    def get(self, path: str) -> Any:
        answer = self._request.get(f"{self._origin}/api/v1{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def be_present(self) -> None:
        self.get("/sync?wait=0&watch=mine")  # a poll renews presence for 30 s

    def newest_conversation(self) -> str:
        return str(self.get("/conversations?view=all&order=newest&limit=1")["items"][0]["id"])


@pytest.fixture
def emma(browser: Browser, centre: str) -> Iterator[AgentHands]:
    context = browser.new_context()
    hands = AgentHands(context.request, centre)
    hands.post("/demo/login", {"agent_id": "emma"})
    hands.be_present()
    yield hands
    hands.post("/logout", {})
    context.close()


def open_chat(page: Page, centre: str) -> Frame:
    page.goto(f"{centre}/chat?inbox=webshop&language=en")
    page.wait_for_selector(".composer")
    return page.main_frame


def write(chat: Frame, text: str) -> None:
    chat.get_by_role("textbox", name="Write a message").fill(text)
    chat.get_by_role("textbox", name="Write a message").press("Enter")


def test_typing_reply_and_seen_reach_the_contact(page: Page, centre: str, emma: AgentHands) -> None:
    chat = open_chat(page, centre)
    write(chat, UNANSWERED)
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    conversation = emma.newest_conversation()
    seq = emma.post(f"/conversations/{conversation}/take", {})["head"]["seq"]
    emma.post(f"/conversations/{conversation}/read", {"seq": seq})
    expect(chat.get_by_text("Seen", exact=True)).to_be_visible()
    emma.post(f"/conversations/{conversation}/typing", {})
    expect(chat.get_by_text("Emma Clarke is writing")).to_be_attached()
    reply = {"external_id": "01890000-0000-7000-8000-00000000c0de", "text": "Call 555 and ask for Leopold's desk."}
    emma.post(f"/conversations/{conversation}/messages", reply)
    expect(chat.get_by_text(reply["text"])).to_be_visible()
    expect(chat.get_by_text("Emma Clarke is writing")).to_have_count(0)
    expect(chat.get_by_role("heading", level=1)).to_have_text("Emma Clarke")
    emma.post(f"/conversations/{conversation}/resolve", {"reason": "done"})
    expect(chat.get_by_text("How did we do?")).to_be_visible()


def embed(page: Page, host: str, centre: str, policy: str) -> list[str]:
    """A host page on another origin under ``policy``, with the widget's one tag. What its browser complains of."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{host}/host?{urlencode({'centre': centre, 'policy': policy})}")
    page.wait_for_selector("contactcenter-widget", state="attached")
    return complaints


def test_it_works_in_a_page_with_a_strict_policy(page: Page, pages: str, centre: str) -> None:
    complaints = embed(page, pages, centre, f"default-src 'none'; script-src {centre}; frame-src {centre}")
    page.evaluate("contactcenter('open')")
    while len(page.frames) < 2:
        page.wait_for_event("frameattached")
    chat = page.frames[1]
    write(chat, UNANSWERED)
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    page.evaluate("contactcenter('setConfig', {theme: 'dark', position: 'start'})")
    page.wait_for_timeout(100)
    assert chat.evaluate("document.documentElement.dataset.theme") == "dark"
    page.evaluate("contactcenter('close')")
    assert not page.evaluate("document.querySelector('contactcenter-widget').hasAttribute('open')")
    assert complaints == []


def test_a_reply_to_a_closed_widget_shows_on_its_button(page: Page, centre: str, emma: AgentHands) -> None:
    page.goto(f"{centre}/shop")
    page.wait_for_function("() => typeof window.contactcenter === 'function'")
    page.evaluate("contactcenter('open')")
    while len(page.frames) < 2:
        page.wait_for_event("frameattached")
    chat = page.frames[1]
    write(chat, "Is the parcel of Bartholomew lost?")
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    page.evaluate("contactcenter('close')")
    page.evaluate(
        "() => { window.seen = [];"
        " addEventListener('message', (e) => e.data.type === 'unread' && seen.push(e.data.count)) }"
    )
    conversation = emma.newest_conversation()
    emma.post(f"/conversations/{conversation}/take", {})
    reply = {"external_id": "01890000-0000-7000-8000-00000000c0df", "text": "It is on its way."}
    emma.post(f"/conversations/{conversation}/messages", reply)
    expect(chat.get_by_text(reply["text"])).to_be_attached()
    page.wait_for_function("() => seen.at(-1) === 1")


def signed(secret: str, subject: str) -> str:
    """What the host page's server would sign (docs/embedding.md)."""

    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    head = part(b'{"alg":"HS256","typ":"JWT"}')
    body = part(json.dumps({"sub": subject, "name": "Anna", "exp": int(time.time()) + 600}).encode())
    mac = hmac.digest(secret.encode(), f"{head}.{body}".encode(), hashlib.sha256)
    return f"{head}.{body}.{part(mac)}"


def test_a_known_reader_finds_the_conversation_in_another_browser(browser: Browser, centre: str) -> None:
    administrator = browser.new_context()
    hands = AgentHands(administrator.request, centre)
    hands.post("/demo/login", {"agent_id": "sofia"})
    secret = hands.get("/admin/inboxes/webshop/identity-secret")["secret"]
    for number in range(2):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{centre}/shop")
        page.wait_for_function("() => typeof window.contactcenter === 'function'")
        page.evaluate("token => contactcenter('identify', token)", signed(secret, "reader-1"))
        page.evaluate("contactcenter('open')")
        while len(page.frames) < 2:
            page.wait_for_event("frameattached")
        chat = page.frames[1]
        if number == 0:
            write(chat, "Where is the parcel for Ottilie?")
            expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
        expect(chat.get_by_text("Where is the parcel for Ottilie?")).to_be_visible()
        context.close()
    administrator.close()


def test_what_is_written_before_the_page_says_who_reads_it_is_that_persons(
    browser: Browser, page: Page, centre: str
) -> None:
    administrator = browser.new_context()
    hands = AgentHands(administrator.request, centre)
    hands.post("/demo/login", {"agent_id": "sofia"})
    token = signed(hands.get("/admin/inboxes/webshop/identity-secret")["secret"], "reader-2")
    administrator.close()
    held = Held(page, re.compile(r"/api/v1/widget/webshop\?"))
    page.goto(f"{centre}/shop")
    page.wait_for_function("() => typeof window.contactcenter === 'function'")
    page.evaluate("contactcenter('open')")
    page.evaluate("token => contactcenter('identify', token)", token)
    while len(page.frames) < 2:
        page.wait_for_event("frameattached")
    chat = page.frames[1]
    made: list[Any] = []
    page.on("request", lambda one: made.append(one.post_data_json) if one.url.endswith("/visitors") else None)
    write(chat, "Has the parcel for Philippa left?")
    expect(chat.get_by_text("Sending")).to_be_visible()
    held.let_go()
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    expect(chat.get_by_text("Has the parcel for Philippa left?")).to_be_visible()
    assert [one["identity"] for one in made] == [token]


def newest(page: Page, sockets: list[WebSocketRoute]) -> WebSocketRoute:
    """The socket open now; waits until the widget has opened one again."""
    for _ in range(400):
        if sockets:
            return sockets.pop()
        page.wait_for_timeout(50)
    raise AssertionError("the widget opened no socket again within 20 s")


def test_sockets_that_die_all_the_time_lose_and_double_nothing(page: Page, centre: str, emma: AgentHands) -> None:
    sockets: list[WebSocketRoute] = []

    def relay(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page.route_web_socket("**/socket.io/**", relay)
    chat = open_chat(page, centre)
    write(chat, "Is the parcel of Cassandra lost?")
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    conversation = emma.newest_conversation()
    emma.post(f"/conversations/{conversation}/take", {})
    for number in range(30):
        reply = {"external_id": f"01890000-0000-7000-8000-0000000{number:05x}", "text": f"reply {number}"}
        emma.post(f"/conversations/{conversation}/messages", reply)
        if number % 3 == 0:
            write(chat, f"own {number}")
        if number % 10 == 5:
            newest(page, sockets).close()
    expect(chat.get_by_text("reply 29")).to_be_visible(timeout=20_000)
    expect(chat.get_by_text("Sending")).to_have_count(0, timeout=20_000)
    shown = chat.locator(".message .bubble").all_inner_texts()
    assert [text for text in shown if text.startswith("reply")] == [f"reply {number}" for number in range(30)]
    assert [text for text in shown if text.startswith("own")] == [f"own {number}" for number in range(0, 30, 3)]


def test_a_killed_centre_is_found_again_and_what_was_written_meanwhile_arrives_once(
    page: Page, killable: KillableCentre
) -> None:
    chat = open_chat(page, killable.origin)
    write(chat, "before")
    expect(chat.get_by_text("Sent", exact=True)).to_be_visible()
    killable.kill()
    write(chat, "while it was dead")
    expect(chat.get_by_text("Sending")).to_have_count(1)
    killable.start()
    expect(chat.get_by_text("Sending")).to_have_count(0)
    write(chat, "after")
    expect(chat.get_by_text("Sending")).to_have_count(0)
    assert chat.locator(".message-mine .bubble").all_inner_texts() == ["before", "while it was dead", "after"]
    page.reload()
    expect(chat.get_by_text("after", exact=True)).to_be_visible()
    assert chat.locator(".message-mine .bubble").all_inner_texts() == ["before", "while it was dead", "after"]
