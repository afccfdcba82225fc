"""How mail programs answer a mail of ours: which fields they write, what they do to our HTML, where the answer goes.

Made after what these programs do, not copied from anybody's mail.
"""

import base64
import email
import email.policy
import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from contactcenter.ids import uuid7

Quote = Callable[[str], str]
STYLES_AND_DATA = re.compile(r"""\s(?:data-[\w-]+|class|id|lang|dir|style)\s*=\s*(?:"[^"]*"|'[^']*')""")
TAGS = re.compile(r"<[^>]*>")
LINKS = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)


def body_of(markup: str) -> str:
    return markup.partition("<body>")[2].rpartition("</body>")[0]


def as_it_is(markup: str) -> str:
    """Apple Mail, Thunderbird: the document inside a blockquote."""
    return f'<div>ANSWER</div><blockquote type="cite"><div>{body_of(markup)}</div></blockquote>'


def without_data(markup: str) -> str:
    """Gmail: attributes of its own choice; links stay."""
    kept = STYLES_AND_DATA.sub("", body_of(markup))
    return f'<div dir="ltr">ANSWER</div><br><div class="gmail_quote"><blockquote>{kept}</blockquote></div>'


def word_made(markup: str) -> str:
    """Outlook on the desktop: Word writes all of it anew, its header block before it."""
    kept = re.sub(r"<(/?)(?:div|blockquote)[^>]*>", r"<\1div>", STYLES_AND_DATA.sub("", body_of(markup)))
    rewritten = kept.replace("<p>", '<p class="MsoNormal">')
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang="EN-US"><div class="WordSection1">'
        '<p class="MsoNormal">ANSWER<o:p></o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
        f'<p class="MsoNormal"><b>From:</b> Shop<br><b>Sent:</b> Monday</p></div>{rewritten}</div></body></html>'
    )


def yahoo_made(markup: str) -> str:
    kept = STYLES_AND_DATA.sub("", body_of(markup))
    return f'<div class="yahoo-style-wrap">ANSWER</div><div id="ydp1" class="yahoo_quoted"><div>{kept}</div></div>'


def links_lost(markup: str) -> str:
    """Lotus Notes, and gateways that allow no links: words and little else."""
    kept = LINKS.sub(r"\1", STYLES_AND_DATA.sub("", body_of(markup)))
    return f"<font>ANSWER</font><br><br><font color=gray>{kept}</font>"


def in_words(markup: str) -> str:
    return f"<pre>ANSWER\n\n{html.escape(TAGS.sub('', body_of(markup)))}</pre>"


def nothing_quoted(markup: str) -> str:
    return "<div>ANSWER</div>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a program's answers look like. ``to_reply_to``: it answers Reply-To; else From, as some do."""

    in_reply_to: bool = True
    references: bool = True
    index: bool = False
    to_reply_to: bool = True
    quote: Quote | None = as_it_is  # None: plain text alone
    prefix: str = "Re: "
    keeps_subject: bool = True
    mailer: str = ""
    name_of_mail: str = "<{}@their.example>"
    renames_ours: bool = False  # a server in between gave our mail another Message-ID
    keeps_tag: bool = True


OUTLOOK = Program(index=True, quote=word_made, mailer="Microsoft Outlook 16.0", prefix="RE: ")
OUTLOOK_WITHOUT_REFERENCES = replace(OUTLOOK, references=False)
OUTLOOK_MOBILE = Program(index=True, quote=without_data, mailer="Outlook for iOS")
EXCHANGE_RENAMES = replace(OUTLOOK, renames_ours=True)
GMAIL = Program(quote=without_data, name_of_mail="<CA+{}@mail.gmail.com>")
APPLE_MAIL = Program(quote=as_it_is, mailer="Apple Mail (2.3774)")
IPHONE = Program(quote=as_it_is, mailer="iPhone Mail (21E236)")
THUNDERBIRD = Program(quote=as_it_is)
YAHOO = Program(quote=yahoo_made, name_of_mail="<{}@mail.yahoo.com>", mailer="WebService/1.1.22205 YMailNorrin")
QQ = Program(prefix="回复：", quote=without_data, name_of_mail="<tencent_{}@qq.com>", mailer="QQMail 2.x")
NETEASE = Program(prefix="回复:", quote=without_data, name_of_mail="<{}@coremail.163.com>", mailer="Coremail Webmail")
MAIL_RU = Program(quote=without_data, name_of_mail="<{}@f105.i.mail.ru>", mailer="Mail.Ru Mailer 1.0")
YANDEX = Program(quote=without_data, name_of_mail="<{}@mail.yandex.ru>", mailer="Yamail [ http://yandex.ru ] 5.0")
LOTUS = Program(prefix="Antwort: ", quote=links_lost, mailer="Lotus Notes Release 9.0.1", references=False)
PLAIN = Program(quote=None)
K9 = Program(quote=without_data, mailer="K-9 Mail for Android")
DROPS_IN_REPLY_TO = Program(in_reply_to=False)
DROPS_REFERENCES = Program(references=False)
NOTHING_KEPT = Program(
    in_reply_to=False, references=False, to_reply_to=False, quote=nothing_quoted, keeps_subject=False
)
ADDRESS_ALONE = replace(NOTHING_KEPT, to_reply_to=True)
QUOTE_WITH_DATA = replace(NOTHING_KEPT, quote=as_it_is)
QUOTE_WITH_LINK = replace(NOTHING_KEPT, quote=word_made)
QUOTE_OF_GMAIL = replace(NOTHING_KEPT, quote=without_data)
QUOTE_OF_YAHOO = replace(NOTHING_KEPT, quote=yahoo_made)
SUBJECT_ALONE = replace(NOTHING_KEPT, keeps_subject=True)
INDEX_ALONE = replace(NOTHING_KEPT, index=True)
FAX_GATEWAY = replace(NOTHING_KEPT, quote=in_words, mailer="Gateway")


