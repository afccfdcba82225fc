"""Mail as the desk sees it: which conversation it belongs to, what is said automatically, and to whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contactcenter.desk import automatic_mail
from contactcenter.desk.closing import resolve
from contactcenter.desk.intake import receive
from contactcenter.desk.records import save_record
from contactcenter.desk.replies import reply
from contactcenter.desk.reply_tokens import reference_of, reply_token
from contactcenter.desk.spam import not_spam
from contactcenter.ids import AgentId, InboxId, QueueId, uuid7
from contactcenter.keys import Keyring, new_key
from contactcenter.local_time import local_time
from contactcenter.model.bodies import EntryKind
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Awaiting, Conversation, ParticipantRole, State
from contactcenter.model.entry import CENTRE, AuthorKind
from contactcenter.model.message import Message, MessageClass
from contactcenter.model.plan import Recorded
from contactcenter.model.records import Agent, BlockedDomain, Inbox
from contactcenter.model.rows import Delivery
from contactcenter.ports import Addressed, Capabilities, InboundMessage
from contactcenter.sla.measures import measure
from tests.desk.room import Room

LETTERS = Capabilities(letters=True, html=True)
ANN = "ann@example.com"
BOB = "bob@example.org"
ANSWERED_BY_CUFF = "Какой размер манжеты мне нужен?"
UNANSWERED = "Мне прислали чужой заказ, когда его заберут?"


@pytest.fixture
async def post(room: Room) -> Room:
    """The room with an inbox for letters."""
    room.desk.capabilities = {**room.desk.capabilities, "email": LETTERS}
    await room.keep(Inbox(id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId("general")))
    return room


def letter(text: str, *, sender: str = ANN, name: str | None = None, **more: Any) -> InboundMessage:
    name = name or f"{uuid7()}@their.example"
    return InboundMessage(
        inbox_id=more.pop("inbox", InboxId("mail")),
        external_id=name,
        identity=Identity(kind="email", address=sender),
        text=text,
        subject=more.pop("subject", "Вопрос"),
        known_as=(f"mid:{name}",),
        is_named_everywhere=True,
        **more,
    )


async def arrive(room: Room, message: InboundMessage) -> Conversation:
    recorded = await receive(room.desk, message)
    assert isinstance(recorded, Recorded)
    await room.dispatch.step()
    return await room.get(recorded.head.id)


async def sent(room: Room, head: Conversation) -> tuple[Delivery, ...]:
    return await room.desk.store.deliveries_of(head.id)


async def automatic(room: Room, head: Conversation) -> list[str]:
    """Texts that went out without a person."""
    entries = await room.entries(head, EntryKind.MESSAGE)
    return [entry.body.text for entry in entries if entry.author == CENTRE and isinstance(entry.body, Message)]


# --- which conversation ------------------------------------------------------------------------------------


async def test_an_answer_that_names_the_first_mail_continues_its_conversation(post: Room) -> None:
    first = await arrive(post, letter(UNANSWERED, name="one@their.example"))
    again = await arrive(post, letter("И ещё вопрос по заказу.", thread_keys=("mid:one@their.example",)))
    assert again.id == first.id


async def test_the_same_subject_from_the_same_sender_is_another_conversation(post: Room) -> None:
    first = await arrive(post, letter(UNANSWERED, subject="Order"))
    second = await arrive(post, letter(UNANSWERED, subject="Re: Order"))
    assert second.id != first.id


async def test_an_answer_to_our_reply_is_found_by_its_delivery(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED))
    await post.come("ira")
    await reply(post.desk, AgentId("ira"), await _taken(post, head), external_id=uuid7(), text="Заберут завтра.")
    delivery = (await sent(post, head))[-1]
    again = await arrive(post, letter("Спасибо, а во сколько?", thread_keys=(f"delivery:{delivery.id}",)))
    assert again.id == head.id


async def _taken(room: Room, head: Conversation) -> Any:
    """The conversation's id, once no offer is open on it."""
    current = await room.get(head.id)
    if current.offer:
        from contactcenter.desk.offers import accept

        await accept(room.desk, current.offer.agent_id, head.id, current.offer.id)
    return head.id


