"""Names of attachments: what the mail says, without its path; something fitting where it says nothing."""

import re

from channels.email.parsing.structure import Node
from contactcenter.model.text import clean

_PATH = re.compile(r"^.*[/\\]", re.DOTALL)
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")  # an RTL mark turns gpj.exe into exe.jpg
_BY_TYPE = {
    "message/rfc822": "message.eml", "message/global": "message.eml", "application/ms-tnef": "winmail.dat",
    "application/vnd.ms-tnef": "winmail.dat", "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "disposition-notification.txt",
    "message/feedback-report": "feedback-report.txt", "text/rfc822-headers": "headers.txt",
    "application/pkcs7-signature": "smime.p7s", "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m", "application/x-pkcs7-mime": "smime.p7m",
    "application/pgp-signature": "signature.asc", "application/pgp-encrypted": "encrypted.asc",
    "text/calendar": "invite.ics", "message/partial": "partial.eml",
}  # fmt: skip
_EXTENSIONS = {
    "text/plain": "txt", "text/html": "html", "text/csv": "csv", "text/vcard": "vcf", "text/x-vcard": "vcf",
    "text/xml": "xml", "application/xml": "xml", "application/json": "json", "application/pdf": "pdf",
    "application/zip": "zip", "application/msword": "doc", "application/vnd.ms-excel": "xls", "application/rtf": "rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "image/jpeg": "jpg", "image/jpg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
    "image/bmp": "bmp", "image/tiff": "tiff", "image/svg+xml": "svg", "image/heic": "heic", "audio/mpeg": "mp3",
    "audio/ogg": "ogg", "audio/amr": "amr", "audio/wav": "wav", "video/mp4": "mp4", "video/quicktime": "mov",
    "video/3gpp": "3gp", "application/gzip": "gz", "text/calendar": "ics",
}  # fmt: skip


def filename(node: Node, number: int) -> str:
    """Never empty. ``number``: the how manyth attachment it is, from 1."""
    name = plain_name(node.disposition.get("filename") or node.content_type.get("name"))
    if not name:
        extension = _EXTENSIONS.get(node.kind, "bin")
        name = _BY_TYPE.get(node.kind) or f"attachment-{number}.{extension}"
    if node.kind == "message/rfc822" and not name.lower().endswith(".eml"):
        name += ".eml"
    return name


def plain_name(name: str) -> str:
    """A name as shown to people: no path, no line breaks, nothing that turns the direction of reading."""
    plain = _INVISIBLE.sub(" ", _PATH.sub("", clean(name).strip())).strip()
    return plain if plain.strip(".") else ""
