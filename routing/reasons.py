"""Why: the words stored with a decision, for whoever asks "why is this here". Reads the index, changes nothing."""

from collections.abc import Iterator

from routing.agents import Seat, language_level
from routing.demand import QueueRule
from routing.effects import Reasons
from routing.roster import Bits, Roster, bits_of
from routing.waiting import Waiting

NAMED = 30  # so many agents are named for one cause, the rest are counted


def why_chosen(one: Waiting, rule: QueueRule, chosen: Seat) -> Reasons:
    """What decided for this agent."""
    demand, state = one.demand, chosen.state
    words = [f"queue={demand.queue}", f"step={one.step}"]
    if demand.language:
        spoken = next(tag for place, tag in enumerate(demand.languages) if _serves(one, place, chosen))
        words.append(f"language={spoken}:{language_level(state, spoken)}")
    words += [f"skill={skill}:{state.skills.get(skill, 0)}" for skill in sorted(demand.skills)]
    words.append("knows_the_contact" if demand.preferred == state.agent else f"select={rule.select}")
    words.append(f"load={chosen.load}/{state.units}")
    return tuple(words)


def why_not(one: Waiting, roster: Roster, chosen: Seat | None) -> Reasons:
    """Every other agent of the queue with the first cause that kept them out; a busy cause names some, counts the rest.

    Causes: ``language``, ``skills``, ``later step``, ``offline``, ``away``, ``passed``, ``no room``, ``resting`` (the
    store refused them something a moment ago), ``ranked lower``.
    """
    words: list[str] = []
    others = roster.members(one.demand.queue)
    if chosen is not None:
        others &= ~(1 << chosen.number)
    for cause, bits in _causes(one, roster, others):
        agents = [roster.seats[number].state.agent for number in bits_of(_lowest(bits, NAMED))]
        words += [f"not {agent}: {cause}" for agent in agents]
        if more := bits.bit_count() - len(agents):
            words.append(f"not {more} more: {cause}")
    return tuple(words)


def _causes(one: Waiting, roster: Roster, left: Bits) -> Iterator[tuple[str, Bits]]:
    """Split the agents by cause, the farthest from fitting first."""
    group = one.group
    now = 0
    for bits in group.pools_until(one.step):
        now |= bits
    away = offline = full = resting = 0
    for number in bits_of(left & now & ~roster.free(one.demand.kind)):
        seat, bit = roster.seats[number], 1 << number
        away |= bit if seat.state.status == "away" else 0
        offline |= bit if seat.state.status == "offline" else 0
        resting |= bit if seat.is_here and seat.doubted else 0
        full |= bit if seat.is_here and not seat.doubted else 0
    for cause, bits in (
        ("language", ~group.speakers),
        ("skills", ~group.able),
        ("later step", ~now),
        ("offline", offline),
        ("away", away),
        ("passed", one.excluded),
        ("resting", resting),
        ("no room", full),
        ("ranked lower", -1),
    ):
        if found := left & bits:
            yield cause, found
            left &= ~found


def _serves(one: Waiting, place: int, seat: Seat) -> bool:
    return bool(one.group.pools_until(one.step)[place] >> seat.number & 1)


def _lowest(bits: Bits, count: int) -> Bits:
    found = 0
    while bits and count:
        lowest = bits & -bits
        found |= lowest
        bits ^= lowest
        count -= 1
    return found
