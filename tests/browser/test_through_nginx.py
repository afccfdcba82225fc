"""The browser flow through the nginx of deploy/: https, websockets, cookies that only https has, files."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import KillableCentre
from tests.browser.test_main_job import PICTURE, text, write
from tests.deploy.nginx import free_port


@pytest.mark.timeout(240)
def test_customer_and_agent_meet_through_nginx(
    browser: Browser, built: Path, tmp_path: Path, nginx_site: Callable[..., str]
) -> None:
    port, secure = free_port(), free_port()
    origin = f"https://localhost:{secure}"
    settings = {"CONTACTCENTER_PUBLIC_URL": origin, "CONTACTCENTER_TRUSTED_PROXIES": "127.0.0.1"}
    centre = KillableCentre(tmp_path, settings=settings)
    centre.origin = f"http://127.0.0.1:{port}"
    centre.start()
    try:
        assert centre.origin == origin
        assert nginx_site(port, secure) == origin
        _meet(browser, origin)
    finally:
        centre.stop()


def _meet(browser: Browser, origin: str) -> None:
    staff = browser.new_context(ignore_https_errors=True)
    console = staff.new_page()
    sockets: list[str] = []
    console.on("websocket", lambda socket: sockets.append(socket.url))
    headers = {"X-Requested-With": "contactcenter", "Origin": origin, "Content-Type": "application/json"}
    answer = staff.request.post(f"{origin}/api/v1/demo/login", data=json.dumps({"agent_id": "emma"}), headers=headers)
    assert answer.ok, answer.text()
    (cookie,) = staff.cookies()
    assert cookie["name"].startswith("__Host-") and cookie["secure"] and cookie["httpOnly"]
    console.goto(f"{origin}/console")
    shop = browser.new_context(ignore_https_errors=True, locale="en-GB")
    page = shop.new_page()
    page.goto(f"{origin}/shop")
    page.wait_for_function("() => typeof window.contactcenter === 'function'")
    page.evaluate("contactcenter('open')")
    while len(page.frames) < 2:
        page.wait_for_event("frameattached")
    chat = page.frames[1]
    chat.wait_for_selector(".composer")
    chat.locator("input[type=file]").set_input_files(
        {"name": "display.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    write(chat, "I want to talk to a human about this picture")
    console.get_by_role("button", name=text("console.offer.accept", "en")).first.click()
    expect(console.get_by_role("log").locator("img")).to_have_count(1)
    console.locator("form.composer textarea").fill("I see it")
    console.locator("form.composer textarea").press("Enter")
    expect(chat.get_by_text("I see it")).to_be_visible()
    assert sockets and sockets[0].startswith(f"wss://localhost:{origin.rpartition(':')[2]}/socket.io/")
    for context in (staff, shop):
        context.close()
