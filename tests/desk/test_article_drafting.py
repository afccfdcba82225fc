"""An article begun from what was answered, in the conversation or beside it."""

from dataclasses import replace

import pytest

from contactcenter.desk.article_drafting import draft_article
from contactcenter.desk.records import save_record
from contactcenter.desk.replies import reply
from contactcenter.errors import Invalid, NotFound
from contactcenter.ids import AgentId, uuid7
from contactcenter.model.article import Article, ArticleState
from contactcenter.model.bodies import ArticleAction, ArticleUse, EntryKind
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Author, AuthorKind
from tests.desk.room import Room
from tests.desk.test_letters import UNANSWERED, _taken, arrive, letter, post

__all__ = ["post"]
IRA = Author(AuthorKind.AGENT, AgentId("ira"))


@pytest.fixture
async def solved(post: Room) -> tuple[Room, Conversation, int]:
    """A question that no article answers, answered by Ira; the seq of her answer."""
    head = await arrive(post, letter(UNANSWERED, subject="Чужой заказ"))
    await post.come("ira")
    await reply(post.desk, IRA.id, await _taken(post, head), external_id=uuid7(), text="Курьер заберёт его завтра.")
    last = (await post.entries(head, EntryKind.MESSAGE))[-1]
    return post, await post.get(head.id), last.seq


async def test_the_answer_becomes_a_draft_with_the_customers_words(solved: tuple[Room, Conversation, int]) -> None:
    room, head, seq = solved
    made = await draft_article(room.desk, IRA, "agent:ira", head, seq)
    assert (made.title, made.body, made.language) == ("Чужой заказ", "Курьер заберёт его завтра.", "ru")
    assert (made.phrasings, made.state, made.owner_id) == ((UNANSWERED,), ArticleState.WORK_IN_PROGRESS, "ira")
    assert made.made_from == head.id
    uses = [one.body for one in await room.entries(head, EntryKind.ARTICLE_USE) if isinstance(one.body, ArticleUse)]
    assert uses[-1] == ArticleUse(action=ArticleAction.DRAFTED, article_id=made.slug, language="ru")


async def test_the_same_message_makes_one_draft_and_what_was_changed_in_it_stays(
    solved: tuple[Room, Conversation, int],
) -> None:
    room, head, seq = solved
    made = await draft_article(room.desk, IRA, "agent:ira", head, seq)
    better = await save_record(room.desk, replace(made, title="Прислали чужой заказ"), actor="test")
    again = await draft_article(room.desk, IRA, "agent:ira", await room.get(head.id), seq)
    assert again == better
    drafts = [one for one in (await room.desk.store.records(Article)).items if one.made_from == head.id]
    uses = await room.entries(head, EntryKind.ARTICLE_USE)
    assert len(drafts) == 1 == len(uses)


async def test_a_draft_answers_nobody(solved: tuple[Room, Conversation, int]) -> None:
    room, head, seq = solved
    await draft_article(room.desk, IRA, "agent:ira", head, seq)
    await room.desk.answering.rebuild(room.desk.store, room.clock.now())
    decision = await room.desk.answering.decide(UNANSWERED, "ru")
    assert decision.article is None and all(not one.id.startswith("from-") for one in decision.suggestions)


async def test_what_is_not_there_or_has_no_words_is_refused(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED))
    with pytest.raises(NotFound):
        await draft_article(post.desk, IRA, "agent:ira", head, head.seq + 5)
    queued = (await post.entries(head, EntryKind.QUEUED))[0]
    with pytest.raises(Invalid):
        await draft_article(post.desk, IRA, "agent:ira", head, queued.seq)
