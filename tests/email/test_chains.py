"""Chains of mails, as people's programs write them: each lands in its conversation, and nobody else's is touched.

Every chain has a bystander, who wrote under the same subject on the same day. Our own mails are what the channel
composes; the answers are mails (mail_programs.py) that are read, placed and stored as those of a real mailbox.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from channels.email import EmailChannel
from contactcenter.desk.closing import resolve
from contactcenter.desk.inbox_channels import OwnProcessReader
from contactcenter.desk.intake import record
from contactcenter.desk.merging import merge_conversations
from contactcenter.desk.offers import accept
from contactcenter.desk.replies import reply
from contactcenter.desk.timers import sweep
from contactcenter.ids import AgentId, InboxId, uuid7
from contactcenter.model.bodies import DeliveryChange, DeliveryState, EntryKind
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import Awaiting, Conversation, ParticipantRole, State
from contactcenter.model.entry import CENTRE, AuthorKind, Entry
from contactcenter.model.message import Message
from contactcenter.model.rows import ReceiptState
from contactcenter.ports import Health, InboundMessage, RawInbound
from tests.desk.room import Room
from tests.email import mail_programs as programs
from tests.email.chain_town import SALES, SUPPORT, Town, is_with_people, town_of
from tests.email.mail_programs import Program, answer, first_mail

ANN, ANNS_OTHER, BEA, CARL = "ann@example.com", "ann@home.example", "bea@example.org", "carl@example.com"
SUBJECT = "Заказ"
QUESTION = "Мне прислали чужой заказ, когда его заберут?"
CONTINUED = "Номер заказа четыре семь один один, жду вашего курьера."
KNOWN = "Какой размер манжеты мне нужен?"  # an article answers it
LONG_AGO = timedelta(days=100)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A matter as far as it has come: what lies in the customer's mailbox, and what is known here."""

    town: Town
    head: Conversation
    first: bytes
    ours: EmailMessage  # our last mail to them


Situation = Callable[[Town], Awaitable[Told]]
Answer = Callable[[Told], bytes]


async def begun(town: Town, text: str = QUESTION, **fields: str) -> tuple[bytes, EmailMessage, Conversation]:
    first = first_mail(ANN, SUPPORT, text, subject=SUBJECT, **fields)
    head = await town.begun_by(first)
    (said,) = await town.post()
    return first, said, head


async def acknowledged(town: Town) -> Told:
    first, said, head = await begun(town)
    return Told(town=town, head=head, first=first, ours=said)


async def answered_by_article(town: Town) -> Told:
    first, said, head = await begun(town, KNOWN)
    assert head.state is State.ANSWERED
    return Told(town=town, head=head, first=first, ours=said)


async def replied(town: Town) -> Told:
    first, _, head = await begun(town)
    ours = await town.replies(head)
    return Told(town=town, head=await town.room.get(head.id), first=first, ours=ours)


async def replied_with_a_copy(town: Town) -> Told:
    first, _, head = await begun(town, Cc=f"Carl <{CARL}>")
    ours = await town.replies(head)
    assert CARL in str(ours["Cc"])
    return Told(town=town, head=await town.room.get(head.id), first=first, ours=ours)


async def resolved(town: Town) -> Told:
    told = await replied(town)
    await resolve(town.room.desk, CENTRE, told.head.id)
    return replace(told, head=await town.room.get(told.head.id))


async def resolved_long_ago(town: Town) -> Told:
    told = await resolved(town)
    town.room.clock.advance(LONG_AGO)
    return told


async def merged(town: Town) -> Told:
    """What Ann answers was merged into another matter of hers, which is the one that counts."""
    old = await replied(town)
    another = first_mail(ANN, SUPPORT, "И второй вопрос по тому же заказу.", subject="Ещё", index=False)
    into = await town.begun_by(another)
    await town.post()
    await merge_conversations(town.room.desk, CENTRE, old.head.id, into.id)
    return replace(old, head=await town.room.get(into.id))


