"""What automatic answers would have done, before they are turned on; and letters too old for one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contactcenter.desk.records import save_record
from contactcenter.desk.rehearsal import rehearse
from contactcenter.ids import InboxId
from contactcenter.model.bodies import EntryKind
from contactcenter.model.records import Inbox
from tests.desk.room import Room
from tests.desk.test_letters import ANSWERED_BY_CUFF, UNANSWERED, arrive, automatic, letter, post

__all__ = ["post"]
MAIL = InboxId("mail")


async def _ask(post: Room, *texts: str) -> None:
    for number, text in enumerate(texts):
        await arrive(post, letter(text, sender=f"p{number}@example.com"))


async def test_what_would_be_answered_is_counted_and_shown_and_nothing_is_sent(post: Room) -> None:
    await save_record(post.desk, replace(post.desk.directory.inbox(MAIL), answers=False), actor="test")
    await _ask(post, ANSWERED_BY_CUFF, UNANSWERED, "Соедините меня с человеком")
    head = await arrive(post, letter(ANSWERED_BY_CUFF, sender="ann@example.com"))
    before = await post.entries(head, EntryKind.MESSAGE)
    found = await rehearse(post.desk, MAIL)
    assert (found.questions, found.answered, found.suggested, found.handed_over) == (4, 2, 0, 2)
    assert all("манжет" in one.article.lower() for one in found.samples) and len(found.samples) == 2
    assert await post.entries(head, EntryKind.MESSAGE) == before


async def test_it_foretells_what_happens_once_answers_are_on(post: Room) -> None:
    await _ask(post, ANSWERED_BY_CUFF, UNANSWERED)
    foretold = await rehearse(post.desk, MAIL)
    heads = [await arrive(post, letter(text, sender="new@example.com")) for text in (ANSWERED_BY_CUFF, UNANSWERED)]
    answered = sum(not head.handed_over for head in heads)
    assert foretold.answered == answered == 1


async def test_other_inboxes_are_left_out_and_an_empty_one_has_nothing(post: Room) -> None:
    await _ask(post, ANSWERED_BY_CUFF)
    other = Inbox(id=InboxId("other"), name="Other", channel="email", queue_id=post.desk.directory.inbox(MAIL).queue_id)
    await post.keep(other)
    assert (await rehearse(post.desk, other.id)).questions == 0


@pytest.mark.parametrize(("days", "words"), [(2, 1), (4, 0)])
async def test_what_lay_for_days_gets_no_automatic_word_and_a_person_all_the_same(
    post: Room, days: int, words: int
) -> None:
    sent_at = post.clock.now() - timedelta(days=days)
    head = await arrive(post, letter(UNANSWERED, sent_at=sent_at))
    assert len(await automatic(post, head)) == words
    assert head.handed_over
