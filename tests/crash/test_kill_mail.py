"""kill -9 while mails are sent and fetched, on real servers: none is lost, none comes twice but the one in doubt."""

import asyncio
import os
import random
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from contactcenter.model.bodies import EntryKind
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import AuthorKind, Entry
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING
from tests.crash.mail_centre import Book, centre_at, set_up, write_letters
from tests.crash.server_process import ServerProcess, free_port
from tests.email.receiving import mail
from tests.servers.mail import Account, MailServer
from tests.servers.mongod import with_database
from tests.servers.proxy import Proxy, proxy_to

SEED = int(os.environ.get("CRASH_SEED", "7"))
PATIENCE_S = 240
BACKLOG = 300
TO_SEND = ("queued", "sending", "deferred")
SETTLED = ("recorded", "quarantined", "ignored")
IN_DATA, QUEUED, LOGGED_IN = b"354 ", b" queued as ", b"235 "
MOMENTS = (IN_DATA, QUEUED, QUEUED)


class Assassin:
    """Kills, or stops, the process behind a proxy when the mail server has said something for the n-th time."""

    def __init__(self, proxy: Proxy, weapon: signal.Signals = signal.SIGKILL) -> None:
        proxy.on_reply = self._look
        self._weapon = weapon
        self.killed = asyncio.Event()
        self._pid, self._word, self._left = 0, b"", 0

    def aim(self, pid: int, word: bytes, times: int) -> None:
        self.killed.clear()
        self._pid, self._word, self._left = pid, word, times

    def _look(self, reply: bytes) -> None:
        """Before the reply passes: the process dies without having heard it."""
        if not self._pid:
            return
        self._left -= reply.count(self._word)
        if self._left <= 0:
            os.kill(self._pid, self._weapon)
            self._pid = 0
            self.killed.set()


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not await is_so():  # noqa: ASYNC110  # another process tells nobody
            await asyncio.sleep(0.2)