async def begun_elsewhere(town: Town) -> Told:
    """Ann wrote to another inbox of ours."""
    first = first_mail(ANN, SALES, QUESTION, subject=SUBJECT)
    head = await town.begun_by(first, inbox="sales")
    (said,) = await town.post()
    return Told(town=town, head=head, first=first, ours=said)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """``lands``: same, new, or follows (a new conversation, linked to the old one)."""

    name: str
    answer: Answer
    after: Situation = replied
    lands: str = "same"
    writer: str = ANN
    joins: bool = False
    plus_addresses: bool = True
    inbox: str = "mail"


def by(program: Program, *, sender: str = ANN, text: str = CONTINUED, cc: str = "", **fields: str) -> Answer:
    return lambda told: answer(program, told.ours, text, sender=sender, cc=cc, begun_by=ANN, **fields)


def to_first(program: Program, *, sender: str = ANN) -> Answer:
    """An answer to the writer's own first mail, out of the folder of what was sent."""

    def written(told: Told) -> bytes:
        own = programs.read(told.first)
        own.replace_header("From", f"Shop <{SUPPORT}>")
        return answer(replace(program, quote=None), own, CONTINUED, sender=sender, begun_by=ANN)

    return written


CHAINS = (
    # -- programs, answering what an agent wrote
    Chain(name="Outlook", answer=by(programs.OUTLOOK)),
    Chain(name="Outlook that writes no References", answer=by(programs.OUTLOOK_WITHOUT_REFERENCES)),
    Chain(name="Outlook mobile", answer=by(programs.OUTLOOK_MOBILE)),
    Chain(name="Exchange that gave our mail another name", answer=by(programs.EXCHANGE_RENAMES)),
    Chain(name="Gmail", answer=by(programs.GMAIL)),
    Chain(name="Apple Mail", answer=by(programs.APPLE_MAIL)),
    Chain(name="iPhone", answer=by(programs.IPHONE)),
    Chain(name="Thunderbird", answer=by(programs.THUNDERBIRD)),
    Chain(name="Yahoo", answer=by(programs.YAHOO)),
    Chain(name="QQ", answer=by(programs.QQ)),
    Chain(name="163", answer=by(programs.NETEASE)),
    Chain(name="Mail.ru", answer=by(programs.MAIL_RU)),
    Chain(name="Yandex", answer=by(programs.YANDEX)),
    Chain(name="Lotus Notes", answer=by(programs.LOTUS)),
    Chain(name="K-9", answer=by(programs.K9)),
    Chain(name="plain text", answer=by(programs.PLAIN)),
    Chain(name="a program that drops In-Reply-To", answer=by(programs.DROPS_IN_REPLY_TO)),
    Chain(name="a program that drops References", answer=by(programs.DROPS_REFERENCES)),
    # -- one carrier alone
    Chain(name="the plus address alone", answer=by(programs.ADDRESS_ALONE)),
    Chain(name="the plus address in capitals", answer=lambda told: _shouted(by(programs.ADDRESS_ALONE)(told))),
    Chain(name="the plus address in Delivered-To alone", answer=lambda told: _delivered(told)),
    Chain(name="the plus address in Cc", answer=lambda told: _with_token_in_copy(told)),
    Chain(name="data-cc in the quoted HTML alone", answer=by(programs.QUOTE_WITH_DATA)),
    Chain(name="the mailto link in the quoted HTML alone", answer=by(programs.QUOTE_WITH_LINK)),
    Chain(name="the link in Gmail's quote alone", answer=by(programs.QUOTE_OF_GMAIL)),
    Chain(name="the link in Yahoo's quote alone", answer=by(programs.QUOTE_OF_YAHOO)),
    Chain(name="the tag in the subject alone", answer=by(programs.SUBJECT_ALONE)),
    Chain(name="the tag behind a translated prefix", answer=by(replace(programs.SUBJECT_ALONE, prefix="Ответ: FW: "))),
    Chain(name="a fax gateway that keeps the subject", answer=by(replace(programs.FAX_GATEWAY, keeps_subject=True))),
    Chain(name="Thread-Index alone", answer=by(programs.INDEX_ALONE)),
    # -- a server of ours without plus addresses
    Chain(name="Outlook, no plus addresses", answer=by(programs.OUTLOOK), plus_addresses=False),
    Chain(name="Gmail, no plus addresses", answer=by(programs.GMAIL), plus_addresses=False),
    Chain(name="renamed by Exchange, no plus addresses", answer=by(programs.EXCHANGE_RENAMES), plus_addresses=False),
    Chain(name="Lotus, no plus addresses", answer=by(programs.LOTUS), plus_addresses=False),
    Chain(name="the quote alone, no plus addresses", answer=by(programs.QUOTE_WITH_LINK), plus_addresses=False),
    # -- what is answered
    Chain(name="our acknowledgement", after=acknowledged, answer=by(programs.GMAIL)),
    Chain(name="our acknowledgement, by its tag alone", after=acknowledged, answer=by(programs.SUBJECT_ALONE)),
    Chain(name="our automatic answer", after=answered_by_article, answer=by(programs.OUTLOOK)),
    Chain(name="our automatic answer, from a phone", after=answered_by_article, answer=by(programs.IPHONE)),
    Chain(name="their own first mail", answer=to_first(programs.THUNDERBIRD)),
    Chain(name="their own first mail, before we said anything that they saw", after=acknowledged,
          answer=to_first(programs.APPLE_MAIL)),
    Chain(name="a mail of another inbox of ours", after=begun_elsewhere, answer=by(programs.GMAIL), inbox="sales"),
    Chain(name="a mail of another inbox, sent to this one", after=begun_elsewhere, answer=by(programs.GMAIL)),
    # -- when
    Chain(name="after it was resolved", after=resolved, answer=by(programs.GMAIL)),
    Chain(name="after it was resolved, by the tag alone", after=resolved, answer=by(programs.SUBJECT_ALONE)),
    Chain(name="months later", after=resolved_long_ago, answer=by(programs.OUTLOOK), lands="follows"),
    Chain(name="months later, by the plus address", after=resolved_long_ago, answer=by(programs.ADDRESS_ALONE),
          lands="follows"),
    Chain(name="months later, by the quote", after=resolved_long_ago, answer=by(programs.QUOTE_WITH_LINK),
          lands="follows"),
    Chain(name="what was merged into another", after=merged, answer=by(programs.GMAIL)),
    Chain(name="what was merged, by the tag", after=merged, answer=by(programs.SUBJECT_ALONE)),
    Chain(name="what was merged, by the plus address", after=merged, answer=by(programs.ADDRESS_ALONE)),
    Chain(name="what was merged, by Thread-Index", after=merged, answer=by(programs.INDEX_ALONE)),
    # -- who
    Chain(name="from another address of the same person", answer=by(programs.IPHONE, sender=ANNS_OTHER),
          writer=ANNS_OTHER, joins=True),
    Chain(name="another address, by the quote", answer=by(programs.QUOTE_WITH_DATA, sender=ANNS_OTHER),
          writer=ANNS_OTHER, joins=True),
    Chain(name="a colleague in Cc", after=replied_with_a_copy, answer=by(programs.OUTLOOK, sender=CARL), writer=CARL),
    Chain(name="a colleague in Cc, by the tag alone", after=replied_with_a_copy,
          answer=by(programs.SUBJECT_ALONE, sender=CARL), writer=CARL),
    Chain(name="a stranger to whom it was forwarded", answer=by(programs.GMAIL, sender=CARL), writer=CARL, joins=True),
    Chain(name="a stranger, months later", after=resolved_long_ago, answer=by(programs.GMAIL, sender=CARL), writer=CARL,
          lands="follows"),
    Chain(name="a stranger who knows no more than the tag", answer=by(programs.SUBJECT_ALONE, sender=CARL), writer=CARL,
          lands="new"),
    Chain(name="a stranger with the same Thread-Index", answer=by(programs.INDEX_ALONE, sender=CARL), writer=CARL,
          lands="new"),
    Chain(name="their own ticket system, which keeps the subject alone",
          answer=by(replace(programs.SUBJECT_ALONE, prefix="[Ticket#4711] Re: "))),
    Chain(name="their ticket system, under its own address",
          answer=by(replace(programs.SUBJECT_ALONE, prefix="[Ticket#4711] "), sender="it@example.com"),
          writer="it@example.com", lands="new"),
    # -- what names nothing of ours
    Chain(name="the same subject and nothing else", answer=by(replace(programs.SUBJECT_ALONE, keeps_tag=False)),
          lands="new"),
    Chain(name="a tag that somebody made up", lands="new",
          answer=lambda told: by(programs.SUBJECT_ALONE)(told).replace(told.head.reference.encode(), b"AAAA-AAAA")),
    Chain(name="a token that somebody made up", lands="new",
          answer=lambda told: _forged(by(programs.ADDRESS_ALONE)(told))),
    Chain(name="an answer to a mail that we never saw", lands="new", answer=by(replace(
          programs.EXCHANGE_RENAMES, to_reply_to=False, keeps_tag=False, index=False, quote=programs.links_lost))),
)  # fmt: skip


