"""That an article was shown, opened, inserted or linked in a conversation: what reuse is counted by."""

from contactcenter.desk.desk import Desk
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import ArticleAction, ArticleUse
from contactcenter.model.entry import Author, EntryDraft
from contactcenter.model.plan import Changed, Plan


async def use_article(
    desk: Desk,
    author: Author,
    conversation_id: ConversationId,
    *,
    external_id: str,
    article_id: str,
    language: str,
    action: ArticleAction,
) -> Changed:
    now = desk.clock.now()
    body = ArticleUse(action=action, article_id=article_id, language=language)
    draft = EntryDraft(external_id=external_id, body=body, author=author)
    return await desk.change(conversation_id, lambda head: Plan(head=head, at=now, entries=(draft,)))
