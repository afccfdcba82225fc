"""An outbound message as its channel needs it: who to, in whose name, in which thread, with what quoted and linked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from contactcenter.desk.agent_mail import goes_to_agent, mail_to_agent
from contactcenter.desk.continuing import unread
from contactcenter.desk.desk import Desk
from contactcenter.desk.reply_tokens import reply_token
from contactcenter.model.bodies import DeliveryState, Note
from contactcenter.model.contact import Contact
from contactcenter.model.conversation import Conversation, ParticipantRole
from contactcenter.model.entry import AuthorKind, Entry
from contactcenter.model.message import HOW_WAS_IT, Message
from contactcenter.model.records import Agent, Team, Texts
from contactcenter.model.rows import Delivery
from contactcenter.ports import SOURCES, Addressed, LinkPurpose, OutboundFile, OutboundMessage, Quoted

THREAD = 50  # entries looked back at for the thread and for what is quoted

Links = Callable[[Conversation, Entry], Mapping[LinkPurpose, str]]


async def outbound(
    desk: Desk, delivery: Delivery, links: Links, *, proves_senders: bool = False
) -> OutboundMessage | DeliveryState:
    """Or the state it ends in unsent: FAILED if it was erased, SEEN if it was read where it was written.

    ``proves_senders``: whether the inbox can tell who an answer is from, so that agents may answer by mail.
    """
    head = await desk.store.conversation(delivery.conversation_id)
    if head is None:
        return DeliveryState.FAILED
    before = await desk.store.entries_before(head.id, delivery.message_seq + 1, THREAD)
    if not before or before[-1].seq != delivery.message_seq or not isinstance(before[-1].body, (Message, Note)):
        return DeliveryState.FAILED
    if goes_to_agent(before[-1]):
        link = links(head, before[-1]).get(LinkPurpose.CONSOLE, "")
        return await mail_to_agent(desk, head, delivery, before[-1], link, may_answer=proves_senders)
    if desk.capabilities[head.channel].live and head.channel != delivery.channel and _is_letter(desk, delivery):
        return await _continued(desk, head, delivery, links)
    return await _written(desk, head, delivery, before[-1], before[:-1], links)


def _is_letter(desk: Desk, delivery: Delivery) -> bool:
    can = desk.capabilities.get(delivery.channel)
    return can is None or can.letters


async def _continued(
    desk: Desk, head: Conversation, delivery: Delivery, links: Links
) -> OutboundMessage | DeliveryState:
    """All that a contact who left a chat has not read, as one letter."""
    entries = await desk.store.entries_before(head.id, head.seq + 1, THREAD)
    missed = unread(head, entries, delivery.message_seq)
    if not missed:
        return DeliveryState.SEEN
    bodies = [one.body for one in missed if isinstance(one.body, Message)]
    whole = replace(
        bodies[0],
        text="\n\n".join(body.text for body in bodies),
        attachments=tuple(file for body in bodies for file in body.attachments),
    )
    before = [one for one in entries if one.seq < missed[0].seq]
    letter = await _written(desk, head, delivery, replace(missed[0], body=whole), before, links)
    inbox = desk.directory.inbox(head.inbox_id)
    subject = desk.words.text("mail.continued.subject", letter.language or "en", name=inbox.name)
    return replace(letter, subject=head.subject or subject)


async def _written(
    desk: Desk, head: Conversation, delivery: Delivery, entry: Entry, before: Sequence[Entry], links: Links
) -> OutboundMessage:
    body = entry.body
    assert isinstance(body, Message)
    contact = await desk.store.contact(head.contact_id)
    agent = desk.directory.get(Agent, entry.author.id) if entry.author.kind is AuthorKind.AGENT else None
    language = body.language or head.language or "en"
    linked = links(head, entry)
    return OutboundMessage(
        delivery_id=delivery.id,
        inbox_id=delivery.inbox_id,
        recipient=delivery.recipient,
        recipient_name=contact.name if contact else "",
        message=body,
        reference=head.reference,
        subject=head.subject,
        language=language,
        author_name=agent.name if agent else "",
        signature=_signature(desk, agent, language) if agent else "",
        files=await _files(desk, body),
        copies=_copies(head) if agent else (),
        thread=await _thread(desk, head, before),
        quoted=_quoted(before, contact) if body.notice is None else None,
        reply_token=reply_token(desk.keyring, head.reference),
        is_automatic=entry.author.kind is AuthorKind.CENTRE,
        asks_rating=body.notice == HOW_WAS_IT,
        links=linked,
        link_labels={purpose: _label(desk, purpose, body, language) for purpose in linked},
        sent_at=entry.received_at,
    )


def _copies(head: Conversation) -> tuple[Addressed, ...]:
    return tuple(
        Addressed(identity=one.identity)
        for one in head.participants
        if one.role is ParticipantRole.COPIED and one.identity is not None
    )


async def _files(desk: Desk, message: Message) -> tuple[OutboundFile, ...]:
    files = []
    for attachment in message.attachments:
        chunks = [chunk async for chunk in desk.blobs.read(attachment.blob_id)]  # type: ignore[arg-type]  # an id
        files.append(OutboundFile(attachment=attachment, data=b"".join(chunks)))
    return tuple(files)


async def _thread(desk: Desk, head: Conversation, before: Sequence[Entry]) -> tuple[str, ...]:
    """What the messages so far are named by, oldest first."""
    sent = {one.message_seq: one.provider_id for one in await desk.store.deliveries_of(head.id)}
    names = (
        entry.body.original.name if entry.body.original else sent.get(entry.seq)
        for entry in before
        if isinstance(entry.body, Message)
    )
    return tuple(name for name in names if name)


def _quoted(before: Sequence[Entry], contact: Contact | None) -> Quoted | None:
    """The contact's last message."""
    for entry in reversed(before):
        if isinstance(entry.body, Message) and entry.author.kind is AuthorKind.CONTACT:
            author = contact.name if contact and entry.author.id == contact.id else ""
            return Quoted(author=author, at=entry.sent_at or entry.received_at, text=entry.body.text)
    return None


def _label(desk: Desk, purpose: LinkPurpose, message: Message, language: str) -> str:
    if purpose not in SOURCES or message.answer is None:
        return desk.words.text(f"mail.link.{purpose}", language)
    source = message.answer.sources[SOURCES.index(purpose)]
    return desk.words.text("mail.link.source", language, title=source.title)


def _signature(desk: Desk, agent: Agent, language: str) -> str:
    """Of the agent's first team that has one, in the conversation's language."""
    for team_id in agent.teams:
        team = desk.directory.get(Team, team_id)
        if team and (text := in_language(team.signatures, language)):
            return text.replace("{agent.name}", agent.name)
    return ""


def in_language(texts: Texts, language: str) -> str:
    """The text in this language, in its primary language, in English, or the first there is."""
    for tag in (language, language.partition("-")[0], "en"):
        if text := texts.get(tag):
            return text
    return next(iter(texts.values()), "")
