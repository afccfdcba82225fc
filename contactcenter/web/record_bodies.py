"""What administrators send to save a record: the record itself without ``version``, strictly typed, and checked.

The types are made of the records' own fields, so that a field added there is known here at once.
"""

import dataclasses
import typing
from collections.abc import Mapping
from types import GenericAlias
from typing import Any
from urllib.parse import urlsplit

import msgspec

from contactcenter.desk.access import ROLES, Permission
from contactcenter.desk.desk import Desk
from contactcenter.errors import Invalid
from contactcenter.ids import uuid7
from contactcenter.local_time import is_zone
from contactcenter.model.article import Article, ArticleFile
from contactcenter.model.procedure import ProcedureChoice, ProcedureStep
from contactcenter.model.records import (
    Agent,
    BlockedDomain,
    CannedReply,
    Company,
    FactKey,
    Inbox,
    Problem,
    Product,
    Queue,
    Record,
    RelaxingStep,
    RestrictedTopic,
    Role,
    Skill,
    Symptom,
    Tag,
    Team,
)
from contactcenter.ports import Channel
from contactcenter.web.article_checks import check_article

KINDS: Mapping[str, type[Record]] = {
    "agents": Agent,
    "teams": Team,
    "skills": Skill,
    "queues": Queue,
    "inboxes": Inbox,
    "companies": Company,
    "products": Product,
    "symptoms": Symptom,
    "fact-keys": FactKey,
    "tags": Tag,
    "canned-replies": CannedReply,
    "blocked-domains": BlockedDomain,
    "restricted-topics": RestrictedTopic,
    "articles": Article,
    "problems": Problem,
    "roles": Role,
}

EDITED_WITH: Mapping[type[Record], Permission] = {
    Agent: Permission.PEOPLE_EDIT,
    Team: Permission.PEOPLE_EDIT,
    Skill: Permission.PEOPLE_EDIT,
    Queue: Permission.CENTRE_EDIT,
    Inbox: Permission.CENTRE_EDIT,
    Company: Permission.CENTRE_EDIT,
    FactKey: Permission.CENTRE_EDIT,
    Product: Permission.KNOWLEDGE_EDIT,
    Symptom: Permission.KNOWLEDGE_EDIT,
    Tag: Permission.KNOWLEDGE_EDIT,
    CannedReply: Permission.KNOWLEDGE_EDIT,
    BlockedDomain: Permission.CENTRE_EDIT,
    RestrictedTopic: Permission.CENTRE_EDIT,
    Article: Permission.KNOWLEDGE_EDIT,
    Problem: Permission.KNOWLEDGE_EDIT,
    Role: Permission.ROLES_EDIT,
}


def body_of(kind: type[Record]) -> type[msgspec.Struct]:
    """A Struct that a body must fit; ``id`` may be left out, ``version`` travels in If-Match."""
    return _strict(kind, without=("version",), optional=("id",))


