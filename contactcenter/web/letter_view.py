"""How a conversation looks to whoever opens a link in a letter: plain HTML, every text escaped, nobody named."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contactcenter.desk.beginning import ASKED
from contactcenter.desk.desk import Words
from contactcenter.desk.letter_links import LetterLink
from contactcenter.ids import uuid7
from contactcenter.local_time import local_time
from contactcenter.model.bodies import StateChange
from contactcenter.model.conversation import FIRST_ANSWER, Awaiting, Conversation, Participant, State
from contactcenter.model.entry import Author, AuthorKind, Entry
from contactcenter.model.message import Message
from contactcenter.ports import LinkPurpose
from contactcenter.texts import COMPLETE

MAX_TEXT_CHARS = 10_000
OWN_PROMISES = {FIRST_ANSWER: "page.letter.first_answer", ASKED: "page.letter.your_answer"}
LANGUAGE_NAMES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文", "ru": "Русский"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a link leads to, and the token to lead there again."""

    token: str
    link: LetterLink
    head: Conversation
    contact: Participant
    words: Words
    zone: str = "UTC"

    @property
    def language(self) -> str:
        return self.head.language or "en"

    @property
    def author(self) -> Author:
        return Author(AuthorKind.CONTACT, self.head.contact_id)

    def text(self, key: str, **slots: object) -> str:
        """The text in the conversation's language, safe in HTML."""
        return html.escape(self.words.text(key, self.language, **slots))

    @property
    def title(self) -> str:
        return self.text("page.letter.title", reference=self.head.reference)


def question(opened: Opened) -> str:
    asks = "page.letter.ask_helped" if opened.link.purpose is LinkPurpose.HELPED else "page.letter.ask_person"
    return f"<p>{opened.text(asks)}</p>{_button(opened, opened.link.purpose.value)}"


def thanks(opened: Opened) -> str:
    key = "page.letter.helped" if opened.link.purpose is LinkPurpose.HELPED else "page.letter.person_comes"
    return f'<p role="status">{opened.text(key)}</p>'


def _button(opened: Opened, action: str) -> str:
    label = opened.text(f"page.letter.button.{action}")
    return (
        f'<form method="post" action="/c/{opened.token}"><input type="hidden" name="action" value="{action}">'
        f"<button>{label}</button></form>"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """An answer that could not be taken: why (key of a text, ``name`` is the file's), and what was written."""

    because: str
    name: str = ""
    text: str = ""


def conversation(opened: Opened, entries: Iterable[Entry], refused: NotTaken | None = None) -> str:
    items = "".join(_item(opened, entry) for entry in entries)
    return f"{_state(opened)}<ol class=talk>{items}</ol>{_answer_form(opened, refused)}{_languages(opened)}"


def _state(opened: Opened) -> str:
    lines = [opened.text(f"page.letter.state.{_state_word(opened.head)}")]
    open_promises = (one for one in opened.head.commitments if one.kept is None)
    lines += [
        opened.text("page.letter.promise", text=_promised(opened, one.text), time=_time(opened, one.due))
        for one in open_promises
    ]
    return "".join(f"<p>{line}</p>" for line in lines)


def _promised(opened: Opened, text: str) -> str:
    """The centre's own promises in the reader's language; what else is promised is in an agent's words."""
    key = OWN_PROMISES.get(text)
    return opened.words.text(key, opened.language) if key else text


def _state_word(head: Conversation) -> str:
    if head.state is State.RESOLVED:
        return "closed"
    return "yours" if head.awaiting is Awaiting.CONTACT else "ours"


def _item(opened: Opened, entry: Entry) -> str:
    if isinstance(entry.body, StateChange):
        key = "page.letter.closed" if entry.body.after == State.RESOLVED else "page.letter.reopened"
        return f"<li class=event>{opened.text(key)} {_when(opened, entry)}</li>"
    if not isinstance(entry.body, Message):
        return ""
    mine = entry.author == opened.author
    who = opened.text(_who(entry, mine=mine))
    names = "".join(_file(opened, one.blob_id, one.name) for one in entry.body.attachments)
    text = _paragraphs(entry.body.text)
    side = "mine" if mine else "theirs"
    return f"<li class={side}><p class=who>{who} {_when(opened, entry)}</p><div dir=auto>{text}</div>{names}</li>"


def _who(entry: Entry, *, mine: bool) -> str:
    if mine:
        return "page.letter.you"
    return "page.letter.other" if entry.author.kind is AuthorKind.CONTACT else "page.letter.us"


def _file(opened: Opened, blob_id: str, name: str) -> str:
    return f'<p><a href="/c/{opened.token}/files/{blob_id}" download>{html.escape(name)}</a></p>'


def _paragraphs(text: str) -> str:
    return "".join(
        f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n") if part.strip()
    )


def _when(opened: Opened, entry: Entry) -> str:
    return f"<time datetime={entry.placed_at.isoformat()}>{_time(opened, entry.placed_at)}</time>"


def _time(opened: Opened, moment: datetime) -> str:
    return local_time(moment, opened.zone, opened.language)


def _answer_form(opened: Opened, refused: NotTaken | None) -> str:
    """The id goes with the form, so that a second press of the button, or a reload, is the same answer."""
    told = f'<p role="alert">{opened.text(refused.because, name=refused.name)}</p>' if refused else ""
    text = html.escape(refused.text) if refused else ""
    return (
        f'{told}<form method="post" action="/c/{opened.token}/answer" enctype="multipart/form-data">'
        f'<input type="hidden" name="external_id" value="{uuid7()}">'
        f'<label for="text">{opened.text("page.letter.answer")}</label>'
        f'<textarea id="text" name="text" rows="6" maxlength="{MAX_TEXT_CHARS}" dir="auto">\n{text}</textarea>'
        f'<label for="files">{opened.text("page.letter.files")}</label>'
        '<input type="file" id="files" name="files" multiple>'
        f"<button>{opened.text('page.letter.send')}</button></form>"
    )


def _languages(opened: Opened) -> str:
    label = opened.text("page.letter.language")
    options = "".join(_option(tag, chosen=tag == opened.language) for tag in COMPLETE)
    change = opened.text("page.letter.change")
    return (
        f'<form method="post" action="/c/{opened.token}" class=row><input type="hidden" name="action" value="language">'
        f'<label for="language">{label}</label><select id="language" name="language">{options}</select>'
        f"<button>{change}</button></form>"
    )


def _option(tag: str, *, chosen: bool) -> str:
    return f'<option value="{tag}" lang="{tag}"{" selected" if chosen else ""}>{LANGUAGE_NAMES[tag]}</option>'
