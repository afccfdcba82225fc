"""The generated history written into the store in the background: one conversation at a time, resumable, once."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from contactcenter.demo import content
from contactcenter.demo.floor_lines import floor_lines
from contactcenter.demo.folding import identity_of, whole
from contactcenter.demo.history import SEED, WEEK, one_week
from contactcenter.demo.seed import ACTOR
from contactcenter.demo.steps import DemoConversation
from contactcenter.desk.desk import Desk
from contactcenter.errors import Conflict
from contactcenter.ids import CompanyId, ContactId, ConversationId, InboxId, derived_id
from contactcenter.model.contact import Contact, Membership, Verification
from contactcenter.model.conversation import Conversation
from contactcenter.model.plan import Inbound, Plan
from contactcenter.model.records import Company
from contactcenter.ports import Capabilities

log = logging.getLogger(__name__)

REST = 1.0  # times as long as a conversation took to write, so that live messages go first
SKIPPED_AT_ONCE = 20
MARKED_EVERY = 500
MAKER = CompanyId("alderwell")  # the maker's own record carries how far the history is
END = "history_end"
DONE = "done"


async def load_history(desk: Desk, weeks: int) -> None:
    """Write what is missing of the last ``weeks`` weeks before the demo centre was first started, oldest first.

    A failure is logged and ends it until the next start: the demo serves without a past as well.
    """
    try:
        await _load(desk, weeks)
    except Exception:
        log.exception("demo history not loaded")


async def _load(desk: Desk, weeks: int) -> None:
    maker = await _maker(desk)
    end = datetime.fromisoformat(maker.custom[END])
    quiet = replace(desk, capabilities=_read_live())
    for ago in range(weeks, 0, -1):
        if maker.custom.get(_mark(ago)) != DONE:
            maker = await _load_week(quiet, maker, ago, end)
    log.info("demo history loaded", extra={"count": weeks})


async def _load_week(desk: Desk, maker: Company, ago: int, end: datetime) -> Company:
    done = int(maker.custom.get(_mark(ago), "0"))
    if _mark(ago) not in maker.custom:
        await desk.store.log_routing(floor_lines(desk.directory, end - ago * WEEK, end - (ago - 1) * WEEK))
        maker = await _keep(desk, maker, _mark(ago), "0")
    told = one_week(ago, SEED, end)
    await _skip(told, done)
    clock = asyncio.get_running_loop().time
    for one in told:
        begun = clock()
        await _write(desk, one, end)
        done += 1
        if done % MARKED_EVERY == 0:
            maker = await _keep(desk, maker, _mark(ago), str(done))
        await asyncio.sleep(REST * (clock() - begun))
    return await _keep(desk, maker, _mark(ago), DONE)


async def _skip(told: Iterator[DemoConversation], count: int) -> None:
    """Tell again what is stored already: who is busy when depends on it."""
    for begun in range(0, count, SKIPPED_AT_ONCE):
        for _ in islice(told, min(SKIPPED_AT_ONCE, count - begun)):
            pass
        await asyncio.sleep(0)


async def _write(desk: Desk, told: DemoConversation, end: datetime) -> None:
    """One conversation in one unit of work, once: it never stands half told in a list or a queue."""
    identity = replace(identity_of(told), verification=Verification.SESSION)
    first = f"{told.key}:0"
    new_id = ConversationId(derived_id("conversation", told.inbox, *identity.key, first))

    contact_id = ContactId(derived_id("contact", *identity.key))
    plan = whole(desk, told, new_id, contact_id)  # here, so that the store's writer is not held up by it

    def admit(head: Conversation | None, contact: Contact) -> Plan:
        return plan if contact.id == contact_id else whole(desk, told, new_id, contact.id)

    await desk.store.record_inbound(
        Inbound(
            inbox_id=InboxId(told.inbox),
            identity=identity,
            contact_id=contact_id,
            contact_name=told.contact.name,
            contact_language=told.language,
            external_id=first,
            new_id=new_id,
            at=told.start,
            admit=admit,
        )
    )
    if told.contact.company:
        company, since = CompanyId(told.contact.company), end - timedelta(days=365)
        await desk.store.save_membership(Membership(contact_id=contact_id, company_id=company, since=since))


async def _maker(desk: Desk) -> Company:
    """Made at the first start, when the end of the history is settled for good."""
    known = await desk.store.record(Company, MAKER)
    if known is not None and END in known.custom:
        return known
    now = desk.clock.now().replace(minute=0, second=0, microsecond=0)
    name = content.centre().maker.name
    made = Company(id=MAKER, name=name, contract_level="own", custom={END: now.isoformat()})
    try:
        return await desk.store.save(made, actor=ACTOR, at=now, new=True)
    except Conflict:
        found = await desk.store.record(Company, MAKER)
        assert found is not None
        return found


async def _keep(desk: Desk, maker: Company, key: str, value: str) -> Company:
    changed = replace(maker, custom={**maker.custom, key: value})
    return await desk.store.save(changed, actor=ACTOR, at=desk.clock.now())


def _mark(ago: int) -> str:
    return f"history_week_{ago}"


def _read_live() -> dict[str, Capabilities]:
    """Nothing of the past is to be sent again, whatever its channel."""
    return {one.channel: Capabilities(live=True) for one in content.centre().inboxes}
