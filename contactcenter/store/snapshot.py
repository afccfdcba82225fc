"""A consistent copy of a SQLite centre, taken by another process while the server writes, and its way back.

The database is copied by SQLite itself in one read transaction (VACUUM INTO), which in WAL mode holds up no writer;
then the blobs, which are written before the entry that names them and never change: a blob that the copy of the
database names is already there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from contactcenter.errors import OperatorError, StoreUnavailable

DATABASE = "centre.sqlite"
BLOBS = "blobs"


def take_snapshot(database: Path, blobs: Path, target: Path) -> int:
    """Copies into `target`, which must be absent or empty; the number of blobs copied.

    Raises OperatorError, naming what is in the way, and StoreUnavailable when the copy fails its own check.
    """
    if not database.exists():
        raise OperatorError(f"there is no database at {database}", hint="--data or --store names the centre")
    if target.exists() and any(target.iterdir()):
        raise OperatorError(f"{target} is not empty")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target / f"{DATABASE}.partial"
    try:
        _copy_database(database, partial)
    except sqlite3.Error as exc:
        raise StoreUnavailable(f"{database} could not be copied: {exc}") from exc
    count = _copy_blobs(blobs, target / BLOBS)
    partial.replace(target / DATABASE)  # last: a folder with a database is a whole backup
    _sync_folder(target)
    return count


def put_back(source: Path, database: Path, blobs: Path) -> None:
    """Fills an empty data folder from a backup. Raises OperatorError when there is something to lose or to miss."""
    if not (source / DATABASE).exists():
        raise OperatorError(f"{source} is no whole backup: it has no {DATABASE}")
    if database.exists():
        raise OperatorError(f"{database} exists", hint="restore into another data folder, or move it away")
    try:
        _check(source / DATABASE)
    except sqlite3.Error as exc:
        raise OperatorError(f"the backup {source} is damaged: {exc}") from exc
    database.parent.mkdir(parents=True, exist_ok=True)
    _copy_blobs(source / BLOBS, blobs)
    partial = database.with_name(f"{database.name}.partial")
    shutil.copyfile(source / DATABASE, partial)
    partial.chmod(0o600)
    _sync_file(partial)
    partial.replace(database)
    _sync_folder(database.parent)


def _copy_database(database: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)
    _check(target)
    _sync_file(target)


def _check(database: Path) -> None:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)


def _copy_blobs(source: Path, target: Path) -> int:
    """Copies what `target` lacks; files still being written (their names end in .partial) are left out."""
    count = 0
    for path in sorted(source.rglob("*")) if source.is_dir() else []:
        if path.is_dir() or path.suffix == ".partial":
            continue
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, copy)
        _sync_file(copy)
        count += 1
    return count


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
