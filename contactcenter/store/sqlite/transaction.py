"""What a unit of work gets to work with: the writer's connection inside an open transaction, and what it remembers."""

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from contactcenter.model.plan import Refused
from contactcenter.store.sqlite.heads import Heads
from contactcenter.store.sqlite.known_contacts import KnownContacts

T = TypeVar("T")


class Transaction:
    """Valid inside one unit, on the writer's thread only."""

    __slots__ = ("connection", "contacts", "execute", "heads")

    def __init__(self, connection: sqlite3.Connection, heads: Heads, contacts: KnownContacts) -> None:
        self.connection = connection
        self.execute = connection.execute
        self.heads = heads
        self.contacts = contacts

    def undoable(self, unit: Callable[[], T]) -> T:
        """All of the unit or nothing of it, if it raises or is refused; other units of the commit are not touched."""
        self.execute("SAVEPOINT unit")
        try:
            result = unit()
        except BaseException:
            if self.connection.in_transaction:  # a full disk ends the whole transaction by itself
                self._undo()
            raise
        if isinstance(result, Refused):
            self._undo()
        else:
            self.execute("RELEASE unit")
        return result

    def _undo(self) -> None:
        self.execute("ROLLBACK TO unit")
        self.execute("RELEASE unit")
