"""Tables and indexes, as numbered migrations. ``PRAGMA user_version`` holds the number of the last one applied.

Times are microseconds since 1970 (UTC). ``head`` and ``body`` columns hold the whole value as JSON; the columns beside
them are what queries search and sort by. A conversation has a short integer key that its entries carry.
"""

FIRST = """
CREATE TABLE conversations (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    reference TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    state TEXT NOT NULL,
    awaiting TEXT NOT NULL,
    agent_id TEXT,
    offered_to TEXT,
    queue_id TEXT,
    waiting_since INTEGER,
    due_at INTEGER,
    created_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    has_sides INTEGER NOT NULL DEFAULT 0,  -- what was sent to it may be in one merged into it, or begun instead
    head BLOB NOT NULL
) STRICT;
-- A message moves last_at of an open conversation: only two indexes of the open ones carry it. An agent's or a
-- contact's open conversations are few and sorted when read; the resolved ones are many and lie in order.
CREATE INDEX conversations_open ON conversations (last_at) WHERE state <> 'resolved';
CREATE INDEX conversations_resolved ON conversations (last_at) WHERE state = 'resolved';
CREATE INDEX conversations_agent_open ON conversations (agent_id) WHERE state <> 'resolved' AND agent_id IS NOT NULL;
CREATE INDEX conversations_agent_resolved ON conversations (agent_id, last_at)
    WHERE state = 'resolved' AND agent_id IS NOT NULL;
CREATE INDEX conversations_queue_open ON conversations (queue_id, last_at)
    WHERE state <> 'resolved' AND queue_id IS NOT NULL;
CREATE INDEX conversations_queue_resolved ON conversations (queue_id, last_at)
    WHERE state = 'resolved' AND queue_id IS NOT NULL;
CREATE INDEX conversations_contact_open ON conversations (contact_id) WHERE state <> 'resolved';
CREATE INDEX conversations_contact_resolved ON conversations (contact_id, last_at) WHERE state = 'resolved';
CREATE INDEX conversations_offered ON conversations (offered_to) WHERE offered_to IS NOT NULL;
CREATE INDEX conversations_waiting ON conversations (waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX conversations_queue_waiting ON conversations (queue_id, waiting_since)
    WHERE waiting_since IS NOT NULL AND queue_id IS NOT NULL;
CREATE INDEX conversations_routable ON conversations (state) WHERE state IN ('waiting', 'offered', 'assigned');
CREATE INDEX conversations_due ON conversations (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX conversations_reference ON conversations (reference);

-- In order of arrival, and external ids (UUIDv7 mostly) in an index of their own order: the messages of one commit lie
-- on a few pages however many conversations they belong to. Every changed page costs 5 to 10 us of CPU.
CREATE TABLE entries (
    key INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    audience TEXT NOT NULL,
    author_kind TEXT NOT NULL,
    author_id TEXT NOT NULL,
    prev INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    sent_at INTEGER,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX entries_seq ON entries (conversation, seq);
CREATE UNIQUE INDEX entries_external ON entries (external_id, conversation);
CREATE TABLE entry_blobs (
    blob_id TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (blob_id, entry)
) STRICT, WITHOUT ROWID;

-- Tags and facts as they are now: tag/TAG and fact/KEY with the value.
CREATE TABLE marks (
    conversation INTEGER NOT NULL,
    mark TEXT NOT NULL,
    value TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (conversation, mark, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_by_value ON marks (mark, value, conversation);
CREATE INDEX marks_by_time ON marks (mark, created_at, value, conversation);

CREATE TABLE links (
    source TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (source, kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_target ON links (target, at);

CREATE TABLE agent_load (agent_id TEXT PRIMARY KEY, units INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    merged_into TEXT,
    version INTEGER NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0,  -- whether contact_terms is up to date
    terms TEXT NOT NULL DEFAULT '',  -- what contact_terms has of it
    body BLOB NOT NULL
) STRICT;
CREATE INDEX contacts_unindexed ON contacts (key) WHERE indexed = 0;
CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE identities (
    kind TEXT NOT NULL,
    scope TEXT NOT NULL,
    address TEXT NOT NULL,
    verification TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    PRIMARY KEY (kind, scope, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_contact ON identities (contact_id);
CREATE TABLE known_facts (
    key INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    contact_id TEXT NOT NULL,
    company_id TEXT,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX known_facts_contact ON known_facts (contact_id, at);
CREATE INDEX known_facts_company ON known_facts (company_id, at) WHERE company_id IS NOT NULL;
CREATE TABLE memberships (
    contact_id TEXT NOT NULL,
    company_id TEXT NOT NULL,
    since INTEGER NOT NULL,  -- 0 = open
    body BLOB NOT NULL,
    PRIMARY KEY (contact_id, since, company_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    unique_key TEXT,
    body BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX records_unique ON records (kind, unique_key) WHERE unique_key IS NOT NULL;
CREATE TABLE record_history (
    key INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX record_history_record ON record_history (kind, id);
CREATE TABLE audit (id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
    id TEXT PRIMARY KEY,
    inbox_id TEXT NOT NULL,
    external_id TEXT NOT NULL,
    blob_id TEXT NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    attempts INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX receipts_external ON receipts (inbox_id, external_id);
CREATE INDEX receipts_state ON receipts (state, id);

CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    message_seq INTEGER NOT NULL,
    inbox_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient BLOB NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    claimable_at INTEGER NOT NULL,  -- due, and no worker's lease on it
    holder TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    provider_id TEXT,
    error TEXT,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_claimable ON deliveries (claimable_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX deliveries_conversation ON deliveries (conversation_id, message_seq);
CREATE INDEX deliveries_provider ON deliveries (inbox_id, provider_id) WHERE provider_id IS NOT NULL;

CREATE TABLE leases (
    name TEXT PRIMARY KEY, holder TEXT NOT NULL, epoch INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE presences (
    socket TEXT PRIMARY KEY, agent_id TEXT NOT NULL, node TEXT NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    subject TEXT NOT NULL,
    expires_at INTEGER,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_subject ON tokens (purpose, subject);
CREATE INDEX tokens_expiry ON tokens (expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE replies (
    key TEXT PRIMARY KEY, status INTEGER NOT NULL, body BLOB NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX replies_expiry ON replies (expires_at);

CREATE TABLE routing_log (
    key INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, data BLOB NOT NULL
) STRICT;
CREATE INDEX routing_log_at ON routing_log (at);

-- Search: our own terms (store/tokens.py), no positions, no copy of the text; rowid = key of the entry.
CREATE VIRTUAL TABLE entry_search USING fts5 (
    terms, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '#~@='"
);
-- Words that entry_search holds: it streams the entries of whole words in order, but reads all of a prefix first.
CREATE TABLE search_words (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE search_state (indexed_to INTEGER NOT NULL) STRICT;  -- the last entry in entry_search
INSERT INTO search_state VALUES (0);
CREATE TABLE contact_terms (
    term TEXT NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (term, contact)
) STRICT, WITHOUT ROWID;
"""

