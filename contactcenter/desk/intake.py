"""One inbound message, from start to end: the file to read first.

receive()  clean the text, keep the files, read the language and what is named
thread     the conversation it names, if it names one
record     contact identity -> thread -> message, one unit of work, once per external id
publish    ring the bell: followers see it, the router wakes
carry_on() answer from the knowledge base if sure enough, else hand over to a person
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from contactcenter.desk.admission import Arrived, admission
from contactcenter.desk.agent_mail import away_agent
from contactcenter.desk.carry_on import carry_on
from contactcenter.desk.desk import Desk
from contactcenter.desk.files import keep_files
from contactcenter.desk.lines import is_over, line_end
from contactcenter.desk.questions import question_of
from contactcenter.desk.reading_facts import read_facts
from contactcenter.desk.reading_language import hear
from contactcenter.desk.threads import current, thread_of
from contactcenter.ids import ContactId, ConversationId, derived_id
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Conversation
from contactcenter.model.message import Original
from contactcenter.model.plan import Inbound, Recorded, Refused
from contactcenter.model.records import BlockedDomain, Inbox
from contactcenter.ports import InboundMessage


async def receive(desk: Desk, message: InboundMessage) -> Recorded | Refused:
    """Record a contact's message once, then answer it or see that a person gets it.

    Returns when the message is durable and what follows at once has been stored too. Raises errors.NotFound for a
    conversation that does not exist or is not the contact's.
    """
    recorded = await record(desk, message)
    if isinstance(recorded, Recorded) and not recorded.duplicate:
        question = question_of(recorded.entries[0])
        assert question is not None
        await carry_on(desk, recorded.head, question)
    return recorded


async def record(desk: Desk, message: InboundMessage) -> Recorded | Refused:
    """The durable part of receive(): what an acknowledgement waits for."""
    inbox = desk.directory.inbox(message.inbox_id)
    capabilities = desk.capabilities[inbox.channel]
    now = desk.clock.now()
    thread = await _thread(desk, message, inbox, now)
    spoken = f"{message.subject}\n{message.text}" if message.subject and thread.head is None else message.text
    heard = hear(desk.detector, spoken, message.browser_language, thread.head, is_letter=capabilities.letters)
    arrived = Arrived(
        inbox=inbox,
        message=message,
        new_id=thread.new_id or new_conversation_id(message),
        heard=heard,
        facts=await read_facts(desk, message, spoken, thread.head),
        attachments=await keep_files(desk, message.files) if message.files else (),
        original=await _kept_original(desk, message) if capabilities.letters else None,
        is_letter=capabilities.letters,
        is_blocked=capabilities.letters and _is_blocked(desk, message.identity),
        away=away_agent(desk, thread.head),
        at=now,
    )
    recorded = await desk.store.record_inbound(
        Inbound(
            inbox_id=inbox.id,
            identity=message.identity,
            contact_id=contact_id_of(message.identity),
            contact_name=message.contact_name,
            contact_language=heard.language,
            external_id=message.external_id,
            conversation_id=thread.conversation_id,
            may_join=thread.may_join,
            new_id=arrived.new_id,
            at=now,
            admit=admission(arrived),
        )
    )
    if isinstance(recorded, Recorded):
        desk.publish(recorded)
    return recorded


@lru_cache(maxsize=20_000)
def contact_id_of(identity: Identity) -> ContactId:
    """The contact that an identity makes when it is seen for the first time."""
    return ContactId(derived_id("contact", *identity.key))


def new_conversation_id(message: InboundMessage) -> ConversationId:
    """The conversation that this message would begin: the same one at every try."""
    inbox = "" if message.is_named_everywhere else message.inbox_id
    return ConversationId(derived_id("conversation", inbox, *message.identity.key, message.external_id))


def _is_blocked(desk: Desk, identity: Identity) -> bool:
    """A blocked domain is blocked with everything under it."""
    parts = identity.address.rpartition("@")[2].lower().split(".")
    domains = (".".join(parts[at:]) for at in range(len(parts)))
    return any(desk.directory.get(BlockedDomain, domain) is not None for domain in domains)


@dataclass(frozen=True, slots=True)
class _Thread:
    """``head`` is a hint: the store judges by what is committed."""

    conversation_id: ConversationId | None = None
    head: Conversation | None = None
    may_join: bool = False
    new_id: ConversationId | None = None  # of the one that it begins; None = derived from the message


async def _thread(desk: Desk, message: InboundMessage, inbox: Inbox, now: datetime) -> _Thread:
    """What the message names: by id, which must be its contact's own, or as an answer, which others may send too."""
    if message.conversation_id is not None:
        named = ConversationId(message.conversation_id)
        head = await current(desk, named)
        return _Thread(head.id if head else named, head)
    if message.line is not None:
        end = await line_end(desk, inbox, message.identity, message.line, now)
        joins = end.head is not None and end.is_elsewhere and not is_over(end.head, inbox, now)
        new_id = None if joins else end.next_id
        return _Thread(end.head.id if end.head else None, end.head, may_join=joins, new_id=new_id)
    found = await thread_of(desk, message)
    return _Thread(found.id, found, may_join=True) if found else _Thread()


async def _kept_original(desk: Desk, message: InboundMessage) -> Original:
    async def kept(text: str | None) -> str | None:
        return (await desk.blobs.put(text.encode()))[0] if text else None

    whole, html = await asyncio.gather(kept(message.whole_text), kept(message.html))
    return Original(
        message_class=message.message_class,
        sender=message.identity.address,
        sender_name=message.contact_name,
        name=message.name,
        authenticated=message.authenticated,
        may_answer=message.may_answer,
        incomplete=message.incomplete,
        raw_blob_id=message.raw_blob_id,
        whole_blob_id=whole,
        html_blob_id=html,
    )
