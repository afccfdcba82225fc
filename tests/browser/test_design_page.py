"""The components that every screen is made of, on their one page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

MODES = [("light", "ltr"), ("dark", "ltr"), ("light", "rtl"), ("dark", "rtl")]
Axe = Callable[[Page], list[str]]


def open_design(page: Page, origin: str, theme: str = "light", direction: str = "ltr") -> None:
    page.goto(f"{origin}/design?theme={theme}&dir={direction}")
    expect(page.get_by_role("heading", name="Design language")).to_be_visible()


@pytest.mark.parametrize(("theme", "direction"), MODES)
def test_axe_finds_nothing_in_any_mode(page: Page, pages: str, axe: Axe, theme: str, direction: str) -> None:
    open_design(page, pages, theme, direction)
    assert axe(page) == []


def test_an_open_dialog_and_menu_are_clean_too(page: Page, pages: str, axe: Axe) -> None:
    open_design(page, pages)
    page.get_by_role("button", name="Snooze", exact=True).click()
    expect(page.get_by_role("menuitem", name="In an hour")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Open a dialog").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe(page) == []


def test_ten_thousand_rows_are_at_most_sixty_elements(page: Page, pages: str) -> None:
    open_design(page, pages)
    rows = page.get_by_role("option").and_(page.locator(".list-row"))
    expect(rows.nth(5)).to_be_visible()  # drawn once its height is measured
    assert rows.count() <= 60
    page.get_by_role("listbox", name="Ten thousand").focus()
    page.keyboard.press("End")
    expect(page.locator('.list-row[aria-posinset="10000"]')).to_be_visible()
    assert 5 < rows.count() <= 60


def test_a_list_is_worked_by_keyboard(page: Page, pages: str) -> None:
    open_design(page, pages)
    page.get_by_role("listbox", name="Ten thousand").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator('.list-row[aria-selected="true"]')).to_have_attribute("aria-posinset", "3")


def test_a_menu_gives_focus_back_to_its_button(page: Page, pages: str) -> None:
    open_design(page, pages)
    button = page.get_by_role("button", name="Snooze", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="In an hour")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Tomorrow")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_a_dialog_closes_on_escape_and_gives_focus_back(page: Page, pages: str) -> None:
    open_design(page, pages)
    button = page.get_by_role("button", name="Open a dialog")
    button.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()


def test_the_page_keeps_the_policy_of_the_centre(page: Page, pages: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{pages}/design")
    expect(page.get_by_role("heading", name="Design language")).to_be_visible()
    assert complaints == []
