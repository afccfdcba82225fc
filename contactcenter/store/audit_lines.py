"""Lines that the stores write into the audit by themselves."""

from dataclasses import fields
from datetime import datetime

from contactcenter.ids import uuid7
from contactcenter.model.contact import Contact
from contactcenter.model.records import Record
from contactcenter.model.rows import AuditLine
from contactcenter.store.record_rules import kind_of


def changed_fields(before: Record | Contact | None, after: Record | Contact) -> list[str]:
    """Names of the fields that differ; values may be secrets and stay out. The history has them."""
    if before is None:
        return []
    names = (item.name for item in fields(after) if item.name != "version")
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def saved_line(before: Record | None, after: Record, actor: str, at: datetime) -> AuditLine:
    kind = kind_of(type(after))
    detail: dict[str, object] = {"version": after.version, "fields": changed_fields(before, after)}
    return AuditLine(id=uuid7(), at=at, actor=actor, action=f"{kind}.saved", subject=after.id, detail=detail)


def removed_line(record: Record, actor: str, at: datetime) -> AuditLine:
    kind = kind_of(type(record))
    detail: dict[str, object] = {"version": record.version}
    return AuditLine(id=uuid7(), at=at, actor=actor, action=f"{kind}.removed", subject=record.id, detail=detail)
