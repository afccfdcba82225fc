"""Fetching one mailbox while its inbox is active: every mail once, oldest first, stored before it is touched."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from channels.email.faults import LoginRefused, MailServerError, Refused, WrongTarget
from channels.email.imap.client import Imap, Selected
from channels.email.imap.cursor import Cursor, first_cursor, renewed_cursor
from channels.email.imap.mailbox import connected, mailbox_of, since_of, target_of
from channels.email.imap.pace import Pace
from channels.email.imap.syntax import Fetched, uid_set
from channels.email.oauth import TokenSource
from channels.email.settings import AfterFetching, Authentication, Settings
from contactcenter.errors import CentreError, OperatorError
from contactcenter.ids import InboxId
from contactcenter.ports.channel import ChannelContext, Health, RawInbound

log = logging.getLogger(__name__)

FOLDER = "folder"  # in RawInbound.headers: where it lay
INTERNAL_DATE = "internal-date"  # when the mail server got it, ISO 8601, UTC

HEADERS_ONLY_FROM = 10  # failed attempts to fetch one message, with the usual backoff minutes; others wait behind it
NOTHING_FROM = 30  # about half an hour


async def fetch(
    settings: Settings, inbox_id: InboxId, context: ChannelContext, pace: Pace | None = None,
    tokens: TokenSource | None = None,
) -> None:  # fmt: skip
    """Connects again for ever by itself; returns when ``take`` says that another node has the inbox."""
    await _Fetching(settings, inbox_id, context, pace or Pace(), tokens or TokenSource(settings)).run()


class _Fetching:
    def __init__(
        self, settings: Settings, inbox_id: InboxId, context: ChannelContext, pace: Pace, tokens: TokenSource
    ) -> None:
        self._settings, self._inbox_id, self._context, self._pace = settings, inbox_id, context, pace
        self._tokens = tokens
        self._mailbox = mailbox_of(settings)
        self._attempt = 0  # of connecting, since it last worked
        self._failures: Counter[int] = Counter()  # of fetching a message, by UID
        self._left_over: Health | None = None  # what cannot be flagged or moved
        self._finished = ""  # UIDs that were flagged or moved last; a process that starts knows of none

    async def run(self) -> None:
        while True:
            try:
                async with await connected(self._settings, self._pace, self._tokens) as imap:
                    await self._follow(imap)
                log.info("inbox is fetched elsewhere", extra={"inbox": self._inbox_id})
                return
            except Exception as error:  # whatever it is, the mailbox is tried again
                await self._recover(error)

    async def _recover(self, error: Exception) -> None:
        self._attempt += 1
        delay = self._delay(error)
        self._context.report(_health_of(error))
        facts = {"inbox": self._inbox_id, "attempt": self._attempt, "delay_seconds": round(delay.total_seconds(), 1)}
        is_ours = not isinstance(error, CentreError)
        log.log(logging.ERROR if is_ours else logging.WARNING, "mailbox is not fetched", extra=facts, exc_info=error)
        await asyncio.sleep(delay.total_seconds())

    def _delay(self, error: Exception) -> timedelta:
        """A token may have been withdrawn early: the next one is tried soon. A password does not change by itself."""
        is_first_token = self._settings.authentication is Authentication.OAUTH and self._attempt == 1
        if isinstance(error, LoginRefused) and not is_first_token:
            return self._pace.backoff_refused
        return self._pace.backoff(self._attempt)

    async def _follow(self, imap: Imap) -> None:
        """Returns when another node has the inbox. The last command before each wait is a search that found nothing."""
        cursor = await self._position(imap, await imap.select(self._settings.folder))
        while cursor is not None:
            uids = [uid for uid in await imap.search(cursor.criteria()) if uid > cursor.uid]
            if uids:
                cursor = await self._take_all(imap, cursor, uids)
            elif cursor.since is not None:
                cursor = await self._keep(cursor.caught_up())
            else:
                self._attempt = 0
                self._context.report(self._left_over or Health())
                if not await imap.wait_for_news(self._pace.next_look()):  # a folder that was deleted is just silent
                    cursor = await self._position(imap, await imap.select(self._settings.folder))

    # --- where to begin

    async def _position(self, imap: Imap, selected: Selected) -> Cursor | None:
        """The stored cursor, or a new one that is stored before anything is fetched by it. None: stop."""
        text = await self._context.cursor()
        cursor = Cursor.read(text) if text is not None else None
        if cursor is not None and cursor.still_names(self._mailbox, selected):
            if cursor.unfinished != self._finished:
                await self._finish(imap, cursor.unfinished)
            return cursor
        self._failures.clear()
        self._finished = ""
        last_uid = await _last_uid(imap, selected)
        if cursor is None:
            since = since_of(self._settings)
            return await self._keep(first_cursor(self._mailbox, selected, last_uid, since, self._context.now()))
        log.warning("mailbox was made anew", extra={"inbox": self._inbox_id})
        return await self._keep(renewed_cursor(cursor, self._mailbox, selected, last_uid))

    async def _keep(self, cursor: Cursor) -> Cursor | None:
        cursor = cursor.caught_up() if cursor.uid >= cursor.until else cursor
        return cursor if await self._context.take((), cursor.write()) else None

    # --- one batch after the other

    async def _take_all(self, imap: Imap, cursor: Cursor, uids: Sequence[int]) -> Cursor | None:
        for start in range(0, len(uids), self._pace.batch_messages):
            some = uids[start : start + self._pace.batch_messages]
            for batch in self._batches(await imap.look_up(some)):
                taken = await self._take(imap, cursor, batch)
                if taken is None:
                    return None
                cursor = taken
            cursor = cursor.passing(some[-1])  # the last may have gone meanwhile
        return cursor

    def _batches(self, messages: Sequence[Fetched]) -> Iterator[list[Fetched]]:
        """In order, each below the limit; alone is what is larger, and what failed before."""
        batch: list[Fetched] = []
        size_bytes = 0
        for message in messages:
            is_alone = bool(self._failures[message.uid] or self._part_only(message))
            if batch and (is_alone or size_bytes + message.size_bytes > self._pace.batch_bytes):
                yield batch
                batch, size_bytes = [], 0
            batch.append(message)
            size_bytes += self._pace.batch_bytes if is_alone else message.size_bytes
        if batch:
            yield batch

    async def _take(self, imap: Imap, cursor: Cursor, batch: Sequence[Fetched]) -> Cursor | None:
        """Stored first, flagged or moved after that. None: another node has the inbox."""
        inbound = [self._inbound(cursor, message, why) for message, why in await self._whole(imap, batch)]
        dates = [message.internal_date for message in batch if message.internal_date is not None]
        uids = uid_set(message.uid for message in batch)
        unfinished = "" if self._settings.after_fetching is AfterFetching.NOTHING else uids
        now = self._context.now()
        cursor = cursor.after(batch[-1].uid, max(dates, default=None), now, unfinished)
        if not await self._context.take(inbound, cursor.write()):
            return None
        for message in batch:
            self._failures.pop(message.uid, None)
        self._attempt = 0
        log.info("mail taken", extra={"inbox": self._inbox_id, "count": len(inbound)})
        await self._finish(imap, uids)
        self._context.report(self._left_over or Health())
        return cursor

    async def _finish(self, imap: Imap, uids: str) -> None:
        """A server that refuses this does not stop the mail: the administrator is told."""
        if not uids:
            return
        try:
            if self._settings.after_fetching is AfterFetching.FLAG:
                await imap.flag_seen(uids)
            elif self._settings.after_fetching is AfterFetching.MOVE:
                await imap.move(uids, target_of(self._settings))
            self._left_over = None
            self._finished = uids
        except (Refused, WrongTarget) as error:
            advice = "Mail arrives, but stays where it was. Check that the folder exists and may be written to."
            self._left_over = Health(problem=error.message, advice=advice)

    def _inbound(self, cursor: Cursor, message: Fetched, why_incomplete: str) -> RawInbound:
        headers = {FOLDER: self._settings.folder}
        if message.internal_date is not None:
            headers[INTERNAL_DATE] = message.internal_date.isoformat()
        return RawInbound(
            inbox_id=self._inbox_id,
            external_id=cursor.external_id(message.uid),
            raw=message.raw or b"",
            headers=headers,
            incomplete=why_incomplete,
            received_at=self._context.now(),
        )

    # --- the messages themselves

    async def _whole(self, imap: Imap, batch: Sequence[Fetched]) -> list[tuple[Fetched, str]]:
        """Each message with its bytes, and why they are not all of it. What has gone meanwhile is left out."""
        if len(batch) == 1 and (part := self._part_only(batch[0])):
            return await self._incomplete(imap, batch[0], part, is_certain=False)
        try:
            messages = [message for message in await imap.fetch(batch) if message.raw is not None]
        except Refused:  # some servers refuse a whole batch for one damaged message
            return await self._one_by_one(imap, batch)
        except MailServerError:
            self._failures.update(message.uid for message in batch)
            raise
        found = [(message, "") for message in messages]
        missing = {message.uid for message in batch} - {message.uid for message in messages}
        if missing and (there := await imap.look_up(sorted(missing))):
            found += await self._one_by_one(imap, there)
        return sorted(found, key=_uid)

    def _part_only(self, message: Fetched) -> str:
        if message.size_bytes > self._pace.max_message_bytes:
            return f"too large: {message.size_bytes} bytes"
        failures = self._failures[message.uid]
        return f"could not be fetched {failures} times" if failures >= HEADERS_ONLY_FROM else ""

    async def _one_by_one(self, imap: Imap, batch: Sequence[Fetched]) -> list[tuple[Fetched, str]]:
        """Where some can be had, the others are damaged; where none can, the server is unwell and they are retried."""
        whole: list[tuple[Fetched, str]] = []
        damaged: list[tuple[Fetched, str]] = []
        for message in batch:
            try:
                found = [(each, "") for each in await imap.fetch([message]) if each.raw is not None]
                whole += found
                damaged += [] if found else [(message, "the server did not give it")]
            except Refused as error:
                damaged.append((message, error.message))
        if damaged and not whole:
            self._failures.update(message.uid for message, _ in damaged)
            raise Refused("fetching", damaged[0][1])
        for message, why in damaged:
            whole += await self._incomplete(imap, message, why, is_certain=True)
        return sorted(whole, key=_uid)

    async def _incomplete(
        self, imap: Imap, message: Fetched, why: str, *, is_certain: bool
    ) -> list[tuple[Fetched, str]]:
        """Its headers, and not even those where they fail too: a mail is never left out silently."""
        log.warning("mail taken in part", extra={"inbox": self._inbox_id, "size": message.size_bytes})
        if self._failures[message.uid] >= NOTHING_FROM:
            return [(message, why)]
        try:
            return [(headers, why) for headers in await imap.fetch_headers(message)]
        except MailServerError as error:
            if is_certain and isinstance(error, Refused):
                return [(message, why)]
            self._failures[message.uid] += 1
            raise


def _uid(each: tuple[Fetched, str]) -> int:
    return each[0].uid


async def _last_uid(imap: Imap, selected: Selected) -> int:
    if selected.uid_next is not None:
        return selected.uid_next - 1
    return max(await imap.search("UID *"), default=0)


def _health_of(error: Exception) -> Health:
    if isinstance(error, MailServerError):
        return Health(problem=error.message, advice=error.advice)
    if isinstance(error, OperatorError):
        return Health(problem=error.message, advice=error.hint)
    return Health(problem=f"Fetching failed: {type(error).__name__}", advice="This is a fault of ours: see the log.")
