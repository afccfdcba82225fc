"""Files that a message only names: fetched by its channel before the message is stored, or said to be missing."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from contactcenter.errors import ProviderError
from contactcenter.ports import Fetches, InboundFile, InboundMessage, Inward

log = logging.getLogger(__name__)

FILE_SECONDS = 30


async def with_files(channel: object, found: Sequence[Inward], most_bytes: int) -> tuple[Inward, ...]:
    """The same with the bytes of files that are elsewhere; one that cannot be had is named in the text."""
    return tuple([await _fetched(channel, one, most_bytes) for one in found])


async def _fetched(channel: object, one: Inward, most_bytes: int) -> Inward:
    if not isinstance(one, InboundMessage) or not any(file.remote for file in one.files):
        return one
    files: list[InboundFile] = []
    missing: list[str] = []
    for file in one.files:
        if not file.remote:
            files.append(file)
            continue
        try:
            data = await _bytes(channel, file, most_bytes)
        except ProviderError as error:
            log.info("file not fetched", extra={"inbox": one.inbox_id})
            missing.append(f"[{file.name}: {error.message}]")
        else:
            files.append(replace(file, data=data, remote="", size_bytes=len(data)))
    text = "\n".join(part for part in (one.text, *missing) if part)
    return replace(one, files=tuple(files), text=text)


async def _bytes(channel: object, file: InboundFile, most_bytes: int) -> bytes:
    """Raises errors.ProviderError in words for the agent."""
    if not isinstance(channel, Fetches):
        raise ProviderError("this channel cannot fetch files", retry=False)
    if file.size_bytes > most_bytes:
        raise ProviderError(f"not fetched, {file.size_bytes} bytes are too many", retry=False)
    try:
        async with asyncio.timeout(FILE_SECONDS):
            data = await channel.fetch(file.remote)
    except TimeoutError as error:
        raise ProviderError(f"not fetched within {FILE_SECONDS} s", retry=True) from error
    if len(data) > most_bytes:
        raise ProviderError(f"not kept, {len(data)} bytes are too many", retry=False)
    return data
