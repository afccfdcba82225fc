"""SQLite alone: a full disk and a disk that fails to sync. No false acknowledgement, reads go on, it recovers."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contactcenter.clock import ManualClock
from contactcenter.errors import StoreUnavailable
from contactcenter.ids import ConversationId
from contactcenter.ports import Store
from contactcenter.store import open_store
from tests.store.samples import begin, saying, texts

PAGE = "x" * 20_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small tmpfs")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "none", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_full_disk_loses_nothing_and_writing_goes_on_when_there_is_room(
    small_disk: Path, clock: ManualClock
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"0" * 2_000_000)
    store = open_store(f"sqlite:///{small_disk}/centre.db", small_disk, clock)
    await store.open()
    head = (await begin(store, "0")).head
    acknowledged = ["0"]
    refused = 0
    for n in range(1, 400):
        done = (await asyncio.gather(store.change(head.id, saying(f"{n} {PAGE}")), return_exceptions=True))[0]
        if isinstance(done, StoreUnavailable):
            refused += 1
            assert await stored(store, head.id) == acknowledged
        else:
            acknowledged.append(str(n))
        if refused == 5:
            break
    assert refused == 5
    with pytest.raises(StoreUnavailable):
        await store.change(head.id, saying(PAGE * 5))

    ballast.unlink()
    await store.change(head.id, saying("there is room again"))
    assert await stored(store, head.id) == [*acknowledged, "there"]
    await store.close()


async def stored(store: Store, conversation_id: ConversationId) -> list[str]:
    """The first word of every message."""
    return [text.split()[0] for text in texts(await store.entries(conversation_id, limit=10_000))]


CHILD = """
import asyncio, sys
from pathlib import Path
from contactcenter.clock import ManualClock
from contactcenter.errors import StoreUnavailable
from contactcenter.store import open_store
from tests.store.samples import NOON, begin, saying, texts

async def main(folder):
    store = open_store(f"sqlite:///{folder}/centre.db", folder, ManualClock(NOON))
    await store.open()
    head = (await begin(store, "0")).head
    print(head.id)
    acknowledged = ["0"]
    for n in range(1, 60):
        try:
            await store.change(head.id, saying(str(n)))
            acknowledged.append(str(n))
            print("acknowledged", n)
        except StoreUnavailable:
            print("refused", n)
        assert set(acknowledged) <= set(texts(await store.entries(head.id)))
    await store.close()

asyncio.run(main(Path(sys.argv[1])))
"""


async def test_a_failed_sync_is_never_acknowledged(tmp_path: Path, clock: ManualClock) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("needs strace")
    inject = "inject=fdatasync:error=EIO:when=20..30"
    command = [strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", inject]
    done = await asyncio.to_thread(
        subprocess.run,
        [*command, sys.executable, "-c", CHILD, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert done.returncode == 0, done.stderr
    conversation_id, *lines = done.stdout.split("\n")
    acknowledged = ["0", *(line.split()[1] for line in lines if line.startswith("acknowledged"))]
    refused = [line.split()[1] for line in lines if line.startswith("refused")]
    assert refused
    assert acknowledged[-1] == "59"  # it recovered by itself

    store = open_store(f"sqlite:///{tmp_path}/centre.db", tmp_path, clock)
    await store.open()
    found = texts(await store.entries(ConversationId(conversation_id)))
    await store.close()
    assert found == sorted(set(found), key=int)
    assert set(acknowledged) <= set(found)
