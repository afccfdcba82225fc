"""How IMAP writes things (RFC 3501): mailbox names, sets of UIDs, dates, and what a FETCH answers. No I/O."""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_UNPRINTABLE = re.compile(r"[^\x20-\x7e]+")
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
_DATE = re.compile(rb'INTERNALDATE "([ \d]\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"', re.IGNORECASE)
_UID = re.compile(rb"[( ]UID (\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(rb"[( ]RFC822\.SIZE (\d{1,15})\b", re.IGNORECASE)
_FLAGS = re.compile(rb"[( ]FLAGS \(([^)]*)\)", re.IGNORECASE)
_QUOTED_BODY = re.compile(rb'BODY\[[A-Z]*\](?:<\d+>)? "((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_LITERAL = re.compile(rb"\{\d+\}$")
_FETCH = re.compile(rb"\d+ FETCH \(", re.IGNORECASE)
_LIST = re.compile(rb'\(([^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (.+)$')


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One message of a mailbox. ``raw`` is None where it was not asked for, or not given."""

    uid: int
    flags: tuple[str, ...] = ()
    internal_date: datetime | None = None  # UTC; when the server got it
    size_bytes: int = 0
    raw: bytes | None = None


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def mailbox_name(name: str) -> str:
    """As it goes over the wire: modified UTF-7 (RFC 3501, 5.1.3), quoted."""
    return quoted(_UNPRINTABLE.sub(_shift, name.replace("&", "&-")))


def _shift(match: re.Match[str]) -> str:
    encoded = base64.b64encode(match.group().encode("utf-16-be", "surrogatepass")).decode().rstrip("=")
    return f"&{encoded.replace('/', ',')}-"


def read_mailbox_name(wire: str) -> str:
    """The reverse; what is no modified UTF-7 stays as it is."""
    return _SHIFTED.sub(_unshift, wire)


def _unshift(match: re.Match[str]) -> str:
    encoded = match.group(1).replace(",", "/")
    if not encoded:
        return "&"
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4)).decode("utf-16-be")
    except ValueError:
        return match.group()


def uid_set(uids: Iterable[int]) -> str:
    """ "1:4,7,9:12" for numbers in ascending order."""
    spans: list[list[int]] = []
    for uid in uids:
        if spans and uid == spans[-1][1] + 1:
            spans[-1][1] = uid
        else:
            spans.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in spans)


def search_date(day: date) -> str:
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year:04}"


def listed_folder(line: bytes, literal: bytes | None = None) -> str | None:
    """The name in one line of LIST, None for what cannot be opened or read."""
    if (match := _LIST.search(line)) is None or b"\\noselect" in match.group(1).lower():
        return None
    name = literal if literal is not None else match.group(2)
    if name.startswith(b'"') and name.endswith(b'"'):
        name = re.sub(rb"\\(.)", rb"\1", name[1:-1])
    return read_mailbox_name(name.decode("utf-8", "replace"))


def fetched(lines: Sequence[bytes | bytearray]) -> tuple[Fetched, ...]:
    """The messages in the lines of a FETCH answer, literals between them as ``bytearray``. None is without a UID."""
    found = (_message(texts, literals) for texts, literals in _answers(lines))
    return tuple(message for message in found if message is not None)


def _answers(lines: Sequence[bytes | bytearray]) -> Iterator[tuple[list[bytes], list[bytes]]]:
    texts: list[bytes] = []
    literals: list[bytes] = []
    for line in lines:
        if isinstance(line, bytearray):
            literals.append(bytes(line))
            continue
        if _FETCH.match(line):
            if texts:
                yield texts, literals
            texts, literals = [], []
        texts.append(line)
    if texts:
        yield texts, literals


def _message(texts: list[bytes], literals: list[bytes]) -> Fetched | None:
    text = b" ".join(_LITERAL.sub(b"", part) for part in texts)
    if (uid := _UID.search(text)) is None or not _FETCH.match(text):
        return None
    size, flags, body = _SIZE.search(text), _FLAGS.search(text), _QUOTED_BODY.search(text)
    quoted_body = re.sub(rb"\\(.)", rb"\1", body.group(1)) if body else None
    return Fetched(
        uid=int(uid.group(1)),
        flags=tuple(flags.group(1).decode("ascii", "replace").split()) if flags else (),
        internal_date=_internal_date(text),
        size_bytes=int(size.group(1)) if size else 0,
        raw=literals[0] if literals else quoted_body,
    )


def _internal_date(text: bytes) -> datetime | None:
    if (match := _DATE.search(text)) is None:
        return None
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = (part.decode() for part in match.groups())
    try:
        offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
        zone = timezone(-offset if sign == "-" else offset)
        number = MONTHS.index(month.title()) + 1
        local = datetime(int(year), number, int(day), int(hour), int(minute), min(int(second), 59), tzinfo=zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
