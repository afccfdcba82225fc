"""A backup is whole although the database is written to meanwhile, and comes back as it was."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from contactcenter.errors import OperatorError
from contactcenter.store.snapshot import put_back, take_snapshot


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "centre.sqlite"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE pairs (number INTEGER, half TEXT)")
    return path


@pytest.fixture
def blobs(database: Path) -> Path:
    folder = database.parent / "blobs"
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "abcd").write_bytes(b"picture")
    (folder / "ab" / "half.partial").write_bytes(b"pic")
    return folder


@pytest.fixture
def writing(database: Path) -> Iterator[threading.Event]:
    """Somebody who commits two rows at a time, without a pause."""
    stop, started = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(database)) as connection:
            number = 0
            while not stop.is_set():
                with connection:
                    connection.executemany("INSERT INTO pairs VALUES (?, ?)", [(number, "a"), (number, "b")])
                number += 1
                started.set()

    thread = threading.Thread(target=write)
    thread.start()
    yield started
    stop.set()
    thread.join(10)


def test_a_backup_taken_under_writes_holds_whole_units(
    database: Path, blobs: Path, writing: threading.Event, tmp_path: Path
) -> None:
    assert writing.wait(5)
    take_snapshot(database, blobs, tmp_path / "backup")
    with closing(sqlite3.connect(tmp_path / "backup" / "centre.sqlite")) as copy:
        halves = copy.execute("SELECT COUNT(*) FROM pairs GROUP BY number").fetchall()
    assert halves
    assert set(halves) == {(2,)}


def test_a_backup_comes_back_with_its_blobs(database: Path, blobs: Path, tmp_path: Path) -> None:
    assert take_snapshot(database, blobs, tmp_path / "backup") == 1
    put_back(tmp_path / "backup", tmp_path / "new" / "centre.sqlite", tmp_path / "new" / "blobs")
    assert (tmp_path / "new" / "blobs" / "ab" / "abcd").read_bytes() == b"picture"
    with closing(sqlite3.connect(tmp_path / "new" / "centre.sqlite")) as back:
        assert back.execute("SELECT name FROM sqlite_master").fetchall() == [("pairs",)]


def test_a_backup_is_for_its_owner_alone(database: Path, blobs: Path, tmp_path: Path) -> None:
    take_snapshot(database, blobs, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    assert (tmp_path / "backup" / "centre.sqlite").stat().st_mode & 0o077 == 0


def test_nothing_is_written_over(database: Path, blobs: Path, tmp_path: Path) -> None:
    take_snapshot(database, blobs, tmp_path / "backup")
    with pytest.raises(OperatorError, match="is not empty"):
        take_snapshot(database, blobs, tmp_path / "backup")
    with pytest.raises(OperatorError, match="exists"):
        put_back(tmp_path / "backup", database, blobs)


def test_a_damaged_or_half_backup_is_refused(database: Path, blobs: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    take_snapshot(database, blobs, backup)
    (backup / "centre.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    with pytest.raises(OperatorError, match="is damaged"):
        put_back(backup, tmp_path / "new" / "centre.sqlite", tmp_path / "new" / "blobs")
    (backup / "centre.sqlite").unlink()
    with pytest.raises(OperatorError, match="no whole backup"):
        put_back(backup, tmp_path / "new" / "centre.sqlite", tmp_path / "new" / "blobs")


def test_an_absent_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"no database at .*centre\.sqlite"):
        take_snapshot(tmp_path / "centre.sqlite", tmp_path / "blobs", tmp_path / "backup")
