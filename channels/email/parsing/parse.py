"""A mail from its bytes: whatever they are, something readable comes out, and the defects say what was wrong."""

import re
from collections import Counter
from collections.abc import Collection

from channels.email.html import html_text, sanitized
from channels.email.judging.classify import classify
from channels.email.judging.report_parts import status_reports
from channels.email.parsing.addresses import parse_addresses
from channels.email.parsing.body import read_body
from channels.email.parsing.charsets import decode
from channels.email.parsing.dates import parse_date
from channels.email.parsing.defects import Defect, in_order
from channels.email.parsing.headers import Headers
from channels.email.parsing.mail import Mail, Mailbox, Part
from channels.email.parsing.message_ids import message_ids, own_id
from channels.email.parsing.reading import read_block, to_headers
from channels.email.parsing.structure import Node, described, is_reporting, leaves, tree
from channels.email.parsing.words import decode_words
from channels.email.quotes import strip_html, strip_text
from contactcenter.model.text import clean

MAX_BYTES = 64 * 2**20

_LABEL = re.compile(rb"""charset\*?\s*=\s*["']?([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_LABELS_WITHIN = 64 * 1024
_ONCE = frozenset(
    "from sender reply-to to cc message-id in-reply-to references subject date content-type content-transfer-encoding "
    "mime-version".split()
)  # RFC 5322, 3.6
_BLANKS = re.compile(r"\s+")


def parse(raw: bytes, own_addresses: Collection[str] = ()) -> Mail:
    """``own_addresses``: a list that posts to one of them is a way in, not bulk mail.

    Never raises, on any bytes (memory apart); UNPARSABLE marks what a fault of ours kept from being read."""
    try:
        return read_mail(raw, own_addresses)
    except MemoryError:
        raise
    except Exception:
        return Mail(headers=Headers(), text=_all_as_text(raw), defects=(Defect.UNPARSABLE,))


def read_mail(raw: bytes, own_addresses: Collection[str] = ()) -> Mail:
    """As `parse`, but a fault of ours raises."""
    defects: set[Defect] = set()
    data = _within_limits(raw, defects)
    also = labels(data)
    block = read_block(data, 0, len(data), defects, is_mail=True)
    headers = to_headers(block, defects, also)
    if not headers.fields:
        defects |= {Defect.UNPARSABLE, Defect.NO_HEADERS}
    repeated = Counter(name for name, _ in headers.fields if name in _ONCE)
    if any(count > 1 for count in repeated.values()):
        defects.add(Defect.DUPLICATE_HEADER)
    root = tree(data, block.body_start, headers, defects, also)
    return _mail(headers, root, defects, also, own_addresses)


def labels(data: bytes) -> tuple[str, ...]:
    """The charsets named anywhere near the top, most frequent first: what a header without a label may be in."""
    found = Counter(name.decode("ascii").lower() for name in _LABEL.findall(data[:_LABELS_WITHIN]))
    return tuple(name for name, _ in found.most_common(4) if name not in ("utf-8", "us-ascii"))


def _within_limits(raw: bytes, defects: set[Defect]) -> bytes:
    if len(raw) > MAX_BYTES:
        defects.add(Defect.TOO_LARGE)
        raw = raw[:MAX_BYTES]
    if b"\n" not in raw and b"\r" in raw:
        defects.add(Defect.BARE_CR)
        return raw.replace(b"\r", b"\n")
    return raw


def _mail(
    headers: Headers, root: Node, defects: set[Defect], also: tuple[str, ...], own_addresses: Collection[str]
) -> Mail:
    body = read_body(root, defects, also)
    parts = tuple(_part(node) for node in leaves(root))
    subject = _line(decode_words(headers.first("subject"), defects, also))
    sender = _sender(headers, defects, also)
    kind = classify(
        headers,
        [part.content_type for part in parts],
        subject,
        body.text,
        sender.address if sender else "",
        status_reports(parts),
        own_addresses,
    )
    replies = message_ids(" ".join(headers.all("in-reply-to")), defects)
    return Mail(
        headers=headers,
        message_id=own_id(headers.first("message-id"), defects),
        in_reply_to=replies[0] if replies else None,
        references=message_ids(" ".join(headers.all("references")), defects),
        date=parse_date(headers.first("date"), defects),
        sender=sender,
        to=_addresses(headers, "to", defects, also),
        cc=_addresses(headers, "cc", defects, also),
        reply_to=_addresses(headers, "reply-to", defects, also),
        subject=subject,
        text=body.text,
        html=None if body.html_source is None else sanitized(body.html_source),
        html_source=body.html_source,
        reply_text=_own_words(body.text, body.html_source, has_text=body.has_text),
        attachments=body.attachments,
        parts=parts,
        message_class=kind,
        defects=in_order(defects),
    )


def _line(text: str) -> str:
    """Decoded text as one line: an encoded line break must not make a second header of it."""
    return (
        _BLANKS.sub(" ", clean(text)).strip() if "\n" in text or "\r" in text or "\t" in text else clean(text).strip()
    )


def _own_words(text: str, html: str | None, *, has_text: bool) -> str:
    """Without quotes and signature; all of it where nothing else would be left."""
    own = strip_text(text) if has_text or html is None else html_text(strip_html(html))
    return own if own.strip() else text


def _sender(headers: Headers, defects: set[Defect], also: tuple[str, ...]) -> Mailbox | None:
    found = parse_addresses(headers.first("from"), defects, also)
    if len(found) > 1:
        defects.add(Defect.SEVERAL_SENDERS)
    if not found:
        defects.add(Defect.NO_SENDER)
    return _cleaned(found[0]) if found else None


def _addresses(headers: Headers, name: str, defects: set[Defect], also: tuple[str, ...]) -> tuple[Mailbox, ...]:
    return tuple(_cleaned(box) for box in parse_addresses(", ".join(headers.all(name)), defects, also))


def _cleaned(box: Mailbox) -> Mailbox:
    """A decoded name may hold what no raw header could: line breaks, controls."""
    return Mailbox(name=_line(box.name), address=_line(box.address))


def _part(node: Node) -> Part:
    data = node.content(set()) if is_reporting(node) else None
    return Part(content_type=described(node), headers=node.headers, data=data)


def _all_as_text(raw: bytes) -> str:
    return clean(decode(raw[:MAX_BYTES], "", set())).strip()
