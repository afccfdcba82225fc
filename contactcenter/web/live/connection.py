"""One authenticated socket: its mailbox, its limits, and what it follows and watches."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from contactcenter.desk.access import Principal
from contactcenter.ids import ContactId
from contactcenter.model.conversation import Conversation
from contactcenter.web.live.bucket import Bucket
from contactcenter.web.live.wire import IncomingEvent

EVENTS_PER_SECOND = 20.0
BURST = 40.0
MAILBOX = 64
MAX_FOLLOWED = 200
MAX_VISITOR_FRAME_BYTES = 64 * 1024


class Connection:
    """``mailbox`` is worked off one event after the other; a full one answers with an error, never waits."""

    __slots__ = (
        "bucket",
        "changed",
        "contacts",
        "cut",
        "deliver",
        "flushing",
        "followed",
        "is_staff",
        "mailbox",
        "principal",
        "removed",
        "sending",
        "shown",
        "sid",
        "watched",
        "working",
    )

    def __init__(
        self,
        sid: str,
        principal: Principal,
        contacts: frozenset[ContactId],
        now: float,
        *,
        deliver: Callable[[str], bool],
        cut: Callable[[], None],
    ) -> None:
        """``deliver`` queues a packet, False if the client does not read; ``cut`` ends the connection."""
        self.sid = sid
        self.deliver = deliver
        self.cut = cut
        self.principal = principal
        self.is_staff = principal.is_staff  # asked five times a message
        self.contacts = contacts
        self.bucket = Bucket(EVENTS_PER_SECOND, BURST, now)
        self.mailbox: deque[IncomingEvent] = deque()
        self.working = False
        self.followed: set[str] = set()
        self.sending: set[str] = set()  # external ids whose acknowledgement says what the event would
        self.watched: set[str] = set()
        self.shown: dict[str, set[str]] = {}  # view -> ids of the conversations it holds at the client
        self.changed: dict[str, dict[str, Conversation]] = {}
        self.removed: dict[str, set[str]] = {}
        self.flushing: asyncio.TimerHandle | None = None