def _strict(kind: type[Any], without: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> type[msgspec.Struct]:
    """A dataclass as a Struct that refuses unknown fields."""
    types = typing.get_type_hints(kind)
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for field in dataclasses.fields(kind):
        if field.name in without:
            continue
        nested = {inner: _strict(inner) for inner in _NESTED.get(field.name, ())}
        shape = _shaped(types[field.name], field.name, nested)
        if kind is Inbox and field.name == "answers":
            fields.append((field.name, bool | None, None))  # left out: as its channel begins
        elif field.name in optional:
            fields.append((field.name, shape, ""))
        elif field.default is not dataclasses.MISSING:
            fields.append((field.name, shape, msgspec.field(default_factory=_default(field.default, nested))))
        elif field.default_factory is not dataclasses.MISSING:
            fields.append((field.name, shape, msgspec.field(default_factory=field.default_factory)))
        else:
            fields.append((field.name, shape))
    return msgspec.defstruct(f"{kind.__name__}Body", fields, kw_only=True, forbid_unknown_fields=True, frozen=True)


def _default(value: object, nested: Mapping[type[Any], type[Any]]) -> Any:
    if value == (RelaxingStep(),) and nested:
        return lambda: (nested[RelaxingStep](),)
    return lambda: value


_BOUNDS: Mapping[str, Any] = {
    "id": msgspec.Meta(max_length=100, pattern=r"^[A-Za-z0-9._:-]*$"),
    "name": msgspec.Meta(min_length=1, max_length=200),
    "email": msgspec.Meta(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$"),
    "language": msgspec.Meta(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"),  # BCP 47
    "title": msgspec.Meta(min_length=1, max_length=300),
    "body": msgspec.Meta(max_length=200_000),
    "short": msgspec.Meta(max_length=2_000),
    "source_digest": msgspec.Meta(max_length=64),
    "slug": msgspec.Meta(max_length=100, pattern=r"^[a-z0-9][a-z0-9-]*$"),
    "shortcut": msgspec.Meta(min_length=1, max_length=60),
    "units": msgspec.Meta(ge=0, le=1000),
    "weight": msgspec.Meta(ge=0, le=1000),
    "reopen_days": msgspec.Meta(ge=0, le=3650),
    "offer_seconds": msgspec.Meta(ge=1, le=86_400),
    "after_seconds": msgspec.Meta(ge=0, le=31_536_000),
    "language_level": msgspec.Meta(ge=0, le=5),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "order": ("fifo", "priority", "score", "earliest_due"),
    "select": ("longest_idle", "least_loaded", "best_level"),
}
_NESTED: Mapping[str, tuple[type[Any], ...]] = {
    "steps": (RelaxingStep,),
    "procedure": (ProcedureStep,),
    "choices": (ProcedureChoice,),
    "files": (ArticleFile,),
}
_LEVEL = typing.Annotated[int, msgspec.Meta(ge=0, le=5)]
_LEVELS = dict[str, _LEVEL]


def _shaped(kind: Any, name: str, nested: Mapping[type[Any], type[Any]]) -> Any:
    if name in ("languages", "skills"):
        return _LEVELS
    if name in _CHOICES:
        return typing.Literal[_CHOICES[name]]
    if name in _BOUNDS:
        return typing.Annotated[kind, _BOUNDS[name]]
    if nested:
        return GenericAlias(tuple, (next(iter(nested.values())), ...))
    return kind


def record_of(
    kind: type[Record], body: msgspec.Struct, channels: Mapping[str, type[Channel]], *, version: int = 1
) -> Record:
    """The record in a body; a new id where it has none. Letters are not answered automatically unless it says so."""
    values = {name: getattr(body, name) for name in body.__struct_fields__}
    values["id"] = values["id"] or uuid7()
    if kind is Inbox and values["answers"] is None:
        channel = channels.get(values["channel"])
        values["answers"] = channel is None or not channel.capabilities.letters
    for name, (inner,) in _NESTED.items():
        if name in values:
            values[name] = tuple(msgspec.convert(msgspec.to_builtins(one), inner) for one in values[name])
    return kind(**values, version=version)


def check_record(record: Record, desk: Desk, channels: Mapping[str, type[Channel]]) -> None:
    """What a type cannot say: that what is named exists. Raises errors.Invalid with the path of the field."""
    if isinstance(record, Agent):
        _known(desk, Team, record.teams, "teams")
        _known(desk, Skill, record.skills, "skills")
        if record.role not in ROLES and desk.directory.get(Role, record.role) is None:
            raise Invalid("no such role", path="role")
    elif isinstance(record, Queue):
        _known(desk, Team, record.teams, "teams")
        _known(desk, Skill, record.skills, "skills")
        if not record.steps:
            raise Invalid("at least one step", path="steps")
    elif isinstance(record, Inbox):
        _check_inbox(record, desk, channels)
    elif isinstance(record, Article):
        check_article(record)
    elif isinstance(record, RestrictedTopic):
        _known(desk, Inbox, record.inboxes, "inboxes")
    elif isinstance(record, Role):
        unknown = record.permissions - {str(one) for one in Permission}
        if unknown:
            raise Invalid(f"no such permission: {min(unknown)}", path="permissions")


def _check_inbox(inbox: Inbox, desk: Desk, channels: Mapping[str, type[Channel]]) -> None:
    _known(desk, Queue, (inbox.queue_id,), "queue_id")
    check_zone(inbox.time_zone)
    for index, origin in enumerate(inbox.allowed_origins):
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}" or not parts.netloc:
            raise Invalid("expected https://HOST", path=f"allowed_origins[{index}]")
    channel = channels.get(inbox.channel)
    if channel is None:
        return  # a channel that a later version brings, or an earlier one had: kept as it is
    try:
        msgspec.convert(dict(inbox.settings), channel.Settings)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        raise Invalid(message, path=f"settings{path.rstrip('`')}") from error


def check_zone(name: str) -> None:
    """Raises errors.Invalid with the path ``time_zone``."""
    if not is_zone(name):
        raise Invalid("expected a time zone such as Europe/Berlin", path="time_zone")


def _known(desk: Desk, kind: type[Record], ids: Any, path: str) -> None:
    for index, record_id in enumerate(ids):
        if desk.directory.get(kind, record_id) is None:
            where = path if path.endswith("_id") else f"{path}[{index}]"
            raise Invalid(f"no such {kind.__name__.lower()}: {record_id}", path=where)
