"""A desk that is written to and writes by mail, without servers: what arrives is read by the real channel and goes the
way of every receipt, what goes out is composed by the real channel and kept."""

import email
import email.policy
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage

from channels.email import EmailChannel
from channels.email.composing.compose import Mail, compose
from channels.email.settings import Settings
from contactcenter.desk.inbox_channels import OwnProcessReader
from contactcenter.desk.offers import accept
from contactcenter.desk.outbox import Outbox
from contactcenter.desk.receipts import read
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, InboxId, QueueId, ReceiptId, uuid7
from contactcenter.model.bodies import DeliveryState, EntryKind
from contactcenter.model.contact import Contact, Identity
from contactcenter.model.conversation import Conversation, Participant, State
from contactcenter.model.entry import Entry
from contactcenter.model.records import Inbox
from contactcenter.model.rows import ConversationFilter, Receipt, ReceiptState
from contactcenter.model.scope import EVERYTHING
from contactcenter.ports import LinkPurpose, OutboundMessage, Sent
from tests.desk.room import Room

SUPPORT, HELP, SALES = "support@centre.test", "help@centre.test", "sales@centre.test"


class Postbox:
    """Stands for the mail server on the way out: composes as the channel does, and keeps the mail."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.mails: list[Mail] = []

    async def deliver(self, message: OutboundMessage) -> Sent:
        self.mails.append(compose(self._settings, message, labels=message.link_labels))
        return Sent(state=DeliveryState.SENT, provider_id=self.mails[-1].message_id)


@dataclass
class Town:
    """The room with two inboxes for mail, support@ (also help@) and sales@."""

    room: Room
    inboxes: dict[str, Settings]
    postboxes: dict[str, Postbox] = field(default_factory=dict)

    async def arrives(self, raw: bytes, inbox: str = "mail") -> ReceiptState:
        """The mail was fetched from the inbox; what became of it."""
        desk = self.room.desk
        blob_id, _ = await desk.blobs.put(raw)
        receipt = Receipt(
            id=ReceiptId(uuid7()), inbox_id=InboxId(inbox), external_id=uuid7(), blob_id=blob_id,
            received_at=self.room.clock.now(),
        )  # fmt: skip
        await desk.store.receipt(receipt)
        reader = OwnProcessReader(desk.directory, desk.keyring, {"email": EmailChannel})
        state, error = await read(desk, reader, receipt)
        await desk.store.settle_receipt(receipt.id, state, error)
        await self.room.dispatch.step()
        return state

    async def post(self) -> list[EmailMessage]:
        """What goes out now, as its reader's mail program reads it."""
        sent: list[Mail] = []
        for inbox, settings in self.inboxes.items():
            postbox = self.postboxes.setdefault(inbox, Postbox(settings))
            known = len(postbox.mails)
            outbox = Outbox(self.room.desk, InboxId(inbox), postbox, "node", no_links)  # type: ignore[arg-type]
            while await outbox.step():
                pass
            sent += postbox.mails[known:]
        return [email.message_from_bytes(one.raw, policy=email.policy.default) for one in sent]  # type: ignore[misc]

    async def replies(self, head: Conversation, text: str = "Какая у вас модель?") -> EmailMessage:
        """Ira takes the conversation if nobody has it, and writes."""
        head = await self.room.get(head.id)
        if head.offer is not None:
            await accept(self.room.desk, head.offer.agent_id, head.id, head.offer.id)
        await reply(self.room.desk, AgentId("ira"), head.id, external_id=uuid7(), text=text)
        (mail,) = await self.post()
        return mail

    async def heads(self) -> dict[str, Conversation]:
        page = await self.room.desk.store.conversations(ConversationFilter(order="oldest"), EVERYTHING, limit=200)
        return {head.id: head for head in page.items}

    async def begun_by(self, raw: bytes, inbox: str = "mail") -> Conversation:
        """The conversation that this mail begins."""
        known = set(await self.heads())
        assert await self.arrives(raw, inbox) is ReceiptState.RECORDED
        (head,) = [head for name, head in (await self.heads()).items() if name not in known]
        return head

    async def contact(self, address: str) -> Contact | None:
        return await self.room.desk.store.contact_by_identity(Identity(kind="email", address=address))

    async def said_in(self, head: Conversation) -> tuple[Contact | None, tuple[Participant, ...], list[Entry]]:
        """Who takes part in a conversation and every word in it: equal before and after = nobody touched it."""
        contact = await self.room.desk.store.contact(head.contact_id)
        words = [one for one in await self.room.entries(head) if one.kind in (EntryKind.MESSAGE, EntryKind.PARTICIPANT)]
        return contact, (await self.room.get(head.id)).participants, words


def no_links(head: Conversation, entry: Entry) -> Mapping[LinkPurpose, str]:
    return {}


async def town_of(room: Room, *, plus_addresses: bool = True) -> Town:
    support = Settings(address=SUPPORT, name="Shop", aliases=(HELP,), plus_addresses=plus_addresses)
    sales = Settings(address=SALES, name="Sales", plus_addresses=plus_addresses)
    inboxes = {"mail": support, "sales": sales}
    room.desk.capabilities = {**room.desk.capabilities, "email": EmailChannel.capabilities}
    for name, settings in inboxes.items():
        chosen = {"address": settings.address, "name": settings.name, "plus_addresses": plus_addresses}
        aliases = {"aliases": list(settings.aliases)}
        inbox = Inbox(
            id=InboxId(name), name=settings.name, channel="email", queue_id=QueueId("general"), language="en",
            settings=chosen | aliases,
        )  # fmt: skip
        await room.keep(inbox)
    await room.come("ira")
    return Town(room, inboxes)


def is_with_people(head: Conversation) -> bool:
    return head.state in (State.WAITING, State.OFFERED, State.ASSIGNED)
