"""SQLite alone: every list query walks an index; none reads a whole table, none sorts what may be many."""

import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from contactcenter.ids import AgentId, ContactId, QueueId
from contactcenter.model.conversation import Awaiting, State
from contactcenter.model.rows import ConversationFilter
from contactcenter.model.scope import EVERYTHING, Scope
from contactcenter.store.sqlite import (
    audit,
    contacts,
    conversation_lists,
    conversation_reads,
    conversation_rows,
    deliveries,
    entries,
    indexing,
    leases,
    receipts,
    records,
    routing_log,
    search,
    suppressions,
    thread_keys,
    tokens,
)
from contactcenter.store.sqlite.connection import migrate, open_writer

FILTERS = (
    ConversationFilter(),
    ConversationFilter(states=frozenset({State.WAITING, State.NEW})),
    ConversationFilter(states=frozenset({State.RESOLVED})),
    ConversationFilter(agent_id=AgentId("a")),
    ConversationFilter(agent_id=AgentId("a"), states=frozenset({State.ASSIGNED})),
    ConversationFilter(queue_id="q"),
    ConversationFilter(contact_id=ContactId("c")),
    ConversationFilter(unassigned=True, awaiting=Awaiting.AGENT),
    ConversationFilter(tag="vip"),
    ConversationFilter(facts={"product": "BP200"}),
)
SCOPES = (
    EVERYTHING,
    Scope(agent_id=AgentId("a")),
    Scope(agent_id=AgentId("a"), queue_ids=frozenset({QueueId("q"), QueueId("r")})),
    Scope(contacts=frozenset({ContactId("c")})),
)

# Fixed queries that answer lists or sit on the path of a message, by the module that owns them
FIXED = {
    audit: ("LINES",),
    contacts: ("BY_ID", "CHILDREN", "OWNER", "IDENTITIES", "KNOWN", "KNOWN_OF_COMPANY", "MEMBERSHIPS"),
    conversation_reads: ("ROUTABLE", "DUE", "LINKS", "LINKED_TO", "COUNT_FACT"),
    conversation_rows: ("BY_ID", "ID_OF", "APPENDED", "CHANGED", "MOVED", "UNMARK", "ARRIVAL"),
    conversation_lists: ("COUNT_MARK",),
    deliveries: (
        *("CLAIMABLE", "CLAIMABLE_OF_INBOX", "CLAIM", "STATE", "SETTLE", "NOTE"),
        *("BY_ID", "OF_CONVERSATION", "OF_MESSAGE", "BY_PROVIDER_ID"),
    ),
    entries: ("AFTER", "AFTER_CONTACT", "BEFORE", "BEFORE_CONTACT", "EXTERNAL", "HOLDERS", "CONVERSATION_KEY"),
    indexing: ("UNINDEXED", "UNINDEXED_CONTACTS", "FORGET", "DONE", "TERMS_OF"),
    leases: ("LEASE", "DROP", "LEAVE"),
    receipts: ("BY_EXTERNAL_ID", "SETTLE", "BY_STATE", "BY_ID", "CURSOR"),
    records: ("ONE", "PAGE", "HISTORY", "UPDATE", "DELETE"),
    routing_log: ("SINCE",),
    search: ("WORDS", "CONTACTS_OF", "CONTACTS_OF_PREFIX", "CONTACT"),
    suppressions: ("REASON", "RELEASE"),
    thread_keys: ("FIND",),
    tokens: ("EXPIRED", "FIND", "SPEND", "DROP", "RECALL", "OUTDATED"),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = Path(tmp_path_factory.mktemp("plans")) / "centre.db"
    connection = open_writer(path)
    migrate(connection, path)
    yield connection
    connection.close()


def plan(database: sqlite3.Connection, sql: str) -> list[str]:
    values = tuple(range(sql.count("?"))) if "?1" not in sql else (1,)
    return [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


def scans(steps: list[str]) -> list[str]:
    """Steps that read a table from end to end. A walk along an index in its order is none: it ends at the limit."""
    harmless = ("USING INDEX", "USING COVERING INDEX", "VIRTUAL TABLE", "SCAN s", "CONSTANT ROW", "(subquery")
    return [step for step in steps if step.startswith("SCAN") and not any(mark in step for mark in harmless)]


@pytest.mark.parametrize(("module", "name"), [(module, name) for module, names in FIXED.items() for name in names])
def test_a_fixed_query_reads_no_whole_table(database: sqlite3.Connection, module: object, name: str) -> None:
    steps = plan(database, getattr(module, name))
    assert steps
    assert scans(steps) == []


@pytest.mark.parametrize("order", ["newest", "oldest", "waiting"])
@pytest.mark.parametrize("bound", [None, (1, 2)])
def test_a_list_of_conversations_reads_no_whole_table(
    database: sqlite3.Connection, order: str, bound: tuple[int, int] | None
) -> None:
    for where, scope in itertools.product(FILTERS, SCOPES):
        ordered = ConversationFilter(
            **{name: getattr(where, name) for name in where.__dataclass_fields__ if name != "order"}, order=order
        )
        marks = conversation_lists._marks(ordered)
        for mark in (None, *marks):
            walks = list(conversation_lists.queries(ordered, scope, bound, 50, mark))
            assert walks
            for sql, _ in walks:
                assert scans(plan(database, sql)) == [], sql


@pytest.mark.parametrize("where", [FILTERS[0], FILTERS[1], FILTERS[2], FILTERS[5]])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_lists_that_may_be_long_are_not_sorted(
    database: sqlite3.Connection, where: ConversationFilter, order: str
) -> None:
    ordered = ConversationFilter(states=where.states, queue_id=where.queue_id, order=order)
    for sql, _ in conversation_lists.queries(ordered, EVERYTHING, (1, 2), 50, None):
        assert not [step for step in plan(database, sql) if "TEMP B-TREE" in step], sql


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (deliveries.CLAIMABLE, "deliveries_claimable (claimable_at<?)"),
        (deliveries.CLAIMABLE_OF_INBOX, "deliveries_inbox_claimable (inbox_id=? AND claimable_at<?)"),
        (deliveries.OF_CONVERSATION, "deliveries_conversation (conversation_id=?)"),
        (deliveries.OF_MESSAGE, "deliveries_conversation (conversation_id=? AND message_seq=?)"),
        (deliveries.BY_PROVIDER_ID, "deliveries_provider (inbox_id=? AND provider_id=?)"),
        (receipts.BY_STATE, "receipts_state (state=? AND (received_at,id)>(?,?))"),
    ],
)
def test_deliveries_and_receipts_come_in_the_order_of_an_index(
    database: sqlite3.Connection, sql: str, index: str
) -> None:
    (step,) = plan(database, sql)
    assert index in step


def test_a_search_reads_no_whole_table(database: sqlite3.Connection) -> None:
    for scope in SCOPES:
        seen, _ = search._seen(scope)
        for sql in (search.ENTRIES, search.LAGGING, search.VISIBLE):
            if "e.audience" in seen and sql is search.VISIBLE:
                continue
            assert scans(plan(database, sql.format(seen=seen))) == []


def test_facts_are_counted_along_an_index(database: sqlite3.Connection) -> None:
    for scope in SCOPES[1:]:
        seen = conversation_lists.scope_condition(scope)
        assert seen is not None
        assert scans(plan(database, conversation_reads.COUNT_FACT_IN.format(scope=seen.sql))) == []
