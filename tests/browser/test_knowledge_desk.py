"""Knowledge at the agents' desk in a real browser: flags, fixes, versions, news, and procedures walked through."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import KillableCentre
from tests.browser.visitor import Visitor, sign_in


@pytest.fixture(scope="module")
def origin(built: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    own = KillableCentre(tmp_path_factory.mktemp("knowledge"))
    own.start()
    yield own.origin
    own.stop()


@pytest.fixture
def publisher(browser: Browser, origin: str) -> Iterator[Page]:
    """Sofia's console: she may publish."""
    context = browser.new_context()
    yield sign_in(context, origin, "sofia", status="away")
    context.close()


def api(page: Page, origin: str, method: str, path: str, body: Any = None) -> Any:
    headers = {"X-Requested-With": "contactcenter", "Origin": origin, "Content-Type": "application/json"}
    answer = page.request.fetch(f"{origin}/api/v1{path}", method=method, data=json.dumps(body), headers=headers)
    assert answer.ok, answer.text()
    return answer.json()


def article(slug: str, title: str, **more: Any) -> dict[str, Any]:
    return {"id": slug, "slug": slug, "language": "en", "title": title, "body": f"{title}: old words."} | more


def opened(page: Page, words: str) -> Any:
    """The article found by its words beside the conversation, open."""
    page.get_by_role("tab", name="Articles").click()
    page.get_by_role("searchbox", name="Search articles").fill(words)
    found = page.get_by_role("list", name="Articles found").get_by_role("article").filter(has_text=words)
    found.get_by_role("button", name=words).click()
    return found


@pytest.fixture
def talking(context: BrowserContext, origin: str) -> Page:
    visitor = Visitor(context.request, origin)
    console = sign_in(context, origin, "emma")
    visitor.ask_for_person("The strap of my device is torn")
    console.get_by_role("button", name="Accept").first.click()
    expect(console.get_by_role("log")).to_contain_text("The strap of my device is torn")
    return console


def knowledge(page: Page) -> Any:
    page.get_by_role("button", name="Knowledge").click()
    return page.get_by_role("dialog", name="Knowledge")


def test_an_article_is_flagged_fixed_compared_and_the_fix_taken_over(
    talking: Page, publisher: Page, origin: str, axe: Callable[[Page], list[str]]
) -> None:
    api(publisher, origin, "POST", "/admin/articles", article("zebra-strap", "Zebra strap"))
    card = opened(talking, "Zebra strap")
    card.get_by_role("button", name="Flag").click()
    dialog = talking.get_by_role("dialog", name="Flag: Zebra strap")
    dialog.get_by_label("What is amiss").select_option(label="Outdated")
    dialog.get_by_label("A word why").fill("Straps are sold no more")
    dialog.get_by_role("button", name="Flag").click()
    expect(talking.get_by_text("Flagged: its owner")).to_be_visible()

    card.get_by_role("button", name="Fix").click()
    dialog = talking.get_by_role("dialog", name="Fix: Zebra strap")
    dialog.get_by_label("Text").fill("Zebra strap: new words.")
    dialog.get_by_role("button", name="Save").click()
    expect(talking.get_by_text("Proposed: somebody who publishes")).to_be_visible()

    publisher.reload()
    waiting = knowledge(publisher)
    flagged = waiting.get_by_role("region", name="Flagged")
    expect(flagged).to_contain_text("Straps are sold no more")
    expect(flagged.locator("del")).to_have_text("Zebra strap: old words.")
    expect(flagged.locator("ins")).to_have_text("Zebra strap: new words.")
    assert axe(publisher) == []
    waiting.get_by_role("button", name="Take it over").click()
    expect(flagged.locator("ins")).to_have_count(0)
    waiting.get_by_role("button", name="Done").click()
    expect(flagged).to_have_count(0)
    assert api(publisher, origin, "GET", "/admin/articles/zebra-strap")["body"] == "Zebra strap: new words."

    card.get_by_role("button", name="Versions").click()
    versions = talking.get_by_role("dialog", name="Versions: Zebra strap")
    expect(versions.get_by_role("heading")).to_contain_text(["Versions", "Version 2", "Version 1"])
    expect(versions.locator("ins")).to_have_text("Zebra strap: new words.")
    expect(versions).to_contain_text("Sofia")
    assert axe(talking) == []