async def test_a_reply_token_beats_everything_else_that_the_mail_names(post: Room) -> None:
    wanted = await arrive(post, letter(UNANSWERED))
    await arrive(post, letter(UNANSWERED, name="other@their.example"))
    token = reply_token(post.desk.keyring, wanted.reference)
    again = await arrive(post, letter("Вот фото.", reply_tokens=(token,), thread_keys=("mid:other@their.example",)))
    assert again.id == wanted.id


async def test_a_token_survives_an_address_in_capitals(post: Room) -> None:
    token = reply_token(post.desk.keyring, "K7PX-2MQD")
    assert reference_of(post.desk.keyring, token.upper()) == "K7PX-2MQD"


async def test_a_token_that_somebody_else_signed_names_nothing(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED))
    forged = reply_token(Keyring([new_key()]), head.reference)
    assert (await arrive(post, letter("Вот.", reply_tokens=(forged,)))).id != head.id


async def test_a_reference_in_the_subject_counts_from_a_participant_alone(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED))
    mine = await arrive(post, letter("Ещё одно.", reference=head.reference))
    theirs = await arrive(post, letter("Ещё одно.", sender=BOB, reference=head.reference))
    assert (mine.id, theirs.id == head.id) == (head.id, False)


async def test_a_weak_key_counts_from_a_participant_alone(post: Room) -> None:
    head = await arrive(post, replace(letter(UNANSWERED), known_as=("mid:a@b", "index:77")))
    mine = await arrive(post, letter("Ещё.", weak_thread_keys=("index:77",)))
    theirs = await arrive(post, letter("Ещё.", sender=BOB, weak_thread_keys=("index:77",)))
    assert (mine.id, theirs.id == head.id) == (head.id, False)


async def test_somebody_else_who_answers_joins_for_everybody_to_see_and_is_sent_nothing(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED, name="one@their.example"))
    before = len(await sent(post, head))
    joined = await arrive(post, letter("Я коллега Анны.", sender=BOB, thread_keys=("mid:one@their.example",)))
    roles = {one.role for one in joined.participants}
    changes = await post.entries(head, EntryKind.PARTICIPANT)
    assert joined.id == head.id and joined.contact_id == head.contact_id
    assert roles == {ParticipantRole.CONTACT, ParticipantRole.JOINED} and len(changes) == 1
    assert len(await sent(post, head)) == before


async def test_the_same_mail_in_two_of_our_inboxes_is_one_conversation_and_one_message(post: Room) -> None:
    await post.keep(Inbox(id=InboxId("sales"), name="Sales", channel="email", queue_id=QueueId("general")))
    one = await arrive(post, letter(UNANSWERED, name="both@their.example"))
    other = await arrive(post, letter(UNANSWERED, name="both@their.example", inbox=InboxId("sales")))
    written = [one for one in await post.entries(other, EntryKind.MESSAGE) if one.author.kind is AuthorKind.CONTACT]
    assert other.id == one.id and len(written) == 1


async def test_an_answer_within_the_window_reopens_and_a_later_one_begins_a_linked_conversation(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED, name="one@their.example"))
    await resolve(post.desk, CENTRE, head.id)
    reopened = await arrive(post, letter("Всё ещё не забрали.", thread_keys=("mid:one@their.example",)))
    assert (reopened.id, reopened.state is State.RESOLVED) == (head.id, False)
    await resolve(post.desk, CENTRE, head.id)
    post.clock.advance(timedelta(days=8))
    later = await arrive(post, letter("Снова то же самое.", thread_keys=("mid:one@their.example",)))
    assert (later.id == head.id, later.follows) == (False, head.id)


@pytest.mark.parametrize("sort", [MessageClass.AUTO_REPLY, MessageClass.BULK, MessageClass.CALENDAR])
async def test_a_machine_never_reopens_a_conversation(post: Room, sort: MessageClass) -> None:
    head = await arrive(post, letter(UNANSWERED, name="one@their.example"))
    await resolve(post.desk, CENTRE, head.id)
    after = await arrive(post, letter("Я в отпуске.", thread_keys=("mid:one@their.example",), message_class=sort))
    assert (after.id, after.state, after.awaiting) == (head.id, State.RESOLVED, Awaiting.NONE)


# --- what is said automatically ----------------------------------------------------------------------------


