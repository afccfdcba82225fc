"""A message: what its author wrote, what came with it, and what an automatic answer was taken from."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    blob_id: str  # SHA-256, hex
    name: str
    content_type: str
    size_bytes: int
    inline: bool = False
    content_id: str = ""  # by which the HTML of a letter shows it


class AnswerDecision(StrEnum):
    ANSWER = "answer"
    SUGGEST = "suggest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The article an answer was taken from."""

    article_id: str
    language: str
    title: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticAnswer:
    """Present on a message that the knowledge base wrote. ``answers`` = external id of the question's entry."""

    decision: AnswerDecision
    answers: str
    sources: tuple[Source, ...]
    confidence: float


class MessageClass(StrEnum):
    """What sort of message arrived. Only people are answered automatically, acknowledged, and reopen conversations."""

    HUMAN = "human"
    AUTO_REPLY = "auto_reply"  # RFC 3834: out of office, acknowledgements of other systems
    BULK = "bulk"  # lists, newsletters
    CALENDAR = "calendar"
    FEEDBACK = "feedback"  # abuse reports (RFC 5965)
    RECEIPT = "receipt"  # read or delivered (RFC 8098, RFC 3464)
    DELAY = "delay"  # RFC 3464
    BOUNCE = "bounce"  # RFC 3464


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What an inbound message is besides its text, on channels where it is more.

    ``raw_blob_id`` holds the bytes as they came, ``whole_blob_id`` the text with quotes and signature,
    ``html_blob_id`` the sanitised HTML; None = nothing more than the text.
    """

    message_class: MessageClass = MessageClass.HUMAN
    sender: str = ""  # the address that it says it is from
    sender_name: str = ""
    name: str = ""  # what answers name it by (RFC 5322: Message-ID)
    authenticated: bool | None = None  # whether that is proven; None = the channel's identities are
    may_answer: bool = True  # automatically: not to machines, lists, addresses that nobody reads
    incomplete: str = ""  # why it is not the whole message, in the server's words
    raw_blob_id: str | None = None
    whole_blob_id: str | None = None
    html_blob_id: str | None = None

    @property
    def blobs(self) -> tuple[str, ...]:
        return tuple(blob for blob in (self.raw_blob_id, self.whole_blob_id, self.html_blob_id) if blob)


HOW_WAS_IT = "notice.how_was_it"  # a notice that asks for a rating


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers to choose from: what is kept, and what is shown for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuestion:
    """A question whose answer is the fact ``key``. ``is_free``: other words than the choices will do too."""

    key: str
    text: str
    choices: tuple[Choice, ...] = ()
    is_free: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Inbound message, reply, automatic answer or notice of the centre (then ``notice`` is its catalogue key)."""

    text: str  # what its author wrote here
    language: str | None = None
    original: Original | None = None
    attachments: tuple[Attachment, ...] = ()
    answer: AutomaticAnswer | None = None
    notice: str | None = None
    inbox_id: str | None = None
    subject: str | None = None
    asks: tuple[FactQuestion, ...] = ()  # what the contact may answer or leave out
