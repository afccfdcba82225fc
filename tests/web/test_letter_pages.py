"""The page behind a link in a letter: one conversation, without an account; looking is not pressing."""

from datetime import timedelta
from mimetypes import guess_type
from typing import Any

import pytest
from aiohttp import FormData

from contactcenter.desk.intake import receive
from contactcenter.desk.letter_links import GOOD_FOR, LetterLink, link_token
from contactcenter.desk.records import save_record
from contactcenter.desk.reply_tokens import reply_token
from contactcenter.ids import ConversationId, InboxId, QueueId, uuid7
from contactcenter.local_time import local_time
from contactcenter.model.bodies import EntryKind
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation
from contactcenter.model.message import Message
from contactcenter.model.plan import Recorded
from contactcenter.model.records import Inbox
from contactcenter.ports import InboundMessage, LinkPurpose
from tests.web.site import Site

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000"
    "001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
FORM = "multipart/form-data; boundary=x"
TEXT = b'Content-Disposition: form-data; name="text"\r\n\r\n'
HOSTILE = "Where is <script>alert(1)</script> my parcel? I ordered it two weeks ago."


@pytest.fixture
async def head(site: Site) -> Conversation:
    """A conversation that began by mail."""
    queue = site.desk.directory.inbox(InboxId("shop")).queue_id
    inbox = Inbox(id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId(queue), answers=False)
    await save_record(site.desk, inbox, actor="test", new=True)
    return await arrived(site, "ann@example.com", HOSTILE)


async def arrived(site: Site, sender: str, text: str, **more: Any) -> Conversation:
    message = InboundMessage(
        inbox_id=InboxId("mail"), external_id=uuid7(), identity=Identity(kind="email", address=sender),
        contact_name="Ann Miller", text=text, subject="Parcel", **more,
    )  # fmt: skip
    done = await receive(site.desk, message)
    assert isinstance(done, Recorded)
    found = await site.desk.store.conversation(done.head.id)
    assert found is not None
    return found


def link(site: Site, head: Conversation, purpose: LinkPurpose = LinkPurpose.CONVERSATION) -> str:
    one = LetterLink(conversation_id=head.id, purpose=purpose)
    return f"/c/{link_token(site.desk.keyring, one, site.clock.now())}"


async def texts(site: Site, conversation_id: ConversationId) -> list[str]:
    entries = await site.desk.store.entries(conversation_id, 0, 100)
    return [one.body.text for one in entries if one.kind is EntryKind.MESSAGE and isinstance(one.body, Message)]


async def test_the_page_shows_the_conversation_inert_unnamed_and_unindexed(site: Site, head: Conversation) -> None:
    other = InboundMessage(
        inbox_id=InboxId("mail"), external_id=uuid7(), identity=Identity(kind="email", address="bob@example.org"),
        contact_name="Bob Stranger", text="I know more about it.", conversation_id=None,
        reply_tokens=(token_of(site, head),),
    )  # fmt: skip
    await receive(site.desk, other)
    answer = await site.client.get(link(site, head))
    page = await answer.text()
    assert answer.status == 200 and "&lt;script&gt;" in page and "<script" not in page
    assert head.reference in page and "I know more about it." in page
    assert not [name for name in ("Ann Miller", "Bob Stranger", "bob@example.org", "Agent") if name in page]
    assert answer.headers["X-Robots-Tag"].startswith("noindex") and answer.headers["Referrer-Policy"] == "no-referrer"
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def token_of(site: Site, head: Conversation) -> str:
    return reply_token(site.desk.keyring, head.reference)


async def test_an_answer_written_there_is_the_contacts_once_however_often_the_button_is_pressed(
    site: Site, head: Conversation
) -> None:
    external_id = uuid7()
    for _ in range(3):
        sent = await answered(site, head, "It has come.", external_id=external_id)
        assert sent.status == 200 and str(sent.url).endswith(link(site, head))  # back on the page
    assert (await texts(site, head.id)).count("It has come.") == 1


async def answered(site: Site, head: Conversation, text: str, *given: tuple[str, bytes], external_id: str = "") -> Any:
    """The form of the page, sent as a browser sends it."""
    form = FormData(quote_fields=False)
    form.add_field("external_id", external_id or uuid7())
    form.add_field("text", text)
    for name, data in given or (("", b""),):
        kind = guess_type(name)[0] or "application/octet-stream"
        form.add_field("files", data, filename=name, content_type=kind)
    return await site.client.post(f"{link(site, head)}/answer", data=form)


