"""How often something happened lately, for what is allowed so many times in a while."""

from datetime import datetime, timedelta

from contactcenter.store.codec import to_us
from contactcenter.store.sqlite.transaction import Transaction

PAST = "DELETE FROM turns WHERE until <= ?"
TAKEN = "SELECT count(*) FROM turns WHERE name = ? AND until > ?"
TAKE = "INSERT INTO turns (name, until) VALUES (?, ?)"


def take(transaction: Transaction, name: str, times: int, window: timedelta, now: datetime) -> bool:
    transaction.execute(PAST, (to_us(now),))
    (taken,) = transaction.execute(TAKEN, (name, to_us(now))).fetchone()
    if taken >= times:
        return False
    transaction.execute(TAKE, (name, to_us(now + window)))
    return True
