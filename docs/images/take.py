"""Takes the pictures of the README from a running demo: `python docs/images/take.py [http://127.0.0.1:8080]`.

The demo was just started in a new folder and nobody else is in it. A customer asks in the chat of the shop and an
article answers; then they ask for a person, and an agent who speaks their language accepts and replies in the console.
Needs Playwright and a Chromium on PATH (`make setup` brings both).
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page, expect, sync_playwright

HERE = Path(__file__).parent
AGENT = "Emma Clarke"
QUESTION = "How do I clean the cuff?"
FOR_A_PERSON = "Thanks! We are a clinic with eight people. May I talk to a person about that?"
REPLY = "Of course. For eight people I would take one BP300 each: readings stay apart, and the app holds them all."


def main(origin: str) -> None:
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        console = signed_in(browser, origin)
        shop = browser.new_page(viewport={"width": 1180, "height": 860}, locale="en")
        chat = opened_chat(shop, origin)
        write(chat, QUESTION)
        expect(chat.get_by_role("button", name="This helped")).to_be_visible()
        shop.wait_for_timeout(1_000)  # the bubbles have slid in
        shop.screenshot(path=HERE / "widget.png")
        write(chat, FOR_A_PERSON)
        console.get_by_role("button", name="Accept").click()
        reply = console.get_by_role("textbox", name="Reply")
        reply.fill(REPLY)
        reply.press("Control+Enter")
        expect(chat.get_by_text(REPLY)).to_be_visible()
        console.wait_for_timeout(1_000)
        console.screenshot(path=HERE / "console.png")
        browser.close()


def signed_in(browser: Browser, origin: str) -> Page:
    """The console of an agent, from the start page."""
    page = browser.new_page(viewport={"width": 1360, "height": 860}, locale="en")
    page.goto(origin)
    page.get_by_role("button", name=AGENT).click()
    page.wait_for_url("**/console**")
    expect(page.get_by_text("Online", exact=True)).to_be_visible()
    return page


def opened_chat(shop: Page, origin: str) -> Frame:
    """The chat inside its iframe. Its button lies in a closed shadow tree, so it is pressed where it is seen."""
    shop.goto(f"{origin}/shop")
    shop.wait_for_selector("contactcenter-widget", state="attached")
    size = shop.viewport_size
    assert size is not None
    shop.wait_for_load_state("networkidle")  # its button is drawn last
    with shop.expect_event("frameattached") as attached:
        shop.mouse.click(size["width"] - 48, size["height"] - 48)
    chat = attached.value
    chat.wait_for_selector(".composer")
    return chat


def write(chat: Frame, text: str) -> None:
    box = chat.get_by_role("textbox", name="Write a message")
    box.fill(text)
    box.press("Enter")


if __name__ == "__main__":
    main((sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080").rstrip("/"))
