"""Where everything durable lives: SQLite in a folder of this machine, or MongoDB for several nodes."""

from pathlib import Path
from typing import Protocol, runtime_checkable

from contactcenter.errors import ConfigError
from contactcenter.ports import Blobs, Clock, Store


@runtime_checkable
class KeepsBlobs(Protocol):
    """A store that keeps bytes itself."""

    def blobs(self) -> Blobs: ...


def open_store(url: str, data_folder: Path, clock: Clock) -> Store:
    """The store that the URL names, not opened yet: ``sqlite:///FILE`` or ``mongodb://...``.

    ``data_folder`` is the folder that a SQLite centre locks. Raises errors.ConfigError for another scheme.
    """
    if url.startswith("sqlite:///"):
        from contactcenter.store.sqlite.store import SqliteStore

        return SqliteStore(Path(url.removeprefix("sqlite:///")), data_folder, clock)
    if url.startswith(("mongodb://", "mongodb+srv://")):
        from contactcenter.store.mongo.store import MongoStore

        return MongoStore(url, clock)
    raise ConfigError("store", f"cannot open {url!r}", hint="use sqlite:///FILE or mongodb://HOST/NAME")


def open_blobs(store: Store, data_folder: Path) -> Blobs:
    """Where this store keeps bytes: a folder beside SQLite, GridFS with MongoDB. Call after ``store.open()``."""
    from contactcenter.store.folder_blobs import FolderBlobs

    if isinstance(store, KeepsBlobs):
        return store.blobs()
    return FolderBlobs(data_folder / "blobs")
