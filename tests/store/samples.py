"""Small values and moves that the store's tests are made of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from contactcenter.ids import AgentId, ContactId, ConversationId, InboxId, QueueId, derived_id, new_reference, uuid7
from contactcenter.model.bodies import Body, Note
from contactcenter.model.contact import Contact, Identity
from contactcenter.model.conversation import Awaiting, Conversation, Need, OpenOffer, State
from contactcenter.model.entry import CENTRE, Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.message import Message
from contactcenter.model.plan import Changed, Inbound, Move, Plan, Recorded, Refused
from contactcenter.ports import Store

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CHAT = InboxId("chat")
Admit = Callable[[Conversation | None, Contact], Plan | Refused]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def chat_identity(address: str) -> Identity:
    return Identity(kind="chat", address=address)


def contact_id_of(address: str) -> ContactId:
    return ContactId(derived_id("contact", address))


def message(text: str, external_id: str | None = None, author: Author = CENTRE, **more: object) -> EntryDraft:
    return EntryDraft(
        external_id=external_id or uuid7(),
        body=Message(text=text, **more),  # type: ignore[arg-type]
        author=author,
        audience=Audience.CONTACT,
    )


def note(text: str, external_id: str | None = None) -> EntryDraft:
    return staff(Note(text=text), external_id)


def staff(body: Body, external_id: str | None = None) -> EntryDraft:
    return EntryDraft(external_id=external_id or uuid7(), body=body, author=Author(AuthorKind.AGENT, "agent-1"))


def admitting(text: str, external_id: str, at: datetime, new_id: ConversationId) -> Admit:
    """Begins a conversation, or goes on in the one given."""

    def admit(head: Conversation | None, contact: Contact) -> Plan | Refused:
        begun = head or Conversation(
            id=new_id,
            reference=new_reference(),
            inbox_id=CHAT,
            channel="chat",
            contact_id=contact.id,
            created_at=at,
            last_at=at,
        )
        state = State.NEW if begun.state is State.RESOLVED else begun.state
        head = replace(begun, preview=text[:140], state=state, awaiting=Awaiting.AGENT)
        return Plan(head=head, at=at, entries=(message(text, external_id, Author(AuthorKind.CONTACT, contact.id)),))

    return admit


def inbound(
    text: str = "hello",
    *,
    address: str = "ann",
    name: str = "",
    external_id: str | None = None,
    conversation_id: ConversationId | None = None,
    at: datetime = NOON,
    admit: Admit | None = None,
) -> Inbound:
    external_id = external_id or uuid7()
    new_id = ConversationId(derived_id("conversation", address, external_id))
    return Inbound(
        inbox_id=CHAT,
        identity=chat_identity(address),
        contact_id=contact_id_of(address),
        contact_name=name,
        external_id=external_id,
        conversation_id=conversation_id,
        new_id=new_id,
        at=at,
        admit=admit or admitting(text, external_id, at, new_id),
    )


async def begin(store: Store, text: str = "hello", **more: object) -> Recorded:
    """A new conversation with one message."""
    recorded = await store.record_inbound(inbound(text, **more))  # type: ignore[arg-type]
    assert isinstance(recorded, Recorded)
    return recorded


async def changed(store: Store, conversation_id: ConversationId, move: Move) -> Changed:
    done = await store.change(conversation_id, move)
    assert isinstance(done, Changed)
    return done


def saying(text: str, *, at: datetime = NOON, external_id: str | None = None) -> Move:
    draft = message(text, external_id, Author(AuthorKind.AGENT, "agent-1"))
    return lambda head: Plan(head=replace(head, preview=text[:140]), at=at, entries=(draft,))


def appending(*drafts: EntryDraft, at: datetime = NOON) -> Move:
    return lambda head: Plan(head=head, at=at, entries=drafts)


def setting(*, at: datetime = NOON, units_limit: int | None = None, **changes: object) -> Move:
    """Changes the head and appends nothing."""
    return lambda head: Plan(head=replace(head, **changes), at=at, units_limit=units_limit)  # type: ignore[arg-type]


def queueing(queue: str = "queue-1", *, weight: int = 1, at: datetime = NOON) -> Move:
    need = Need(queue_id=QueueId(queue), weight=weight)
    return setting(state=State.WAITING, queue_id=QueueId(queue), need=need, waiting_since=at, at=at)


def offering(agent: str, *, at: datetime = NOON, units_limit: int | None = None) -> Move:
    offer = OpenOffer(id=uuid7(), agent_id=AgentId(agent), made_at=at, expires_at=at + timedelta(seconds=30))
    return setting(state=State.OFFERED, offer=offer, at=at, units_limit=units_limit)


def assigning(agent: str, *, at: datetime = NOON, units_limit: int | None = None) -> Move:
    return setting(
        state=State.ASSIGNED,
        agent_id=AgentId(agent),
        offer=None,
        waiting_since=None,
        at=at,
        units_limit=units_limit,
    )


def resolving(*, at: datetime = NOON) -> Move:
    return setting(state=State.RESOLVED, offer=None, waiting_since=None, resolved_at=at, at=at)


def texts(entries: tuple[object, ...]) -> list[str]:
    return [entry.body.text for entry in entries if hasattr(entry.body, "text")]  # type: ignore[attr-defined]
