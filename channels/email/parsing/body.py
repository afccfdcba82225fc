"""What of a mail is its text, what its HTML, and what are attachments (RFC 2046, 2183, 2387)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import unquote

from channels.email.html import html_text
from channels.email.parsing.charsets import decode, html_label
from channels.email.parsing.defects import Defect
from channels.email.parsing.filenames import filename, plain_name
from channels.email.parsing.flowed import unflowed
from channels.email.parsing.mail import MailAttachment
from channels.email.parsing.structure import Node, leaves
from channels.email.parsing.uuencode import take_files
from contactcenter.model.text import clean

_TEXTS = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_OTHER_FORMS = frozenset({"text/x-amp-html", "text/watch-html"})  # of the text, for some clients; no attachments
_CID = re.compile(r"cid:([^\"'\s<>)]{1,500})", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_CARRIAGE_RETURNS = re.compile(r"\r++\n")
_LINE_END = re.compile(r"\n(\n*)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the body; None = it has no such form."""

    text: str | None
    html: str | None

    def is_blank(self) -> bool:
        return not (self.text or "").strip() and self.html is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """``has_text``: a person's text came as text, and not as HTML alone."""

    text: str
    has_text: bool
    html_source: str | None
    attachments: tuple[MailAttachment, ...]


@dataclass(slots=True)
class _Reading:
    defects: set[Defect]
    also: Sequence[str]
    attachments: int = 0


def read_body(root: Node, defects: set[Defect], also: Sequence[str]) -> Body:
    """Text parts in their order, of alternatives the last that can be read; every other part is an attachment."""
    reading = _Reading(defects, also)
    items = list(_items(root, reading))
    passages = [item for item in items if isinstance(item, Passage) and not item.is_blank()]
    if not passages:
        passages = _named_text(root, reading)
    html = _joined_html(passages)
    attachments = [item for item in items if isinstance(item, MailAttachment)]
    return Body(
        text=_joined_text(passages),
        has_text=any(passage.text is not None for passage in passages),
        html_source=html,
        attachments=tuple(_shown_by(html, attachments)),
    )


def _items(node: Node, reading: _Reading) -> Iterator[Passage | MailAttachment]:
    if node.kind == "multipart/alternative":
        yield from _alternative(node, reading)
    elif node.kind.startswith("multipart/"):
        for child in node.children:
            yield from _items(child, reading)
    elif _is_text(node):
        yield from _passage(node, reading)
    else:
        yield _attachment(node, reading)


def _is_text(node: Node) -> bool:
    """Text without a name. A mail that is nothing but text is read, whatever it calls itself."""
    if node.kind not in _TEXTS:
        return False
    is_named = bool(node.disposition.get("filename") or node.content_type.get("name"))
    if node.disposition.main == "attachment":
        return node.is_root and not is_named
    return node.is_root or not is_named


def _named_text(root: Node, reading: _Reading) -> list[Passage]:
    """Of a mail without other text, the first that only has a name: some mailers name the body. It stays a file too."""
    for node in leaves(root):
        if node.kind in _TEXTS and node.disposition.main != "attachment":
            return [item for item in _passage(node, reading) if isinstance(item, Passage)]
    return []


def _passage(node: Node, reading: _Reading) -> Iterator[Passage | MailAttachment]:
    data = node.content(reading.defects)
    if node.kind == "text/html":
        label = node.label() or html_label(data)
        yield Passage(None, _readable(decode(data, label, reading.defects, reading.also)))
        return
    data, files = take_files(data, reading.defects)
    text = _readable(decode(data, node.label(), reading.defects, reading.also))
    if node.kind != "text/plain":
        text = _LINE_END.sub(lambda found: found.group(1) or " ", _TAG.sub("", text))
    elif node.content_type.get("format").lower() == "flowed":
        text = unflowed(text, delete_space=node.content_type.get("delsp").lower() == "yes")
    yield Passage(text, None)
    for file in files:
        reading.attachments += 1
        name = plain_name(decode(file.name, "", set(), reading.also)) or f"attachment-{reading.attachments}.bin"
        yield MailAttachment(filename=name, content_type="application/octet-stream", data=file.data)


def _readable(text: str) -> str:
    """Without controls, lines ended by a newline alone; a carriage return that a gateway doubled is one line end."""
    return clean(_CARRIAGE_RETURNS.sub("\n", text) if "\r\r\n" in text else text)


def _alternative(node: Node, reading: _Reading) -> Iterator[Passage | MailAttachment]:
    """The last child that is text and nothing else, and the last one with HTML; attachments of all of them."""
    texts: list[Passage] = []
    html: list[Passage] = []
    others: list[MailAttachment] = []
    for child in node.children:
        if child.kind in _OTHER_FORMS and child.disposition.main != "attachment":
            continue
        items = list(_items(child, reading))
        others += [item for item in items if isinstance(item, MailAttachment)]
        passages = [item for item in items if isinstance(item, Passage) and not item.is_blank()]
        if any(passage.html is not None for passage in passages):
            html = passages
        elif passages:
            texts = passages
    if texts and html:
        yield Passage(_joined_text(texts), _joined_html(html))
    else:
        yield from texts or html
    yield from others


def _attachment(node: Node, reading: _Reading) -> MailAttachment:
    reading.attachments += 1
    content_id = node.headers.first("content-id").strip().strip("<>").strip()
    return MailAttachment(
        filename=filename(node, reading.attachments),
        content_type=node.kind,
        data=node.content(reading.defects),
        inline=node.disposition.main == "inline",
        content_id=content_id or None,
    )


def _joined_text(passages: Sequence[Passage]) -> str:
    texts = [html_text(one.html or "") if one.text is None else one.text for one in passages]
    return "\n\n".join(text.strip("\n") for text in texts if text.strip()).rstrip()


def _joined_html(passages: Sequence[Passage]) -> str | None:
    """None if no passage has HTML; text between HTML is kept as it stands."""
    if all(passage.html is None for passage in passages):
        return None
    return "\n".join(one.html if one.html is not None else _as_html(one.text or "") for one in passages)


def _as_html(text: str) -> str:
    return f'<div style="white-space: pre-wrap">{escape(text)}</div>'


def _shown_by(html: str | None, attachments: Sequence[MailAttachment]) -> Iterator[MailAttachment]:
    shown = {unquote(name) for name in _CID.findall(html)} if html else set()
    for attachment in attachments:
        is_shown = attachment.content_id in shown
        yield replace(attachment, inline=True) if is_shown and not attachment.inline else attachment
