"""Administration at work in a real browser, against a real centre."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect

HEADERS = {"X-Requested-With": "contactcenter"}


@pytest.fixture
def admin(centre: str, context: BrowserContext) -> Iterator[Page]:
    """The administration, open for the demo's administrator; its console stays silent."""
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    sign_in(page, centre)
    page.goto(f"{centre}/admin")
    expect(page.get_by_role("heading", name="Agents", level=1)).to_be_visible()
    yield page
    assert complaints == []


def sign_in(page: Page, centre: str, agent: str = "sofia") -> None:
    page.goto(centre)
    answer = page.request.post(
        f"{centre}/api/v1/demo/login", data={"agent_id": agent}, headers=HEADERS | {"Origin": centre}
    )
    assert answer.ok, answer.text()


def api(page: Page, centre: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
    answer = page.request.fetch(
        f"{centre}/api/v1{path}", method=method, data=body, headers=HEADERS | {"Origin": centre} | headers
    )
    assert answer.ok, answer.text()
    return answer.json()


def open_page(page: Page, where: str) -> None:
    page.evaluate("where => { location.hash = where }", where)


def add(page: Page, group: str, choice: str) -> None:
    """Adds a language, skill ... to the group of controls with that name."""
    box = page.get_by_role("group", name=group, exact=True)
    box.get_by_role("combobox").select_option(label=choice)
    box.get_by_role("button", name="Add", exact=True).click()


def save(page: Page, name: str = "Save") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_an_invited_agent_chooses_a_password_and_is_in(admin: Page, centre: str, browser: Browser) -> None:
    admin.get_by_role("link", name="New agent").click()
    admin.get_by_label("Name").fill("Noor Haddad")
    admin.get_by_label("E-mail").fill("noor.haddad@alderwell.example")
    add(admin, "Languages", "Arabic")
    admin.get_by_role("radiogroup", name="Arabic: level").get_by_role("radio", name="Level 5").check()
    admin.get_by_role("group", name="Teams").get_by_label("Customer service").check()
    save(admin, "Create")

    expect(admin.get_by_role("heading", name="Noor Haddad", level=1)).to_be_visible()
    admin.get_by_role("button", name="Make an invitation link").click()
    link = admin.get_by_role("region", name="Invitation link").inner_text().strip()
    assert link.startswith(f"{centre}/invitations/")
    path = urlsplit(link).path
    context = browser.new_context()
    try:
        invited = context.new_page()
        invited.goto(link)
        accepted = api(invited, centre, "POST", path, {"password": "seven-lilacs-23"})
        assert accepted["agent"]["languages"] == {"ar": 5}
        assert accepted["agent"]["teams"] == ["service"]
        assert api(invited, centre, "GET", "/me")["agent"]["name"] == "Noor Haddad"
    finally:
        context.close()


def test_a_new_chat_inbox_comes_with_the_line_to_embed_it(admin: Page, centre: str) -> None:
    open_page(admin, "#/inboxes/+")
    admin.get_by_label("Name").fill("Club pages")
    admin.get_by_label("Queue").select_option(label="General")
    admin.get_by_label("Identifier").fill("club")
    admin.get_by_label("Pages that may show it").fill("https://club.example/join")
    save(admin, "Create")

    expect(admin.get_by_role("alert")).to_contain_text("Write only the beginning of the address")
    admin.get_by_label("Pages that may show it").fill("https://club.example")
    add(admin, "Greeting", "Russian")
    admin.get_by_role("textbox", name="Russian").fill("Здравствуйте!")
    admin.get_by_label("Answer from the articles by itself").uncheck()
    admin.get_by_role("combobox", name="Side of the page").select_option("start")
    save(admin, "Create")
    snippet = admin.get_by_role("region", name="Line to paste")
    expect(snippet).to_have_text(
        f'<script async src="{centre}/widget.js" data-inbox="club" data-position="start"></script>'
    )
    stored = api(admin, centre, "GET", "/admin/inboxes/club")
    assert (stored["greeting"], stored["answers"]) == ({"ru": "Здравствуйте!"}, False)
    assert stored["settings"] == {"position": "start"}
    assert admin.request.get(f"{centre}/chat/club").ok


def test_an_edited_article_shows_in_its_preview_and_its_history(admin: Page) -> None:
    open_page(admin, "#/articles")
    admin.get_by_role("searchbox").fill("password")
    admin.get_by_role("combobox", name="Language").select_option(label="English")
    row = admin.get_by_role("row").nth(1)
    row.get_by_role("link").click()
    admin.get_by_role("textbox", name="Text").fill("## Now\n\nPress **both** buttons.\n\n<script>alert(1)</script>")
    admin.get_by_role("tab", name="Preview").first.click()
    expect(admin.get_by_role("heading", name="Now", level=3)).to_be_visible()
    expect(admin.locator(".admin-prose strong")).to_have_text("both")
    expect(admin.locator(".admin-prose script")).to_have_count(0)
    save(admin)

    expect(admin.get_by_text("Saved:")).to_be_visible()
    admin.get_by_role("button", name="History").click()
    history = admin.get_by_role("dialog", name="History")
    expect(history.get_by_role("heading", name="Version 2")).to_be_visible()
    expect(history.locator("ins").filter(has_text="Press **both** buttons.")).to_have_count(1)
    expect(history.locator("del").first).to_be_visible()
    expect(history.get_by_text("Sofia").first).to_be_visible()


def test_two_who_change_one_record_are_told_and_neither_change_is_lost(admin: Page, centre: str) -> None:
    made = api(admin, centre, "POST", "/admin/companies", {"name": "Northwind", "contract_level": "basic"})
    open_page(admin, f"#/companies/{made['id']}")
    admin.get_by_label("Contract level").fill("premium")
    theirs = {"name": "Northwind Ltd", "contract_level": "standard", "domains": ["northwind.example"]}
    api(admin, centre, "PUT", f"/admin/companies/{made['id']}", theirs, **{"If-Match": '"1"'})
    save(admin)

    dialog = admin.get_by_role("dialog", name="Changed by somebody else")
    expect(dialog.get_by_role("row", name="Contract level")).to_contain_text("premium")
    expect(dialog.get_by_role("row", name="Contract level")).to_contain_text("standard")
    dialog.get_by_role("button", name="Keep mine").click()
    expect(admin.get_by_text("Saved:")).to_be_visible()
    stored = api(admin, centre, "GET", f"/admin/companies/{made['id']}")
    assert (stored["contract_level"], stored["name"], stored["version"]) == ("premium", "Northwind Ltd", 3)
    assert stored["domains"] == ["northwind.example"]


def test_whoever_prefers_the_other_version_gets_it_into_the_form(admin: Page, centre: str) -> None:
    made = api(admin, centre, "POST", "/admin/teams", {"name": "Night"})
    open_page(admin, f"#/teams/{made['id']}")
    admin.get_by_label("Name").fill("Night shift")
    api(admin, centre, "PUT", f"/admin/teams/{made['id']}", {"name": "Nights"}, **{"If-Match": '"1"'})
    save(admin)
    admin.get_by_role("button", name="Take theirs").click()

    expect(admin.get_by_label("Name")).to_have_value("Nights")
    expect(admin.get_by_role("button", name="Save", exact=True)).to_have_count(0)


def test_leaving_unsaved_changes_is_asked_first(admin: Page) -> None:
    open_page(admin, "#/teams/service")
    admin.get_by_label("Name").fill("Service!")
    admin.get_by_role("link", name="Queues").click()
    dialog = admin.get_by_role("dialog", name="Leave without saving?")
    dialog.get_by_role("button", name="Stay").click()
    expect(admin.get_by_label("Name")).to_have_value("Service!")

    admin.get_by_role("link", name="Queues").click()
    dialog.get_by_role("button", name="Leave", exact=True).click()
    expect(admin.get_by_role("heading", name="Queues", level=1)).to_be_visible()
    open_page(admin, "#/teams/service")
    expect(admin.get_by_label("Name")).to_have_value("Customer service")


def test_closing_the_tab_with_unsaved_changes_is_asked_too(admin: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    admin.on("dialog", stay)
    open_page(admin, "#/teams/service")
    admin.get_by_label("Name").press_sequentially("x")
    admin.close(run_before_unload=True)
    admin.wait_for_event("close")
    assert asked == ["beforeunload"]


def test_what_was_removed_comes_back_by_undo(admin: Page, centre: str) -> None:
    api(admin, centre, "POST", "/admin/tags", {"id": "recall", "color": "red"})
    open_page(admin, "#/tags/recall")
    admin.get_by_role("button", name="Remove").click()
    admin.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(admin.get_by_role("heading", name="Tags", level=1)).to_be_visible()
    expect(admin.get_by_role("link", name="recall")).to_have_count(0)

    admin.get_by_role("button", name="Undo").click()
    expect(admin.get_by_role("link", name="recall")).to_be_visible()
    assert api(admin, centre, "GET", "/admin/tags/recall")["color"] == "red"


def test_a_field_that_is_missing_or_wrong_says_so_and_has_focus(admin: Page) -> None:
    admin.get_by_role("link", name="New agent").click()
    save(admin, "Create")
    expect(admin.get_by_label("Name")).to_be_focused()
    expect(admin.get_by_role("alert")).to_have_text("This is needed.")

    admin.get_by_label("Name").fill("Second Emma")
    admin.get_by_label("E-mail").fill("emma.clarke@alderwell.example")
    save(admin, "Create")
    expect(admin.get_by_role("alert")).to_have_text("Another agent has this address.")
    expect(admin.get_by_label("E-mail")).to_be_focused()


def test_a_product_a_symptom_and_a_canned_reply_made_here_are_there_for_agents(admin: Page, centre: str) -> None:
    for noun, identifier, name in (("products", "hm5", "Heated mat HM5"), ("symptoms", "too_hot", "gets too hot")):
        open_page(admin, f"#/{noun}/+")
        admin.get_by_label("Identifier").fill(identifier)
        add(admin, "Names", "English")
        admin.get_by_role("textbox", name="English").fill(name)
        save(admin, "Create")
        expect(admin.get_by_role("heading", name=name, level=1)).to_be_visible()
    open_page(admin, "#/canned-replies/+")
    admin.get_by_label("Shortcut").fill("mat")
    add(admin, "Texts", "English")
    admin.get_by_role("textbox", name="English").fill("Please unplug the mat, {contact.name}.")
    save(admin, "Create")
    expect(admin.get_by_text("Saved:").last).to_be_visible()
    known = api(admin, centre, "GET", "/centre")
    assert {"hm5"} <= {one["id"] for one in known["products"]}
    assert {"too_hot"} <= {one["id"] for one in known["symptoms"]}
    assert {"mat"} <= {one["shortcut"] for one in known["canned_replies"]}


def test_the_steps_of_a_queue_are_edited_in_place(admin: Page, centre: str) -> None:
    open_page(admin, "#/queues/technical")
    admin.get_by_role("button", name="Add a step").click()
    last = admin.locator(".admin-step").last
    last.get_by_label("After seconds of waiting").fill("600")
    last.get_by_role("radiogroup", name="Language level").get_by_role("radio", name="Level 0").check()
    save(admin)
    expect(admin.get_by_text("Saved:")).to_be_visible()
    step = api(admin, centre, "GET", "/admin/queues/technical")["steps"][-1]
    assert (step["after_seconds"], step["language_level"]) == (600, 0)


def test_a_token_is_shown_once_and_works_until_it_is_withdrawn(admin: Page, centre: str, browser: Browser) -> None:
    open_page(admin, "#/tokens")
    admin.get_by_role("button", name="New token").first.click()
    admin.get_by_label("Name").fill("Order system")
    save(admin, "Create")
    token = admin.get_by_role("region", name="Token", exact=True).inner_text().strip()
    admin.get_by_role("button", name="Close").click()
    assert token not in admin.content()
    context = browser.new_context(extra_http_headers={"Authorization": f"Bearer {token}"})
    try:
        assert context.request.get(f"{centre}/api/v1/centre").status == 200
        admin.get_by_role("row", name="Order system").get_by_role("button", name="Withdraw").click()
        admin.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
        expect(admin.get_by_role("row", name="Order system")).to_have_count(0)
        assert context.request.get(f"{centre}/api/v1/centre").status == 401
    finally:
        context.close()


def test_the_audit_names_who_changed_what(admin: Page) -> None:
    open_page(admin, "#/teams/devices")
    admin.get_by_label("Name").fill("Device support team")
    admin.keyboard.press("Control+s")
    expect(admin.get_by_text("Saved:")).to_be_visible()
    open_page(admin, "#/audit")
    first = admin.get_by_role("row").nth(1)
    expect(first).to_contain_text("Sofia Lindqvist")
    expect(first.get_by_role("link", name="Device support team")).to_be_visible()


def test_an_agent_without_the_permission_is_sent_to_the_console(centre: str, page: Page) -> None:
    sign_in(page, centre, "emma")
    page.goto(f"{centre}/admin")
    expect(page.get_by_text("Administration is not open to you")).to_be_visible()


@pytest.mark.parametrize(("scheme", "direction"), [("light", "ltr"), ("dark", "rtl")])
def test_pages_have_no_axe_violations(
    admin: Page, axe: Callable[[Page], list[str]], scheme: Any, direction: str
) -> None:
    admin.emulate_media(color_scheme=scheme)
    found = {}
    for where in ("agents", "agents/emma", "inboxes/webshop", "queues/technical", "articles/app-password.de", "audit"):
        open_page(admin, f"#/{where}")
        expect(admin.locator(".admin-main h1")).to_be_visible()
        admin.evaluate("dir => { document.documentElement.dir = dir }", direction)
        admin.wait_for_timeout(200)
        found[where] = axe(admin)
    assert {where: lines for where, lines in found.items() if lines} == {}


@pytest.mark.parametrize(("tag", "heading"), [("ru", "Сотрудники"), ("zh-Hans", "客服人员"), ("zh-Hant", "客服人員")])
def test_administration_speaks_the_readers_language(admin: Page, tag: str, heading: str) -> None:
    admin.evaluate("tag => localStorage.setItem('contactcenter.language', tag)", tag)
    admin.reload()
    expect(admin.get_by_role("heading", name=heading, level=1)).to_be_visible()
    assert re.search(r"\badmin\.\w", admin.inner_text("body")) is None


def test_a_channel_added_later_brings_its_form(admin: Page, centre: str) -> None:
    properties = {
        "host": {"type": "string", "description": "Where the gateway listens"},
        "port": {"type": "integer", "default": 993},
        "with_cover": {"type": "boolean", "default": False},
        "paper": {"enum": ["a4", "letter"], "default": "a4"},
        "password": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
    }
    schema = {"$ref": "#/$defs/Settings", "$defs": {"Settings": {"type": "object", "properties": properties}}}
    cards = {"items": [{"kind": "fax", "schema": schema, "capabilities": {}}]}
    admin.route("**/api/v1/admin/channels", lambda route: route.fulfill(json=cards))
    open_page(admin, "#/inboxes/+")
    admin.get_by_role("combobox", name="Channel").select_option("fax")
    admin.get_by_label("Name").fill("Fax")
    admin.get_by_label("Queue").select_option(label="General")
    admin.get_by_label("Identifier").fill("fax")
    admin.get_by_label("Host").fill("fax.example")
    expect(admin.get_by_text("Where the gateway listens")).to_be_visible()
    expect(admin.get_by_label("Port")).to_have_value("993")
    admin.get_by_label("Port").fill("994")
    admin.get_by_label("With cover").check()
    admin.get_by_label("Paper").select_option("letter")
    expect(admin.get_by_label("Password")).to_have_attribute("type", "password")
    with admin.expect_request("**/api/v1/admin/inboxes") as sent:
        save(admin, "Create")
    expect(admin.get_by_text("Saved:")).to_be_visible()
    given = sent.value.post_data_json["settings"]  # of a channel that is not here nothing is given out again
    assert given == {"host": "fax.example", "port": 994, "with_cover": True, "paper": "letter"}


def test_what_could_not_be_read_is_listed_and_read_again(admin: Page) -> None:
    receipt = {
        "id": "r1", "inbox_id": "webshop", "external_id": "m1", "state": "quarantined", "attempts": 2,
        "error": "$.text: expected a text", "received_at": "2026-03-01T09:00:00Z",
    }  # fmt: skip
    kept = [receipt]
    admin.route("**/api/v1/admin/quarantine?*", lambda route: route.fulfill(json={"items": kept, "next": None}))

    def read(route: Route) -> None:
        kept.clear()
        route.fulfill(json={"state": "recorded"})

    admin.route("**/api/v1/admin/quarantine/r1/retry", read)
    open_page(admin, "#/quarantine")
    row = admin.get_by_role("row").nth(1)
    expect(row).to_contain_text("$.text: expected a text")
    expect(row).to_contain_text("Web shop")
    row.get_by_role("button", name="Try again").click()
    expect(admin.get_by_text("It could be read now.")).to_be_visible()
    expect(admin.get_by_text("Everything could be read")).to_be_visible()


def test_translations_of_an_article_stand_side_by_side_and_a_new_one_starts_from_it(admin: Page, centre: str) -> None:
    open_page(admin, "#/articles/app-password.de")
    admin.get_by_label("Show beside").select_option(label="Russian")
    pair = admin.locator(".admin-beside > article")
    expect(pair).to_have_count(2)
    expect(pair.nth(1)).to_have_attribute("lang", "ru")

    admin.get_by_role("combobox", name="Add a translation").select_option(label="French")
    admin.get_by_role("button", name="Add", exact=True).first.click()
    expect(admin.get_by_label("Short name")).to_have_value("app-password")
    admin.get_by_label("Title").fill("Mot de passe oublié")
    save(admin, "Create")
    expect(admin.get_by_role("navigation", name="Languages").get_by_role("link")).to_have_count(7)
    expect(admin.get_by_role("link", name="French")).to_have_attribute("aria-current", "page")


def test_a_translation_is_shown_as_older_than_its_source_until_it_says_the_same_again(admin: Page, centre: str) -> None:
    english = {"id": "older-en", "slug": "older", "language": "en", "title": "Older", "body": "First"}
    german = english | {"id": "older-de", "language": "de", "title": "Alt", "source_language": "en"}
    api(admin, centre, "POST", "/admin/articles", english)
    listed = api(admin, centre, "GET", "/knowledge/articles/older-en/translations")
    german["source_digest"] = listed["items"][0]["digest"]
    api(admin, centre, "POST", "/admin/articles", german)
    open_page(admin, "#/articles/older-de")
    languages = admin.get_by_role("navigation", name="Languages")
    expect(languages.get_by_role("link")).to_have_count(2)
    expect(admin.get_by_text("Older than its source")).to_have_count(0)
    api(admin, centre, "PUT", "/admin/articles/older-en", english | {"body": "Second"}, **{"If-Match": '"1"'})
    admin.reload()
    expect(languages.get_by_role("link", name="German")).to_contain_text("Older than its source")
    admin.get_by_role("button", name="It says the same again").click()
    save(admin)
    expect(admin.get_by_text("Saved:")).to_be_visible()
    expect(admin.get_by_text("Older than its source")).to_have_count(0)


def test_a_procedure_is_written_with_its_branches(admin: Page, centre: str, axe: Callable[[Page], list[str]]) -> None:
    open_page(admin, "#/articles")
    admin.get_by_role("link", name="New article").click()
    admin.get_by_label("Title").fill("Dark display")
    admin.get_by_label("Short name").fill("unlit-display")
    admin.get_by_label("Kind").select_option(label="Procedure")
    add_step = admin.get_by_role("button", name="Add a step")
    for number, text in enumerate(("Is it plugged in?", "Plug it in"), 1):
        add_step.click()
        admin.get_by_role("textbox", name=f"Step {number}", exact=True).fill(text)
    for number, (text, to) in enumerate((("Yes", "End"), ("No", "Step 2")), 1):
        admin.get_by_role("button", name="Add a choice to step 1").click()
        admin.get_by_label(f"Choice {number} of step 1").first.fill(text)
        admin.get_by_label(f"Where choice {number} of step 1 leads").select_option(label=to)
    assert axe(admin) == []
    save(admin, "Create")
    expect(admin.get_by_role("heading", name="Dark display", level=1)).to_be_visible()
    kept = api(admin, centre, "GET", f"/admin/articles/{admin.url.rpartition('/')[2]}")
    assert [(one["text"], [(way["text"], way["to"]) for way in one["choices"]]) for one in kept["procedure"]] == [
        ("Is it plugged in?", [("Yes", ""), ("No", kept["procedure"][1]["id"])]),
        ("Plug it in", []),
    ]


def test_a_queue_that_an_inbox_leads_to_is_not_removed_and_the_page_says_why(admin: Page) -> None:
    open_page(admin, "#/queues/orders")
    admin.get_by_role("button", name="Remove", exact=True).click()
    admin.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(admin.get_by_role("alert")).to_contain_text("Still in use:")
    expect(admin.get_by_role("alert")).to_contain_text("orders@")


def test_signing_in_with_a_wrong_password_says_so(centre: str, page: Page) -> None:
    page.goto(f"{centre}/admin")
    page.get_by_label("E-mail").fill("sofia.lindqvist@alderwell.example")
    page.get_by_label("Password").fill("not the password")
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The address or the password is wrong.")