def _shouted(raw: bytes) -> bytes:
    head, blank, body = raw.partition(b"\r\n\r\n")
    lines = [line.upper() if line.startswith((b"To:", b" ")) else line for line in head.split(b"\r\n")]
    return b"\r\n".join(lines) + blank + body


def _delivered(told: Told) -> bytes:
    """To an alias that hides the address: the server of ours says where it lay down."""
    raw = by(programs.NOTHING_KEPT)(told)
    token = str(told.ours["Reply-To"]).partition("<")[2].rstrip(">")
    return b"Delivered-To: " + token.encode() + b"\r\n" + raw


def _with_token_in_copy(told: Told) -> bytes:
    return by(programs.NOTHING_KEPT, cc=str(told.ours["Reply-To"]))(told)


def _forged(raw: bytes) -> bytes:
    head, plus, rest = raw.partition(b"support+")
    return head + plus + b"a" * 32 + rest[32:]


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.name)
async def test_a_chain_lands_where_it_belongs(room: Room, chain: Chain) -> None:
    town = await town_of(room, plus_addresses=chain.plus_addresses)
    bystander = await town.begun_by(first_mail(BEA, SUPPORT, QUESTION, subject=SUBJECT))
    await town.post()
    told = await chain.after(town)
    known = set(await town.heads())
    bystanders = await town.said_in(bystander)

    assert await town.arrives(chain.answer(told), inbox=chain.inbox) is ReceiptState.RECORDED

    heads = await town.heads()
    begun = [heads[one] for one in set(heads) - known]
    contact = await town.contact(chain.writer)
    assert contact is not None and await town.said_in(bystander) == bystanders
    home = heads[told.head.id] if chain.lands == "same" else begun[0]
    said = [one for one in await town.room.entries(home, EntryKind.MESSAGE) if one.author.kind is AuthorKind.CONTACT]
    assert said[-1].author.id == contact.id and CONTINUED in _text(said[-1])
    assert is_with_people(home) and home.awaiting is Awaiting.AGENT
    assert len(begun) == (chain.lands != "same")
    assert (home.follows == told.head.id) == (chain.lands == "follows")
    assert heads[told.head.id].contact_id == told.head.contact_id
    assert _joined(home) == ([chain.writer] if chain.joins else [])


