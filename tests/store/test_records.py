"""Contract: records that administrators keep, guarded by version, with history and audit."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from contactcenter.errors import Conflict, NotFound, Stale
from contactcenter.ids import AgentId, ArticleId, InboxId, QueueId, uuid7
from contactcenter.model.article import (
    Article,
    ArticleFile,
    ArticleFlag,
    ArticleGovernance,
    ArticleKind,
    FlagReason,
    KnowledgeVisit,
)
from contactcenter.model.procedure import ProcedureChoice, ProcedureStep
from contactcenter.model.records import (
    Agent,
    Availability,
    Credential,
    Inbox,
    Queue,
    Reach,
    RelaxingStep,
    RestrictedTopic,
    Role,
    Tag,
)
from contactcenter.model.rows import AuditLine
from contactcenter.ports import Store
from tests.store.samples import NOON, minutes

MEI = Agent(id=AgentId("a1"), name="Mei", email="mei@example.com", languages={"zh-Hans": 5, "en": 3})


async def test_a_record_comes_back_as_it_was_saved(store: Store) -> None:
    records = (
        MEI,
        Queue(id=QueueId("q1"), name="Help", steps=(RelaxingStep(), RelaxingStep(after_seconds=60, skills={"x": 0}))),
        Inbox(
            id=InboxId("i1"), name="Shop", channel="chat", queue_id=QueueId("q1"), settings={"color": "blue", "n": 3}
        ),
        Article(id=ArticleId("r1"), slug="s", language="ru", title="Т", body="# Т", updated_at=NOON),
        Article(
            id=ArticleId("r2"),
            slug="s",
            language="en",
            title="T",
            body="",
            short="S",
            kind=ArticleKind.PROCEDURE,
            governance=ArticleGovernance.RESTRICTED,
            product_versions={"bp200": ">=2 <3"},
            source_language="ru",
            source_digest="d",
            updated_by="agent:a1",
            files=(ArticleFile(name="a.png", blob_id="ab" * 32, content_type="image/png", size_bytes=3),),
            procedure=(ProcedureStep(id="1", text="Look", choices=(ProcedureChoice(text="Yes", to="1"),)),),
        ),
        ArticleFlag(
            id="f1",
            article_id=ArticleId("r1"),
            reason=FlagReason.FIX,
            by="agent:a1",
            at=NOON,
            title="T",
            body="B",
            closed_at=NOON,
            closed_by="agent:a0",
            accepted=True,
        ),
        RestrictedTopic(id="law", name="Law", words={"ru": "суд\nадвокат"}, tags=("legal",), inboxes=(InboxId("i1"),)),
        KnowledgeVisit(id=AgentId("a1"), at=NOON),
        Role(id="r", name="Agent", permissions=frozenset({"a", "b"}), reach=Reach.TEAMS),
        Availability(id=AgentId("a1"), status="online", since=NOON),
        Credential(id=AgentId("a1"), password_hash="$argon2id$"),
    )
    for record in records:
        saved = await store.save(record, actor="a0", at=NOON, new=True)
        assert saved == record
        assert await store.record(type(record), record.id) == record


async def test_saving_counts_the_version_up(store: Store) -> None:
    await store.save(MEI, actor="a0", at=NOON, new=True)
    second = await store.save(replace(MEI, units=6), actor="a0", at=NOON + minutes(1))

    assert second.version == 2
    assert await store.record(Agent, MEI.id) == second
    assert await store.record_history(Agent, MEI.id) == (MEI, second)


async def test_a_stale_record_is_not_saved(store: Store) -> None:
    await store.save(MEI, actor="a0", at=NOON, new=True)
    await store.save(replace(MEI, units=6), actor="a0", at=NOON)
    with pytest.raises(Stale):
        await store.save(replace(MEI, units=7), actor="a0", at=NOON)
    stored = await store.record(Agent, MEI.id)
    assert stored is not None and stored.units == 6


async def test_of_two_savers_at_once_one_is_stale(store: Store) -> None:
    await store.save(MEI, actor="a0", at=NOON, new=True)
    outcomes = await asyncio.gather(
        *(store.save(replace(MEI, units=n), actor="a0", at=NOON) for n in (5, 6)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Agent", "Stale"]


async def test_an_unknown_record_is_not_found(store: Store) -> None:
    assert await store.record(Agent, "nobody") is None
    with pytest.raises(NotFound):
        await store.save(MEI, actor="a0", at=NOON)
    with pytest.raises(NotFound):
        await store.remove(Agent, "nobody", version=1, actor="a0", at=NOON)


async def test_a_new_record_cannot_take_an_id_that_exists(store: Store) -> None:
    await store.save(Tag(id="vip"), actor="a0", at=NOON, new=True)
    with pytest.raises(Conflict):
        await store.save(Tag(id="vip"), actor="a0", at=NOON, new=True)


async def test_two_agents_cannot_have_one_address(store: Store) -> None:
    await store.save(MEI, actor="a0", at=NOON, new=True)
    other = replace(MEI, id=AgentId("a2"), email="MEI@Example.com")
    with pytest.raises(Conflict):
        await store.save(other, actor="a0", at=NOON, new=True)
    await store.save(replace(other, email="li@example.com"), actor="a0", at=NOON, new=True)
    with pytest.raises(Conflict):
        await store.save(replace(other, email="Mei@example.com"), actor="a0", at=NOON)
    await store.save(replace(MEI, email="Mei@Example.com"), actor="a0", at=NOON)


async def test_records_are_listed_by_id_in_pages(store: Store) -> None:
    for n in (3, 1, 5, 2, 4):
        await store.save(Tag(id=f"t{n}"), actor="a0", at=NOON, new=True)
    await store.save(MEI, actor="a0", at=NOON, new=True)

    first = await store.records(Tag, limit=2)
    second = await store.records(Tag, after=first.next, limit=2)
    third = await store.records(Tag, after=second.next, limit=2)
    assert [tag.id for page in (first, second, third) for tag in page.items] == ["t1", "t2", "t3", "t4", "t5"]
    assert third.next is None


async def test_a_removed_record_is_gone_and_its_history_stays(store: Store) -> None:
    await store.save(Tag(id="vip"), actor="a0", at=NOON, new=True)
    with pytest.raises(Stale):
        await store.remove(Tag, "vip", version=7, actor="a0", at=NOON)
    await store.remove(Tag, "vip", version=1, actor="a0", at=NOON)

    assert await store.record(Tag, "vip") is None
    assert (await store.records(Tag)).items == ()
    assert await store.record_history(Tag, "vip") == (Tag(id="vip"),)
    again = await store.save(Tag(id="vip", color="red"), actor="a0", at=NOON, new=True)
    assert again.version == 1
    assert await store.record_history(Tag, "vip") == (Tag(id="vip"), again)


async def test_who_saved_what_is_in_the_audit_newest_first(store: Store) -> None:
    await store.save(MEI, actor="root", at=NOON, new=True)
    await store.save(replace(MEI, units=6, name="Mei L."), actor="root", at=NOON + minutes(1))
    await store.remove(Agent, MEI.id, version=2, actor="root", at=NOON + minutes(2))

    lines = (await store.audit_lines()).items
    assert [(line.action, line.actor, line.subject) for line in lines] == [
        ("agent.removed", "root", "a1"),
        ("agent.saved", "root", "a1"),
        ("agent.saved", "root", "a1"),
    ]
    assert lines[1].at == NOON + minutes(1)
    assert lines[1].detail == {"version": 2, "fields": ["name", "units"]}


async def test_credentials_and_availability_leave_no_text_behind(store: Store) -> None:
    await store.save(Credential(id=AgentId("a1"), password_hash="one"), actor="a1", at=NOON, new=True)
    await store.save(Credential(id=AgentId("a1"), password_hash="two"), actor="a1", at=NOON)
    await store.save(Availability(id=AgentId("a1"), since=NOON), actor="a1", at=NOON, new=True)

    assert (await store.audit_lines()).items == ()
    assert await store.record_history(Credential, "a1") == ()


async def test_audit_lines_come_in_pages(store: Store) -> None:
    lines = [
        AuditLine(id=uuid7(), at=NOON + timedelta(seconds=n), actor="a", action="token.created", subject=str(n))
        for n in range(5)
    ]
    for line in lines:
        await store.audit(line)
    first = await store.audit_lines(limit=3)
    rest = await store.audit_lines(after=first.next, limit=3)
    assert (*first.items, *rest.items) == tuple(reversed(lines))
    assert rest.next is None
