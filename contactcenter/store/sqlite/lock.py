"""One server a data folder: a lock that the operating system drops when its process ends, however it ends."""

import fcntl
import os
from pathlib import Path

from contactcenter.errors import StoreRefused


class FolderLock:
    """Holds ``FOLDER/lock``; the file says who holds it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._file: int | None = None

    def take(self) -> None:
        """Raises errors.StoreRefused naming the process that holds it."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            holder = os.pread(file, 32, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(file)
            raise StoreRefused(
                f"the data folder {self._path.parent} is in use by process {holder}",
                hint="stop that server, or give this one another folder with --data",
            ) from exc
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    def drop(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
