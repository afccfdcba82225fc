"""Opaque secrets: sign-in sessions, API tokens, invitations, one-time socket tickets. Only their hash is stored."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from contactcenter.ids import uuid7
from contactcenter.model.rows import AuditLine, Token
from contactcenter.ports import Store


class TokenPurpose(StrEnum):
    LOGIN = "login"
    API = "api"
    INVITATION = "invitation"
    SOCKET = "socket"


LASTING: Mapping[TokenPurpose, timedelta | None] = {
    TokenPurpose.LOGIN: timedelta(days=14),
    TokenPurpose.API: None,  # until withdrawn
    TokenPurpose.INVITATION: timedelta(days=7),
    TokenPurpose.SOCKET: timedelta(seconds=60),
}


def hash_of(secret: str) -> str:
    """SHA-256, hex: the secret has 256 random bits, so a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


async def issue(
    store: Store, purpose: TokenPurpose, subject: str, now: datetime, data: Mapping[str, str] | None = None
) -> tuple[str, Token]:
    """A new secret, to be shown once, and what is stored of it."""
    secret = secrets.token_urlsafe(32)
    lasting = LASTING[purpose]
    token = Token(
        hash=hash_of(secret),
        purpose=purpose,
        subject=subject,
        data=data or {},
        created_at=now,
        expires_at=now + lasting if lasting else None,
    )
    await store.put_token(token)
    return secret, token


async def look_up(store: Store, purpose: TokenPurpose, secret: str, now: datetime) -> Token | None:
    """The token if it is of this purpose and not expired."""
    token = await store.token(hash_of(secret), now)
    return token if token and token.purpose == purpose else None


async def spend(store: Store, purpose: TokenPurpose, secret: str, now: datetime) -> Token | None:
    """The same, and it is gone: of several callers one gets it. Another purpose's token is left alone."""
    if await look_up(store, purpose, secret, now) is None:
        return None
    return await store.spend_token(hash_of(secret), now)


async def create_api_token(store: Store, role: str, name: str, actor: str, now: datetime, agent_id: str = "") -> str:
    """A program's token with a role of its own, or, with ``agent_id``, with that agent's rights; shown once."""
    token_id = uuid7()
    data = {"role": role, "name": name} | ({"agent": agent_id} if agent_id else {})
    secret, _ = await issue(store, TokenPurpose.API, token_id, now, data)
    line = AuditLine(id=uuid7(), at=now, actor=actor, action="token.created", subject=token_id, detail=data)
    await store.audit(line)
    return secret