# --- machines within a chain, and mails that many get -----------------------------------------------------


async def test_a_bounce_within_a_chain_is_told_at_our_mail_and_begins_nothing(room: Room) -> None:
    town = await town_of(room)
    told = await resolved(town)
    known = set(await town.heads())
    assert await town.arrives(bounce(told.ours)) is ReceiptState.RECORDED
    head = await room.get(told.head.id)
    deliveries = await room.desk.store.deliveries_of(head.id)
    assert deliveries[-1].state is DeliveryState.BOUNCED and head.state is State.ASSIGNED
    assert set(await town.heads()) == known and await town.contact("mailer-daemon@example.com") is None


async def test_a_bounce_of_a_copy_is_told_and_leaves_the_customers_address_alone(room: Room) -> None:
    town = await town_of(room)
    told = await replied_with_a_copy(town)
    ann, carl = (Identity(kind="email", address=one) for one in (ANN, CARL))
    assert await town.arrives(bounce(told.ours, CARL)) is ReceiptState.RECORDED
    last = (await room.entries(told.head, EntryKind.DELIVERY))[-1].body
    assert isinstance(last, DeliveryChange) and last.state is DeliveryState.BOUNCED and CARL in str(last.error)
    assert (await room.desk.store.deliveries_of(told.head.id))[-1].state is DeliveryState.SENT
    assert await room.desk.store.suppression(ann) is None
    assert await room.desk.store.suppression(carl) is not None