def test_what_changed_is_told_until_it_was_seen_and_owners_are_told_of_reviews(
    talking: Page, publisher: Page, origin: str
) -> None:
    due = article("due-one", "Due one", owner_id="emma", review_at="2020-01-01T00:00:00Z")
    api(publisher, origin, "POST", "/admin/articles", due)
    talking.reload()
    news = knowledge(talking)
    expect(news.get_by_role("region", name="Changed since")).to_contain_text("Due one")
    expect(news.get_by_role("region", name="Yours, to be reviewed")).to_contain_text("Due one")
    news.get_by_role("button", name="I have seen these").click()
    expect(news.get_by_role("region", name="Changed since")).to_have_count(0)
    expect(news.get_by_role("region", name="Yours, to be reviewed")).to_contain_text("Due one")


def test_a_procedure_is_walked_through_and_its_results_stand_in_the_conversation(
    talking: Page, publisher: Page, origin: str, axe: Callable[[Page], list[str]]
) -> None:
    steps = [
        {"id": "a", "text": "Is the quagga lit?", "choices": [{"text": "Yes", "to": ""}, {"text": "No", "to": "b"}]},
        {"id": "x", "text": "Never reached"},
        {"id": "b", "text": "Press for ten seconds"},
    ]
    walk = article("quagga", "Quagga lamp", kind="procedure", procedure=steps, audience="agents")
    api(publisher, origin, "POST", "/admin/articles", walk)
    card = opened(talking, "Quagga lamp")
    procedure = card.get_by_role("region", name="Procedure")
    procedure.get_by_label("What was found").fill("dark since Monday")
    procedure.get_by_role("button", name="No", exact=True).click()
    expect(procedure).to_contain_text("Press for ten seconds")
    assert axe(talking) == []
    procedure.get_by_role("button", name="Done, next").click()
    expect(procedure).to_contain_text("The procedure ends here.")
    log = talking.get_by_role("log")
    expect(log).to_contain_text("Is the quagga lit? → No → dark since Monday")
    expect(log).to_contain_text("Press for ten seconds")
    expect(log).not_to_contain_text("Never reached")


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGPQSDmPFTEMLQkAxq9bAU0kYgYAAAAASUVORK5CYII="
)
LOADED = "img => img.complete && img.naturalWidth === 8"


def test_a_picture_is_put_into_an_article_and_shown_wherever_it_is_read(
    talking: Page, publisher: Page, origin: str
) -> None:
    api(publisher, origin, "POST", "/admin/articles", article("okapi", "Okapi ear", state="validated"))
    publisher.goto(f"{origin}/admin#/articles/okapi")
    with publisher.expect_file_chooser() as chooser:
        publisher.get_by_role("button", name="Add files").click()
    chooser.value.set_files([{"name": "ear (1).png", "mimeType": "image/png", "buffer": PICTURE}])
    publisher.get_by_role("button", name="Put into the text").click()
    publisher.get_by_role("button", name="Save", exact=True).click()
    expect(publisher.get_by_text("Saved:")).to_be_visible()
    publisher.get_by_role("tab", name="Preview").first.click()
    shown = publisher.get_by_role("img", name="ear (1).png")
    expect(shown).to_be_visible()
    assert shown.evaluate(LOADED)

    publisher.goto(f"{origin}/articles/okapi?language=en")
    assert publisher.get_by_role("img", name="ear (1).png").evaluate(LOADED)

    card = opened(talking, "Okapi ear")
    card.get_by_text("Whole article").click()
    expect(card.get_by_role("img", name="ear (1).png")).to_be_visible()
    talking.wait_for_function(f"() => ({LOADED})(document.querySelector('.prose-picture'))")
