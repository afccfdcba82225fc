"""What clients may say over the socket: the closed list of events, their bodies and the permission each needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from contactcenter.desk.access import Permission

Uuid = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Follow(msgspec.Struct, forbid_unknown_fields=True):
    conversation: Uuid
    after: Seq = 0


class Unfollow(msgspec.Struct, forbid_unknown_fields=True):
    conversation: Uuid


class Watch(msgspec.Struct, forbid_unknown_fields=True):
    views: Annotated[tuple[str, ...], msgspec.Meta(max_length=3)]


class Typing(msgspec.Struct, forbid_unknown_fields=True):
    conversation: Uuid


class Read(msgspec.Struct, forbid_unknown_fields=True):
    conversation: Uuid
    seq: Seq


Handler = Callable[..., Awaitable[object]]


@dataclass(frozen=True, slots=True)
class EventDoor:
    """``shape`` None = the handler decodes the raw body itself."""

    permission: Permission
    visitor_permission: Permission | None
    shape: type[Any] | None
    handler: Handler


def doors(handlers: Mapping[str, Handler]) -> Mapping[str, EventDoor]:
    """Every event with its permission: for staff, and for visitors (None = not for them)."""
    read = Permission.CONVERSATIONS_READ
    visit = Permission.VISIT
    table: dict[str, tuple[Permission, Permission | None, type[Any] | None]] = {
        "message.send": (Permission.CONVERSATIONS_REPLY, visit, None),
        "follow": (read, visit, Follow),
        "unfollow": (read, visit, Unfollow),
        "watch": (read, None, Watch),
        "typing": (Permission.CONVERSATIONS_REPLY, visit, Typing),
        "read": (read, visit, Read),
    }
    if set(table) != set(handlers):
        raise LookupError(f"events without a permission or a handler: {set(table) ^ set(handlers)}")
    return {name: EventDoor(*permissions, handlers[name]) for name, permissions in table.items()}