async def killed(server: ServerProcess, assassin: Assassin) -> None:
    async with asyncio.timeout(PATIENCE_S):
        await assassin.killed.wait()
    await server.kill()


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("letters", "kills"), [pytest.param(60, 2), pytest.param(500, 10, marks=pytest.mark.soak)])
async def test_kill_9_while_sending_loses_none_and_doubles_no_more_than_the_one_in_doubt(
    tmp_path: Path, mail_server: MailServer, letters: int, kills: int
) -> None:
    randomness = random.Random(SEED)
    url = f"sqlite:///{tmp_path / 'centre.sqlite'}"
    recipient = mail_server.account()
    async with proxy_to(mail_server.ports["smtp"]) as proxy:
        assassin = Assassin(proxy)
        way_out = {"smtp_host": "127.0.0.1", "smtp_port": proxy.port, "smtp_security": "none", "imap_host": ""}
        await set_up(url, tmp_path, mail_server, mail_server.account(), **way_out)
        await write_letters(url, tmp_path, recipient, letters)
        server, book = ServerProcess(tmp_path, url, free_port()), Book(url)
        for _ in range(kills):
            await server.start()
            assassin.aim(server.pid, randomness.choice(MOMENTS), randomness.randrange(1, letters // (kills + 1)))
            await killed(server, assassin)
            assert book.count("deliveries", ("sending",)) >= 1
        book.let_leases_end()
        await server.start()
        await until(lambda: asyncio.to_thread(lambda: book.count("deliveries", TO_SEND) == 0))
        await server.kill()
    assert book.count("deliveries", ("sent",)) == letters
    arrived = await names_arrived(mail_server, recipient, letters)
    assert len(arrived) == letters
    assert sum(arrived.values()) - letters <= kills and max(arrived.values()) <= 2


async def names_arrived(server: MailServer, account: Account, count: int) -> Counter[bytes]:
    """How often each Message-ID lies in the mailbox, once so many are there and Postfix has nothing left."""
    raws = await server.arrived(account, count)
    while len(raws) != len(raws := await _a_moment_later(server, account)):
        pass
    return Counter(found[1] for raw in raws if (found := re.search(rb"(?m)^Message-ID: (<[^>\r\n]+>)", raw)))


async def _a_moment_later(server: MailServer, account: Account) -> list[bytes]:
    await asyncio.sleep(1)
    return await asyncio.to_thread(server.received, account)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kills", [pytest.param(2), pytest.param(20, marks=pytest.mark.soak)])
async def test_kill_9_while_fetching_a_backlog_stores_every_mail_once_and_the_oldest_first(
    tmp_path: Path, store_url: str, mail_server: MailServer, kills: int
) -> None:
    randomness = random.Random(SEED)
    mailbox = mail_server.account()
    sender = mail_server.account().address.encode()
    backlog = [mail(number, "Where is my order?").replace(b"ann@example.com", sender) for number in range(BACKLOG)]
    mail_server.append(mailbox, *backlog)
    async with proxy_to(mail_server.ports["imap"]) as proxy:
        assassin = Assassin(proxy)
        way_in = {"imap_host": "127.0.0.1", "imap_port": proxy.port, "imap_security": "none"}
        await set_up(store_url, tmp_path, mail_server, mailbox, fetch_since="2000-01-01", **way_in)
        server, book = ServerProcess(tmp_path, store_url, free_port()), Book(store_url)
        for _ in range(kills):
            await server.start()
            assassin.aim(server.pid, b"FETCH (UID ", randomness.randrange(1, BACKLOG // kills))
            await killed(server, assassin)
            book.let_leases_end()
        await server.start()
        await until(lambda: asyncio.to_thread(lambda: book.count("receipts", SETTLED) >= BACKLOG))
        await server.kill()
    assert await asked_at(store_url, tmp_path) == [(f"Question {number}", 1) for number in range(BACKLOG)]
    assert book.count("receipts", SETTLED) == BACKLOG


async def asked_at(url: str, data: Path) -> list[tuple[str, int]]:
    """Of each conversation, in the order they began: its subject, and how many messages its contact wrote."""
    heads: list[Conversation] = []
    after: str | None = None
    async with centre_at(url, data) as desk:
        while True:
            page = await desk.store.conversations(ConversationFilter(order="oldest"), EVERYTHING, after, 200)
            heads += page.items
            if (after := page.next) is None:
                break
        said = [await desk.store.entries(head.id, 0, 50) for head in heads]
    counts = [sum(_is_of_a_contact(one) for one in entries) for entries in said]
    found = sorted(zip(heads, counts, strict=True), key=lambda each: each[0].created_at)
    return [(head.subject, count) for head, count in found]


def _is_of_a_contact(entry: Entry) -> bool:
    return entry.kind is EntryKind.MESSAGE and entry.author.kind is AuthorKind.CONTACT


@pytest.mark.timeout(300)
async def test_a_stopped_and_resumed_node_writes_nothing_into_the_inbox_that_another_took_over(
    tmp_path: Path, mongodb: str, mail_server: MailServer
) -> None:
    """Stopped in the middle of a batch; meanwhile the other fetches all of it; then the first one wakes up."""
    url = with_database(mongodb, f"contactcenter-test-nodes-{time.time_ns()}")
    mailbox = mail_server.account()
    sender = mail_server.account().address.encode()
    questions = [mail(number, "Where is my order?").replace(b"ann@example.com", sender) for number in range(41)]
    mail_server.append(mailbox, *questions[:40])
    folders = [tmp_path / name for name in ("one", "two")]
    folders[0].mkdir()
    async with proxy_to(mail_server.ports["imap"]) as proxy:
        assassin, book = Assassin(proxy, signal.SIGSTOP), Book(url)
        way_in = {"imap_host": "127.0.0.1", "imap_port": proxy.port, "imap_security": "none"}
        await set_up(url, folders[0], mail_server, mailbox, fetch_since="2000-01-01", **way_in)
        shutil.copytree(folders[0], folders[1])  # the keys, which all nodes share
        first, second = (ServerProcess(folder, url, free_port()) for folder in folders)
        await first.start()
        assassin.aim(first.pid, b"BODY[] ", 3)
        async with asyncio.timeout(PATIENCE_S):
            await assassin.killed.wait()
        assert book.count("receipts", (*SETTLED, "received")) == 0
        book.let_leases_end()
        await second.start()
        await until(lambda: asyncio.to_thread(lambda: book.count("receipts", SETTLED) == 40))
        cursor = book.cursor()
        os.kill(first.pid, signal.SIGCONT)
        await asyncio.sleep(3)  # it goes on with its batch at once, and writes whatever it may
        assert book.cursor() == cursor
        mail_server.append(mailbox, questions[40])
        await until(lambda: asyncio.to_thread(lambda: book.count("receipts", SETTLED) == 41))
        await first.kill()
        await second.kill()
    assert await asked_at(url, folders[0]) == [(f"Question {number}", 1) for number in range(41)]


@pytest.mark.timeout(300)
async def test_two_nodes_that_read_the_same_mails_at_once_double_neither_them_nor_what_they_say(
    tmp_path: Path, mongodb: str, mail_server: MailServer
) -> None:
    url = with_database(mongodb, f"contactcenter-test-nodes-{time.time_ns()}")
    mailbox, customer = mail_server.account(), mail_server.account()
    folders = [tmp_path / name for name in ("one", "two")]
    folders[0].mkdir()
    await set_up(url, folders[0], mail_server, mailbox, fetch_since="2000-01-01")
    shutil.copytree(folders[0], folders[1])
    nodes = [ServerProcess(folder, url, free_port()) for folder in folders]
    for node in nodes:
        await node.start()
    sender = customer.address.encode()
    questions = [mail(number, "Where is my order?").replace(b"ann@example.com", sender) for number in range(40)]
    mail_server.append(mailbox, *questions)
    book = Book(url)
    await until(lambda: asyncio.to_thread(lambda: book.count("receipts", SETTLED) == 40))
    await until(lambda: asyncio.to_thread(lambda: book.count("deliveries", TO_SEND) == 0))
    said = await names_arrived(mail_server, customer, book.count("deliveries", ("sent",)))
    for node in nodes:
        await node.kill()
    assert await asked_at(url, folders[0]) == [(f"Question {number}", 1) for number in range(40)]
    assert list(said.values()) == [1] * 3
