"""The main job, end to end: two people in two browsers, a knowledge base, agents who come and go, a server that dies.

The same on SQLite and on MongoDB, with websockets and with websockets blocked.
"""

import base64
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.browser.conftest import PATIENCE_MS, KillableCentre
from tests.servers.mongod import with_database

ROOT = Path(__file__).resolve().parents[2]
GRACE_MS = 30_000  # an agent's presence lasts this long after the browser died
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGPQSDmPFTEMLQkAxq9bAU0kYgYAAAAASUVORK5CYII="
)
TYPED_TO_SEEN_P95_MS = 250
MEASURED = 20
ROUNDS = 3  # the first that is quick enough counts: what else the machine does is not the centre's


def text(key: str, tag: str, **slots: str) -> str:
    """What the page says, from its own catalogue."""
    found = json.loads((ROOT / "contactcenter" / "locales" / f"{tag}.json").read_text("utf-8"))[key]
    for name, value in slots.items():
        found = found.replace(f"{{{name}}}", value)
    return str(found)


@dataclass
class Road:
    """Which store, and whether websockets pass."""

    centre: KillableCentre
    blocked: bool


@pytest.fixture(params=["sqlite", "mongodb", "sqlite without websockets", "mongodb without websockets"])
def road(request: pytest.FixtureRequest, built: Path, tmp_path: Path) -> Iterator[Road]:
    store = ""
    if request.param.startswith("mongodb"):
        store = with_database(request.getfixturevalue("mongodb"), f"contactcenter-test-job-{time.time_ns()}")
    centre = KillableCentre(tmp_path, store)
    centre.start()
    yield Road(centre, "without" in request.param)
    centre.stop()


class People:
    """Opens browsers for people, and closes them."""

    def __init__(self, browser: Browser, road: Road) -> None:
        self._browser, self._road = browser, road
        self._contexts: list[BrowserContext] = []

    def page(self, locale: str) -> Page:
        context = self._browser.new_context(locale=locale, viewport={"width": 1360, "height": 900})
        context.set_default_timeout(PATIENCE_MS)
        if self._road.blocked:
            context.route_web_socket(re.compile(".*"), lambda socket: socket.close())
        self._contexts.append(context)
        return context.new_page()

    def customer(self, locale: str) -> Frame:
        """The chat, open in the shop."""
        page = self.page(locale)
        page.goto(f"{self._road.centre.origin}/shop")
        page.wait_for_function("() => typeof window.contactcenter === 'function'")
        page.evaluate("contactcenter('open')")
        while len(page.frames) < 2:
            page.wait_for_event("frameattached")
        frame = page.frames[1]
        frame.wait_for_selector(".composer")
        return frame

    def agent(self, agent_id: str) -> Page:
        """The console of the agent, signed in and taking conversations."""
        page = self.page("en-US")
        answer = page.context.request.post(
            f"{self._road.centre.origin}/api/v1/demo/login",
            data=json.dumps({"agent_id": agent_id}),
            headers={
                "X-Requested-With": "contactcenter",
                "Origin": self._road.centre.origin,
                "Content-Type": "application/json",
            },
        )
        assert answer.ok, answer.text()
        page.goto(f"{self._road.centre.origin}/console")
        page.wait_for_selector(".composer, .pane, .column")
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def people(browser: Browser, road: Road) -> Iterator[People]:
    group = People(browser, road)
    yield group
    group.close()


def write(chat: Frame, words: str) -> None:
    box = chat.locator(".composer textarea")
    box.fill(words)
    box.press("Enter")


def reply(console: Page, words: str) -> None:
    box = console.locator("form.composer textarea")
    box.fill(words)
    box.press("Enter")


def accept(console: Page, tag: str) -> None:
    console.get_by_role("button", name=text("console.offer.accept", tag)).first.click()
    expect(console.locator("form.composer")).to_be_visible()


def shown(page: Page | Frame, words: str) -> int:
    """How often the words stand in the conversation."""
    return int(
        page.evaluate(
            """words => [...document.querySelectorAll('[role=log] *')]
                .filter(one => one.children.length === 0 && one.textContent.trim() === words).length""",
            words,
        )
    )


@pytest.mark.timeout(400)
def test_the_main_job(people: People, road: Road) -> None:
    _a_russian_question_is_answered_in_russian(people, road)
    customer, lina = _a_chinese_question_reaches_who_speaks_chinese(people)
    _typed_is_soon_seen(customer, lina, road)
    _a_picture_goes_both_ways(customer, lina)
    _the_server_dies_in_the_middle(customer, lina, road)
    _the_agents_browser_dies(people, customer, lina)


def _a_russian_question_is_answered_in_russian(people: People, road: Road) -> None:
    chat = people.customer("ru-RU")
    waits = [
        _answered_after(chat, "Какие батарейки нужны для BP200?", "4 × AA"),
        _answered_after(chat, "Какой размер манжеты мне нужен?", "см"),
    ]
    # the quicker of two: what else the machine does at one moment is not the centre's
    assert min(waits) <= (3.0 if road.blocked else 1.0), waits
    expect(chat.get_by_role("button", name=re.compile("^Из статьи")).last).to_be_visible()
    expect(chat.get_by_role("button", name=text("widget.answer.helped", "ru")).last).to_be_visible()
    expect(chat.get_by_role("button", name=text("widget.answer.person", "ru")).last).to_be_visible()


