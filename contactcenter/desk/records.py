"""Saving and removing what administrators keep, on this node at once and on others by their bell."""

from dataclasses import replace
from typing import TypeVar

from contactcenter.desk.desk import Desk
from contactcenter.ids import ArticleId
from contactcenter.model.article import Article
from contactcenter.model.records import RECORD_KINDS, Record
from contactcenter.ports import Signal

R = TypeVar("R", bound=Record)


async def save_record(desk: Desk, record: R, *, actor: str, new: bool = False) -> R:
    """The stored record with its new version. Raises errors.Stale, errors.NotFound, errors.Conflict."""
    now = desk.clock.now()
    if isinstance(record, Article):
        record = replace(record, updated_at=now, updated_by=actor)
    stored = await desk.store.save(record, actor=actor, at=now, new=new)
    desk.directory.put(stored)
    if isinstance(stored, Article):
        desk.answering.changes(stored.id)
    desk.bell.ring(Signal(kind="record", key=f"{kind_of(stored)}:{stored.id}"))
    return stored


async def remove_record(desk: Desk, kind: type[Record], record_id: str, *, version: int, actor: str) -> None:
    """Raises errors.Stale, errors.NotFound."""
    await desk.store.remove(kind, record_id, version=version, actor=actor, at=desk.clock.now())
    desk.directory.drop(kind, record_id)
    if kind is Article:
        desk.answering.changes(ArticleId(record_id))
    desk.bell.ring(Signal(kind="record", key=f"{RECORD_KINDS[kind]}:{record_id}"))


def kind_of(record: Record) -> str:
    return RECORD_KINDS[type(record)]
