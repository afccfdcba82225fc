"""The routing log of a live centre, played again, gives the decisions that were made."""

from collections.abc import Iterator, Sequence

from contactcenter.desk.dispatch import SERVICE_STARTED, Dispatch
from contactcenter.desk.offers import accept, decline
from contactcenter.ids import AgentId
from contactcenter.model.plan import RoutingRecord
from routing import Router
from routing.replay import EFFECTS, EVENTS, decode, plain
from tests.desk.room import START, Room

IRA, LIN, MAX = AgentId("ira"), AgentId("lin"), AgentId("max")


def decided(log: Sequence[RoutingRecord]) -> list[tuple[str, object]]:
    """Every decision that the log holds."""
    return [(record.event, record.data) for record in log if record.event in EFFECTS]


def decided_again(log: Sequence[RoutingRecord]) -> Iterator[tuple[str, object]]:
    """What fresh routers make of the events in the log."""
    router = Router()
    for record in log:
        if record.event == SERVICE_STARTED:
            router = Router()
        elif record.event in EVENTS:
            event = decode({"event": record.event, **record.data})
            for effect in router.apply(event, record.at.timestamp(), explain=True):
                yield type(effect).__name__, plain(effect)


async def test_a_router_rebuilt_from_the_log_makes_the_same_decisions(room: Room) -> None:
    question = "Позовите человека, пожалуйста: курьер нагрубил мне вчера вечером"
    waiting = await room.say(question, visitor="first")
    for agent in (IRA, LIN, MAX):
        await room.come(agent)
    offered = await room.get(waiting.id)
    assert offered.offer is not None
    await decline(room.desk, offered.offer.agent_id, offered.id, offered.offer.id)
    await room.dispatch.step()
    offered = await room.get(waiting.id)
    assert offered.offer is not None
    await accept(room.desk, offered.offer.agent_id, offered.id, offered.offer.id)
    await room.say("我的血压计屏幕今天早上突然不显示了,怎么办?", visitor="second")
    await room.pass_time(45, present=("lin",))
    room.dispatch = Dispatch(room.desk)
    await room.dispatch.start()
    await room.say(question, visitor="third")
    log = await room.desk.store.routing_log(START, 10_000)
    assert [name for name, _ in decided(log)].count("Offer") >= 3
    assert list(decided_again(log)) == decided(log)


async def test_who_waits_when_the_server_starts_is_not_told_that_nobody_speaks_the_language(room: Room) -> None:
    for agent in (IRA, MAX):
        await room.come(agent)
    question = "Позовите человека, пожалуйста: курьер нагрубил мне вчера вечером"
    for visitor in ("first", "second", "third", "fourth", "fifth", "sixth"):
        last = await room.say(question, visitor=visitor)
    before = await room.texts(last)
    room.dispatch = Dispatch(room.desk)
    await room.dispatch.start()
    await room.dispatch.step()
    assert last.told == "all_busy"
    assert await room.texts(last) == before