async def test_files_come_with_an_answer_and_are_given_out_there(site: Site, head: Conversation) -> None:
    await answered(site, head, "See the pictures.", ("one.png", PIXEL), ("два.pdf", b"%PDF-1.7 two"))
    page = await (await site.client.get(link(site, head))).text()
    assert "one.png" in page and "два.pdf" in page
    entries = await site.desk.store.entries(head.id, 0, 100)
    sent = next(one.body for one in entries if isinstance(one.body, Message) and one.body.attachments)
    assert [one.content_type for one in sent.attachments] == ["image/png", "application/pdf"]
    file = await site.client.get(f"{link(site, head)}/files/{sent.attachments[0].blob_id}")
    assert await file.read() == PIXEL


async def test_files_alone_are_an_answer(site: Site, head: Conversation) -> None:
    before = len(await texts(site, head.id))
    await answered(site, head, "", ("one.png", PIXEL))
    assert (await texts(site, head.id))[before] == ""


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("setup.exe", b"MZ" + b"\0" * 100)], "Files like setup.exe are not taken"),
        ([("empty.png", b"")], "Files like empty.png are not taken"),
        ([("film.png", PIXEL + b"\0" * 300)], "film.png is too large"),
        ([(f"{number}.png", PIXEL) for number in range(11)], "At most 10 files in one answer: 10.png"),
    ],
)
async def test_a_file_that_is_not_taken_is_told_and_what_was_written_stays(
    site: Site, head: Conversation, files: list[tuple[str, bytes]], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contactcenter.web.files.visitor_max_bytes", lambda centre, channel: 200)
    before = await texts(site, head.id)
    answer = await answered(site, head, "Here <b>they</b> are", *files)
    page = await answer.text()
    assert answer.status == 200 and words in page and "Here &lt;b&gt;they&lt;/b&gt; are</textarea>" in page
    assert await texts(site, head.id) == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"text=x", "application/x-www-form-urlencoded", 422),
        (b"x", "multipart/form-data", 422),
        (b"no part at all", FORM, 422),
        (b"--x\r\n", FORM, 422),
        (b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\nhalf", FORM, 422),
        (b"--x\r\n" + TEXT + b"x" * 50_000 + b"\r\n--x--", FORM, 413),
        ((b"--x\r\n" + TEXT + b"b\r\n") * 30 + b"--x--", FORM, 413),
    ],
)
async def test_what_is_no_form_is_refused_and_stores_nothing(
    site: Site, head: Conversation, body: bytes, kind: str, status: int
) -> None:
    before = await texts(site, head.id)
    answer = await site.client.post(f"{link(site, head)}/answer", data=body, headers={"Content-Type": kind})
    assert answer.status == status, await answer.text()
    assert await texts(site, head.id) == before


async def test_looking_at_a_question_changes_nothing_and_its_button_acts(site: Site, head: Conversation) -> None:
    before = await site.desk.store.conversation(head.id)
    page = await (await site.client.get(link(site, head, LinkPurpose.HELPED))).text()
    assert await site.desk.store.conversation(head.id) == before and 'value="helped"' in page
    answer = await site.client.post(link(site, head, LinkPurpose.HELPED), data={"action": "helped"})
    entries = await site.desk.store.entries(head.id, 0, 100)
    assert answer.status == 200 and EntryKind.FEEDBACK in {one.kind for one in entries}


async def test_what_is_promised_is_said_in_the_readers_language_and_time(site: Site) -> None:
    queue = site.desk.directory.inbox(InboxId("shop")).queue_id
    inbox = Inbox(
        id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId(queue), answers=False, promise_hours=8,
        time_zone="Asia/Shanghai",
    )  # fmt: skip
    await save_record(site.desk, inbox, actor="test", new=True)
    head = await arrived(site, "li@example.com", "昨天送货的快递员态度很差，我要投诉他，请尽快处理。")
    page = await (await site.client.get(link(site, head))).text()
    due = head.commitments[0].due
    assert "我们的首次答复" in page
    assert local_time(due, "Asia/Shanghai", "zh-Hans") in page and "(UTC+8)" in page


async def test_the_language_is_chosen_there(site: Site, head: Conversation) -> None:
    answer = await site.client.post(link(site, head), data={"action": "language", "language": "ru"})
    changed = await site.desk.store.conversation(head.id)
    assert changed is not None and changed.language == "ru" and 'lang="ru"' in await answer.text()


async def test_a_link_ends_and_a_changed_one_opens_nothing(site: Site, head: Conversation) -> None:
    path = link(site, head)
    assert (await site.client.get(path[:-2] + "xx")).status == 404
    site.clock.advance(GOOD_FOR + timedelta(seconds=1))
    assert (await site.client.get(path)).status == 404


@pytest.mark.parametrize("form", [{}, {"action": "delete"}, {"action": "language", "language": "../x"}])
async def test_what_the_page_does_not_offer_is_refused(site: Site, head: Conversation, form: dict[str, str]) -> None:
    assert (await site.client.post(link(site, head), data=form)).status == 422
