"""What stands in a mail of ours: the text, the same as HTML, and the files, put together (RFC 2046, 2387)."""

import hashlib
import html
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from channels.email.composing.hypertext import anchor, blocks, language_attributes
from channels.email.composing.marker import is_token, link_target
from channels.email.composing.mime import Part, file_part, inline_part, multipart, text_part
from channels.email.composing.quoting import quote_as_html, quote_as_text
from contactcenter.model.text import clean
from contactcenter.ports import LinkPurpose, OutboundFile, OutboundMessage

Labels = Mapping[LinkPurpose, str]  # the words of a link, in the reader's language

_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # SVG can carry scripts
_URL_SAFE = "%/:=&?~#+!$,;'@()*[]"


def safe_url(url: str) -> str:
    """The URL with all that could end it or its line percent-encoded."""
    return quote(url.strip(), safe=_URL_SAFE)


def body_part(message: OutboundMessage, answers_go_to: str, labels: Labels) -> Part:
    """multipart/mixed (files) of multipart/related (pictures in the text) of multipart/alternative (text, HTML).

    ``answers_go_to`` is the address in Reply-To, or our own.
    """
    boundary = f"=_{hashlib.sha256(message.delivery_id.encode()).hexdigest()[:32]}"
    pictures = [file for file in message.files if _is_picture(file)]
    files = [file for file in message.files if not _is_picture(file)]
    ids = [f"{number}.{boundary[2:18]}@{answers_go_to.rpartition('@')[2]}" for number, _ in enumerate(pictures)]
    links = _footer_links(message.links, labels)
    markup = _html(message, links, answers_go_to, list(zip(ids, pictures, strict=True)))
    part = multipart("alternative", [text_part("plain", _text(message, links)), markup], f"{boundary}a")
    if pictures:
        shown = [inline_part(file, content_id) for content_id, file in zip(ids, pictures, strict=True)]
        part = multipart("related", [part, *shown], f"{boundary}r")
    return multipart("mixed", [part, *map(file_part, files)], f"{boundary}m") if files else part


def _is_picture(file: OutboundFile) -> bool:
    return file.attachment.inline and file.attachment.content_type.partition(";")[0].strip().lower() in _PICTURES


def _footer_links(links: Mapping[LinkPurpose, str], labels: Labels) -> list[tuple[str, str]]:
    """(words, URL), in the order of LinkPurpose."""
    shown = [purpose for purpose in LinkPurpose if purpose in links]
    return [
        (clean(labels.get(purpose, "")).strip(), safe_url(links[purpose]))
        for purpose in shown
        if purpose in labels or purpose is not LinkPurpose.UNSUBSCRIBE
    ]


def _text(message: OutboundMessage, links: Sequence[tuple[str, str]]) -> str:
    """The answer, what can be done, who writes, and below it what is answered."""
    blocks_of_text = [
        clean(message.message.text).strip("\n"),
        "\n".join(f"{words}: {url}" if words else url for words, url in links),
        f"-- \n{clean(message.signature).strip()}" if message.signature.strip() else "",
        quote_as_text(message.quoted, message.language) if message.quoted else "",
    ]
    return "\n\n".join(block for block in blocks_of_text if block) + "\n"


def _html(
    message: OutboundMessage,
    links: Sequence[tuple[str, str]],
    answers_go_to: str,
    pictures: Sequence[tuple[str, OutboundFile]],
) -> Part:
    """The same as the text, inside the marker that answers are found by (channels.email.composing.marker)."""
    token = message.reply_token if is_token(message.reply_token) else ""
    inner = [
        blocks(clean(message.message.text)),
        *(f'<p><img src="cid:{cid}" alt="{html.escape(file.attachment.name)}"></p>\n' for cid, file in pictures),
        _links_html(links),
        _signature_html(message.signature),
        _reference_html(message.reference, answers_go_to, token),
        quote_as_html(message.quoted, message.language) if message.quoted else "",
    ]
    attributes = language_attributes(message.message.language or message.language)
    marked = f' data-cc="{token}"' if token else ""
    page = (
        f'<!DOCTYPE html>\n<html{attributes}>\n<head><meta charset="utf-8"></head>\n'
        f"<body>\n<div{marked}{attributes}>\n{''.join(inner)}</div>\n</body>\n</html>\n"
    )
    return text_part("html", clean(page))


def _links_html(links: Sequence[tuple[str, str]]) -> str:
    shown = " &nbsp; ".join(anchor(url, words or url) for words, url in links)
    return f"<p>{shown}</p>\n" if shown else ""


def _signature_html(signature: str) -> str:
    return f'<div style="color:#555">\n{blocks(clean(signature).strip())}</div>\n' if signature.strip() else ""


def _reference_html(reference: str, answers_go_to: str, token: str) -> str:
    """The reference, small; its link brings the token back from programs that keep nothing else of ours."""
    if not token:
        return ""
    link = anchor(link_target(answers_go_to, token), f"#{reference}" if reference else answers_go_to)
    return f'<p dir="ltr" style="font-size:small">{link}</p>\n'
