"""On which channel a reply goes out: that of the contact's last message, or another that an agent chose."""

from collections.abc import Sequence
from dataclasses import replace

from contactcenter.desk.desk import Desk
from contactcenter.errors import Invalid
from contactcenter.ids import ConversationId
from contactcenter.model.conversation import Conversation, ParticipantRole, Way
from contactcenter.model.plan import Changed, Plan
from contactcenter.model.records import Inbox
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING
from contactcenter.ports import InboundMessage

MOST = 50  # conversations of the person that are looked at


def own_way(head: Conversation) -> Way | None:
    """Where the conversation began; None where nobody's address is known."""
    for one in head.participants:
        if one.role is ParticipantRole.CONTACT and one.identity is not None and one.identity.kind == head.channel:
            return Way(inbox_id=head.inbox_id, channel=head.channel, identity=one.identity)
    return None


def way_after(head: Conversation, message: InboundMessage, inbox: Inbox) -> Way | None:
    """Where replies go once this message is in the conversation; None = where it began."""
    if message.inbox_id == head.inbox_id:
        return None
    if message.line is None:
        return head.way
    return Way(inbox_id=message.inbox_id, channel=inbox.channel, identity=message.identity)


async def ways(desk: Desk, head: Conversation) -> Sequence[Way]:
    """Where this person can be reached: they wrote there, and that inbox still works. The own one is first."""
    found: dict[tuple[str, ...], Way] = {}
    own = own_way(head)
    if own is not None:
        found[own.inbox_id, *own.identity.key] = own
    for contact_id in sorted(await desk.store.merged_contacts(head.contact_id)):
        page = await desk.store.conversations(ConversationFilter(contact_id=contact_id), EVERYTHING, limit=MOST)
        for one in page.items:
            way = own_way(one)
            if way is not None and _is_open(desk, way):
                found.setdefault((way.inbox_id, *way.identity.key), way)
    return tuple(found.values())


def _is_open(desk: Desk, way: Way) -> bool:
    inbox = desk.directory.get(Inbox, way.inbox_id)
    can = desk.capabilities.get(way.channel)
    return inbox is not None and inbox.active and can is not None and not (can.live or can.letters)


async def choose_way(desk: Desk, conversation_id: ConversationId, inbox_id: str, address: str) -> Changed:
    """Replies go there until the contact writes again. Raises errors.Invalid for one that is not among ``ways``."""
    now = desk.clock.now()
    head = await desk.head(conversation_id)
    known = await ways(desk, head) if head else ()
    wanted = next((one for one in known if (one.inbox_id, one.identity.address) == (inbox_id, address)), None)
    if wanted is None:
        raise Invalid("this person cannot be reached there", path="inbox_id")

    def move(current: Conversation) -> Plan:
        is_own = wanted.inbox_id == current.inbox_id
        return Plan(head=replace(current, way=None if is_own else wanted), at=now)

    return await desk.change(conversation_id, move)