async def test_a_gateway_that_answers_under_the_name_of_our_mail_is_heard(room: Room) -> None:
    town = await town_of(room)
    told = await replied(town)
    copied = programs.read(answer(programs.NOTHING_KEPT, told.ours, CONTINUED, sender=ANN))
    copied.replace_header("Message-ID", str(told.ours["Message-ID"]))
    assert await town.arrives(copied.as_bytes()) is ReceiptState.RECORDED
    assert CONTINUED in (await room.texts(told.head))[-1] and len(await town.heads()) == 1


async def test_two_forms_under_one_careless_name_are_two_messages(room: Room) -> None:
    """A web form that writes the same Message-ID each time, and no date."""
    town = await town_of(room)
    for text in (QUESTION, CONTINUED, CONTINUED):
        form = programs.read(first_mail(ANN, SUPPORT, text, subject="Form", name="<form@site.example>"))
        del form["Date"]
        assert await town.arrives(form.as_bytes()) is ReceiptState.RECORDED
    said = [text for head in (await town.heads()).values() for text in await room.texts(head)]
    assert [said.count(text) for text in (QUESTION, CONTINUED)] == [1, 1]


async def test_a_bounce_whose_ids_were_rewritten_is_ignored_with_its_reason(room: Room) -> None:
    town = await town_of(room)
    told = await replied(town)
    name = str(told.ours["Message-ID"]).encode()
    strange = bounce(told.ours).replace(name, b"<rewritten@exchange.example>")
    assert await town.arrives(strange) is ReceiptState.IGNORED
    assert len(await town.heads()) == 1


@pytest.mark.parametrize("after", [acknowledged, answered_by_article, replied, resolved, resolved_long_ago])
async def test_a_vacation_note_within_a_chain_lands_there_moves_nothing_and_gets_nothing(
    room: Room, after: Situation
) -> None:
    town = await town_of(room)
    told = await after(town)
    before = await room.get(told.head.id)
    note = answer(programs.OUTLOOK, told.ours, "Я в отпуске.", sender=ANN, begun_by=ANN, Auto_Submitted="auto-replied")
    assert await town.arrives(note) is ReceiptState.RECORDED
    head = await room.get(told.head.id)
    assert (head.state, head.awaiting, await town.post()) == (before.state, before.awaiting, [])
    assert set(await town.heads()) == {told.head.id}


async def test_our_own_mail_that_comes_back_is_ignored(room: Room) -> None:
    town = await town_of(room)
    told = await replied(town)
    before = await town.said_in(told.head)
    assert await town.arrives(told.ours.as_bytes()) is ReceiptState.IGNORED
    assert await town.arrives(told.ours.as_bytes(), inbox="sales") is ReceiptState.IGNORED
    assert await town.said_in(told.head) == before and len(await town.heads()) == 1


