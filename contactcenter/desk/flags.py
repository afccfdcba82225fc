"""Flagging an article, and fixing it in place: at once by who may, else as a proposal for who publishes.

A contributor (knowledge.draft) changes the words of an open article while no customer reads it; what customers read,
and what is restricted, a publisher (knowledge.edit) changes or lets pass.
"""

from collections.abc import AsyncIterator
from dataclasses import replace

from contactcenter.desk.access import Permission, Principal
from contactcenter.desk.desk import Desk
from contactcenter.desk.every import every
from contactcenter.desk.records import save_record
from contactcenter.errors import Conflict, Forbidden, Stale
from contactcenter.ids import ConversationId, uuid7
from contactcenter.model.article import (
    Article,
    ArticleAudience,
    ArticleFlag,
    ArticleGovernance,
    ArticleState,
    FlagReason,
)

READ_BY_CUSTOMERS = frozenset({ArticleAudience.COMPANIES, ArticleAudience.CUSTOMERS, ArticleAudience.PUBLIC})
IN_USE = frozenset({ArticleState.NOT_VALIDATED, ArticleState.VALIDATED})


def may_read(principal: Principal, article: Article) -> bool:
    """What is internal is for who keeps the articles, and for its owner."""
    is_internal = article.audience is ArticleAudience.INTERNAL
    return not is_internal or principal.may(Permission.KNOWLEDGE_EDIT) or article.owner_id == principal.id


def may_fix(principal: Principal, article: Article) -> bool:
    """Whether the principal's words go into the article at once."""
    if principal.may(Permission.KNOWLEDGE_EDIT):
        return True
    is_published = article.state in IN_USE and article.audience in READ_BY_CUSTOMERS
    is_open = article.governance is ArticleGovernance.OPEN
    return principal.may(Permission.KNOWLEDGE_DRAFT) and is_open and not is_published


async def flag(
    desk: Desk,
    principal: Principal,
    article: Article,
    reason: FlagReason,
    words: str,
    conversation_id: ConversationId | None = None,
) -> ArticleFlag:
    made = ArticleFlag(
        id=uuid7(), article_id=article.id, reason=reason, words=words, by=principal.actor, at=desk.clock.now(),
        conversation_id=conversation_id, article_version=article.version,
    )  # fmt: skip
    return await save_record(desk, made, actor=principal.actor, new=True)


async def fix(desk: Desk, principal: Principal, article: Article, version: int, title: str, body: str) -> bool:
    """Other words for an article as it was read at ``version``: True when it has them now, False when proposed.

    Raises errors.Stale.
    """
    if article.version != version:
        raise Stale("the article was changed since it was read")
    if may_fix(principal, article):
        await _changed(desk, principal, article, title, body)
        return True
    proposal = ArticleFlag(
        id=uuid7(), article_id=article.id, reason=FlagReason.FIX, by=principal.actor, at=desk.clock.now(),
        article_version=version, title=title, body=body,
    )  # fmt: skip
    await save_record(desk, proposal, actor=principal.actor, new=True)
    return False


async def close(desk: Desk, principal: Principal, one: ArticleFlag, article: Article | None, *, accept: bool) -> None:
    """Done with it; ``accept`` takes the proposed words into the article. Raises errors.Forbidden, errors.Conflict."""
    is_publisher = principal.may(Permission.KNOWLEDGE_EDIT)
    if not is_publisher and (accept or article is None or article.owner_id != principal.id):
        raise Forbidden("the article's owner, or who publishes, closes this")
    if one.closed_at is not None:
        raise Conflict("it is closed already")
    if accept:
        if article is None or not (one.title or one.body):
            raise Conflict("there are no words to take over")
        if article.version != one.article_version:
            raise Stale("the article was changed since then: compare, and change it by hand")
        await _changed(desk, principal, article, one.title, one.body)  # first: a crash between loses no words
    closed = replace(one, closed_at=desk.clock.now(), closed_by=principal.actor, accepted=accept)
    await save_record(desk, closed, actor=principal.actor)


async def _changed(desk: Desk, principal: Principal, article: Article, title: str, body: str) -> None:
    """What a contributor changed is not validated any more."""
    is_validated = article.state is ArticleState.VALIDATED and not principal.may(Permission.KNOWLEDGE_EDIT)
    state = ArticleState.NOT_VALIDATED if is_validated else article.state
    await save_record(desk, replace(article, title=title, body=body, state=state), actor=principal.actor)


async def open_flags(desk: Desk) -> AsyncIterator[ArticleFlag]:
    async for one in every(desk.store, ArticleFlag):
        if one.closed_at is None:
            yield one
