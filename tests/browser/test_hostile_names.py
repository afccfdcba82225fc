"""Whatever people and administrators call things, a name is text: nothing in it is ever run or becomes an element."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, BrowserContext, Page, expect

from contactcenter.ids import uuid7
from tests.browser.conftest import KillableCentre
from tests.browser.test_console import box
from tests.browser.test_widget import ANSWERED, open_widget, write
from tests.browser.visitor import Visitor, sign_in

OWNED = '<img src=x onerror="window.owned=1"><script>window.owned=1</script>\u202e"onmouseover=window.owned=1 '
LINK = "[press](javascript:window.owned=1)"
STICKING_OUT = """() => {
    const right = document.querySelector(".pane").getBoundingClientRect().right;
    const wide = [...document.querySelectorAll(".pane *")].filter(one => one.getBoundingClientRect().right > right + 1);
    return wide.map(one => one.outerHTML.slice(0, 80));
}"""
ADMIN_PAGES = (
    "agents", "teams", "skills", "queues", "inboxes", "companies", "products", "symptoms", "fact-keys",
    "canned-replies", "articles", "problems", "audit",
)  # fmt: skip


class Administrator:
    """Sofia, who calls things what she likes."""

    def __init__(self, request: APIRequestContext, origin: str) -> None:
        self.request, self.origin = request, origin
        self.headers = {"X-Requested-With": "contactcenter", "Origin": origin, "Content-Type": "application/json"}
        self.post("demo/login", {"agent_id": "sofia"})

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.request.post(f"{self.origin}/api/v1/{path}", data=json.dumps(body), headers=self.headers)
        assert answer.ok, answer.text()
        return answer.json()

    def change(self, path: str, **changes: Any) -> None:
        url = f"{self.origin}/api/v1/admin/{path}"
        record = self.request.get(url).json()
        headers = self.headers | {"If-Match": f'"{record.pop("version")}"'}
        answer = self.request.put(url, data=json.dumps(record | changes), headers=headers)
        assert answer.ok, answer.text()


@pytest.fixture(scope="module")
def origin(built: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    own = KillableCentre(tmp_path_factory.mktemp("hostile"))
    own.start()
    yield own.origin
    own.stop()


@pytest.fixture
def named(context: BrowserContext, origin: str) -> Administrator:
    """Everything that has a name has a hostile one."""
    sofia = Administrator(context.request, origin)
    for path in ("agents/emma", "queues/general", "teams/service"):
        sofia.change(f"admin/{path}".removeprefix("admin/"), name=OWNED)
    for path in ("queues/general", "products/bp300", "symptoms/display_dark", "skills/orders"):
        sofia.change(path, names={"en": OWNED})
    sofia.change("products/bp300", versions=[OWNED[:40]])
    sofia.change("inboxes/webshop", name=OWNED, greeting={"en": OWNED + LINK})
    sofia.post("admin/companies", {"name": OWNED})
    sofia.post("admin/problems", {"title": OWNED})
    sofia.post("admin/fact-keys", {"id": f"fact{uuid7()[-8:]}", "names": {"en": OWNED}})
    sofia.post("admin/canned-replies", {"shortcut": f"x{uuid7()[-8:]}", "texts": {"en": OWNED}})
    article = {"slug": f"hostile-{uuid7()[-8:]}", "language": "en", "title": f"{OWNED} zanzibar", "audience": "public"}
    body = f"# {OWNED}\n\n{OWNED}\n\n{LINK} ![x](x)\n\n1. {OWNED}\n2. Press the button.\n"
    phrasings = ["how do I calm the zanzibar", "zanzibar is loud", "my zanzibar hums", OWNED]
    sofia.post("admin/articles", article | {"body": body, "phrasings": phrasings})
    return sofia


def is_harmless(page: Any) -> None:
    assert page.evaluate("window.owned") is None
    assert page.locator("img[src=x], script:not([src]), a[href^='javascript'], [onmouseover], [onerror]").count() == 0


@pytest.mark.timeout(180)
def test_no_page_of_the_staff_runs_what_a_name_holds(
    context: BrowserContext, origin: str, named: Administrator
) -> None:
    visitor = Visitor(context.request, origin)
    console = sign_in(context, origin, "emma")
    visitor.ask_for_person(OWNED)
    offer = console.get_by_role("region", name="Offers").get_by_role("article").first
    expect(offer).to_contain_text("onerror")
    is_harmless(console)
    offer.get_by_role("button", name="Accept").click()
    _everything_about_it_is_hostile(context.request, origin, visitor.conversation)
    expect(console.get_by_role("log")).to_contain_text("a promise onerror")
    for tab in ("Contact", "Articles", "Matter"):
        console.get_by_role("tab", name=tab).click()
        is_harmless(console)
    box(console).press_sequentially("/x")
    expect(console.get_by_role("listbox", name="Canned replies").get_by_role("option")).not_to_have_count(0)
    is_harmless(console)
    box(console).fill("")
    assert console.evaluate(STICKING_OUT) == []
    console.get_by_role("button", name="Transfer").click()
    expect(console.get_by_role("dialog")).to_contain_text("onerror")
    is_harmless(console)
    console.keyboard.press("Escape")
    console.get_by_role("button", name="Search", exact=True).click()
    console.get_by_role("searchbox", name="Search conversations").fill("onerror")
    expect(console.get_by_role("listbox", name="Results").get_by_role("option")).not_to_have_count(0)
    is_harmless(console)


def _everything_about_it_is_hostile(request: APIRequestContext, origin: str, conversation: str | None) -> None:
    """What Emma writes herself, signed in as she is."""
    headers = {"X-Requested-With": "contactcenter", "Origin": origin, "Content-Type": "application/json"}
    path = f"{origin}/api/v1/conversations/{conversation}"

    def say(verb: str, body: dict[str, Any]) -> None:
        answer = request.post(f"{path}/{verb}", data=json.dumps(body), headers=headers)
        assert answer.ok, (verb, answer.text())

    say("facts", {"key": "product", "state": "value", "value": "bp300"})
    say("facts", {"key": "symptom", "state": "value", "value": "display_dark"})
    say("facts", {"key": "where", "state": "value", "value": OWNED})
    say("notes", {"external_id": uuid7(), "text": OWNED})
    name = "%3Cimg src=x onerror=window.owned=1%3E.pdf"
    raw = {"X-Requested-With": "contactcenter", "Origin": origin, "Content-Type": "application/pdf"}
    file = request.post(f"{origin}/api/v1/files?name={name}", data=b"%PDF-1.4", headers=raw).json()
    say("messages", {"external_id": uuid7(), "text": OWNED + LINK, "attachments": [file]})
    contact = request.get(path).json()["contact"]
    changed = {"name": OWNED, "language": "en", "time_zone": None, "custom": {}}
    match = headers | {"If-Match": f'"{contact["version"]}"'}
    answer = request.put(f"{origin}/api/v1/contacts/{contact['id']}", data=json.dumps(changed), headers=match)
    assert answer.ok, answer.text()
    say("commitments", {"id": uuid7(), "text": "a promise onerror " + OWNED, "due": "2099-01-01T00:00:00Z"})


@pytest.mark.timeout(180)
def test_no_page_of_the_administration_runs_what_a_name_holds(page: Page, origin: str, named: Administrator) -> None:
    for noun in ADMIN_PAGES:
        page.goto(f"{origin}/admin#/{noun}")
        expect(page.get_by_role("table").or_(page.get_by_role("heading", level=1)).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        is_harmless(page)


@pytest.mark.timeout(180)
def test_the_widget_runs_nothing_of_what_a_name_holds(page: Page, origin: str, named: Administrator) -> None:
    chat = open_widget(page, origin)
    expect(chat.get_by_text(re.compile("onerror")).first).to_be_visible()  # the greeting
    is_harmless(chat)
    write(chat, "how do I calm the zanzibar")
    expect(chat.get_by_text(re.compile("zanzibar.*|Press the button")).nth(1)).to_be_visible()
    is_harmless(chat)
    write(chat, ANSWERED)
    is_harmless(chat)
    assert page.evaluate("window.owned") is None
