"""An article out of a conversation: what was answered as its body, the customer's own words as title and phrasing.

A draft answers nobody and is seen by nobody outside until somebody who may publish has read it (KCS v6: reuse is what
an article is improved by, so it is written down while the words are at hand).
"""

from contactcenter.desk.article_use import use_article
from contactcenter.desk.desk import Desk
from contactcenter.desk.questions import question_of
from contactcenter.desk.records import save_record
from contactcenter.errors import Conflict, Invalid, NotFound
from contactcenter.ids import AgentId, ArticleId, ConversationId, derived_id
from contactcenter.model.article import Article, ArticleState
from contactcenter.model.bodies import ArticleAction, Note
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Author, Entry
from contactcenter.model.message import Message

TITLE_CHARS = 120
PHRASING_CHARS = 300
_LOOKED_AT = 20  # entries in which the customer's question is looked for


async def draft_article(desk: Desk, author: Author, actor: str, head: Conversation, seq: int) -> Article:
    """The draft made from the message or note with this seq; the same one however often it is asked for.

    In a side thread the question is that of the conversation it was asked for. Raises errors.NotFound, errors.Invalid.
    """
    source = await _entry(desk, head, seq)
    asked = await _asked(desk, head)
    words = await _question(desk, asked.id)
    article = Article(
        id=ArticleId(derived_id("article of", head.id, source.external_id)),
        slug=f"from-{head.reference.lower()}-{seq}",
        language=asked.language or desk.directory.inbox(asked.inbox_id).language,
        title=_line(asked.subject or words or _text(source), TITLE_CHARS),
        body=_text(source),
        phrasings=(_line(words, PHRASING_CHARS),) if words else (),
        state=ArticleState.WORK_IN_PROGRESS,
        owner_id=AgentId(author.id),
        updated_at=desk.clock.now(),
        made_from=asked.id,
    )
    stored = await _saved(desk, article, actor)
    await use_article(
        desk, author, asked.id, external_id=derived_id("drafted", article.id), article_id=stored.slug,
        language=stored.language, action=ArticleAction.DRAFTED,
    )  # fmt: skip
    return stored


async def _entry(desk: Desk, head: Conversation, seq: int) -> Entry:
    found = await desk.store.entries(head.id, seq - 1, 1)
    if not found or found[0].seq != seq:
        raise NotFound("no such message")
    if not _text(found[0]):
        raise Invalid("there are no words in this message", path="seq")
    return found[0]


def _text(entry: Entry) -> str:
    return entry.body.text.strip() if isinstance(entry.body, (Message, Note)) else ""


async def _asked(desk: Desk, head: Conversation) -> Conversation:
    if head.side_of is None:
        return head
    return await desk.store.conversation(head.side_of) or head


async def _question(desk: Desk, conversation_id: ConversationId) -> str:
    """The customer's first words."""
    for entry in await desk.store.entries(conversation_id, 0, _LOOKED_AT):
        if question_of(entry) and _text(entry):
            return _text(entry)
    return ""


def _line(text: str, most: int) -> str:
    """In one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


async def _saved(desk: Desk, article: Article, actor: str) -> Article:
    try:
        return await save_record(desk, article, actor=actor, new=True)
    except Conflict:
        found = await desk.store.record(Article, article.id)
        if found is None:
            raise
        return found
