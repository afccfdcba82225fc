"""Several documents in one unit: a transaction, tried again a bounded number of times."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pymongo.errors import PyMongoError

from contactcenter.store.mongo.driver import DURABLE, SETTLED, Client, Session

T = TypeVar("T")

ATTEMPTS = 30
COMMITS = 5
BACKOFF_S, BACKOFF_MAX_S = 0.002, 0.25


async def in_transaction(client: Client, work: Callable[[Session], Awaitable[T]]) -> T:
    """What the work returns, committed; an exception from it undoes everything.

    The work may run several times. Raises the driver's error if it still conflicts after ATTEMPTS.
    """
    async with await client.start_session() as session:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with session.start_transaction(read_concern=SETTLED, write_concern=DURABLE):
                    outcome = await work(session)
                    await _commit(session)
                return outcome
            except PyMongoError as exc:
                if attempt == ATTEMPTS or not exc.has_error_label("TransientTransactionError"):
                    raise
            await asyncio.sleep(min(BACKOFF_MAX_S, BACKOFF_S * 2 ** min(attempt, 10)) * random.uniform(0.3, 1.0))
    raise AssertionError("not reached")


async def _commit(session: Session) -> None:
    for attempt in range(1, COMMITS + 1):
        try:
            await session.commit_transaction()
            return
        except PyMongoError as exc:
            if attempt == COMMITS or not exc.has_error_label("UnknownTransactionCommitResult"):
                raise
