"""Mail to an agent who is not here: what a contact wrote in a conversation of theirs, and that an answer was not sent.

It is a delivery of the contact's own message, made in the same unit of work; nothing of it goes to the contact. Where
the inbox can prove senders, the agent may answer the mail (agent_answers.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contactcenter.desk.continuing import mail_inbox
from contactcenter.desk.desk import Desk
from contactcenter.desk.reply_tokens import agent_reply_token
from contactcenter.desk.threads import is_participant
from contactcenter.ids import AgentId, DeliveryId, derived_id
from contactcenter.model.bodies import DeliveryState, EntryKind, Note
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.entry import AuthorKind, Entry
from contactcenter.model.message import Message
from contactcenter.model.plan import DeliveryDraft
from contactcenter.model.records import Agent, Inbox
from contactcenter.model.rows import Delivery
from contactcenter.ports import LinkPurpose, OutboundMessage

WAITS = timedelta(minutes=1)  # so that what is written in several messages comes in one mail
LOOKED_BACK = 50  # entries


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayAgent:
    """Who is told by mail if the conversation is still theirs, and from which inbox."""

    agent_id: AgentId
    address: Identity
    inbox: Inbox

    def delivery(self, head: Conversation, external_id: str, at: datetime) -> DeliveryDraft:
        return DeliveryDraft(
            id=DeliveryId(derived_id("agent mail", head.id, external_id, self.agent_id)),
            inbox_id=self.inbox.id,
            channel=self.inbox.channel,
            recipient=self.address,
            due_at=at,
        )

    def is_for(self, head: Conversation) -> bool:
        return head.state is State.ASSIGNED and head.agent_id == self.agent_id


def away_agent(desk: Desk, head: Conversation | None) -> AwayAgent | None:
    """The conversation's agent, if they want mail while they are away and it can be sent.

    A chat goes to a colleague instead: its contact waits for an answer now.
    """
    if head is None or head.agent_id is None or desk.capabilities[head.channel].live:
        return None
    agent = desk.directory.get(Agent, head.agent_id)
    if agent is None or not agent.mail_when_away or desk.roster.get(agent.id).status == "online":
        return None
    return reached_by_mail(desk, head, agent)


def reached_by_mail(desk: Desk, head: Conversation, agent: Agent) -> AwayAgent | None:
    """None where the agent has no address or no inbox can send a letter."""
    own = desk.directory.inbox(head.inbox_id)
    inbox = own if desk.capabilities[own.channel].letters else mail_inbox(desk, head)
    if inbox is None or "@" not in agent.email or not agent.active:
        return None
    address = Identity(kind=inbox.channel, address=agent.email.strip().lower())
    return AwayAgent(agent_id=agent.id, address=address, inbox=inbox)


async def is_to_agent(desk: Desk, delivery: Delivery) -> bool:
    """A participant is no agent here; for anybody else the entry tells: a chat goes on by mail to other addresses."""
    head = await desk.head(delivery.conversation_id)
    if head is not None and is_participant(head, delivery.recipient):
        return False
    entries = await desk.store.entries_before(delivery.conversation_id, delivery.message_seq + 1, 1)
    return bool(entries) and goes_to_agent(entries[-1])


def goes_to_agent(entry: Entry) -> bool:
    """Whether a delivery of this entry is a mail to an agent: contacts are never sent their own words, nor notes."""
    return isinstance(entry.body, Note) or entry.author.kind is AuthorKind.CONTACT


async def mail_to_agent(
    desk: Desk, head: Conversation, delivery: Delivery, entry: Entry, link: str, *, may_answer: bool
) -> OutboundMessage | DeliveryState:
    """SEEN if the agent needs no mail by now: they looked, or a later message brings a mail that holds this one too."""
    agent = agent_at(desk, delivery.recipient)
    if agent is None:
        return DeliveryState.FAILED
    entries = await desk.store.entries_before(head.id, head.seq + 1, LOOKED_BACK)
    is_note = isinstance(entry.body, Note)
    if not is_note and _is_known(head, agent, entry, entries):
        return DeliveryState.SEEN
    contact = await desk.store.contact(head.contact_id)
    language = agent.interface_language
    name = (contact.name if contact else "") or desk.words.text("mail.agent.somebody", language)
    written = entry.body.text if isinstance(entry.body, Note) else _unread(head, agent, entries)
    hint = desk.words.text("mail.agent.answer" if may_answer else "mail.agent.open", language, name=name)
    return OutboundMessage(
        delivery_id=delivery.id,
        inbox_id=delivery.inbox_id,
        recipient=delivery.recipient,
        recipient_name=agent.name,
        message=Message(text=written if is_note else f"{hint}\n\n{written}"),
        reference=head.reference,
        subject=f"{name}: {head.subject}" if head.subject else name,
        language=language,
        reply_token=agent_reply_token(desk.keyring, head.reference, agent.id) if may_answer else "",
        is_automatic=True,
        links={LinkPurpose.CONSOLE: link} if link else {},
        link_labels={LinkPurpose.CONSOLE: desk.words.text("mail.link.console", language)},
        sent_at=entry.received_at,
    )


def agent_at(desk: Desk, address: Identity) -> Agent | None:
    agents = desk.directory.all(Agent).values()
    return next((one for one in agents if one.active and one.email.strip().lower() == address.address), None)


def _is_known(head: Conversation, agent: Agent, entry: Entry, entries: Sequence[Entry]) -> bool:
    """Looked at, no longer theirs, answered, or followed by another message."""
    if head.agent_id != agent.id or head.awaiting is not Awaiting.AGENT:
        return True
    return head.read_up_to.get(agent.id, 0) >= entry.seq or any(
        one.seq > entry.seq and one.kind is EntryKind.MESSAGE for one in entries
    )


def _unread(head: Conversation, agent: Agent, entries: Sequence[Entry]) -> str:
    """What the contact wrote since somebody answered or the agent looked."""
    texts: list[str] = []
    for entry in reversed(entries):
        if not isinstance(entry.body, Message) or entry.seq <= head.read_up_to.get(agent.id, 0):
            continue
        if entry.author.kind is not AuthorKind.CONTACT:
            break
        texts.append(entry.body.text)
    return "\n\n".join(reversed(texts))