async def test_a_question_that_an_article_answers_is_answered_by_mail(post: Room) -> None:
    head = await arrive(post, letter(ANSWERED_BY_CUFF))
    assert head.state is State.ANSWERED and "манжета M" in (await automatic(post, head))[0]
    assert [one.recipient.address for one in await sent(post, head)] == [ANN]


async def test_a_question_in_the_subject_alone_is_answered_too(post: Room) -> None:
    head = await arrive(post, letter("Спасибо!", subject=ANSWERED_BY_CUFF))
    assert head.state is State.ANSWERED


async def test_one_acknowledgement_says_reference_and_no_word_of_the_sender(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED))
    said = await automatic(post, head)
    assert len(said) == 1 and head.reference in said[0] and "заказ" not in said[0]


async def test_words_other_than_thanks_after_an_automatic_answer_reach_a_person(post: Room) -> None:
    head = await arrive(post, letter(ANSWERED_BY_CUFF, name="one@their.example"))
    thanked = await arrive(post, letter("Спасибо!", thread_keys=("mid:one@their.example",)))
    assert thanked.state is State.ANSWERED
    again = await arrive(post, letter("А для полной руки 45 см?", thread_keys=("mid:one@their.example",)))
    assert (again.id, again.state) == (head.id, State.WAITING)


@pytest.mark.parametrize("sort", [MessageClass.AUTO_REPLY, MessageClass.BULK, MessageClass.CALENDAR])
async def test_a_machine_gets_no_automatic_mail_and_still_reaches_a_person(post: Room, sort: MessageClass) -> None:
    head = await arrive(post, letter(ANSWERED_BY_CUFF, message_class=sort))
    assert (head.state, await automatic(post, head), await sent(post, head)) == (State.WAITING, [], ())


async def test_an_address_that_nobody_reads_gets_no_automatic_mail(post: Room) -> None:
    head = await arrive(post, letter(ANSWERED_BY_CUFF, may_answer=False))
    assert (head.state, await automatic(post, head)) == (State.WAITING, [])


async def test_a_vacation_responder_without_headers_is_silent_after_three_mails_of_ours(post: Room) -> None:
    heads = [await arrive(post, letter("Я в отпуске до понедельника, отвечу позже.")) for _ in range(8)]
    ours = [text for head in heads for text in await automatic(post, head)]
    assert len(ours) == 3


async def test_a_dead_address_gets_no_automatic_mail(post: Room) -> None:
    identity = Identity(kind="email", address=ANN)
    await post.desk.store.suppress(identity, "550 no such user", post.clock.now())
    head = await arrive(post, letter(ANSWERED_BY_CUFF))
    assert (head.state, await sent(post, head)) == (State.WAITING, ())


async def test_suspected_spam_gets_nothing_and_no_place_in_a_queue(post: Room) -> None:
    head = await arrive(post, letter("Купите скорее!", is_spam=True))
    assert (head.state, head.tags, head.resolve_reason, await automatic(post, head)) == (
        State.RESOLVED, ("spam",), "spam", [],
    )  # fmt: skip
    assert measure(await post.desk.store.entries(head.id, 0, 100)).is_spam


async def test_a_false_spam_returns_with_its_time_and_counts_again(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED, is_spam=True))
    came = head.created_at
    post.clock.advance(timedelta(days=2))
    await not_spam(post.desk, CENTRE, head.id)
    after = await post.get(head.id)
    assert (after.waiting_since, after.tags) == (came, ())
    assert not measure(await post.desk.store.entries(head.id, 0, 100)).is_spam


# --- language, copies --------------------------------------------------------------------------------------


async def test_a_letter_of_less_than_three_words_keeps_the_conversations_language(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED, name="one@their.example"))
    again = await arrive(post, letter("Best regards", thread_keys=("mid:one@their.example",)))
    assert (again.id, again.language) == (head.id, "ru")


async def test_who_was_addressed_besides_is_a_participant(post: Room) -> None:
    copy = Addressed(identity=Identity(kind="email", address=BOB), name="Bob")
    head = await arrive(post, letter(UNANSWERED, copies=(copy,)))
    assert [(one.role, one.identity and one.identity.address) for one in head.participants] == [
        (ParticipantRole.CONTACT, ANN), (ParticipantRole.COPIED, BOB),
    ]  # fmt: skip


