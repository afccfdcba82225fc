"""A person's own word on the language of a conversation: it beats every detection and takes effect at once."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.carry_on import carry_on
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import own_id
from contactcenter.desk.questions import last_question
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import LanguageChange
from contactcenter.model.conversation import Conversation, LanguageSource, State
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Changed, Plan


async def choose_language(desk: Desk, author: Author, conversation_id: ConversationId, language: str) -> Changed:
    """Set the language, then answer or route again in it. Choosing what is chosen changes nothing."""
    now = desk.clock.now()
    changed = await desk.change(conversation_id, lambda head: chosen(head, author, language, now))
    if changed.entries and not changed.duplicate and changed.head.state in (State.NEW, State.ANSWERED):
        question = await last_question(desk, conversation_id)
        if question:
            again = replace(question, cause=f"{question.cause}:{language}")
            await carry_on(desk, changed.head, again)
    return changed


def chosen(head: Conversation, author: Author, language: str, at: datetime) -> Plan:
    """The contact's choice beats the agent's; an offer in the old language is left to the router to take back."""
    source = LanguageSource.CONTACT if author.kind is AuthorKind.CONTACT else LanguageSource.AGENT
    if head.language == language and head.language_source is source:
        return Plan(head=head, at=at)
    need = replace(head.need, language=language, passed={}) if head.need else None
    draft = EntryDraft(
        external_id=own_id(head, "language"),
        body=LanguageChange(language=language, source=source),
        author=author,
        audience=Audience.CONTACT,
    )
    after = replace(head, language=language, language_source=source, need=need, told=None)
    return Plan(head=after, at=at, entries=(draft,))