def first_mail(
    sender: str, to: str, text: str, *, subject: str, name: str = "", index: bool = True, **fields: str
) -> bytes:
    """The mail that begins a matter."""
    mail = EmailMessage()
    mail["From"] = f"{sender.partition('@')[0].title()} <{sender}>"
    mail["To"] = to
    mail["Subject"] = subject
    mail["Message-ID"] = name or f"<{uuid7()}@their.example>"
    mail["Date"] = "Mon, 02 Mar 2026 08:59:00 +0000"
    if index:
        mail["Thread-Index"] = thread_index(subject + sender)
    for field, value in fields.items():
        mail[field.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes(policy=SMTP)


def answer(
    program: Program, ours: EmailMessage, text: str, *, sender: str, begun_by: str = "", cc: str = "", **fields: str
) -> bytes:
    """What the program sends when somebody at ``sender`` answers ``ours``."""
    mail = EmailMessage()
    mail["From"] = f"{sender.partition('@')[0].title()} <{sender}>"
    mail["To"] = str(ours["Reply-To"] if program.to_reply_to and ours["Reply-To"] else ours["From"])
    if cc:
        mail["Cc"] = cc
    subject = str(ours["Subject"])
    mail["Subject"] = _subject(program, subject)
    mail["Message-ID"] = program.name_of_mail.format(uuid7())
    mail["Date"] = fields.pop("Date", "Mon, 02 Mar 2026 11:00:00 +0000")
    named = f"<{uuid7()}@exchange.example>" if program.renames_ours else str(ours["Message-ID"])
    if program.in_reply_to:
        mail["In-Reply-To"] = named
    if program.references:
        mail["References"] = named if program.renames_ours else " ".join((str(ours["References"] or ""), named)).strip()
    if program.index:
        mail["Thread-Index"] = thread_index(re.sub(r"^\w+: | \[#.*", "", subject) + (begun_by or sender), further=True)
    if program.mailer:
        mail["X-Mailer"] = program.mailer
    for field, value in fields.items():
        mail[field.replace("_", "-")] = value
    _write_body(mail, program, ours, text)
    return mail.as_bytes(policy=SMTP)


def _subject(program: Program, subject: str) -> str:
    if not program.keeps_subject:
        return "Answer"
    bare = re.sub(r"^Re: ", "", subject)
    return program.prefix + (bare if program.keeps_tag else re.sub(r" \[#.*?\]", "", bare))


def _write_body(mail: EmailMessage, program: Program, ours: EmailMessage, text: str) -> None:
    plain = _part(ours, "plain")
    quoted = "\n".join(f"> {line}" for line in plain.splitlines())
    name = parseaddr(str(ours["From"]))[0]
    if program.quote is None:
        mail.set_content(f"{text}\n\nOn Mon, 2 Mar 2026, {name} wrote:\n{quoted}\n")
        return
    has_quote = program.quote is not nothing_quoted
    mail.set_content(f"{text}\n\nOn Mon, 2 Mar 2026, {name} wrote:\n{quoted}\n" if has_quote else f"{text}\n")
    mail.add_alternative(program.quote(_part(ours, "html")).replace("ANSWER", text), subtype="html")


def _part(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def read(raw: bytes) -> EmailMessage:
    """As the standard library reads it."""
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


def thread_index(topic: str, *, further: bool = False) -> str:
    """Outlook's field: 22 octets that a whole thread shares, and 5 more for each answer (MS-OXOMSG, 2.2.1.3)."""
    head = b"\x01" + hashlib.sha256(topic.encode()).digest()[:21]
    return base64.b64encode(head + (b"\x00\x00\x10\x20\x30" if further else b"")).decode()
