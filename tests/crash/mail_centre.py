"""A centre that works by mail as a process that is killed: seeded while it does not run, looked into afterwards."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from pymongo import MongoClient

from contactcenter.desk.beginning import Beginning, begin
from contactcenter.desk.desk import Desk
from contactcenter.desk.records import save_record
from contactcenter.ids import AgentId, InboxId, QueueId, TeamId
from contactcenter.keys import open_keyring
from contactcenter.model.contact import Identity
from contactcenter.model.records import Agent, Queue, Team
from tests.email.post_office import inbox_of, open_desk
from tests.servers.mail import Account, MailServer

AGENT, INBOX = AgentId("ann"), InboxId("mail")


@asynccontextmanager
async def centre_at(url: str, data: Path) -> AsyncIterator[Desk]:
    """The desk of the centre while its process does not run, with the same keys."""
    async with open_desk(url, data, open_keyring(data / "keys", None, may_create=True)) as desk:
        await desk.directory.load(desk.store)
        yield desk


async def set_up(url: str, data: Path, server: MailServer, mailbox: Account, **settings: object) -> None:
    async with centre_at(url, data) as desk:
        team, queue = TeamId("team"), QueueId("general")
        agent = Agent(id=AGENT, name="Ann", email="ann@centre.test", languages={"en": 5}, teams=(team,))
        inbox = inbox_of(server, INBOX, mailbox, **settings)
        for record in (Team(id=team, name="Team"), Queue(id=queue, name="General", teams=(team,)), agent, inbox):
            await save_record(desk, record, actor="test", new=True)


async def write_letters(url: str, data: Path, recipient: Account, count: int) -> None:
    """So many letters of an agent that wait to be sent."""
    identity = Identity(kind="email", address=recipient.address)
    async with centre_at(url, data) as desk:
        for number in range(count):
            letter = Beginning(inbox_id=INBOX, address=identity, subject=f"Letter {number}", text="It is on its way.")
            await begin(desk, AGENT, f"letter-{number}", letter)


class Book:
    """What the store holds, looked at from outside while the server runs."""

    def __init__(self, url: str) -> None:
        self._url = url

    def count(self, table: str, states: tuple[str, ...]) -> int:
        """Rows of ``receipts`` or ``deliveries`` in these states."""
        if self._url.startswith("mongodb"):
            with MongoClient[dict[str, object]](self._url) as client:
                return client.get_default_database()[table].count_documents({"state": {"$in": list(states)}})
        marks = ", ".join("?" * len(states))
        with closing(sqlite3.connect(f"file:{self._url.removeprefix('sqlite:///')}?mode=ro", uri=True)) as base:
            found = base.execute(f"SELECT count(*) FROM {table} WHERE state IN ({marks})", states).fetchone()
        return int(found[0])

    def cursor(self) -> object:
        """How far the inbox was fetched; MongoDB only."""
        with MongoClient[dict[str, object]](self._url) as client:
            return client.get_default_database()["cursors"].find_one({"_id": INBOX})

    def let_leases_end(self) -> None:
        """As if the time had passed after which what a dead process held or was sending is anybody's."""
        if self._url.startswith("mongodb"):
            with MongoClient[dict[str, object]](self._url) as client:
                client.get_default_database()["leases"].update_many({}, {"$set": {"until": 0}})
            return
        with closing(sqlite3.connect(self._url.removeprefix("sqlite:///"))) as base:
            base.execute("UPDATE leases SET expires_at = 0")
            base.execute("UPDATE deliveries SET claimable_at = 0 WHERE state = 'sending'")
            base.commit()
