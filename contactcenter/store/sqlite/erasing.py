"""Erasing what was written in a conversation. The search index keeps the rows' words, which lead to nothing any more.

(FTS5 without content takes a row out only if told exactly the words that it was given, which nobody remembers.)
"""

from contactcenter.model.bodies import EntryKind, blobs_of
from contactcenter.store.codec import decode_body, encode
from contactcenter.store.erasing_rules import ERASED_KINDS, raw_of, tombstone
from contactcenter.store.sqlite.transaction import Transaction

_KINDS = ", ".join(f"'{kind.value}'" for kind in sorted(ERASED_KINDS))
WRITTEN = f"SELECT key, kind, body FROM entries WHERE conversation = ? AND seq <= ? AND kind IN ({_KINDS})"
ERASE = f"UPDATE entries SET kind = '{EntryKind.ERASED.value}', body = ? WHERE key = ?"
UNNAME = "DELETE FROM entry_blobs WHERE blob_id = ? AND entry = ?"
UNNAME_RECEIPT = "UPDATE receipts SET blob_id = '' WHERE blob_id = ? AND state = 'recorded'"


def erase(transaction: Transaction, conversation: int, up_to: int, reason: str) -> None:
    for key, kind, raw in transaction.execute(WRITTEN, (conversation, up_to)).fetchall():
        body = decode_body(EntryKind(kind), raw)
        transaction.execute(ERASE, (encode(tombstone(EntryKind(kind), reason)), key))
        for blob_id in blobs_of(body):
            transaction.execute(UNNAME, (blob_id, key))
        if came_as := raw_of(body):
            transaction.execute(UNNAME_RECEIPT, (came_as,))
