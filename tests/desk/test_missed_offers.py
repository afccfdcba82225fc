"""Who lets two offers in a row expire is set away, is told why, and takes conversations again when they say so."""

from contactcenter.desk.offers import decline
from contactcenter.desk.presence import availability_of, choose_availability
from contactcenter.desk.timers import sweep
from contactcenter.ids import AgentId
from contactcenter.model.bodies import EntryKind, OfferEnded, OfferOutcome
from contactcenter.model.conversation import Conversation, State
from contactcenter.model.records import AwayReason
from contactcenter.ports import Store
from tests.desk.room import START, Room

MAX = AgentId("max")
COMPLAINT = "Позовите человека, пожалуйста: курьер нагрубил мне вчера вечером"


async def let_expire(room: Room) -> None:
    """The open offer runs out while the agent's browser is open."""
    await room.pass_time(31, present=(MAX,))
    await sweep(room.desk)
    await room.dispatch.step()


async def two_missed(room: Room) -> Conversation:
    """Two offers in a row, of two conversations, that nobody reacts to; the second conversation."""
    await room.come(MAX)
    await room.say(COMPLAINT)
    second = await room.say(COMPLAINT, visitor="v2")
    await let_expire(room)
    assert await offered(room, second.id) == MAX
    await let_expire(room)
    return await room.get(second.id)


async def offered(room: Room, conversation_id: str) -> str | None:
    """The agent it is offered to."""
    offer = (await room.get(conversation_id)).offer
    return offer.agent_id if offer else None


async def choices(store: Store) -> list[dict[str, object]]:
    return [dict(line.data) for line in await store.routing_log(START, 500) if line.event == "availability"]


async def test_the_first_offer_that_expires_changes_nothing(room: Room) -> None:
    await room.come(MAX)
    await room.say(COMPLAINT)
    await let_expire(room)
    assert (await availability_of(room.desk, MAX)).status == "online"


async def test_the_second_in_a_row_sets_the_agent_away_and_keeps_the_reason(room: Room) -> None:
    second = await two_missed(room)
    chosen = await availability_of(room.desk, MAX)
    assert (chosen.status, chosen.reason) == ("away", AwayReason.OFFERS_MISSED)
    seen = room.desk.roster.get(MAX)
    assert (seen.status, seen.reason) == ("away", AwayReason.OFFERS_MISSED)
    (end,) = [entry.body for entry in await room.entries(second, EntryKind.OFFER_ENDED)]
    assert isinstance(end, OfferEnded) and end.outcome is OfferOutcome.EXPIRED
    assert second.state is State.WAITING
    assert (await choices(room.desk.store))[-1] == {"agent": "max", "is": "away", "why": "offers_missed"}


async def test_who_was_set_away_takes_conversations_again_when_they_say_so(room: Room) -> None:
    await two_missed(room)
    assert (await room.say(COMPLAINT, visitor="v3")).offer is None
    await choose_availability(room.desk, MAX, "online")
    await room.dispatch.step()
    offers = [await offered(room, head.id) for head in await room.desk.store.routable()]
    assert "max" in offers
    chosen = await availability_of(room.desk, MAX)
    assert (chosen.missed, chosen.reason, room.desk.roster.get(MAX).reason) == (0, None, None)


async def test_an_answer_in_between_begins_the_count_again(room: Room) -> None:
    await room.come(MAX)
    await room.say(COMPLAINT)
    second = await room.say(COMPLAINT, visitor="v2")
    await let_expire(room)
    offer = (await room.get(second.id)).offer
    assert offer is not None
    await decline(room.desk, MAX, second.id, offer.id)
    await room.dispatch.step()
    third = await room.say(COMPLAINT, visitor="v3")
    assert await offered(room, third.id) == MAX
    await let_expire(room)
    chosen = await availability_of(room.desk, MAX)
    assert (chosen.status, chosen.missed) == ("online", 1)


async def test_an_agent_whose_browser_died_missed_nothing(room: Room) -> None:
    await room.come(MAX)
    await room.say(COMPLAINT)
    await room.pass_time(31)
    await sweep(room.desk)
    assert (await availability_of(room.desk, MAX)).missed == 0


async def test_who_chose_away_for_themselves_gets_no_reason(room: Room) -> None:
    await room.come(MAX)
    await choose_availability(room.desk, MAX, "away")
    chosen = await availability_of(room.desk, MAX)
    assert (chosen.status, chosen.reason) == ("away", None)
