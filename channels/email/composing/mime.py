"""Parts of a mail (RFC 2045, 2046), written the same way each time: a retry sends the very same bytes.

Text and files are quoted-printable or base64, so lines are short, no server needs 8BITMIME, and a boundary that
begins with "=_" cannot occur in any of them (RFC 2045, 6.7).
"""

import base64
import quopri
from collections.abc import Sequence
from dataclasses import dataclass

from channels.email.composing.fields import ascii_file_name, content_type, field, file_name, parameter
from contactcenter.ports import OutboundFile

_BASE64_FROM = 1 / 6  # from this share of bytes beyond ASCII on, base64 is shorter than quoted-printable

_ASCII = bytes(range(128))


@dataclass(frozen=True, slots=True)
class Part:
    """``head``: its own header fields, each ending in CRLF; ``body`` ends in CRLF."""

    head: bytes
    body: bytes


def text_part(subtype: str, text: str) -> Part:
    """text/plain or text/html in UTF-8; ``text`` has ``\\n`` as line ends."""
    raw = text.encode("utf-8", "replace")
    if len(raw.translate(None, _ASCII)) > len(raw) * _BASE64_FROM:
        encoding, body = "base64", _base64(raw.replace(b"\n", b"\r\n"))
    else:
        encoding, body = "quoted-printable", quopri.encodestring(raw).replace(b"\n", b"\r\n")
    head = field("Content-Type", f'text/{subtype}; charset="utf-8"') + field("Content-Transfer-Encoding", encoding)
    return Part(head, body if body.endswith(b"\r\n") else body + b"\r\n")


def file_part(file: OutboundFile) -> Part:
    return Part(_file_head(file, "attachment"), _base64(file.data))


def inline_part(file: OutboundFile, content_id: str) -> Part:
    """A picture that the HTML shows as ``cid:CONTENT_ID``."""
    return Part(_file_head(file, "inline") + field("Content-ID", f"<{content_id}>"), _base64(file.data))


def _file_head(file: OutboundFile, disposition: str) -> bytes:
    """The name twice: in ASCII where old programs look, whole where RFC 2183 and 2231 put it."""
    name = file_name(file.attachment.name)
    kind = content_type(file.attachment.content_type)
    return (
        field("Content-Type", f"{kind}; {parameter('name', ascii_file_name(name))}")
        + field("Content-Transfer-Encoding", "base64")
        + field("Content-Disposition", f"{disposition}; {parameter('filename', name)}")
    )


def multipart(subtype: str, parts: Sequence[Part], boundary: str) -> Part:
    """``boundary`` begins with "=_" and differs from that of every part inside."""
    head = field("Content-Type", f'multipart/{subtype}; boundary="{boundary}"')
    opened = b"".join(b"--%s\r\n%s\r\n%s\r\n" % (boundary.encode(), part.head, part.body) for part in parts)
    return Part(head, opened + b"--%s--\r\n" % boundary.encode())


def _base64(raw: bytes) -> bytes:
    return base64.encodebytes(raw).replace(b"\n", b"\r\n") or b"\r\n"
