"""A centre with one messenger's inbox, its channel running as in the server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

from channels import CHANNELS
from contactcenter.desk.inbox_channels import OwnProcessReader
from contactcenter.desk.inbox_secrets import sealed, secret_names
from contactcenter.desk.letter_links import LetterLinks
from contactcenter.desk.records import save_record
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, InboxId, QueueId
from contactcenter.inboxes import Inboxes
from contactcenter.model.bodies import DeliveryState, EntryKind
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import AuthorKind, Entry
from contactcenter.model.message import Attachment, Message
from contactcenter.model.records import Inbox
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING
from tests.web.site import MakeSite, Site

INBOX = InboxId("messenger")
PATIENCE_S = 30


@dataclass
class Centre:
    site: Site

    async def heads(self) -> list[Conversation]:
        return list((await self.site.desk.store.conversations(ConversationFilter(), EVERYTHING)).items)

    async def written(self) -> list[Entry]:
        """What contacts wrote, conversation by conversation."""
        entries = [one for head in await self.heads() for one in await self.site.desk.store.entries(head.id, 0)]
        return [one for one in entries if one.kind is EntryKind.MESSAGE and one.author.kind is AuthorKind.CONTACT]

    async def texts(self) -> list[str]:
        return [one.body.text for one in await self.written() if isinstance(one.body, Message)]

    async def reply(self, text: str, *files: Attachment, external_id: str = "r-1") -> None:
        (head,) = await self.heads()
        await reply(self.site.desk, AgentId("agent"), head.id, external_id=external_id, text=text, attachments=files)

    async def states(self) -> list[DeliveryState]:
        (head,) = await self.heads()
        return [one.state for one in await self.site.desk.store.deliveries_of(head.id)]

    async def until(self, is_so: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not await is_so():  # noqa: ASYNC110 (what is waited for is in the store)
                await asyncio.sleep(0.02)

    async def until_written(self, count: int) -> None:
        async def is_so() -> bool:
            return len(await self.written()) >= count

        await self.until(is_so)

    async def until_online(self) -> None:
        async def is_so() -> bool:
            state = self.site.desk.health.states.get(INBOX)
            return state is not None and state.health.problem is None

        await self.until(is_so)

    async def until_problem(self, words: str) -> None:
        async def is_so() -> bool:
            state = self.site.desk.health.states.get(INBOX)
            return state is not None and words in (state.health.problem or "")

        await self.until(is_so)


async def prepared(make_site: MakeSite, channel: str, settings: dict[str, Any]) -> Centre:
    site = await make_site()
    desk = site.desk
    site.clock.advance(datetime.now(UTC) - site.clock.now())  # the channel has the clock of the wall
    desk.own_networks = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    await desk.answering.rebuild(desk.store, site.clock.now())
    inbox = Inbox(id=INBOX, name="Messenger", channel=channel, queue_id=QueueId("queue-1"), settings=settings)
    await save_record(
        desk, sealed(desk.keyring, inbox, None, secret_names(CHANNELS[channel].Settings)), actor="test", new=True
    )
    return Centre(site)


@asynccontextmanager
async def running(centre: Centre, base_url: str = "") -> AsyncIterator[Centre]:
    desk = centre.site.desk
    reader = OwnProcessReader(desk.directory, desk.keyring, CHANNELS, desk.own_networks)
    links = LetterLinks(desk.keyring, "https://centre.example")
    task = asyncio.create_task(Inboxes(desk, CHANNELS, reader, "node", links, base_url).run())
    try:
        yield centre
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
