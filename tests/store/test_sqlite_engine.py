"""SQLite alone: group commit, recovery, the locked folder, schema versions."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from contactcenter.clock import ManualClock
from contactcenter.errors import StoreRefused, StoreUnavailable
from contactcenter.store import open_store
from contactcenter.store.sqlite import connection as connections
from contactcenter.store.sqlite.engine import Engine
from contactcenter.store.sqlite.schema import NEWEST
from contactcenter.store.sqlite.store import SqliteStore
from tests.store.samples import NOON, begin, inbound, saying, setting, texts

URL = "sqlite:///{}/data/centre.db"


@pytest.fixture
async def sqlite(tmp_path: Path, clock: ManualClock) -> AsyncIterator[SqliteStore]:
    store = open_store(URL.format(tmp_path), tmp_path / "data", clock)
    assert isinstance(store, SqliteStore)
    await store.open()
    yield store
    await store.close()


class FailingCommit:
    """A connection whose commits fail like a full disk until it is repaired."""

    def __init__(self, real: sqlite3.Connection) -> None:
        self._real = real
        self.commits = 0

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if sql == "COMMIT":
            self.commits += 1
            raise sqlite3.OperationalError("database or disk is full")
        return self._real.execute(sql, *values)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


async def test_units_that_arrive_together_share_a_commit(sqlite: SqliteStore) -> None:
    head = (await begin(sqlite)).head
    commits: list[str] = []
    assert sqlite._engine._connection is not None
    sqlite._engine._connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
    await asyncio.gather(*(sqlite.change(head.id, saying(str(n))) for n in range(300)))
    assert len(commits) == 3
    assert len(await sqlite.entries(head.id, limit=1000)) == 301


async def test_a_chat_message_touches_neither_thread_keys_nor_arrivals(sqlite: SqliteStore) -> None:
    head = (await begin(sqlite)).head
    await sqlite.record_inbound(inbound("I am known now", conversation_id=head.id))
    statements: list[str] = []
    assert sqlite._engine._connection is not None
    sqlite._engine._connection.set_trace_callback(statements.append)
    await sqlite.record_inbound(inbound("again", conversation_id=head.id))
    assert [sql.split()[0] for sql in statements] == ["BEGIN", "INSERT", "UPDATE", "COMMIT"]


async def test_nothing_is_acknowledged_when_the_commit_fails_and_the_next_one_works(sqlite: SqliteStore) -> None:
    head = (await begin(sqlite, "one")).head
    engine: Engine = sqlite._engine
    assert engine._connection is not None
    engine._connection = FailingCommit(engine._connection)  # type: ignore[assignment]

    outcomes = await asyncio.gather(*(sqlite.change(head.id, saying(str(n))) for n in range(5)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {StoreUnavailable}
    assert texts(await sqlite.entries(head.id)) == ["one"]
    assert await sqlite.conversation(head.id) == head

    await sqlite.change(head.id, saying("two"))
    assert texts(await sqlite.entries(head.id)) == ["one", "two"]
    assert (await sqlite.conversation(head.id)).seq == 2  # type: ignore[union-attr]


async def test_reads_go_on_while_nothing_can_be_written(sqlite: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    head = (await begin(sqlite, "one")).head

    def broken(path: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    assert sqlite._engine._connection is not None
    sqlite._engine._connection = FailingCommit(sqlite._engine._connection)  # type: ignore[assignment]
    with monkeypatch.context() as patched:
        patched.setattr("contactcenter.store.sqlite.engine.open_writer", broken)
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                await sqlite.change(head.id, saying("two"))
            assert texts(await sqlite.entries(head.id)) == ["one"]
        with pytest.raises(StoreUnavailable):
            await sqlite.ping()
    await sqlite.ping()


async def test_a_text_that_sqlite_cannot_hold_harms_nobody_else(sqlite: SqliteStore) -> None:
    head = (await begin(sqlite)).head
    outcomes = await asyncio.gather(
        sqlite.change(head.id, saying("fine")),
        sqlite.change(head.id, saying("broken", external_id="lone \ud800 surrogate")),
        sqlite.change(head.id, saying("fine too")),
        return_exceptions=True,
    )
    assert [isinstance(outcome, Exception) for outcome in outcomes] == [False, True, False]
    assert texts(await sqlite.entries(head.id, after=1)) == ["fine", "fine too"]


async def test_a_head_that_cannot_be_stored_harms_nobody_else(sqlite: SqliteStore) -> None:
    one, two = (await begin(sqlite)).head, (await begin(sqlite)).head
    outcomes = await asyncio.gather(
        sqlite.change(one.id, saying("fine")),
        sqlite.change(two.id, setting(subject="lone \ud800 surrogate")),
        sqlite.change(two.id, saying("fine too")),
        return_exceptions=True,
    )
    assert [isinstance(outcome, Exception) for outcome in outcomes] == [False, True, False]
    assert not any(isinstance(outcome, StoreUnavailable) for outcome in outcomes)
    assert (await sqlite.conversation(two.id)).seq == 2  # type: ignore[union-attr]


async def test_what_was_queued_is_written_before_the_store_closes(tmp_path: Path, clock: ManualClock) -> None:
    store = open_store(URL.format(tmp_path), tmp_path / "data", clock)
    await store.open()
    head = (await begin(store)).head
    tasks = [asyncio.ensure_future(store.change(head.id, saying(str(n)))) for n in range(200)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*tasks)
    with pytest.raises(StoreUnavailable):
        await store.change(head.id, saying("late"))

    again = open_store(URL.format(tmp_path), tmp_path / "data", clock)
    await again.open()
    assert len(await again.entries(head.id, limit=1000)) == 201
    await again.close()


async def test_a_second_server_is_refused_and_told_who_is_first(tmp_path: Path, sqlite: SqliteStore) -> None:
    second = open_store(URL.format(tmp_path), tmp_path / "data", ManualClock(NOON))
    with pytest.raises(StoreRefused, match=f"in use by process {os.getpid()}"):
        await second.open()


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from contactcenter.store.sqlite.lock import FolderLock\n"
        "FolderLock(Path(sys.argv[1])).take(); os.kill(os.getpid(), 9)"
    )
    for _ in range(2):
        ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
        assert ended.returncode == -9


async def test_a_newer_schema_is_refused_with_the_remedy(tmp_path: Path, clock: ManualClock) -> None:
    path = tmp_path / "data" / "centre.db"
    path.parent.mkdir()
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {NEWEST + 1}")
    newer.close()

    store = open_store(URL.format(tmp_path), tmp_path / "data", clock)
    with pytest.raises(StoreRefused, match="install the newer program again") as refused:
        await store.open()
    assert str(NEWEST + 1) in str(refused.value)
    await open_and_close(tmp_path / "other", clock)


async def test_a_migration_is_applied_after_a_backup(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_and_close(tmp_path, clock)
    later = (*connections.MIGRATIONS, "CREATE TABLE added_later (x INTEGER)")
    monkeypatch.setattr(connections, "MIGRATIONS", later)
    monkeypatch.setattr(connections, "NEWEST", NEWEST + 1)
    await open_and_close(tmp_path, clock)

    backup = tmp_path / "data" / f"centre-before-version-{NEWEST + 1}.db"
    assert tables(tmp_path / "data" / "centre.db") - tables(backup) == {"added_later"}


async def test_only_the_owner_can_read_the_files(sqlite: SqliteStore, tmp_path: Path) -> None:
    await begin(sqlite)
    files = [path for path in (tmp_path / "data").iterdir() if path.is_file()]
    assert {path.name for path in files} == {"centre.db", "centre.db-wal", "centre.db-shm", "lock"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


async def test_a_file_that_is_no_database_is_named(tmp_path: Path, clock: ManualClock) -> None:
    path = tmp_path / "data" / "centre.db"
    path.parent.mkdir()
    path.write_bytes(b"this is not a database, it is a sentence." * 100)
    store = open_store(URL.format(tmp_path), tmp_path / "data", clock)
    with pytest.raises(StoreUnavailable, match=str(path)):
        await store.open()


async def open_and_close(folder: Path, clock: ManualClock) -> None:
    store = open_store(URL.format(folder), folder / "data", clock)
    await store.open()
    await store.close()


def tables(path: Path) -> set[str]:
    database = sqlite3.connect(path)
    names = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    database.close()
    return names
