"""How far a mailbox has been fetched, as it is stored behind each batch."""

from datetime import UTC, date, datetime, timedelta
from typing import Self

import msgspec

from channels.email.imap.client import Selected
from channels.email.imap.syntax import search_date

MARGIN = timedelta(days=1)  # SEARCH SINCE compares days of the server's own time zone


class Cursor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All messages up to ``uid`` have been taken.

    While ``since`` is set, older mail is caught up with: of the UIDs to ``until`` only what is not older than that
    date. ``at`` is the newest internal date taken: from there on mail is fetched again when UIDs lose their meaning.
    """

    mailbox: str  # whose UIDs these are: name and folder
    uid_validity: int
    uid: int = 0
    at: datetime
    since: date | None = None
    until: int = 0
    unfinished: str = ""  # UIDs that were taken but perhaps not yet flagged or moved
    generation: int = 0  # counts mailboxes that came back with the same UIDVALIDITY and other messages

    @classmethod
    def read(cls, text: str) -> Self:
        return msgspec.json.decode(text, type=cls)

    def write(self) -> str:
        return msgspec.json.encode(self).decode()

    def external_id(self, uid: int) -> str:
        """UIDVALIDITY.UID: the same message has the same one for as long as the server keeps its promise."""
        name = f"{self.uid_validity}.{uid}"
        return f"{name}.{self.generation}" if self.generation else name

    def criteria(self) -> str:
        """Which messages come next, for UID SEARCH. "N:*" always matches the last message, also one below N."""
        if self.since is None:
            return f"UID {self.uid + 1}:*"
        return f"UID {self.uid + 1}:{self.until} SINCE {search_date(self.since)}"

    def after(self, uid: int, internal_date: datetime | None, now: datetime, unfinished: str) -> Self:
        """Once everything up to ``uid`` is taken. A date in the future moves nothing."""
        at = max(self.at, min(internal_date or self.at, now))
        return msgspec.structs.replace(self, uid=uid, at=at, unfinished=unfinished)

    def passing(self, uid: int) -> Self:
        """Nothing to be taken is left up to ``uid``; not worth a commit of its own."""
        return msgspec.structs.replace(self, uid=max(self.uid, uid))

    def caught_up(self) -> Self:
        return msgspec.structs.replace(self, uid=max(self.uid, self.until), since=None, until=0)

    def still_names(self, mailbox: str, selected: Selected) -> bool:
        """Whether UIDs mean what they meant. One above UIDNEXT says that they were given anew."""
        has_room = selected.uid_next is None or selected.uid_next > self.uid
        return (self.mailbox, self.uid_validity) == (mailbox, selected.uid_validity) and has_room


def first_cursor(mailbox: str, selected: Selected, last_uid: int, since: date | None, now: datetime) -> Cursor:
    """Nothing that is there already, or what is not older than ``since``."""
    if since is None:
        return Cursor(mailbox=mailbox, uid_validity=selected.uid_validity, uid=last_uid, at=now)
    start = min(now, datetime.combine(since, datetime.min.time(), UTC))
    return Cursor(mailbox=mailbox, uid_validity=selected.uid_validity, until=last_uid, since=since, at=start)


def renewed_cursor(old: Cursor, mailbox: str, selected: Selected, last_uid: int) -> Cursor:
    """For a mailbox whose UIDs mean something else now: everything not older than the last mail taken, again."""
    generation = old.generation + (1 if old.uid_validity == selected.uid_validity else 0)
    return Cursor(
        mailbox=mailbox, uid_validity=selected.uid_validity, until=last_uid, at=old.at,
        since=min(old.since or date.max, (old.at - MARGIN).date()), generation=generation,
    )  # fmt: skip