async def test_answers_of_different_people_to_one_newsletter_are_different_conversations(room: Room) -> None:
    town = await town_of(room)
    letter = programs.read(first_mail(SUPPORT, "all@example.com", "News", subject="News", name="<news-1@list.test>"))
    people = (ANN, BEA, CARL)
    heads = [await town.begun_by(answer(programs.PLAIN, letter, CONTINUED, sender=one)) for one in people]
    contacts = [await town.contact(one) for one in people]
    assert [head.contact_id for head in heads] == [one.id for one in contacts if one is not None]
    assert len({head.id for head in heads}) == len({head.contact_id for head in heads}) == len(people)


async def test_two_answers_to_one_newsletter_by_the_same_person_are_two_matters(room: Room) -> None:
    town = await town_of(room)
    letter = programs.read(first_mail(SUPPORT, "all@example.com", "News", subject="News", name="<news-1@list.test>"))
    one = await town.begun_by(answer(programs.PLAIN, letter, QUESTION, sender=ANN))
    other = await town.begun_by(answer(programs.PLAIN, letter, CONTINUED, sender=ANN))
    assert one.contact_id == other.contact_id and one.id != other.id


@pytest.mark.parametrize("after", [replied, answered_by_article])
async def test_an_answer_through_a_mailing_list_waits_for_an_agent(room: Room, after: Situation) -> None:
    """The list puts its tag before the subject and its fields on top."""
    town = await town_of(room)
    told = await after(town)
    listed = {"List_Id": "<staff.example.com>", "List_Post": "<mailto:staff@example.com>", "Precedence": "list"}
    program = replace(programs.THUNDERBIRD, prefix="[staff] Re: ")
    assert await town.arrives(answer(program, told.ours, CONTINUED, sender=ANN, **listed)) is ReceiptState.RECORDED
    head = await room.get(told.head.id)
    assert len(await town.heads()) == 1 and is_with_people(head) and head.awaiting is Awaiting.AGENT
    assert await town.post() == []


async def test_two_people_who_answer_the_same_mail_of_ours_stay_two(room: Room) -> None:
    town = await town_of(room)
    told = await replied_with_a_copy(town)
    for sender in (CARL, ANN):
        await town.arrives(answer(programs.GMAIL, told.ours, CONTINUED, sender=sender))
    written = [one for one in await room.entries(told.head, EntryKind.MESSAGE) if one.author.kind is AuthorKind.CONTACT]
    ann, carl = await town.contact(ANN), await town.contact(CARL)
    assert ann is not None and carl is not None and ann.id != carl.id
    assert [one.author.id for one in written] == [ann.id, carl.id, ann.id]


async def test_who_joins_gets_neither_history_nor_the_next_reply(room: Room) -> None:
    town = await town_of(room)
    told = await replied(town)
    await town.arrives(answer(programs.GMAIL, told.ours, CONTINUED, sender=CARL))
    assert await town.post() == []
    ours = await town.replies(told.head, "Курьер приедет завтра.")
    assert ANN in str(ours["To"]) and CARL not in ours.as_string()


async def test_an_address_that_is_known_as_the_contacts_own_is_the_contact(room: Room) -> None:
    town = await town_of(room)
    told = await replied(town)
    await room.desk.store.add_identity(told.head.contact_id, Identity(kind="email", address=ANNS_OTHER))
    await town.arrives(answer(programs.IPHONE, told.ours, CONTINUED, sender=ANNS_OTHER))
    written = [one for one in await room.entries(told.head, EntryKind.MESSAGE) if one.author.kind is AuthorKind.CONTACT]
    head = await room.get(told.head.id)
    assert {one.author.id for one in written} == {head.contact_id} and _joined(head) == []


async def test_a_chat_that_went_on_as_mail_goes_on_by_mail(room: Room) -> None:
    town = await town_of(room)
    for inbox in town.inboxes:
        room.desk.health.report(inbox, Health(), room.clock.now())
    chat = await room.say("Позовите человека, пожалуйста")
    await room.desk.store.add_identity(chat.contact_id, Identity(kind="email", address=ANN))
    assert chat.offer is not None
    await accept(room.desk, AgentId("ira"), chat.id, chat.offer.id)
    await reply(room.desk, AgentId("ira"), chat.id, external_id=uuid7(), text="Какая модель?")
    room.clock.advance(timedelta(minutes=5))
    (ours,) = await town.post()
    for program in (programs.OUTLOOK, programs.EXCHANGE_RENAMES, programs.QUOTE_WITH_LINK, programs.SUBJECT_ALONE):
        await town.arrives(answer(program, ours, CONTINUED, sender=ANN))
    written = [one for one in await room.entries(chat, EntryKind.MESSAGE) if one.author.kind is AuthorKind.CONTACT]
    assert {one.author.id for one in written} == {chat.contact_id} and len(written) == 5
    assert set(await town.heads()) == {chat.id}


