"""Builds everything, runs it in one TaskGroup, and stops in order: the only module that knows all parts."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from aiohttp import web

from channels import CHANNELS
from contactcenter.clock import SystemClock
from contactcenter.config import KEYS_VARIABLE, Config
from contactcenter.desk.answering import Answering
from contactcenter.desk.bell import LocalBell
from contactcenter.desk.desk import Desk
from contactcenter.desk.directory import Directory
from contactcenter.desk.dispatch import Dispatch
from contactcenter.desk.first_administrator import first_administrator_secret
from contactcenter.desk.housekeeping import keep_house
from contactcenter.desk.inbox_channels import FileFetcher
from contactcenter.desk.letter_links import LetterLinks
from contactcenter.desk.meanings import ArticleMeanings
from contactcenter.desk.presence import LASTING
from contactcenter.desk.same_keys import require_same_keys
from contactcenter.desk.timers import sweep
from contactcenter.errors import OperatorError
from contactcenter.ids import ArticleId
from contactcenter.inbox_reader import InboxReader
from contactcenter.inboxes import Inboxes
from contactcenter.keys import open_keyring
from contactcenter.language import Detector
from contactcenter.normalizer import Normalizer
from contactcenter.ports import Ring, Signal
from contactcenter.ports.embedder import Embedder
from contactcenter.semantic.choosing import embedder_for
from contactcenter.store import open_blobs, open_store
from contactcenter.texts import load_texts
from contactcenter.web.app import make_app
from contactcenter.web.centre import CENTRE, Centre
from contactcenter.web.server import Listening, control_only, listen

log = logging.getLogger(__name__)

SWEEP_SECONDS = 1.0
INDEX_SECONDS = 0.5
INDEX_BITE = 200  # entries at once
INDEX_BITES = 50
HOUSEKEEPING_SECONDS = 6 * 3600.0
MEANINGS_SECONDS = 1.0  # between looks for articles whose meaning is not known
TIDY_SECONDS = 30.0  # between looks at whether the knowledge index has come apart


class Runtime:
    """One process of the centre."""

    def __init__(self, config: Config, *, demo: bool) -> None:
        self.config = config
        self.demo = demo
        self.stopping = asyncio.Event()
        self._articles_changed = asyncio.Event()
        self._records_changed: set[str] = set()

    async def run(self, ready: Callable[[str], None], weeks: int) -> int:
        async with open_desk(self.config) as desk:
            return await self._serve(desk, ready, weeks)

    async def _serve(self, desk: Desk, ready: Callable[[str], None], weeks: int) -> int:
        if self.demo:
            from contactcenter.demo.seed import seed

            await seed(desk)
            await desk.directory.load(desk.store)
        dispatch = Dispatch(desk)
        reader = InboxReader(desk.directory, Normalizer(), FileFetcher(desk.keyring, CHANNELS, desk.own_networks))
        app = make_app(desk, self.config, CHANNELS, reader=reader, is_demo=self.demo, place=dispatch.place)
        centre = app[CENTRE]
        desk.bell.listen(partial(self._on_bell, desk.answering))
        desk.bell.listen(dispatch.on_bell)
        await dispatch.start()
        listening = await self._listen(app)
        centre.config = msgspec.structs.replace(self.config, port=listening.port)  # links name the port that was free
        try:
            async with asyncio.TaskGroup() as tasks:
                url = centre.config.base_url
                inboxes = Inboxes(desk, CHANNELS, reader, centre.live.node, LetterLinks(desk.keyring, url), url)
                works = (inboxes.run(), *self._works(desk, dispatch, centre, weeks))
                running = [tasks.create_task(work) for work in works]
                self._stop_on_signals()
                await self._invite_first_administrator(desk, url)
                ready(url)
                await self.stopping.wait()
                await self._drain(centre, listening)
                for task in running:
                    task.cancel()
        finally:
            await listening.stop()
            await reader.normalizer.close()
        return 0

    def _works(self, desk: Desk, dispatch: Dispatch, centre: Centre, weeks: int) -> Iterator[Coroutine[Any, Any, None]]:
        """Everything that goes on beside requests, for as long as the process lives."""
        yield dispatch.run()
        yield self._every(SWEEP_SECONDS, partial(sweep, desk))
        yield self._every(INDEX_SECONDS, partial(index, desk))
        yield self._every(LASTING.total_seconds() / 3, centre.live.beat)
        yield self._keep_answers(desk)
        yield self._every(TIDY_SECONDS, desk.answering.tidy)
        if desk.answering.meanings is not None:
            yield self._every(MEANINGS_SECONDS, desk.answering.meanings.learn)
        yield self._every(HOUSEKEEPING_SECONDS, partial(keep_house, desk), first_after=HOUSEKEEPING_SECONDS)
        if self.demo and weeks > 0:
            from contactcenter.demo.load import load_history

            yield load_history(desk, weeks)

    async def _invite_first_administrator(self, desk: Desk, url: str) -> None:
        """While nobody can sign in: a link that works once, for whoever reads what this process prints."""
        secret = None if self.demo else await first_administrator_secret(desk)
        if secret is not None:
            line = f"first administrator: open {url}/invitations/{secret} within 7 days"
            print(line, file=sys.stderr, flush=True)

    async def _listen(self, app: web.Application) -> Listening:
        address, port = self.config.address, self.config.port
        try:
            return await listen(app, address, port, self.config.control_socket)
        except OSError as error:
            raise OperatorError(
                f"cannot listen on {address}:{port}: {error.strerror}",
                hint="is another server running there? choose another port with --port",
            ) from error

    async def _drain(self, centre: Centre, listening: Listening) -> None:
        """Nothing new comes in, clients go, what is under way ends."""
        listening.drain()
        with suppress(TimeoutError):
            async with asyncio.timeout(10):
                await asyncio.sleep(1.2)  # the clients' goodbye is on its way
                await centre.live.finished()

    def _stop_on_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                loop.add_signal_handler(name, self.stopping.set)

    async def _every(self, seconds: float, work: Callable[[], Awaitable[object]], *, first_after: float = 0) -> None:
        """Work again and again; a failure is logged and tried again."""
        await asyncio.sleep(first_after)
        while True:
            try:
                await work()
            except Exception:
                log.exception("background work failed", extra={"work": getattr(work, "func", work).__name__})
            await asyncio.sleep(seconds)

    def _on_bell(self, answering: Answering, event: Ring | Signal) -> None:
        if isinstance(event, Signal) and event.kind == "record" and event.key.startswith("article:"):
            answering.changes(ArticleId(event.key.removeprefix("article:")))
            self._articles_changed.set()

    async def _keep_answers(self, desk: Desk) -> None:
        """The knowledge index, at start, soon after an article changed, and when the review of one is due."""
        while True:
            self._articles_changed.clear()
            try:
                await desk.answering.take_in(desk.store, desk.clock.now())
            except Exception:
                log.exception("knowledge index not built")
                await asyncio.sleep(5)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(_seconds_until(desk.answering.next_review, desk.clock.now())):
                    await self._articles_changed.wait()
                    await asyncio.sleep(0.05)  # several articles saved at once are one change


def _seconds_until(due: datetime | None, now: datetime) -> float | None:
    """At most an hour: a clock that is set right must not delay a review by as much."""
    return None if due is None else min(3600.0, max(0.0, (due - now).total_seconds()))


@asynccontextmanager
async def open_desk(config: Config) -> AsyncIterator[Desk]:
    """The desk over the configured store, its records at hand. Raises errors.OperatorError and its kin."""
    may_create = config.store_url.startswith("sqlite")  # several nodes must be given the same keys
    keyring = open_keyring(config.keys_path, os.environ.get(KEYS_VARIABLE), may_create=may_create)
    clock = SystemClock()
    store = open_store(config.store_url, config.data_folder, clock)
    embedder = embedder_for(config)
    await store.open()
    try:
        await require_same_keys(store, keyring, clock)
        desk = Desk(
            store=store,
            blobs=open_blobs(store, config.data_folder),
            clock=clock,
            bell=LocalBell(),
            directory=Directory(),
            words=load_texts(),
            detector=Detector(),
            answering=Answering(_meanings(embedder, config)),
            keyring=keyring,
            capabilities={kind: channel.capabilities for kind, channel in CHANNELS.items()},
            own_networks=config.networks,
        )
        await desk.directory.load(store)
        yield desk
    finally:
        await store.close()
        if embedder is not None:
            await embedder.close()


def _meanings(embedder: Embedder | None, config: Config) -> ArticleMeanings | None:
    if embedder is None:
        return None
    from contactcenter.semantic.kept import KeptVectors

    return ArticleMeanings(embedder, KeptVectors(embedder, config.data_folder / "meanings.sqlite"))


@asynccontextmanager
async def serve_control(config: Config) -> AsyncIterator[None]:
    """The API on the control socket alone, for a command while no server runs."""
    async with open_desk(config) as desk:
        app = make_app(desk, config, CHANNELS)
        async with control_only(app, config.control_socket):
            yield


async def index(desk: Desk) -> None:
    """Bring the search index up to date, in small bites so that messages go first."""
    for _ in range(INDEX_BITES):
        if await desk.store.index_pending(INDEX_BITE) < INDEX_BITE:
            return
        await asyncio.sleep(0.02)


async def serve(config: Config, *, demo: bool, weeks: int = 0) -> int:
    """Run until told to stop; prints one line ``ready http://...`` when it serves."""

    def ready(url: str) -> None:
        print(f"ready {url}", flush=True)

    return await Runtime(config, demo=demo).run(ready, weeks)