async def test_an_acknowledgement_promises_a_time_and_the_first_answer_keeps_it(post: Room) -> None:
    inbox = post.desk.directory.inbox(InboxId("mail"))
    await save_record(post.desk, replace(inbox, promise_hours=24, time_zone="Asia/Vladivostok"), actor="test")
    head = await arrive(post, letter(UNANSWERED))
    due = post.clock.now() + timedelta(hours=24)
    assert local_time(due, "Asia/Vladivostok", "ru") in (await automatic(post, head))[0]
    assert [(one.due, one.kept) for one in head.commitments] == [(due, None)]
    await post.come("ira")
    await reply(post.desk, AgentId("ira"), await _taken(post, head), external_id=uuid7(), text="Заберут завтра.")
    assert [one.kept for one in (await post.get(head.id)).commitments] == [True]


async def test_a_promised_time_is_told_in_the_contacts_own_zone_where_it_is_known(post: Room) -> None:
    inbox = post.desk.directory.inbox(InboxId("mail"))
    first = await arrive(post, letter(UNANSWERED))
    contact = await post.desk.store.contact(first.contact_id)
    assert contact is not None
    await post.desk.store.save_contact(replace(contact, time_zone="America/Lima"), "test", post.clock.now())
    await save_record(post.desk, replace(inbox, promise_hours=24, time_zone="Asia/Vladivostok"), actor="test")
    head = await arrive(post, letter(UNANSWERED))
    assert "(UTC-5)" in (await automatic(post, head))[0]


async def test_a_domain_gets_so_many_automatic_letters_an_hour_and_people_take_the_rest(
    post: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(automatic_mail, "TO_A_DOMAIN", 2)
    heads = [await arrive(post, letter(UNANSWERED, sender=f"{name}@robots.example")) for name in ("a", "b", "c")]
    assert [len(await automatic(post, head)) for head in heads] == [1, 1, 0]
    assert heads[2].state is State.WAITING
    assert await automatic(post, await arrive(post, letter(UNANSWERED, sender="d@people.example")))
    post.clock.advance(timedelta(hours=1))
    assert await automatic(post, await arrive(post, letter(UNANSWERED, sender="e@robots.example")))


@pytest.mark.parametrize(
    ("address", "is_let_in"),
    [
        ("ann@pills.example", False),
        ("ann@News.Pills.example", False),
        ("ann@notpills.example", True),
        ("ann@pills.example.org", True),
    ],
)
async def test_a_blocked_domain_is_blocked_with_all_under_it(post: Room, address: str, is_let_in: bool) -> None:
    await save_record(post.desk, BlockedDomain(id="pills.example"), actor="test", new=True)
    message = replace(letter(UNANSWERED), identity=Identity(kind="email", address=address))
    assert isinstance(await receive(post.desk, message), Recorded) == is_let_in


async def test_thanks_do_not_reopen_a_resolved_conversation(post: Room) -> None:
    head = await arrive(post, letter(UNANSWERED, name="one@their.example"))
    await resolve(post.desk, CENTRE, head.id)
    after = await arrive(post, letter("Спасибо!", thread_keys=("mid:one@their.example",)))
    assert (after.id, after.state, len(await automatic(post, after))) == (head.id, State.RESOLVED, 1)


async def test_a_mail_from_an_agents_address_is_never_taken_for_the_agents_words(post: Room) -> None:
    """Even proven, and with the conversation's own token: whoever forwards a letter gives that away."""
    head = await arrive(post, letter(UNANSWERED))
    agent = post.desk.directory.get(Agent, "ira")
    assert agent is not None
    token = reply_token(post.desk.keyring, head.reference)
    own = letter("Заберём завтра.", sender=agent.email, reply_tokens=(token,), authenticated=True)
    after = await arrive(post, own)
    last = (await post.entries(after, EntryKind.MESSAGE))[-1]
    assert (after.id, last.author.kind, after.state) == (head.id, AuthorKind.CONTACT, head.state)
    assert [one.role for one in after.participants if one.identity and one.identity.address == agent.email] == [
        ParticipantRole.JOINED
    ]
