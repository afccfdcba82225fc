"""Receiving for as long as this node has the inbox: what the archive kept meanwhile first, then what arrives.

The cursor is the id of the last message in the server's archive (XEP-0313); components have no archive.
"""

import asyncio
import hashlib
import logging
import random
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from channels.xmpp.link import Link, LinkRefused, linked
from channels.xmpp.outbound import receipt_for
from channels.xmpp.settings import Settings
from channels.xmpp.stanzas import ARCHIVE, RSM, Element, archive_id, archived, bare, child, text_of
from contactcenter.errors import ProviderError
from contactcenter.ports import ChannelContext, Health, RawInbound

log = logging.getLogger(__name__)

PAGE = 50
BATCH = 50
BEAT_SECONDS = 45.0
BACKOFF_MOST = 60.0
BACKOFF_REFUSED = 120.0


async def receive(settings: Settings, context: ChannelContext, online: Callable[[Link | None], None]) -> None:
    """Connects again for ever; returns when another node has the inbox. ``online`` is told of each session."""
    attempt = 0
    while True:
        try:
            async with linked(settings) as link:
                online(link)
                context.report(Health())
                attempt = 0
                if not await _Receiving(settings, context, link).run():
                    return
        except ProviderError as error:
            attempt += 1
            context.report(health_of(error))
            most = BACKOFF_REFUSED if isinstance(error, LinkRefused) else BACKOFF_MOST
            delay = min(most, 2.0**attempt) * random.uniform(0.5, 1.0)
            log.warning("xmpp is not connected", extra={"inbox": context.inbox_id, "attempt": attempt})
            online(None)
            await asyncio.sleep(delay)
        finally:
            online(None)


def health_of(error: ProviderError) -> Health:
    if isinstance(error, LinkRefused):
        return Health(problem=error.message, advice="check address, password and certificate of this inbox")
    return Health(problem=error.message, advice="it is tried again by itself; check host and port if it lasts")


class _Receiving:
    """One session."""

    def __init__(self, settings: Settings, context: ChannelContext, link: Link) -> None:
        self._settings, self._context, self._link = settings, context, link
        self._own = bare(settings.xmpp_address)
        self._cursor = ""

    async def run(self) -> bool:
        """False when another node has the inbox. Raises ProviderError at the end of the session."""
        if not await self._catch_up():
            return False
        beating = asyncio.ensure_future(self._beat())
        try:
            while True:
                batch = await self._batch(beating)
                if not await self._take(batch):
                    return False
        finally:
            beating.cancel()

    async def _batch(self, beating: "asyncio.Future[None]") -> list[Element]:
        waiting = asyncio.ensure_future(self._link.stanzas.get())
        both: tuple[asyncio.Future[Any], ...] = (waiting, beating)
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            beating.result()
        first = waiting.result()
        batch = [first]
        while len(batch) < BATCH and not self._link.stanzas.empty():
            batch.append(self._link.stanzas.get_nowait())
        found = [one for one in batch if one is not None]
        if len(found) < len(batch):
            self._link.stanzas.put_nowait(None)
        if not found:
            raise ProviderError("the connection ended", retry=True)
        return found

    async def _beat(self) -> None:
        """Raises ProviderError when the server no longer answers: a dead connection says nothing by itself."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self._link.confirm()
            self._context.report(Health())

    async def _take(self, stanzas: list[Element]) -> bool:
        """Keep them, then tell those who asked that they are safe."""
        raws = [self._raw(one) for one in stanzas]
        if not await self._context.take(raws, self._cursor):
            return False
        for stanza in stanzas:
            result = archived(stanza, self._own)
            receipt = receipt_for(self._settings, self._link.namespace, result[1] if result else stanza)
            if receipt is not None:
                self._link.send(receipt)
        return True

    def _raw(self, stanza: Element) -> RawInbound:
        data = ElementTree.tostring(stanza, encoding="utf-8")
        result = archived(stanza, self._own)
        kept = result[0] if result else archive_id(stanza, self._own)
        self._cursor = kept or self._cursor
        named = f"{stanza.get('from', '')}/{stanza.get('id', '')}" if stanza.get("id") else data.hex()
        return RawInbound(
            inbox_id=self._context.inbox_id,
            external_id=kept or hashlib.sha256(named.encode()).hexdigest(),
            raw=data,
            received_at=self._context.now(),
        )

    async def _catch_up(self) -> bool:
        """What came while nobody was connected; from the first connection on, not what is older."""
        stored = await self._context.cursor()
        if self._settings.is_component:
            return True
        try:
            if stored is None:
                self._cursor = await self._last()
                return await self._context.take((), self._cursor)
            self._cursor = stored
            while True:
                found, is_complete = await self._page(after=self._cursor)
                if found and not await self._take(found):
                    return False
                if is_complete or not found:
                    return True
        except ProviderError as error:
            if error.retry:
                raise
            log.info("xmpp has no archive", extra={"inbox": self._context.inbox_id})
            return True

    async def _last(self) -> str:
        """The id of the newest message in the archive, '' if there is none."""
        fin = await self._query({"before": "", "max": "1"})
        self._results()
        return text_of(child(fin, RSM, "last")) if fin is not None else ""

    async def _page(self, after: str) -> tuple[list[Element], bool]:
        rsm = {"max": str(PAGE)} | ({"after": after} if after else {})
        answer = await self._link.ask("", "set", _archive_query(rsm))
        fin = child(answer, ARCHIVE, "fin")
        is_complete = fin is None or fin.get("complete") == "true"
        return self._results(), is_complete

    async def _query(self, rsm: dict[str, str]) -> Element | None:
        answer = await self._link.ask("", "set", _archive_query(rsm))
        fin = child(answer, ARCHIVE, "fin")
        return child(fin, RSM, "set") if fin is not None else None

    def _results(self) -> list[Element]:
        """The archive's among what has arrived: they come before their IQ's answer. What is live stays in line."""
        results: list[Element | None] = []
        live: list[Element | None] = []
        while not self._link.stanzas.empty():
            one = self._link.stanzas.get_nowait()
            (results if one is not None and archived(one, self._own) else live).append(one)
        for one in live:
            self._link.stanzas.put_nowait(one)
        return [one for one in results if one is not None]


def _archive_query(rsm: dict[str, str]) -> Element:
    query = ElementTree.Element(f"{{{ARCHIVE}}}query")
    page = ElementTree.SubElement(query, f"{{{RSM}}}set")
    for name, value in rsm.items():
        ElementTree.SubElement(page, f"{{{RSM}}}{name}").text = value
    return query
