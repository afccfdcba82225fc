"""Connecting a mailbox in administration, in a real browser, against a real centre and real mail servers."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from contactcenter.ports import Health
from tests.browser.mail_centre import MailCentre, mail_centre
from tests.browser.visitor import sign_in
from tests.servers.mail import MailServer

Axe = Callable[[Page], list[str]]
OWN = {"X-Requested-With": "contactcenter"}


@pytest.fixture(scope="module")
def office(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailCentre]:
    with mail_centre(tmp_path_factory.mktemp("mail-admin")) as centre:
        yield centre


@pytest.fixture
def admin(context: BrowserContext, office: MailCentre) -> Page:
    page = sign_in(context, office.origin, "sofia", "away")
    page.goto(f"{office.origin}/admin")
    expect(page.get_by_role("heading", name="Agents", level=1)).to_be_visible()
    return page


def open_page(page: Page, where: str) -> None:
    page.evaluate("where => { location.hash = where }", where)


def stored(page: Page, office: MailCentre, path: str) -> Any:
    answer = page.request.get(f"{office.origin}/api/v1/admin/{path}")
    assert answer.ok, answer.text()
    return answer.json()


def save(page: Page, name: str = "Save") -> None:
    with page.expect_response(lambda answer: answer.request.method in ("POST", "PUT")) as answer:
        page.get_by_role("button", name=name, exact=True).click()
    assert answer.value.ok, answer.value.text()
    expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


def new_inbox(page: Page, name: str) -> None:
    open_page(page, "#/inboxes/+")
    page.get_by_role("combobox", name="Channel").select_option("email")
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_label("Queue").select_option(label="General")
    page.get_by_label("Identifier").fill(name.lower())


def test_a_new_inbox_for_mail_does_not_answer_by_itself_and_says_why(admin: Page, office: MailCentre) -> None:
    new_inbox(admin, "Quiet")
    answers = admin.get_by_role("checkbox", name="Answer from the articles by itself")
    expect(answers).not_to_be_checked()
    expect(answers).to_have_accessible_description(re.compile("Off for a new inbox of letters"))
    expect(admin.get_by_label("Pages that may show it")).to_have_count(0)
    save(admin, "Create")
    assert stored(admin, office, "inboxes/quiet")["answers"] is False


def test_what_would_be_answered_is_seen_before_answers_are_turned_on(admin: Page, office: MailCentre) -> None:
    new_inbox(admin, "Beforehand")
    save(admin, "Create")
    admin.get_by_role("button", name="Show what would be answered").click()
    expect(admin.get_by_text("Nobody has asked anything here yet.")).to_be_visible()
    admin.goto(f"{office.origin}/admin#/inboxes/mail")
    admin.get_by_role("button", name="Show what would be answered").click()
    expect(
        admin.get_by_text(re.compile(r"Of the latest \d+ questions?: \d+ answered|Nobody has asked"))
    ).to_be_visible()


@pytest.mark.parametrize(
    ("provider", "hosts", "ports", "shown"),
    [
        ("Gmail", ("imap.gmail.com", "smtp.gmail.com"), ("993", "465"), "Password"),
        ("Microsoft 365", ("outlook.office365.com", "smtp.office365.com"), ("993", "587"), "Refresh token"),
        ("Another server", ("", ""), ("993", "465"), "Password"),
    ],
)
def test_a_provider_fills_in_what_is_known_of_it(
    admin: Page, provider: str, hosts: tuple[str, str], ports: tuple[str, str], shown: str
) -> None:
    new_inbox(admin, "Chosen")
    admin.get_by_role("button", name=provider).click()
    expect(admin.get_by_role("button", name=provider)).to_have_attribute("aria-pressed", "true")
    expect(admin.get_by_label("Server for receiving (IMAP)")).to_have_value(hosts[0])
    expect(admin.get_by_label("Server for sending (SMTP)")).to_have_value(hosts[1])
    expect(admin.get_by_label("Port for receiving")).to_have_value(ports[0])
    expect(admin.get_by_label("Port for sending")).to_have_value(ports[1])
    expect(admin.get_by_label(shown, exact=True)).to_have_attribute("type", "password")


def test_settings_stand_in_groups_and_every_one_is_explained(admin: Page) -> None:
    new_inbox(admin, "Explained")
    for title in ("Address and sign-in", "Receiving", "Sending", "Trust"):
        expect(admin.get_by_role("group", name=title, exact=True)).to_be_visible()
    admin.get_by_label("How to sign in").select_option("oauth")
    admin.get_by_label("What happens on the mail server afterwards").select_option("move")
    controls = admin.locator(".admin-settings").get_by_role("textbox").or_(admin.locator(".admin-settings select"))
    for control in controls.all():
        expect(control).to_have_accessible_description(re.compile(r"\w{3}"))
    assert re.search(r"\b(imap|smtp|oauth)_\w|admin\.", admin.inner_text(".admin-form")) is None


def test_a_secret_is_kept_replaced_and_removed_without_being_shown(admin: Page, office: MailCentre) -> None:
    new_inbox(admin, "Secretive")
    admin.get_by_label("Password", exact=True).fill("tulips-and-19-geese")
    save(admin, "Create")
    password = admin.get_by_label("Password", exact=True)
    expect(password).to_have_value("")
    expect(password).to_have_attribute("placeholder", "Kept")
    assert "tulips" not in admin.content()

    sealed = office.desk.directory.inbox("secretive").settings["password"]  # type: ignore[arg-type]
    admin.get_by_label("Folder", exact=True).fill("Support")
    save(admin)
    assert office.desk.directory.inbox("secretive").settings["password"] == sealed  # type: ignore[arg-type]

    password.fill("another")
    password.fill("")
    expect(admin.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    admin.get_by_role("button", name="Remove: Password").click()
    save(admin)
    assert office.desk.directory.inbox("secretive").settings["password"] == ""  # type: ignore[arg-type]


def test_trying_the_connection_saves_then_tells_what_is_wrong_and_what_to_do(admin: Page, office: MailCentre) -> None:
    new_inbox(admin, "Broken")
    save(admin, "Create")
    admin.get_by_label("Address", exact=True).fill("help@broken.test")
    admin.get_by_label("Server for receiving (IMAP)").fill("127.0.0.1")
    admin.get_by_label("Port for receiving").fill("1")
    admin.get_by_role("button", name="Save and try the connection").click()
    result = admin.locator(".admin-found")
    expect(result).to_contain_text("127.0.0.1 does not accept a connection on port 1")
    expect(result).to_contain_text("Check the port")
    assert stored(admin, office, "inboxes/broken")["settings"]["imap_port"] == 1
    expect(admin.get_by_role("button", name="Try the connection", exact=True)).to_be_visible()


def test_a_mailbox_on_real_servers_is_connected(admin: Page, office: MailCentre, mail_server: MailServer) -> None:
    mailbox = mail_server.account()
    new_inbox(admin, "Real")
    admin.get_by_role("button", name="Another server").click()
    admin.get_by_label("Address", exact=True).fill(mailbox.address)
    admin.get_by_label("Password", exact=True).fill(mailbox.password)
    admin.get_by_label("Server for receiving (IMAP)").fill(mail_server.host)
    admin.get_by_label("Port for receiving").fill(str(mail_server.ports["imaps"]))
    admin.get_by_label("Server for sending (SMTP)").fill(mail_server.host)
    admin.get_by_label("Port for sending").fill(str(mail_server.ports["smtps"]))
    admin.get_by_label("Certificate authority of your own").fill(mail_server.certificates)
    save(admin, "Create")
    admin.get_by_role("button", name="Try the connection").click()
    expect(admin.locator(".admin-found")).to_contain_text("Both directions work.", timeout=40_000)


def test_the_list_says_of_each_inbox_whether_it_works(admin: Page, office: MailCentre) -> None:
    state = admin.get_by_role("row").filter(has_text="Help desk")
    open_page(admin, "#/inboxes")
    expect(state).to_contain_text("Not connected")
    for health, words in ((Health(), "Works"), (Health(problem="No route to host"), "Fails")):
        office.report(health)
        admin.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(state).to_contain_text(words)
    office.report(Health())


def test_a_team_signs_in_every_language(admin: Page, office: MailCentre) -> None:
    open_page(admin, "#/teams/support")
    signatures = admin.get_by_role("group", name="Signatures")
    signatures.get_by_role("combobox").select_option(label="Russian")
    signatures.get_by_role("button", name="Add", exact=True).click()
    signatures.get_by_role("textbox", name="Russian").fill("{agent.name}, служба поддержки")
    save(admin)
    assert stored(admin, office, "teams/support")["signatures"] == {"ru": "{agent.name}, служба поддержки"}


def test_what_is_really_in_quarantine_is_listed_and_read_again(admin: Page, office: MailCentre) -> None:
    office.quarantine(b"From: ann@example.com\r\nSubject: Hello\r\n\r\nWhere is it?\r\n", "took longer than 10 s")
    office.quarantine(b"From: x@example.com\r\n\r\nlost\r\n", "its inbox was gone", inbox="gone")
    open_page(admin, "#/quarantine")
    readable = admin.get_by_role("row").filter(has_text="took longer than 10 s")
    expect(readable).to_contain_text("Help desk")
    readable.get_by_role("button", name="Try again").click()
    expect(admin.get_by_text("It could be read now.")).to_be_visible()
    expect(readable).to_have_count(0)
    orphan = admin.get_by_role("row").filter(has_text="gone")
    orphan.get_by_role("button", name="Try again").click()
    expect(admin.get_by_text("It still cannot be read.")).to_be_visible()
    expect(orphan).to_contain_text("its inbox is gone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_pages_of_mail(admin: Page, office: MailCentre, axe: Axe, scheme: Any) -> None:
    admin.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    new_inbox(admin, f"Axe-{scheme}")
    admin.get_by_role("button", name="Microsoft 365").click()
    assert axe(admin) == []
    admin.get_by_label("Client secret").fill("s")
    save(admin, "Create")
    expect(admin.get_by_role("button", name="Try the connection")).to_be_visible()
    assert axe(admin) == []
    open_page(admin, "#/inboxes")
    expect(admin.get_by_role("row").filter(has_text="Help desk")).to_be_visible()
    assert axe(admin) == []
