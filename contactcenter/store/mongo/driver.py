"""The only module that knows motor. Its successor, PyMongo's AsyncMongoClient, has nearly the same calls.

Swapping means: other names here, ``await`` before ``aggregate`` in ``rows_of``, and the bucket of GridFS.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from bson.codec_options import CodecOptions
from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
    AsyncIOMotorGridFSBucket,
)
from pymongo.errors import BulkWriteError, ConnectionFailure, DuplicateKeyError, PyMongoError, WTimeoutError
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.write_concern import WriteConcern

from contactcenter.errors import StoreUnavailable

Document: TypeAlias = dict[str, Any]
Client: TypeAlias = AsyncIOMotorClient[Document]
Database: TypeAlias = AsyncIOMotorDatabase[Document]
Collection: TypeAlias = AsyncIOMotorCollection[Document]
Session: TypeAlias = AsyncIOMotorClientSession
Bucket: TypeAlias = AsyncIOMotorGridFSBucket

DURABLE = WriteConcern(w="majority", j=True, wtimeout=10_000)
DERIVED = WriteConcern(w=1)  # for what can be made again out of durable documents
SETTLED = ReadConcern("majority")
FRESHEST = ReadConcern("local")
DEFAULT_DATABASE = "contactcenter"
SELECTION_MS = 5_000
SOCKET_MS = 20_000


def connect(url: str) -> Client:
    """A client of the running loop. Nothing is sent yet; what the URL says beats our timeouts, not our concerns."""
    waits: dict[str, Any] = {
        "serverSelectionTimeoutMS": SELECTION_MS,
        "connectTimeoutMS": SELECTION_MS,
        "socketTimeoutMS": SOCKET_MS,
    }
    named = {option.partition("=")[0].lower() for option in url.partition("?")[2].split("&")}
    ours = {name: wait for name, wait in waits.items() if name.lower() not in named}
    return AsyncIOMotorClient(
        url, io_loop=asyncio.get_running_loop(), retryWrites=True, appname="contactcenter", **ours
    )


def database_of(client: Client, name: str | None = None) -> Database:
    """The URL's database, read from the primary as a majority has it, written so that no failover takes it back."""
    return client.get_database(
        name or client.get_default_database(DEFAULT_DATABASE).name,
        codec_options=CodecOptions(tz_aware=True),
        read_preference=ReadPreference.PRIMARY,
        read_concern=SETTLED,
        write_concern=DURABLE,
    )


def derived(database: Database, name: str) -> Collection:
    """A collection made out of durable documents: what the primary has of it comes from what a majority has."""
    return database.get_collection(name, write_concern=DERIVED, read_concern=FRESHEST)


def bucket_of(database: Database, name: str, chunk_bytes: int) -> Bucket:
    return AsyncIOMotorGridFSBucket(database, bucket_name=name, chunk_size_bytes=chunk_bytes)


def rows_of(collection: Collection, pipeline: Sequence[Mapping[str, Any]], **options: Any) -> AsyncIterator[Document]:
    rows: AsyncIterator[Document] = collection.aggregate(list(pipeline), **options)
    return rows


def is_duplicate(error: PyMongoError) -> bool:
    """Whether a unique index refused it."""
    if isinstance(error, BulkWriteError):
        return any(one["code"] == 11000 for one in error.details.get("writeErrors", ()))
    return isinstance(error, DuplicateKeyError)


def write_errors(error: BulkWriteError) -> list[tuple[int, str]]:
    """Which documents of a bulk were refused (index), and the field of the unique index that refused each.

    Raises the error itself if anything but a unique index was the reason.
    """
    if error.details.get("writeConcernErrors"):
        raise error
    found: list[tuple[int, str]] = []
    for one in error.details.get("writeErrors", ()):
        if one["code"] != 11000:
            raise error
        found.append((one["index"], next(iter(one.get("keyPattern", {"_id": 1})))))
    return found


@contextmanager
def spoken_plainly() -> Iterator[None]:
    """Errors of the driver, as the port has them."""
    try:
        yield
    except (ConnectionFailure, WTimeoutError) as exc:
        raise StoreUnavailable(f"MongoDB does not answer: {_short(exc)}", hint="look at the replica set") from exc
    except PyMongoError as exc:
        raise StoreUnavailable(f"MongoDB refused: {_short(exc)}", hint="look at the log of mongod") from exc


def _short(error: PyMongoError) -> str:
    return str(error).split(", full error", 1)[0].split(", Timeout:", 1)[0][:200]
