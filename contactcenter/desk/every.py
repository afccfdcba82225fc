"""All records of a kind, page by page: for work that looks at each, never for a page that somebody waits for."""

from collections.abc import AsyncIterator
from typing import TypeVar

from contactcenter.model.records import Record
from contactcenter.ports import Store

R = TypeVar("R", bound=Record)

PAGE = 100


async def every(store: Store, kind: type[R]) -> AsyncIterator[R]:
    """By id, as they are stored when their page is read."""
    after: str | None = None
    while True:
        page = await store.records(kind, after, PAGE)
        for one in page.items:
            yield one
        if page.next is None:
            return
        after = page.next
