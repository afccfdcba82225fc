"""Hashes of tokens and what they open, and replies remembered under an Idempotency-Key."""

import sqlite3
from datetime import datetime

from contactcenter.model.rows import Page, StoredReply, Token
from contactcenter.store.codec import decode, encode, to_us, to_us_or_none
from contactcenter.store.sqlite.transaction import Transaction

PUT = "INSERT OR REPLACE INTO tokens (hash, purpose, subject, expires_at, body) VALUES (?, ?, ?, ?, ?)"
EXPIRED = "DELETE FROM tokens WHERE expires_at <= ?"
FIND = "SELECT body FROM tokens WHERE hash = ? AND (expires_at IS NULL OR expires_at > ?)"
SPEND = "DELETE FROM tokens WHERE hash = ? AND (expires_at IS NULL OR expires_at > ?) RETURNING body"
DROP = "DELETE FROM tokens WHERE purpose = ? AND subject = ?"
LIST = "SELECT subject, body FROM tokens WHERE purpose = ? AND subject > ? ORDER BY subject LIMIT ?"
RECALL = "SELECT status, body FROM replies WHERE key = ? AND expires_at > ?"
REMEMBER = "INSERT OR IGNORE INTO replies (key, status, body, expires_at) VALUES (?, ?, ?, ?)"
OUTDATED = "DELETE FROM replies WHERE expires_at <= ?"


def put(transaction: Transaction, token: Token) -> None:
    transaction.execute(EXPIRED, (to_us(token.created_at),))
    row = token.hash, token.purpose, token.subject, to_us_or_none(token.expires_at), encode(token)
    transaction.execute(PUT, row)


def find(connection: sqlite3.Connection, token_hash: str, now: datetime) -> Token | None:
    row = connection.execute(FIND, (token_hash, to_us(now))).fetchone()
    return decode(Token, row[0]) if row else None


def page(connection: sqlite3.Connection, purpose: str, after: str | None, limit: int) -> Page[Token]:
    rows = connection.execute(LIST, (purpose, after or "", limit + 1)).fetchall()
    items = tuple(decode(Token, row[1]) for row in rows[:limit])
    return Page(items=items, next=rows[limit - 1][0] if len(rows) > limit else None)


def spend(transaction: Transaction, token_hash: str, now: datetime) -> Token | None:
    row = transaction.execute(SPEND, (token_hash, to_us(now))).fetchone()
    return decode(Token, row[0]) if row else None


def drop(transaction: Transaction, purpose: str, subject: str) -> int:
    return transaction.execute(DROP, (purpose, subject)).rowcount


def recall(connection: sqlite3.Connection, key: str, now: datetime) -> StoredReply | None:
    row = connection.execute(RECALL, (key, to_us(now))).fetchone()
    return StoredReply(status=row[0], body=row[1]) if row else None


def remember(transaction: Transaction, key: str, reply: StoredReply, now: datetime, expires_at: datetime) -> None:
    """The first reply under a key is kept until it expires."""
    transaction.execute(OUTDATED, (to_us(now),))
    transaction.execute(REMEMBER, (key, reply.status, reply.body, to_us(expires_at)))
