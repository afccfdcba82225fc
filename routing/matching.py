"""Who serves whom: the agent for a waiting conversation, by the queue's way to select."""

from routing.agents import Seat, language_level
from routing.demand import QueueRule, Select
from routing.roster import Bits, Roster, bits_of
from routing.waiting import Waiting


def agent_for(one: Waiting, rule: QueueRule, roster: Roster) -> Seat | None:
    """The agent to serve it now: who knows the contact, else by language in order, else None."""
    of_class = one.of_class
    if of_class is None:
        return None
    free = roster.free(one.demand.kind) & of_class.bits
    if not free:
        return None
    if one.demand.preferred is not None:
        known = roster.known(one.demand.preferred)
        if known is not None and free >> known.number & 1:
            return known
    place, among = next((place, bits & free) for place, bits in enumerate(of_class.pools) if bits & free)
    return _select(one, rule.select, place, among, roster)


def _select(one: Waiting, select: Select, place: int, among: Bits, roster: Roster) -> Seat:
    match select:
        case Select.LONGEST_IDLE:
            return roster.longest_idle(among)
        case Select.LEAST_LOADED:
            return roster.least_loaded(among)
        case Select.BEST_LEVEL:
            return roster.longest_idle(_best_levels(one, place, among, roster))


def _best_levels(one: Waiting, place: int, among: Bits, roster: Roster) -> Bits:
    """Those with the best level of the language, of them those with most of the needed skills."""
    best: tuple[int, int] | None = None
    found = 0
    skills = [skill for skill, level in one.demand.skills.items() if level > 0]
    tag = one.demand.languages[place] if one.demand.language else None
    for number in bits_of(among):
        state = roster.seats[number].state
        level = language_level(state, tag) if tag else 0
        rank = (level, sum(state.skills.get(skill, 0) for skill in skills))
        if best is None or rank > best:
            best, found = rank, 1 << number
        elif rank == best:
            found |= 1 << number
    return found


def in_turn(found: list[Waiting]) -> list[Waiting]:
    """In the order in which they would be served: each queue in its own order, over queues who waits longest first."""
    lines: dict[str, list[Waiting]] = {}
    for one in sorted(found, key=lambda one: one.key, reverse=True):
        lines.setdefault(one.demand.queue, []).append(one)
    ordered = []
    while lines:
        line = min(lines.values(), key=lambda line: line[-1].turn)
        ordered.append(line.pop())
        if not line:
            del lines[ordered[-1].demand.queue]
    return ordered
