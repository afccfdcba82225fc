"""Trying out the receiving side of a mailbox before it is used."""

from dataclasses import dataclass
from datetime import date

from channels.email.faults import MailServerError
from channels.email.imap.client import Imap
from channels.email.imap.mailbox import connected, since_of, target_of
from channels.email.imap.pace import Pace
from channels.email.imap.syntax import search_date
from channels.email.oauth import TokenSource
from channels.email.settings import AfterFetching, Settings
from contactcenter.ports.channel import Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What fetching would begin with."""

    since: date | None
    to_import: int  # messages in the folder that are not older than ``since``


async def probe(settings: Settings, pace: Pace | None = None, *, tokens: TokenSource | None = None) -> Health:
    """Connects, logs in and opens the folders, changing nothing. ``advice`` then says what would be imported."""
    try:
        findings = await look_into(settings, pace or Pace(), tokens or TokenSource(settings))
    except MailServerError as error:
        return Health(problem=error.message, advice=error.advice)
    if findings.since is None:
        return Health(advice="No old mail would be imported, only what arrives from now on.")
    return Health(advice=f"Old mail that would be imported, since {findings.since}: {findings.to_import}.")


async def look_into(settings: Settings, pace: Pace, tokens: TokenSource) -> Findings:
    """Raises MailServerError."""
    since = since_of(settings)
    async with await connected(settings, pace, tokens) as imap:
        if settings.after_fetching is AfterFetching.MOVE:
            await imap.select(target_of(settings), read_only=True)
        await imap.select(settings.folder, read_only=True)
        return Findings(since=since, to_import=await _count(imap, since))


async def _count(imap: Imap, since: date | None) -> int:
    return 0 if since is None else len(await imap.search(f"SINCE {search_date(since)}"))