def _answered_after(chat: Frame, question: str, passage: str) -> float:
    """Seconds from Enter to the passage on the screen."""
    answers = chat.locator(".message", has_text=text("widget.answer.automatic", "ru"))
    known = answers.count()
    write(chat, question)
    asked = time.monotonic()
    expect(answers).to_have_count(known + 1)
    expect(answers.last.locator(".bubble")).to_contain_text(passage)
    return time.monotonic() - asked


def _a_chinese_question_reaches_who_speaks_chinese(people: People) -> tuple[Frame, Page]:
    lina, dmitri, emma = people.agent("lina"), people.agent("dmitri"), people.agent("emma")
    chat = people.customer("zh-CN")
    write(chat, "昨天送货的快递员态度很差，我要投诉他")
    accept(lina, "zh-Hans")
    for other in (dmitri, emma):
        assert other.locator(".offer").count() == 0
        other.context.close()
    expect(lina.get_by_role("log").get_by_text("昨天送货的快递员态度很差，我要投诉他")).to_be_visible()
    reply(lina, "您好，非常抱歉，我来处理。")
    expect(chat.get_by_text("您好，非常抱歉，我来处理。")).to_be_visible()
    return chat, lina


def _typed_is_soon_seen(customer: Frame, console: Page, road: Road) -> None:
    console.evaluate(
        """() => { window.seenAt = {}; new MutationObserver(() => {
            for (const one of document.querySelectorAll('[role=log] *'))
              if (one.children.length === 0 && /^第\\d+条$/.test(one.textContent.trim()))
                window.seenAt[one.textContent.trim()] ??= Date.now();
          }).observe(document.body, {childList: true, subtree: true, characterData: true}); }"""
    )
    limit = TYPED_TO_SEEN_P95_MS * (4 if road.blocked else 1)
    rounds: list[list[int]] = []
    while len(rounds) < ROUNDS and not (rounds and _p95(rounds[-1]) <= limit):
        rounds.append([_typed_to_seen(customer, console, len(rounds) * MEASURED + at) for at in range(MEASURED)])
    assert _p95(rounds[-1]) <= limit, rounds


def _typed_to_seen(customer: Frame, console: Page, number: int) -> int:
    """Milliseconds from Enter in one browser to the text in the other."""
    words = f"第{number}条"
    customer.locator(".composer textarea").fill(words)
    began = customer.evaluate("() => Date.now()")
    customer.locator(".composer textarea").press("Enter")
    console.wait_for_function("words => window.seenAt[words]", arg=words)
    return int(console.evaluate("words => window.seenAt[words]", words)) - int(began)


def _p95(waits: list[int]) -> int:
    return sorted(waits)[int(len(waits) * 0.95) - 1]


def _a_picture_goes_both_ways(customer: Frame, console: Page) -> None:
    picture: Any = {"name": "display.png", "mimeType": "image/png", "buffer": PICTURE}
    customer.locator("input[type=file]").set_input_files(picture)
    write(customer, "请看照片")
    expect(console.get_by_role("log").locator("img")).to_have_count(1)
    console.locator("form.composer input[type=file]").set_input_files(picture)
    reply(console, "这是示意图")
    expect(customer.locator("[role=log] img")).to_have_count(2)


def _the_server_dies_in_the_middle(customer: Frame, console: Page, road: Road) -> None:
    write(customer, "断线之前")
    expect(console.get_by_role("log").get_by_text("断线之前", exact=True)).to_be_visible()
    road.centre.kill()
    write(customer, "断线之中")
    reply(console, "我还在")
    road.centre.start()
    expect(console.get_by_role("log").get_by_text("断线之中", exact=True)).to_be_visible(timeout=40_000)
    expect(customer.get_by_text("我还在", exact=True)).to_be_visible(timeout=40_000)
    write(customer, "断线之后")
    expect(console.get_by_role("log").get_by_text("断线之后", exact=True)).to_be_visible(timeout=20_000)
    customer.page.wait_for_timeout(1000)
    for page in (customer, console):
        assert [shown(page, words) for words in ("断线之前", "断线之中", "我还在", "断线之后")] == [1, 1, 1, 1]
        order = page.evaluate("document.querySelector('[role=log]').textContent")
        places = [order.index(words) for words in ("断线之前", "断线之中", "断线之后")]
        assert places == sorted(places)


def _the_agents_browser_dies(people: People, customer: Frame, lina: Page) -> None:
    lina.context.close()
    yuting = people.agent("yuting")
    write(customer, "还在吗？")
    yuting.get_by_role("button", name=text("console.offer.accept", "zh-Hant")).first.click(timeout=GRACE_MS + 20_000)
    for words in ("您好，非常抱歉，我来处理。", "断线之中", "还在吗？"):
        expect(yuting.get_by_role("log").get_by_text(words, exact=True)).to_be_visible()
    reply(yuting, "您好，我接手了。")
    expect(customer.get_by_text("您好，我接手了。")).to_be_visible()
