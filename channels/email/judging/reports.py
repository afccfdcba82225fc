"""What a mail server says became of a mail: delivery reports (RFC 3464) and receipts (RFC 8098).

Every function here is linear, takes any bytes and never raises. Message-IDs come without their angle brackets; a report
is matched with our own mail by the returned Message-ID, so no sender address has to carry a secret.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contactcenter.model.message import MessageClass

MAX_STATUS_BYTES = 256 * 1024
MAX_RETURNED_BYTES = 1024 * 1024  # ids are looked for in so much of a returned mail
MAX_REPORTS = 100
MAX_IDS = 10
MAX_DIAGNOSTIC_CHARS = 1000
MAX_RECIPIENT_CHARS = 320  # 64 + @ + 255 (RFC 5321, 4.5.3.1)

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")  # RFC 3463
MESSAGE_ID = re.compile(r"(?im)^[ \t>|]{0,16}(?:original-)?message-id[ \t]{0,8}:\s{0,80}<([^<>\s]{1,250})>")
COMMENT = re.compile(r"\([^()]{0,500}\)")


class Action(StrEnum):
    """RFC 3464, 2.3.3."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a mail at one recipient.

    ``status`` is an enhanced code (RFC 3463), '' if unknown; ``recipient`` the address that we wrote to where the
    report says so, '' if it names none; ``diagnostic`` the server's words on one line.
    """

    action: Action
    status: str
    recipient: str
    diagnostic: str
    returned_message_ids: tuple[str, ...]

    @property
    def is_permanent(self) -> bool:
        """Whether the address itself is dead for now: a failure that does not say it was a temporary one (4.x.x)."""
        return self.action is Action.FAILED and not self.status.startswith("4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """A receipt (RFC 8098): what became of a mail at its reader. ``kind``: displayed, deleted, dispatched, ..."""

    kind: str
    automatic: bool  # sent without the reader being asked
    recipient: str
    original_message_id: str  # '' if the receipt names none


def delivery_reports(status: bytes, returned: bytes = b"") -> tuple[Report, ...]:
    """One report a recipient of a ``message/delivery-status`` part, in its order.

    ``returned`` is the part that came back with it, ``message/rfc822`` or ``text/rfc822-headers`` alike, as it is.
    """
    ids = returned_message_ids(returned)
    found: list[Report] = []
    for fields in _blocks(status):
        if len(found) < MAX_REPORTS and (report := _report(fields, ids)):
            found.append(report)
    return tuple(found)


def disposition(notification: bytes) -> Disposition | None:
    """What a ``message/disposition-notification`` part says; None if it says nothing."""
    fields: dict[str, str] = {}
    for block in _blocks(notification):
        fields = {**block, **fields}
    if "disposition" not in fields:
        return None
    mode, _, kind = COMMENT.sub("", fields["disposition"]).lower().partition(";")
    return Disposition(
        kind=re.split(r"[\s/,]", kind.strip() or "unknown", maxsplit=1)[0],
        automatic="mdn-sent-automatically" in mode,
        recipient=_address(fields.get("original-recipient", "")) or _address(fields.get("final-recipient", "")),
        original_message_id=fields.get("original-message-id", "").strip(" \t<>")[:250],
    )


def returned_message_ids(returned: bytes) -> tuple[str, ...]:
    """The Message-IDs named in a returned mail, in its headers or in the text of a bounce that quotes it."""
    text = returned[:MAX_RETURNED_BYTES].decode("utf-8", "replace").replace("\r", "\n")
    return message_ids(text)


def message_ids(text: str) -> tuple[str, ...]:
    """The values of all ``Message-ID:`` lines, quoted or not, each once."""
    found: dict[str, None] = {}
    for match in MESSAGE_ID.finditer(text[:MAX_RETURNED_BYTES]):
        found.setdefault(match[1])
        if len(found) >= MAX_IDS:
            break
    return tuple(found)


def classify_report(reports: Sequence[Report]) -> MessageClass | None:
    """Bounce if a recipient failed, delay if one is late, receipt if all was delivered; None without reports."""
    actions = {report.action for report in reports}
    if not actions:
        return None
    if Action.FAILED in actions:
        return MessageClass.BOUNCE
    return MessageClass.DELAY if Action.DELAYED in actions else MessageClass.RECEIPT


def _blocks(part: bytes) -> Iterator[dict[str, str]]:
    """The groups of fields between blank lines: unfolded, names in lower case, of double ones the first.

    A second Final-Recipient begins a group as well: some servers forget the blank line.
    """
    text = part[:MAX_STATUS_BYTES].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    fields: dict[str, list[str]] = {}
    name = ""
    for line in text.split("\n"):
        if line[:1] in (" ", "\t") and line.strip():
            fields.get(name, []).append(line.strip())
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if fields and (not line.strip() or (name == "final-recipient" and name in fields)):
            yield {key: " ".join(values) for key, values in fields.items()}
            fields = {}
        if colon and name and name not in fields:
            fields[name] = [value.strip()]
        elif colon:
            name = ""  # a double one: neither its value nor what is folded below it counts
    if fields:
        yield {key: " ".join(values) for key, values in fields.items()}


def _report(fields: dict[str, str], ids: tuple[str, ...]) -> Report | None:
    status = STATUS.search(fields.get("status", ""))
    action = _action(fields.get("action", ""), status[1] if status else "")
    recipient = _address(fields.get("original-recipient", "")) or _address(fields.get("final-recipient", ""))
    if action is None or not ("final-recipient" in fields or recipient or status):
        return None
    diagnostic = " ".join(fields.get("diagnostic-code", "").split())
    kind, semicolon, words = diagnostic.partition(";")
    diagnostic = words.strip() if semicolon and re.fullmatch(r"[\w.+-]{1,32}", kind.strip()) else diagnostic
    exact = STATUS.search(diagnostic) if status is None or status[1].endswith(".0.0") else None
    code = exact or status
    return Report(
        action=action,
        status=code[1] if code else "",
        recipient=recipient,
        diagnostic=diagnostic[:MAX_DIAGNOSTIC_CHARS],
        returned_message_ids=ids,
    )


def _action(value: str, status: str) -> Action | None:
    """The action, in spite of comments and spellings; a missing one follows from the status."""
    word = COMMENT.sub("", value).strip().lower()
    for action in Action:
        if word.startswith(action.value[:5]):  # "failure", "delay", "relay"
            return action
    by_class = {"5": Action.FAILED, "4": Action.DELAYED, "2": Action.DELIVERED}
    return by_class.get(status[:1])


def _address(value: str) -> str:
    """The address of ``rfc822; <ann@example.com>``; '' for another type of address."""
    kind, semicolon, address = value.partition(";")
    address = (address if semicolon else kind).strip().strip("<>").strip()
    is_mail = "@" in address and len(address) <= MAX_RECIPIENT_CHARS and not re.search(r"[\s<>]", address)
    return address if is_mail else ""