SECOND = """
CREATE TABLE thread_keys (key TEXT PRIMARY KEY, conversation_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- Where a message that might join was stored, by the conversation that it would have begun: how a resend is known.
CREATE TABLE arrivals (new_id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE inbox_cursors (inbox_id TEXT PRIMARY KEY, cursor TEXT NOT NULL) STRICT, WITHOUT ROWID;
DROP INDEX receipts_state;
CREATE INDEX receipts_state ON receipts (state, received_at, id);

-- One that is being sent can be claimed again: its worker's lease ends.
DROP INDEX deliveries_claimable;
CREATE INDEX deliveries_claimable ON deliveries (claimable_at) WHERE state IN ('queued', 'sending', 'deferred');
CREATE INDEX deliveries_inbox_claimable ON deliveries (inbox_id, claimable_at)
    WHERE state IN ('queued', 'sending', 'deferred');

CREATE TABLE suppressions (
    kind TEXT NOT NULL,
    scope TEXT NOT NULL,
    address TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (kind, scope, address)
) STRICT, WITHOUT ROWID;
"""

THIRD = """
CREATE INDEX receipts_blob ON receipts (blob_id);

CREATE TABLE turns (name TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
CREATE INDEX turns_name ON turns (name, until);
CREATE INDEX turns_until ON turns (until);
"""

MIGRATIONS: tuple[str, ...] = (FIRST, SECOND, THIRD)
"""Migration N (from 1) takes a database from version N - 1 to N. Never edited once released; new ones are added."""

NEWEST = len(MIGRATIONS)