async def test_a_mail_that_was_fetched_twice_from_two_inboxes_is_one_message(room: Room) -> None:
    town = await town_of(room)
    told = await replied(town)
    again = answer(programs.GMAIL, told.ours, CONTINUED, sender=ANN, cc=SALES)
    for inbox in ("mail", "sales", "mail", "sales"):
        await town.arrives(again, inbox=inbox)
    written = [one for one in await room.entries(told.head, EntryKind.MESSAGE) if one.author.kind is AuthorKind.CONTACT]
    assert len(written) == 2 and len(await town.heads()) == 1


async def test_a_question_that_a_crash_cut_off_after_an_automatic_answer_reaches_a_person(room: Room) -> None:
    """Stored, then the process was killed before anything came of it."""
    town = await town_of(room)
    told = await answered_by_article(town)
    reader = OwnProcessReader(room.desk.directory, room.desk.keyring, {"email": EmailChannel})
    raw = answer(programs.GMAIL, told.ours, CONTINUED, sender=ANN)
    now = room.clock.now()
    (message,) = await reader.read(RawInbound(inbox_id=InboxId("mail"), external_id="1.1", raw=raw, received_at=now))
    assert isinstance(message, InboundMessage)
    await record(room.desk, message)
    room.clock.advance(timedelta(minutes=5))
    await sweep(room.desk)
    assert is_with_people(await room.get(told.head.id))


async def test_thanks_after_an_automatic_answer_are_taken_up(room: Room) -> None:
    town = await town_of(room)
    told = await answered_by_article(town)
    await town.arrives(answer(programs.ADDRESS_ALONE, told.ours, "Спасибо!", sender=ANN))
    head = await room.get(told.head.id)
    assert (head.state, head.awaiting, await town.post()) == (State.ANSWERED, Awaiting.CONTACT, [])
    room.clock.advance(timedelta(hours=1))
    assert await sweep(room.desk) == 0


async def test_ten_mails_to_and_fro_stay_one_conversation(room: Room) -> None:
    """One program after the other: people change from the phone to the desk and back."""
    town = await town_of(room)
    told = await replied(town)
    ours = told.ours
    rounds = (programs.IPHONE, programs.OUTLOOK, programs.GMAIL, programs.LOTUS, programs.QQ)
    for number, program in enumerate(rounds):
        await town.arrives(answer(program, ours, f"{CONTINUED} {number}", sender=ANN))
        ours = await town.replies(told.head, f"Спасибо, записал. {number}")
    texts = await room.texts(told.head)
    assert len(await town.heads()) == 1 and len(texts) == 2 + 1 + 2 * len(rounds)


def bounce(ours: EmailMessage, of: str = "") -> bytes:
    """As a mail server reports it (RFC 3464)."""
    name, to = str(ours["Message-ID"]), of or str(ours["To"]).partition("<")[2].rstrip(">")
    return (
        "Return-Path: <>\r\nFrom: Mail Delivery System <mailer-daemon@example.com>\r\n"
        f"To: {SUPPORT}\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b1@example.com>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"From: {SUPPORT}\r\nTo: {to}\r\nMessage-ID: {name}\r\n--b--\r\n"
    ).encode()


def _text(entry: Entry) -> str:
    assert isinstance(entry.body, Message)
    return entry.body.text


def _joined(head: Conversation) -> list[str]:
    return [one.identity.address for one in head.participants if one.role is ParticipantRole.JOINED and one.identity]
