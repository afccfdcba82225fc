"""The page behind a link in a letter: one conversation, without an account; looking is not pressing."""

from datetime import timedelta
from typing import Any

import pytest

from contactcenter.desk.intake import receive
from contactcenter.desk.letter_links import GOOD_FOR, LetterLink, link_token
from contactcenter.desk.records import save_record
from contactcenter.desk.reply_tokens import reply_token
from contactcenter.ids import ConversationId, InboxId, QueueId, uuid7
from contactcenter.local_time import local_time
from contactcenter.model.bodies import EntryKind, Message
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation
from contactcenter.model.plan import Recorded
from contactcenter.model.records import Inbox
from contactcenter.ports import InboundMessage, LinkPurpose
from tests.web.site import Site

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
    form = {"action": "answer", "text": "It has come.", "external_id": uuid7()}
    for _ in range(3):
        assert (await site.client.post(link(site, head), data=form)).status == 200  # back on the page
    assert (await texts(site, head.id)).count("It has come.") == 1


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
