"""A disk that fails or is full: nothing is acknowledged that is not stored, reads go on, and it recovers by itself."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bench.seeding import Seeded, seed
from bench.wire_client import WireClient
from contactcenter.clock import SystemClock
from contactcenter.ids import ConversationId, uuid7
from contactcenter.store import open_store
from tests.crash.server_process import ServerProcess, free_port

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounts and traces: needs root")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MiB of its own."""
    mount = tmp_path / "disk"
    mount.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(mount)], capture_output=True)
    if done.returncode != 0:
        pytest.skip(f"cannot mount a tmpfs here: {done.stderr.decode().strip()}")
    yield mount
    subprocess.run(["umount", "-l", str(mount)], check=False)


@asynccontextmanager
async def served(data: Path) -> AsyncIterator[tuple[ServerProcess, Seeded]]:
    url = f"sqlite:///{data / 'centre.sqlite'}"
    seeded = await seed(url, data, agents=1, visitors=1)
    server = ServerProcess(data, url, free_port())
    await server.start()
    try:
        yield server, seeded
    finally:
        await server.kill()


@asynccontextmanager
async def visiting(server: ServerProcess, seeded: Seeded) -> AsyncIterator[WireClient]:
    async with aiohttp.ClientSession() as session:
        client = WireClient()
        await client.connect(session, server.base, {"protocol": 1, "token": seeded.visitors[0].token})
        yield client
        await client.close()


async def say(client: WireClient, conversation: str | None, text: str) -> tuple[str, bool]:
    """The message's id and whether the server acknowledged it."""
    external_id = uuid7()
    async with asyncio.timeout(10):
        body = {"external_id": external_id, "conversation": conversation, "text": text}
        answer = await client.call("message.send", body)
    assert "error" not in answer or answer["error"]["code"] == "unavailable", answer
    return external_id, "error" not in answer


async def stored_ids(data: Path, conversation: str | None) -> set[str]:
    store = open_store(f"sqlite:///{data / 'centre.sqlite'}", data, SystemClock())
    await store.open()
    found: list[str] = []
    try:
        while page := await store.entries(ConversationId(str(conversation)), after=len(found), limit=200):
            found += [entry.external_id for entry in page]
    finally:
        await store.close()
    return set(found)


@needs_root
@pytest.mark.timeout(300)
async def test_a_full_disk_acknowledges_nothing_reads_go_on_and_it_recovers(small_disk: Path) -> None:
    async with served(small_disk) as (server, seeded):
        conversation = seeded.visitors[0].conversation
        async with visiting(server, seeded) as client:
            first, acknowledged = await say(client, conversation, "before")
            assert acknowledged
            ballast = small_disk / "ballast"
            with pytest.raises(OSError, match="No space left"), ballast.open("wb") as file:
                while True:
                    file.write(b"x" * 65536)
                    file.flush()
            refused = []
            for number in range(60):  # what the write-ahead log had left over is used up first
                external_id, ok = await say(client, conversation, f"{number} " + "long text " * 800)
                refused += [] if ok else [external_id]
                await asyncio.sleep(0.06)
            assert refused
            page = await client.call("follow", {"conversation": conversation, "after": 0})
            assert first in {entry["id"] for entry in page["entries"]}
            ballast.unlink()
            await asyncio.sleep(1)
            last, recovered = await say(client, conversation, "after")
            assert recovered
        await server.kill()
        stored = await stored_ids(small_disk, conversation)
        assert {first, last} <= stored
        assert stored.isdisjoint(refused)


@needs_root
@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
async def test_a_failing_fdatasync_acknowledges_nothing_and_it_recovers(tmp_path: Path) -> None:
    async with served(tmp_path) as (server, seeded):
        conversation = seeded.visitors[0].conversation
        async with visiting(server, seeded) as client:
            assert (await say(client, conversation, "before"))[1]
            tracer = await _fail_syncs(server.pid)
            outcomes = [await say(client, conversation, f"during {number}") for number in range(5)]
            page = await client.call("follow", {"conversation": conversation, "after": 0})
            assert page["entries"]
            tracer.terminate()
            await tracer.wait()
            assert not any(ok for _, ok in outcomes)
            await asyncio.sleep(1)
            last, recovered = await say(client, conversation, "after")
            assert recovered
        await server.kill()
        assert last in await stored_ids(tmp_path, conversation)


async def _fail_syncs(pid: int) -> asyncio.subprocess.Process:
    """From now on every fdatasync and fsync of the process answers EIO."""
    tracer = await asyncio.create_subprocess_exec(
        "strace", "-f", "-p", str(pid), "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:error=EIO",
        "-o", os.devnull, stdout=subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert tracer.stderr is not None
    async with asyncio.timeout(10):
        line = await tracer.stderr.readline()
    assert b"attached" in line, line
    await asyncio.sleep(0.3)
    return tracer
