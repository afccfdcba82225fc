"""Names of contacts for the heads shown in lists: read once, kept for a while, dropped when a contact is saved."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from contactcenter.ids import ContactId
from contactcenter.ports import Store

KEPT_SECONDS = 30.0  # another node's change shows after that at the latest
MAX_KEPT = 20_000


class ContactNames:
    """Names by contact id; ``known`` never waits, for the hot path."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[ContactId, tuple[float, str]] = OrderedDict()

    async def name(self, contact_id: ContactId) -> str:
        kept = self._kept.get(contact_id)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        contact = await self._store.contact(contact_id)
        name = contact.name if contact else ""
        self.put(contact_id, name)
        return name

    async def names(self, contact_ids: Iterable[ContactId]) -> Mapping[ContactId, str]:
        return {contact_id: await self.name(contact_id) for contact_id in set(contact_ids)}

    def known(self, contact_id: ContactId) -> str:
        """The name if it is at hand, else empty."""
        kept = self._kept.get(contact_id)
        return kept[1] if kept else ""

    def put(self, contact_id: ContactId, name: str) -> None:
        self._kept[contact_id] = (time.monotonic() + KEPT_SECONDS, name)
        self._kept.move_to_end(contact_id)
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)

    def drop(self, contact_id: ContactId) -> None:
        self._kept.pop(contact_id, None)
