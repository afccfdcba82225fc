"""Agents by mail: told what their contacts write while they are away, and heard only with token and proof."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from contactcenter.desk.agent_mail import WAITS, goes_to_agent
from contactcenter.desk.closing import resolve
from contactcenter.desk.delivery_news import note_status
from contactcenter.desk.intake import receive
from contactcenter.desk.offers import accept
from contactcenter.desk.outbox import Outbox
from contactcenter.desk.reading import read_up_to
from contactcenter.desk.receipts import Read, taken
from contactcenter.desk.records import save_record
from contactcenter.desk.replies import reply
from contactcenter.desk.reply_tokens import agent_reference_of, agent_reply_token, reference_of, reply_token
from contactcenter.ids import AgentId, BlobId, InboxId, QueueId, ReceiptId, uuid7
from contactcenter.model.bodies import DeliveryState, EntryKind, Note
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.conversation import Awaiting, Conversation
from contactcenter.model.entry import CENTRE, Audience, AuthorKind, Entry
from contactcenter.model.message import Message, MessageClass
from contactcenter.model.records import Inbox
from contactcenter.model.rows import Receipt, ReceiptState
from contactcenter.ports import (
    Capabilities,
    Health,
    InboundFile,
    InboundMessage,
    LinkPurpose,
    OutboundMessage,
    Sent,
    StatusChange,
)
from tests.desk.room import Room
from tests.desk.test_letters import ANN, UNANSWERED, arrive, letter

IRA = AgentId("ira")
IRAS = "ira@example.com"


class Letterbox:
    """A channel that keeps what it was given to send."""

    def __init__(self, proves_senders: bool = True) -> None:
        self.sent: list[OutboundMessage] = []
        self.proves_senders = proves_senders

    async def deliver(self, message: OutboundMessage) -> Sent:
        self.sent.append(message)
        return Sent(state=DeliveryState.SENT, provider_id=f"<{message.delivery_id}@centre.test>")


@pytest.fixture
async def post(room: Room) -> Room:
    """The room with an inbox for letters, and Ira wanting mail."""
    room.desk.capabilities = {**room.desk.capabilities, "email": Capabilities(letters=True, html=True)}
    await room.keep(Inbox(id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId("general"), answers=False))
    room.desk.health.report("mail", Health(), room.clock.now())
    agent = room.desk.directory.agent(IRA)
    await save_record(room.desk, replace(agent, mail_when_away=True), actor="test")
    return room


async def iras(post: Room, first: InboundMessage | None = None) -> Conversation:
    """A letter that Ira took and answered; then she went away."""
    await post.come("ira")
    head = await arrive(post, first or letter(UNANSWERED, name="one@their.example"))
    assert head.offer is not None
    await accept(post.desk, IRA, head.id, head.offer.id)
    await reply(post.desk, IRA, head.id, external_id=uuid7(), text="Заберут завтра.")
    await mails(post)
    await gone(post)
    return await post.get(head.id)


async def gone(post: Room) -> None:
    await post.pass_time(60)
    assert post.desk.roster.get("ira").status == "offline"


def links(head: Conversation, entry: Entry) -> Mapping[LinkPurpose, str]:
    return {LinkPurpose.CONSOLE: f"https://centre.test/console#mine/{head.id}"} if goes_to_agent(entry) else {}


async def mails(post: Room, *, proves: bool = True) -> list[OutboundMessage]:
    """What goes out within the next minutes."""
    post.clock.advance(WAITS + timedelta(seconds=1))
    box = Letterbox(proves)
    outbox = Outbox(post.desk, InboxId("mail"), box, "node", links)  # type: ignore[arg-type]  # it only delivers
    while await outbox.step():
        pass
    return box.sent


def follow_up(text: str = "А во сколько?") -> InboundMessage:
    return letter(text, thread_keys=("mid:one@their.example",))


async def told(post: Room) -> tuple[Conversation, OutboundMessage]:
    head = await iras(post)
    await arrive(post, follow_up())
    (mail,) = await mails(post)
    return await post.get(head.id), mail


async def come_in(post: Room, message: InboundMessage) -> ReceiptState:
    """As a mail comes: through a receipt."""
    blob, _ = await post.desk.blobs.put(b"raw")
    receipt = Receipt(
        id=ReceiptId(uuid7()), inbox_id=message.inbox_id, external_id=message.external_id, blob_id=BlobId(blob),
        received_at=post.clock.now(),
    )  # fmt: skip
    found: Read = (message,)
    state, _ = await taken(post.desk, receipt, found)
    return state


def iras_answer(mail: OutboundMessage, text: str = "В десять утра.", **more: object) -> InboundMessage:
    given = {"sender": IRAS, "authenticated": True, "reply_tokens": (mail.reply_token,), **more}
    return letter(text, **given)  # type: ignore[arg-type]  # as the test says


async def replies(post: Room, head: Conversation) -> list[str]:
    entries = await post.entries(head, EntryKind.MESSAGE)
    return [one.body.text for one in entries if one.author.kind is AuthorKind.AGENT and isinstance(one.body, Message)]


async def notes(post: Room, head: Conversation) -> list[str]:
    return [one.body.text for one in await post.entries(head, EntryKind.NOTE) if isinstance(one.body, Note)]


# --- told by mail ------------------------------------------------------------------------------------------


async def test_an_agent_who_is_away_gets_what_the_contact_writes_by_mail(post: Room) -> None:
    head, mail = await told(post)
    assert (mail.recipient.address, mail.is_automatic, mail.copies) == (IRAS, True, ())
    assert "А во сколько?" in mail.message.text
    assert mail.links[LinkPurpose.CONSOLE].endswith(head.id)
    assert agent_reference_of(post.desk.keyring, mail.reply_token, IRA) == head.reference


async def test_what_is_written_in_several_messages_comes_in_one_mail(post: Room) -> None:
    await iras(post)
    await arrive(post, follow_up())
    await arrive(post, follow_up("И куда выйти?"))
    (mail,) = await mails(post)
    assert mail.message.text.endswith("А во сколько?\n\nИ куда выйти?")


async def test_an_agent_who_is_here_or_looked_or_did_not_ask_for_it_gets_no_mail(post: Room) -> None:
    head = await iras(post)
    await arrive(post, follow_up())
    await read_up_to(post.desk, head.id, IRA, (await post.get(head.id)).seq)
    assert await mails(post) == []
    await post.come("ira")
    await arrive(post, follow_up("Ау?"))
    assert await mails(post) == []
    await gone(post)
    await save_record(post.desk, replace(post.desk.directory.agent(IRA), mail_when_away=False), actor="test")
    await arrive(post, follow_up("Алло?"))
    assert await mails(post) == []


async def test_a_message_by_messenger_reaches_its_agent_by_mail_and_the_answer_goes_back(post: Room) -> None:
    post.desk.capabilities = {**post.desk.capabilities, "im": Capabilities()}
    await post.keep(Inbox(id=InboxId("im"), name="IM", channel="im", queue_id=QueueId("general"), answers=False))
    head = await iras(post, by_messenger("Где мой заказ?"))
    await arrive(post, by_messenger("Вы ещё здесь?", head))
    (mail,) = await mails(post)
    assert await come_in(post, iras_answer(mail, "Да, минуту.")) is ReceiptState.RECORDED
    assert (await replies(post, head))[1:] == ["Да, минуту."]
    assert [one.inbox_id for one in await post.desk.store.deliveries_of(head.id)][-1] == "im"


def by_messenger(text: str, head: Conversation | None = None) -> InboundMessage:
    who = Identity(kind="im", address="+7900", verification=Verification.CLAIMED)
    conversation = head.id if head else None
    return InboundMessage(
        inbox_id=InboxId("im"), external_id=uuid7(), identity=who, text=text, conversation_id=conversation
    )


async def test_a_chat_goes_to_a_colleague_instead(post: Room) -> None:
    await post.come("ira")
    head = await post.say("Позовите человека, пожалуйста")
    assert head.offer is not None
    await accept(post.desk, IRA, head.id, head.offer.id)
    await gone(post)
    assert (await post.say("Вы ещё здесь?", conversation=head.id)).agent_id is None
    assert await mails(post) == []


async def test_without_a_server_that_proves_senders_the_mail_only_leads_to_the_console(post: Room) -> None:
    await iras(post)
    await arrive(post, follow_up())
    (mail,) = await mails(post, proves=False)
    assert mail.reply_token == ""
    assert mail.links[LinkPurpose.CONSOLE]


async def test_a_mail_to_an_agent_that_comes_back_is_a_note_and_the_contacts_message_is_not_marked(post: Room) -> None:
    head, mail = await told(post)
    news = StatusChange(
        inbox_id=InboxId("mail"), provider_ids=(f"delivery:{mail.delivery_id}",), state=DeliveryState.BOUNCED,
        error="5.1.1 no such user", at=post.clock.now(),
    )  # fmt: skip
    assert await note_status(post.desk, news)
    after = await post.get(head.id)
    assert after.undelivered is None
    assert any("5.1.1 no such user" in text and IRAS in text for text in await notes(post, head))


# --- answering by mail -------------------------------------------------------------------------------------


async def test_a_proven_answer_with_the_agents_token_goes_to_the_contact_once(post: Room) -> None:
    head, mail = await told(post)
    answer = iras_answer(mail)
    assert await come_in(post, answer) is ReceiptState.RECORDED
    assert await come_in(post, answer) is ReceiptState.RECORDED
    assert (await replies(post, head))[1:] == ["В десять утра."]
    (out,) = await mails(post)
    assert (out.recipient.address, out.message.text, out.author_name) == (ANN, "В десять утра.", "Ira")
    assert reference_of(post.desk.keyring, out.reply_token) == head.reference
    assert (await post.get(head.id)).awaiting is Awaiting.CONTACT


async def test_the_token_is_also_found_in_what_the_answer_quotes(post: Room) -> None:
    head, mail = await told(post)
    quoting = iras_answer(mail, reply_tokens=(), quoted_tokens=(mail.reply_token,))
    await come_in(post, quoting)
    assert (await replies(post, head))[1:] == ["В десять утра."]


async def test_files_go_along_but_not_the_logo_of_a_signature(post: Room) -> None:
    head, mail = await told(post)
    plan = InboundFile(name="plan.pdf", content_type="application/pdf", data=b"%PDF-1.4", size_bytes=8)
    logo = InboundFile(name="logo.png", content_type="image/png", data=b"png", size_bytes=3, inline=True)
    await come_in(post, iras_answer(mail, files=(plan, logo)))
    last = (await post.entries(head, EntryKind.MESSAGE))[-1].body
    assert isinstance(last, Message)
    assert [one.name for one in last.attachments] == ["plan.pdf"]


@pytest.mark.parametrize("authenticated", [False, None])
async def test_an_unproven_answer_is_a_note_that_the_contact_never_sees(post: Room, authenticated: bool | None) -> None:
    head, mail = await told(post)
    await come_in(post, iras_answer(mail, authenticated=authenticated))
    assert len(await replies(post, head)) == 1
    assert "В десять утра." in (await notes(post, head))[-1]
    assert await mails(post) == []
    assert [one.audience for one in await post.entries(head, EntryKind.NOTE)] == [Audience.STAFF]


async def test_somebody_else_with_the_agents_token_is_not_heard_as_the_agent(post: Room) -> None:
    head, mail = await told(post)
    await come_in(post, iras_answer(mail, sender="max@example.com"))
    assert len(await replies(post, head)) == 1
    assert "max@example.com" in (await notes(post, head))[-1]


async def test_the_contact_to_whom_an_agent_passed_the_mail_on_stays_the_contact(post: Room) -> None:
    head, mail = await told(post)
    await come_in(
        post, letter("Спасибо, жду.", quoted_tokens=(mail.reply_token,), thread_keys=("mid:one@their.example",))
    )
    last = (await post.entries(head, EntryKind.MESSAGE))[-1]
    assert (last.author.kind, last.conversation_id) == (AuthorKind.CONTACT, head.id)


async def test_an_agents_vacation_notice_reaches_nobody(post: Room) -> None:
    head, mail = await told(post)
    before = (await post.get(head.id)).seq
    state = await come_in(post, iras_answer(mail, message_class=MessageClass.AUTO_REPLY))
    assert (state, (await post.get(head.id)).seq) == (ReceiptState.IGNORED, before)


async def test_an_answer_that_comes_too_late_is_a_note_and_the_agent_is_told_by_mail(post: Room) -> None:
    head, mail = await told(post)
    await resolve(post.desk, CENTRE, head.id)
    await come_in(post, iras_answer(mail))
    assert len(await replies(post, head)) == 1
    (out,) = await mails(post)
    assert (out.recipient.address, "В десять утра." in out.message.text) == (IRAS, True)


async def test_an_agent_who_may_not_see_the_conversation_any_more_is_not_heard(post: Room) -> None:
    head, mail = await told(post)
    await save_record(post.desk, replace(post.desk.directory.agent(IRA), active=False), actor="test")
    await come_in(post, iras_answer(mail))
    assert len(await replies(post, head)) == 1


async def test_tokens_of_agents_and_contacts_are_never_taken_for_each_other(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED))
    ring = post.desk.keyring
    own = agent_reply_token(ring, head.reference, "ira")
    assert (reference_of(ring, own), agent_reference_of(ring, own, "max")) == (None, None)
    assert agent_reference_of(ring, reply_token(ring, head.reference), "ira") is None
    assert await receive(post.desk, letter("Вот.", reply_tokens=(own,))) is not None
