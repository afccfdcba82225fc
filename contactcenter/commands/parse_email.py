"""`contactcenter parse-email FILE...`: what the centre reads from mails, one line each."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from contactcenter.commands.options import Subparsers

if TYPE_CHECKING:
    from channels.email.parsing.mail import Mail, MailAttachment, Mailbox

EXIT_UNREADABLE = 2


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("parse-email", help="what is read from mails (docs/parse-email.md)")
    parser.add_argument("files", nargs="+", metavar="FILE", help="one mail each, as it was received")
    parser.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 2 if a file could not be read, after all others were printed."""
    from channels.email.parsing.parse import parse

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the terminal's is: people write in any script
    unreadable: list[str] = []
    for name in args.files:
        shown = os.fsencode(name).decode("utf-8", "replace")
        try:
            raw = Path(name).read_bytes()
        except (OSError, ValueError) as error:
            unreadable.append(f"contactcenter: {shown}: {getattr(error, 'strerror', None) or error}")
            continue
        mail = parse(raw)
        print(json.dumps(as_json(shown, mail), ensure_ascii=False) if args.json else as_line(shown, mail))
    for line in unreadable:
        print(line, file=sys.stderr)
    return EXIT_UNREADABLE if unreadable else 0


def as_json(name: str, mail: Mail) -> dict[str, object]:
    """The object described in docs/parse-email.md."""
    return {
        "file": name,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "date": None if mail.date is None else mail.date.isoformat().replace("+00:00", "Z"),
        "from": None if mail.sender is None else _mailbox(mail.sender),
        "to": [_mailbox(box) for box in mail.to],
        "cc": [_mailbox(box) for box in mail.cc],
        "reply_to": [_mailbox(box) for box in mail.reply_to],
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "reply_text": mail.reply_text,
        "attachments": [_attachment(one) for one in mail.attachments],
        "class": mail.message_class,
        "defects": list(mail.defects),
    }


def as_line(name: str, mail: Mail) -> str:
    """For a person: file, class, sender, subject, and what was wrong."""
    sender = mail.sender.address if mail.sender else "-"
    return "  ".join([name, mail.message_class, sender, mail.subject, " ".join(mail.defects)]).rstrip()


def _mailbox(box: Mailbox) -> dict[str, str]:
    return {"name": box.name, "address": box.address}


def _attachment(one: MailAttachment) -> dict[str, object]:
    return {
        "filename": one.filename,
        "content_type": one.content_type,
        "size": one.size_bytes,
        "sha256": one.sha256,
        "inline": one.inline,
        "content_id": one.content_id,
    }
