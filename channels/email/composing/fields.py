"""Header fields as they are sent: encoded, folded, one field never two (RFC 5322, 2047, 2231).

Everything here returns ASCII lines of at most 998 octets, except an address whose local part needs RFC 6532.
"""

import base64
import re
import unicodedata
from collections.abc import Iterable, Sequence

from contactcenter.errors import Invalid

LINE_CHARS = 76
MAX_NAME_CHARS = 120
MAX_FILE_NAME_CHARS = 120
MAX_ID_CHARS = 900  # a Message-ID cannot be folded, and a line holds 998
_WORD_BYTES = 39  # of text in one encoded word: 52 characters of base64, 64 with its frame, 74 after "Reply-To: "

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_ATOMS = re.compile(rf"{_ATOM}+(?: {_ATOM}+)*")
_DOT_ATOM = re.compile(rf"(?:{_ATOM}|[^\x00-\x7f])+(?:\.(?:{_ATOM}|[^\x00-\x7f])+)*")
_LOCAL = re.compile(r"[^\s\x00-\x20\x7f-\x9f\"(),:;<>@\[\\\]]{1,200}")
_QUOTED_LOCAL = re.compile(r'"(?:[\x21\x23-\x5b\x5d-\x7e]|\\[\x21-\x7e]){0,200}"')
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\[[0-9A-Za-z.:]{2,60}\]")
_MESSAGE_ID = re.compile(rf"<[\x21-\x3b\x3d\x3f-\x7e]{{1,{MAX_ID_CHARS}}}>")
_CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WHITE = re.compile(r"\s+")
_BAD_IN_FILE_NAMES = re.compile(r'[/\\:*?"<>|]')
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._ ()+-]")


def one_line(text: str) -> str:
    """The text with all white space as single spaces, without control characters.

    Embedded directions and overrides go as well: in a list of mails or files they would turn what stands after them.
    """
    return _WHITE.sub(" ", _UNPRINTABLE.sub("", text)).strip()


def field(name: str, value: str) -> bytes:
    """``Name: value`` folded at its spaces; the value is already encoded. Raises ValueError for control characters."""
    if not value.isprintable():
        raise ValueError(f"{name} holds a character that ends a line or cannot be sent")
    lines, line = [], f"{name}:"
    for word in value.split():
        if len(line) + len(word) >= LINE_CHARS and not line.endswith(":"):
            lines.append(line)
            line = ""
        line += f" {word}"
    return "".join(f"{one}\r\n" for one in [*lines, line]).encode()


def text_value(text: str) -> str:
    """The value of a field of free text, such as Subject: as it is, or in encoded words (RFC 2047)."""
    text = one_line(text)
    if text.isascii() and "=?" not in text and all(len(word) < LINE_CHARS for word in text.split(" ")):
        return text
    return " ".join(_encoded_words(text))


def phrase(name: str) -> str:
    """A display name as it stands before an address; '' stays ''."""
    name = one_line(name[: 4 * MAX_NAME_CHARS])[:MAX_NAME_CHARS].strip()
    if not name.isascii() or "=?" in name:
        return " ".join(_encoded_words(name))
    if not name or _ATOMS.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _encoded_words(text: str) -> list[str]:
    """UTF-8 in base64; no character is divided between two words (RFC 2047, 5)."""
    pieces, piece = [], b""
    for one in text:
        raw = one.encode("utf-8", "replace")
        if len(piece) + len(raw) > _WORD_BYTES:
            pieces.append(piece)
            piece = b""
        piece += raw
    return [f"=?utf-8?B?{base64.b64encode(one).decode()}?=" for one in [*pieces, piece]]


def address(text: str) -> str:
    """The address as servers take it: the domain in ASCII (IDNA), an odd local part in quotes.

    Raises Invalid for what is no address. A local part beyond ASCII stays: see `needs_utf8`.
    """
    local, at, domain = text.strip().rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        at = ""
    if not at or not _DOMAIN.fullmatch(domain) or ".." in domain:
        raise Invalid(f"this is not an e-mail address: {one_line(text)[:100]}", path="recipient")
    if _QUOTED_LOCAL.fullmatch(local):
        return f"{local}@{domain}"
    if not _LOCAL.fullmatch(local) or not local.isprintable():
        raise Invalid(f"this is not an e-mail address: {one_line(text)[:100]}", path="recipient")
    return f"{local}@{domain}" if _DOT_ATOM.fullmatch(local) else f'"{local}"@{domain}'  # some have two dots in a row


def needs_utf8(addresses: Iterable[str]) -> bool:
    """Whether a server must speak SMTPUTF8 (RFC 6531) to take these."""
    return not all(one.isascii() for one in addresses)


def mailbox(name: str, addr: str) -> str:
    """``name <addr>``; ``addr`` comes from `address`."""
    shown = phrase(name)
    return f"{shown} <{addr}>" if shown else addr


def mailboxes(several: Sequence[tuple[str, str]]) -> str:
    return ", ".join(mailbox(name, addr) for name, addr in several)


def is_message_id(text: str) -> bool:
    """Whether the text is a Message-ID in its angle brackets that may be repeated in a header."""
    return _MESSAGE_ID.fullmatch(text) is not None


def content_type(text: str) -> str:
    """``type/subtype`` for a file. What is no type, and what may not be sent in base64 (RFC 2046, 5.2.1), is binary."""
    base = text.partition(";")[0].strip().lower()
    if not _CONTENT_TYPE.fullmatch(base) or base.startswith(("message/", "multipart/")):
        return "application/octet-stream"
    return base


def file_name(text: str) -> str:
    """A name that every system can store: no folders, no hidden file, the ending kept when it is cut."""
    name = _BAD_IN_FILE_NAMES.sub("_", one_line(text)).strip(". ") or "file"
    if len(name) <= MAX_FILE_NAME_CHARS:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
    return name[: MAX_FILE_NAME_CHARS - len(ending)].rstrip() + ending


def ascii_file_name(name: str) -> str:
    """What programs without RFC 2231 show; the ending stays, for it says how to open the file."""
    stem, dot, ending = name.rpartition(".")
    flat = _NOT_PLAIN.sub("", unicodedata.normalize("NFKD", stem if dot else ending)).strip()
    plain_ending = _NOT_PLAIN.sub("", ending) if dot else ""
    return f"{flat or 'file'}.{plain_ending}" if plain_ending else flat or "file"


def parameter(name: str, value: str) -> str:
    """``name="value"``, or beyond ASCII the continued form of RFC 2231 in pieces that fit a line."""
    if value.isascii():
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}="{escaped}"'
    octets = [_percent(octet) for octet in value.encode()]
    pieces = ["".join(octets[start : start + 18]) for start in range(0, len(octets), 18)]
    if len(pieces) == 1:
        return f"{name}*=utf-8''{pieces[0]}"
    return "; ".join(f"{name}*{n}*={'' if n else 'utf-8' + chr(39) * 2}{piece}" for n, piece in enumerate(pieces))


def _percent(octet: int) -> str:
    letter = chr(octet)
    return letter if letter.isascii() and (letter.isalnum() or letter in "-._") else f"%{octet:02X}"
