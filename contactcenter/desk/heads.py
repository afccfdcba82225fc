"""Heads seen lately on this node: hints for the hot path, never the truth."""

from collections import OrderedDict

from contactcenter.model.conversation import Conversation


class RecentHeads:
    """The last ``size`` heads by use; an older version never replaces a newer one."""

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._heads: OrderedDict[str, Conversation] = OrderedDict()

    def get(self, conversation_id: str) -> Conversation | None:
        return self._heads.get(conversation_id)

    def put(self, head: Conversation) -> None:
        kept = self._heads.get(head.id)
        if kept is not None and kept.version > head.version:
            return
        self._heads[head.id] = head
        self._heads.move_to_end(head.id)
        if len(self._heads) > self._size:
            self._heads.popitem(last=False)
