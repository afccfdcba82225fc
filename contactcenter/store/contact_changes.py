"""What saving a contact means, the same on both stores."""

from dataclasses import replace
from datetime import datetime

from contactcenter.ids import uuid7
from contactcenter.model.contact import Contact, Verification
from contactcenter.model.rows import AuditLine
from contactcenter.store.audit_lines import changed_fields

_PROOF = {level: strength for strength, level in enumerate(Verification)}


def proves_more_than(offered: Verification, known: Verification) -> bool:
    return _PROOF[offered] > _PROOF[known]


def saved(contact: Contact) -> Contact:
    return replace(contact, version=contact.version + 1)


def audit_line(before: Contact, after: Contact, actor: str, at: datetime) -> AuditLine:
    """Who did what to a contact: names of fields, never their values."""
    detail: dict[str, object] = {"version": after.version, "fields": changed_fields(before, after)}
    if after.merged_into != before.merged_into:
        detail["contact"] = after.merged_into or before.merged_into
    return AuditLine(
        id=uuid7(), at=at, actor=actor, action=f"contact.{_action(before, after)}", subject=after.id, detail=detail
    )


def _action(before: Contact, after: Contact) -> str:
    if before.merged_into != after.merged_into:
        return "merged" if after.merged_into else "unmerged"
    if (before.blocked_at is None) != (after.blocked_at is None):
        return "blocked" if after.blocked_at else "unblocked"
    return "saved"
