"""The help centre in a real browser, with its scripts forbidden: searched by keyboard, read in another language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

Axe = Callable[[Page], list[str]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_reader_searches_and_reads_without_scripts(browser: Browser, centre: str, axe: Axe, theme: str) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme=theme, locale="en-US")  # type: ignore[arg-type]  # one of the two
    page = context.new_page()
    page.goto(f"{centre}/help")
    expect(page.get_by_role("heading", name="Help")).to_be_visible()
    page.get_by_role("searchbox").fill("which batteries")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Which batteries").first.click()
    expect(page.get_by_role("article")).to_contain_text("batter")
    page.get_by_role("link", name="русский").click()
    expect(page.get_by_role("article")).to_contain_text("батаре")
    page.get_by_role("link", name="Помощь").click()
    expect(page.get_by_role("heading", name="Помощь")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "zh-Hans"), ("light", "ar")])
def test_axe_finds_nothing(page: Page, centre: str, axe: Axe, theme: str, language: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # light or dark
    for path in (f"/help?language={language}", f"/help?q=BP200&language={language}"):
        page.goto(f"{centre}{path}")
        assert axe(page) == []
    page.get_by_role("list").first.get_by_role("link").first.click()
    expect(page.get_by_role("article")).to_be_visible()
    assert axe(page) == []
