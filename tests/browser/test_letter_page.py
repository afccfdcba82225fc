"""The page behind a link in a letter, in a real browser: read, answered with a file, in another language."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from contactcenter.desk.letter_links import LetterLink, link_token
from contactcenter.ports import LinkPurpose
from tests.browser.mail_centre import MailCentre, mail_centre
from tests.browser.test_widget import PIXEL

Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def office(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailCentre]:
    with mail_centre(tmp_path_factory.mktemp("letter-page")) as centre:
        yield centre


def opened(page: Page, office: MailCentre, conversation: Any, purpose: LinkPurpose = LinkPurpose.CONVERSATION) -> None:
    link = LetterLink(conversation_id=conversation.id, purpose=purpose)
    page.goto(f"{office.origin}/c/{link_token(office.desk.keyring, link, datetime.now(UTC))}")


def test_a_reader_answers_with_a_file_and_reads_it_in_another_language(page: Page, office: MailCentre) -> None:
    opened(page, office, office.arrive("Where is my parcel?"))
    expect(page.get_by_text("Where is my parcel?")).to_be_visible()
    page.get_by_label("Your answer").fill("Here is the label.")
    page.get_by_label("Files").set_input_files({"name": "ярлык.png", "mimeType": "image/png", "buffer": PIXEL})
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Here is the label.")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="ярлык.png").click()
    assert Path(saved.value.path()).read_bytes() == PIXEL
    page.get_by_label("Language").select_option(label="Русский")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_label("Ваш ответ")).to_be_visible()


def test_a_file_that_is_not_taken_is_told_and_the_words_stay(page: Page, office: MailCentre) -> None:
    opened(page, office, office.arrive("Where is my other parcel?"))
    page.get_by_label("Your answer").fill("Try this.")
    program = {"name": "setup.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"}
    page.get_by_label("Files").set_input_files(program)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Files like setup.exe are not taken")
    expect(page.get_by_label("Your answer")).to_have_value("Try this.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_there(context: BrowserContext, office: MailCentre, axe: Axe, scheme: Any) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    conversation = office.arrive(f"Is it late again? {scheme}")
    for purpose in (LinkPurpose.CONVERSATION, LinkPurpose.PERSON):
        opened(page, office, conversation, purpose)
        assert axe(page) == []
