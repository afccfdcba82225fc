"""How connections are opened, and how a database is brought to this version's schema."""

import os
import sqlite3
from pathlib import Path

from contactcenter.errors import StoreRefused
from contactcenter.store.sqlite.schema import MIGRATIONS, NEWEST

WRITER_CACHE_KIB = 16_384
READER_CACHE_KIB = 4_096


def open_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes. Every commit is on the disk when it returns (WAL, synchronous FULL).

    The file is its owner's alone from the beginning; SQLite gives its -wal and -shm files the same rights.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    connection.executescript(
        f"""PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;
        PRAGMA cache_size = -{WRITER_CACHE_KIB}; PRAGMA secure_delete = FAST; PRAGMA foreign_keys = OFF;"""
    )
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    connection.executescript(
        f"PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -{READER_CACHE_KIB};"
    )
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Apply the migrations that are missing, each in one transaction, after a backup beside the database.

    Raises errors.StoreRefused for a database of a newer version.
    """
    version = version_of(connection)
    if version > NEWEST:
        raise StoreRefused(
            f"{path} has schema version {version}, this program knows versions up to {NEWEST}",
            hint="install the newer program again, or restore a backup made before the upgrade",
        )
    if 0 < version < NEWEST:
        back_up_file(connection, path.with_name(f"{path.stem}-before-version-{NEWEST}.db"))
    for number in range(version + 1, NEWEST + 1):
        connection.executescript(f"BEGIN; {MIGRATIONS[number - 1]}; PRAGMA user_version = {number}; COMMIT;")


def back_up_file(connection: sqlite3.Connection, target: Path) -> None:
    """A consistent copy of the whole database: complete, or not there at all."""
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    copy = sqlite3.connect(partial)
    try:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    partial.replace(target)
