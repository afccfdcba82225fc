"""Walking through a procedure beside a conversation: what each step brought is an entry, so that nobody asks again."""

from contactcenter.desk.desk import Desk
from contactcenter.errors import Invalid
from contactcenter.ids import ConversationId
from contactcenter.model.article import Article
from contactcenter.model.bodies import ProcedureResult
from contactcenter.model.entry import Author, EntryDraft
from contactcenter.model.plan import Plan
from contactcenter.model.procedure import ProcedureStep, step_after


async def keep_result(
    desk: Desk,
    author: Author,
    conversation_id: ConversationId,
    article: Article,
    *,
    external_id: str,
    step: str,
    choice: str = "",
    note: str = "",
) -> ProcedureStep | None:
    """The step that comes next, None at the end. Raises errors.Invalid for a step or choice that is not there."""
    done = next((one for one in article.procedure if one.id == step), None)
    if done is None:
        raise Invalid("the procedure has no such step (any more)", path="step")
    try:
        following = step_after(article.procedure, step, choice)
    except LookupError as exc:
        raise Invalid("the step has no such choice (any more)", path="choice") from exc
    body = ProcedureResult(
        article_id=article.slug, language=article.language, article_version=article.version,
        step=step, text=done.text, choice=choice, note=note,
    )  # fmt: skip
    draft = EntryDraft(external_id=external_id, body=body, author=author)
    now = desk.clock.now()
    await desk.change(conversation_id, lambda head: Plan(head=head, at=now, entries=(draft,)))
    return following
